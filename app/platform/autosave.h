// The document as it stands, kept between runs of the program and through its death.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/platform/xdg.h"
#include "core/document/document.h"
#include "core/job/latest_job.h"

namespace rope {

// STATE/autosave-1.json belongs to the first instance of the program, autosave-2.json to a second one that
// runs beside it, and so on: no instance writes over another's. A session of a newer version is left alone
// and the next number is taken (Faults row 30); one that cannot be read is moved to .bad.
class Autosave {
  public:
    explicit Autosave(const XdgFolders& folders);
    ~Autosave();  // waits for what is being written; the end was a proper one if save() was the last word
    Autosave(const Autosave&) = delete;
    Autosave& operator=(const Autosave&) = delete;

    struct Found {
        std::optional<Document> document;  // of the last run; none the first time
        // The last run did not end properly: offer the document rather than open it, in case it was the
        // document that ended it.
        bool after_crash = false;
        std::string notice;  // for the status line; may be empty
    };
    const Found& found() const { return found_; }

    // Writes in the background; of several in a row the newest. Cheap enough for the frame's thread. Nothing
    // is written when the document is the one written last.
    void save_soon(const Document& document);
    // What went wrong with the newest background writing, once; to be asked after a wake-up.
    std::optional<Fault> take_fault();
    // Writes now: before the program ends.
    Checked<Done> save(const Document& document);

  private:
    void take_slot(const std::string& folder);
    void read_slot();
    void mark(bool running);

    std::string path_;                // empty: nothing can be kept
    std::unique_ptr<FileLock> lock_;  // of path_, as long as we live
    Found found_;
    std::string written_;  // the session last handed to the writer
    bool ended_ = false;   // save() was called and nothing changed since
    LatestJob writer_{{}};
};

}  // namespace rope
