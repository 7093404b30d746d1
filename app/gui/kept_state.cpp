#include "app/gui/kept_state.h"

#include <algorithm>

namespace rope {

KeptState::KeptState(XdgFolders folders, bool safe_mode) : folders_(std::move(folders)) {
    if (safe_mode) return;
    loaded_ = load_settings(folders_);
    autosave_.emplace(folders_);
}

AppOptions KeptState::options(std::optional<double> ui_scale) const {
    AppOptions options;
    options.settings = loaded_.settings;
    options.ui_scale = ui_scale;
    options.notice = loaded_.notice;
    if (!autosave_) return options;
    options.recent = recent_files(folders_);
    const Autosave::Found& found = autosave_->found();
    if (!found.notice.empty()) options.notice += (options.notice.empty() ? "" : " ") + found.notice;
    if (found.document && found.after_crash)
        options.offered = found.document;
    else if (found.document)
        options.document = *found.document;
    return options;
}

void KeptState::follow(App& app) {
    if (!autosave_) return;
    if (const auto fault = autosave_->take_fault()) app.editor().say(sentence(*fault), Editor::Tone::refused);
    if (const auto opened = app.take_opened(); !opened.empty()) {
        for (const std::string& path : opened)
            if (auto added = add_recent_file(folders_, path); !added.ok())
                app.editor().say(sentence(added.fault()), Editor::Tone::refused);
        app.set_recent(recent_files(folders_));  // other instances add to it too
    }
    // What a crash left stays as it is until the user has decided about it.
    if (app.offers_session()) return;
    due_ = app.editor().revision() != saved_revision_;
    const auto now = std::chrono::steady_clock::now();
    if (!due_ || now - last_save_ < kBetweenSaves) return;
    autosave_->save_soon(app.editor().document());
    saved_revision_ = app.editor().revision();
    last_save_ = now;
    due_ = false;
}

double KeptState::patience() const {
    if (!due_) return -1;
    const std::chrono::duration<double> left = last_save_ + kBetweenSaves - std::chrono::steady_clock::now();
    return std::max(0.001, left.count());
}

Checked<Done> KeptState::end(const App& app) {
    if (!autosave_) return Done{};
    auto saved = save_settings(folders_, loaded_.settings, app.settings());
    if (app.offers_session()) return saved;
    auto kept = autosave_->save(app.editor().document());
    return kept.ok() ? saved : kept;
}

}  // namespace rope
