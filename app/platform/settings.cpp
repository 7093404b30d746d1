#include "app/platform/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>

#include "core/base/atomic_file.h"
#include "core/base/json_text.h"
#include "core/document/session_text.h"

namespace rope {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostBytes = std::size_t{1} << 20;
constexpr std::size_t kMostViews = 16;
constexpr const char* kThemes[] = {"system", "light", "dark"};

std::string settings_path(const XdgFolders& folders) {
    return folders.config + "/settings.json";
}
std::string recent_path(const XdgFolders& folders) {
    return folders.state + "/recent.json";
}

// The object in the file, empty where there is none; what is no object is set aside.
struct Kept {
    Json object = Json::object();
    std::string notice;
};
Kept read_kept(const std::string& path) {
    const Checked<std::string> text = read_file(path, kMostBytes);
    if (!text.ok()) {
        if (text.fault().id == "no_such_file" || text.fault().id == "no_such_folder") return {};
        return {Json::object(), "Settings were not read: " + sentence(text.fault()) + "."};
    }
    Checked<Json> json = parse_json(text.value(), path);
    if (json.ok()) return {std::move(json).value(), ""};
    const std::string done = set_aside(path) ? "it was moved to " + path + ".bad" : "it could not be moved";
    return {Json::object(), fmt::format("{}; {} and the defaults are used.", sentence(json.fault()), done)};
}

// Changes the file while no other instance does.
template <class Change>
Checked<Done> update(const std::string& folder, const std::string& path, Change&& change) {
    if (Checked<Done> there = ensure_folder(folder); !there.ok()) return there;
    const FileLock lock(path + ".lock", FileLock::Wait::yes);
    Json object = read_kept(path).object;
    change(object);
    return write_file(path, object.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

bool is_theme(const std::string& name) {
    return std::find(std::begin(kThemes), std::end(kThemes), name) != std::end(kThemes);
}

std::vector<std::string> paths_in(const Json& object) {
    std::vector<std::string> paths;
    const auto files = object.find("files");
    if (files == object.end() || !files->is_array()) return paths;
    for (const Json& file : *files) {
        std::optional<std::string> path = text_from_json(file);
        if (path && paths.size() < kMostRecentFiles) paths.push_back(std::move(*path));
    }
    return paths;
}

}  // namespace

double clamped_ui_scale(double scale) {
    if (!(scale > 0)) return 0;
    return std::clamp(scale, kSmallestUiScale, kLargestUiScale);
}

LoadedSettings load_settings(const XdgFolders& folders) {
    LoadedSettings loaded;
    if (folders.config.empty()) return loaded;
    Kept kept = read_kept(settings_path(folders));
    loaded.notice = std::move(kept.notice);
    const auto unusable = [&](const char* name) {
        if (!loaded.notice.empty()) return;
        loaded.notice = fmt::format("{} in {} cannot be used; its default is.", name, settings_path(folders));
    };
    const Json& object = kept.object;
    Settings& settings = loaded.settings;
    if (const auto scale = object.find("ui_scale"); scale != object.end()) {
        if (scale->is_number()) {
            settings.ui_scale = clamped_ui_scale(scale->get<double>());
            if (settings.ui_scale != scale->get<double>()) {
                loaded.notice = fmt::format("The UI scale {} in the settings was brought to {}.",
                                            scale->get<double>(), settings.ui_scale);
            }
        } else {
            unusable("ui_scale");
        }
    }
    if (const auto theme = object.find("theme"); theme != object.end()) {
        if (theme->is_string() && is_theme(*theme)) {
            settings.theme = *theme;
        } else {
            unusable("theme");
        }
    }
    const auto read_text = [&](const char* name, std::string& to) {
        const auto found = object.find(name);
        if (found == object.end()) return;
        if (found->is_string()) {
            to = *found;
        } else {
            unusable(name);
        }
    };
    read_text("font", settings.font);
    read_text("workspace", settings.workspace);
    const auto read_switch = [&](const char* name, bool& to) {
        const auto found = object.find(name);
        if (found == object.end()) return;
        if (found->is_boolean()) {
            to = *found;
        } else {
            unusable(name);
        }
    };
    read_switch("reduced_motion", settings.reduced_motion);
    read_switch("model_panel", settings.model_panel);
    read_switch("inspector", settings.inspector);
    const auto read_kinds = [&](const char* name, std::vector<std::string>& to) {
        const auto found = object.find(name);
        if (found == object.end()) return;
        const auto is_text = [](const Json& one) { return one.is_string(); };
        if (found->is_array() && found->size() <= kMostViews &&
            std::all_of(found->begin(), found->end(), is_text)) {
            to = found->get<std::vector<std::string>>();
        } else {
            unusable(name);
        }
    };
    read_kinds("views", settings.views);
    read_kinds("compare_views", settings.compare_views);
    read_kinds("schemes_views", settings.schemes_views);
    read_kinds("engine_views", settings.engine_views);
    return loaded;
}

Checked<Done> save_settings(const XdgFolders& folders, const Settings& before, const Settings& after) {
    return update(folders.config, settings_path(folders), [&](Json& object) {
        if (before.ui_scale != after.ui_scale) object["ui_scale"] = after.ui_scale;
        if (before.theme != after.theme) object["theme"] = after.theme;
        if (before.reduced_motion != after.reduced_motion) object["reduced_motion"] = after.reduced_motion;
        if (before.font != after.font) object["font"] = after.font;
        if (before.model_panel != after.model_panel) object["model_panel"] = after.model_panel;
        if (before.inspector != after.inspector) object["inspector"] = after.inspector;
        if (before.views != after.views) object["views"] = after.views;
        if (before.compare_views != after.compare_views) object["compare_views"] = after.compare_views;
        if (before.schemes_views != after.schemes_views) object["schemes_views"] = after.schemes_views;
        if (before.engine_views != after.engine_views) object["engine_views"] = after.engine_views;
        if (before.workspace != after.workspace) object["workspace"] = after.workspace;
    });
}

std::vector<std::string> recent_files(const XdgFolders& folders) {
    if (folders.state.empty()) return {};
    return paths_in(read_kept(recent_path(folders)).object);
}

Checked<Done> add_recent_file(const XdgFolders& folders, const std::string& path) {
    std::error_code error;
    const std::string absolute = std::filesystem::absolute(path, error).lexically_normal().string();
    return update(folders.state, recent_path(folders), [&](Json& object) {
        std::vector<std::string> paths = paths_in(object);
        std::erase(paths, absolute);
        paths.insert(paths.begin(), absolute);
        paths.resize(std::min(paths.size(), kMostRecentFiles));
        object["files"] = Json::array();
        for (const std::string& one : paths)
            object["files"].push_back(Json(text_to_json(one)));
    });
}

}  // namespace rope
