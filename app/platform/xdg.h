// The program's folders by the XDG Base Directory Specification, and locks between instances.
#pragma once

#include <functional>
#include <string>

#include "core/base/checked.h"

namespace rope {

// Absolute paths that end in "rope-explorer"; empty where the system names no home: then nothing is kept.
struct XdgFolders {
    std::string config;  // settings
    std::string data;    // what the user made
    std::string state;   // autosave, recent files
    std::string cache;   // may be deleted at any time
};

// An environment variable's value; null when it is not set.
using Environment = std::function<const char*(const char* name)>;

// Relative and empty paths in XDG_*_HOME and HOME are ignored, as the specification says; without HOME the
// user database is asked (Faults row 43). `user_home` replaces that question in tests.
XdgFolders xdg_folders();
XdgFolders xdg_folders(const Environment& environment, const std::string& user_home);

// Creates the folder and its parents, for this user only. Fault no_folder.
Checked<Done> ensure_folder(const std::string& folder);

// A lock between instances of the program; the system releases it when the holder dies.
class FileLock {
  public:
    enum class Wait { no, yes };
    // Locks `path` (created empty where missing). Without waiting, a lock that another instance holds is
    // none.
    FileLock(const std::string& path, Wait wait);
    ~FileLock();
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

    bool held() const { return file_ >= 0; }

  private:
    int file_ = -1;
};

// Moves a file that cannot be used to `path`.bad, over an older one (Faults row 64). False when that failed.
bool set_aside(const std::string& path);

}  // namespace rope
