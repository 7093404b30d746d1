// What the user set once for all documents, and the files opened last.
#pragma once

#include <string>
#include <vector>

#include "app/platform/xdg.h"

namespace rope {

struct Settings {
    double ui_scale = 0;           // 0: as the display says; else kSmallestUiScale … kLargestUiScale
    std::string theme = "system";  // system (desktop_theme.h), light, dark
    bool reduced_motion = false;
    std::string font{};       // family of the window's text; empty: the best the system has
    bool model_panel = true;  // unfolded
    bool inspector = true;
    std::string workspace{};  // id of the one that was open; empty: the first
    // Ids of the figure kinds that the workspaces show; empty: their own choice. `views` are Explore's.
    std::vector<std::string> views{}, compare_views{}, schemes_views{}, engine_views{};
    friend bool operator==(const Settings&, const Settings&) = default;
};

constexpr double kSmallestUiScale = 0.5, kLargestUiScale = 4;
constexpr std::size_t kMostRecentFiles = 12;

// 0 stays, everything else is brought into the range in which the window can be used (Faults row 48).
double clamped_ui_scale(double scale);

struct LoadedSettings {
    Settings settings;
    std::string notice;  // one sentence for the status line when something could not be used; else empty
};

// CONFIG/settings.json. A missing file is no notice. A file that is no JSON object is moved to
// settings.json.bad (Faults row 64); single values that cannot be used take their default.
LoadedSettings load_settings(const XdgFolders& folders);

// Writes what differs between the two and keeps everything else in the file, so that two instances that
// change different settings both keep theirs, and newer versions theirs (Faults rows 31, 63).
Checked<Done> save_settings(const XdgFolders& folders, const Settings& before, const Settings& after);

// STATE/recent.json, newest first; at most kMostRecentFiles. Unreadable: empty. Paths are kept absolute, byte
// by byte.
std::vector<std::string> recent_files(const XdgFolders& folders);
Checked<Done> add_recent_file(const XdgFolders& folders, const std::string& path);

}  // namespace rope
