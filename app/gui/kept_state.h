// What outlives the window: settings, and the document as it stood.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "app/gui/app.h"
#include "app/platform/autosave.h"
#include "app/platform/settings.h"

namespace rope {

class KeptState {
  public:
    // With `safe_mode` nothing is read and nothing is written.
    KeptState(XdgFolders folders, bool safe_mode);

    // How the App starts: the settings, and the document of the last run, opened after a proper end and
    // offered after a crash. `ui_scale` of the command line wins over the setting.
    AppOptions options(std::optional<double> ui_scale) const;
    const Settings& settings() const { return loaded_.settings; }

    // After every frame: saves a changed document at most once in `kBetweenSaves`, and the files opened.
    void follow(App& app);
    double patience() const;  // until the next save is due [s]; below 0: none is
    // Before the end, whatever brought it.
    Checked<Done> end(const App& app);

    static constexpr auto kBetweenSaves = std::chrono::milliseconds(1000);

  private:
    XdgFolders folders_;
    LoadedSettings loaded_;
    std::optional<Autosave> autosave_;  // none in safe mode
    std::uint64_t saved_revision_ = 1;
    bool due_ = false;
    std::chrono::steady_clock::time_point last_save_;
};

}  // namespace rope
