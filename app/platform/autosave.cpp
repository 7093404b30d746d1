#include "app/platform/autosave.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>

#include "core/base/atomic_file.h"
#include "core/document/session.h"

namespace rope {
namespace {

constexpr int kMostSlots = 16;

bool exists(const std::string& path) {
    std::error_code error;
    return std::filesystem::exists(path, error);
}

}  // namespace

Autosave::Autosave(const XdgFolders& folders) {
    if (Checked<Done> there = ensure_folder(folders.state); !there.ok()) {
        found_.notice = "The session will not be kept: " + sentence(there.fault()) + ".";
        return;
    }
    take_slot(folders.state);
    if (path_.empty()) {
        if (found_.notice.empty()) {
            found_.notice = fmt::format("The session will not be kept: {} cannot be used.", folders.state);
        }
        return;
    }
    mark(true);
}

Autosave::~Autosave() {
    writer_.wait_for(std::chrono::seconds(2));
    if (!path_.empty() && ended_) mark(false);
}

void Autosave::take_slot(const std::string& folder) {
    for (int slot = 1; slot <= kMostSlots; ++slot) {
        path_ = fmt::format("{}/autosave-{}.json", folder, slot);
        lock_ = std::make_unique<FileLock>(path_ + ".lock", FileLock::Wait::no);
        if (!lock_->held()) continue;
        if (!exists(path_)) {
            found_.after_crash = false;
            return;
        }
        Checked<Document> read = read_session_file(path_);
        if (read.ok()) {
            found_.document = std::move(read).value();
            found_.after_crash = exists(path_ + ".running");
            return;
        }
        if (read.fault().id == "newer_version") {
            found_.notice = "The last session was left alone: " + sentence(read.fault()) + ".";
            continue;
        }
        const bool moved = set_aside(path_);
        found_.notice = fmt::format("The last session cannot be opened: {}; {}.", sentence(read.fault()),
                                    moved ? "it was kept as " + path_ + ".bad" : "it was left where it is");
        if (moved) return;
    }
    path_.clear();
    lock_.reset();
}

// A file that stands while the program runs: found at the next start, the program did not end properly.
void Autosave::mark(bool running) {
    if (running) {
        (void)write_file(path_ + ".running", "");
    } else {
        std::error_code ignored;
        std::filesystem::remove(path_ + ".running", ignored);
    }
}

void Autosave::save_soon(const Document& document) {
    ended_ = false;
    if (path_.empty()) return;
    std::string text = write_session(document);
    if (text == written_) return;
    written_ = text;
    writer_.request("", [path = path_, session = std::move(text)](Progress&) {
        return std::make_shared<const Checked<Done>>(write_file(path, session));
    });
}

std::optional<Fault> Autosave::take_fault() {
    const auto written = std::static_pointer_cast<const Checked<Done>>(writer_.take().result);
    if (!written || written->ok()) return {};
    return written->fault();
}

Checked<Done> Autosave::save(const Document& document) {
    if (path_.empty()) return Done{};
    writer_.wait_for(std::chrono::seconds(10));
    written_ = write_session(document);
    Checked<Done> written = write_file(path_, written_);
    ended_ = written.ok();
    return written;
}

}  // namespace rope
