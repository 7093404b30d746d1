#include "app/platform/xdg.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <vector>

namespace rope {
namespace {

constexpr const char* kProgram = "/rope-explorer";

bool is_absolute(const char* path) {
    return path != nullptr && path[0] == '/';
}

std::string home_of_user_database() {
    std::vector<char> room(16384);
    passwd entry{};
    passwd* found = nullptr;
    if (getpwuid_r(getuid(), &entry, room.data(), room.size(), &found) != 0 || !found) return "";
    return found->pw_dir ? found->pw_dir : "";
}

}  // namespace

XdgFolders xdg_folders(const Environment& environment, const std::string& user_home) {
    const char* variable = environment("HOME");
    const std::string home = is_absolute(variable) ? variable : user_home;
    const auto folder = [&](const char* name, const char* otherwise) -> std::string {
        if (const char* given = environment(name); is_absolute(given)) return std::string(given) + kProgram;
        return is_absolute(home.c_str()) ? home + otherwise + kProgram : "";
    };
    return {.config = folder("XDG_CONFIG_HOME", "/.config"),
            .data = folder("XDG_DATA_HOME", "/.local/share"),
            .state = folder("XDG_STATE_HOME", "/.local/state"),
            .cache = folder("XDG_CACHE_HOME", "/.cache")};
}

XdgFolders xdg_folders() {
    return xdg_folders([](const char* name) { return std::getenv(name); }, home_of_user_database());
}

Checked<Done> ensure_folder(const std::string& folder) {
    namespace fs = std::filesystem;
    const auto refuse = [&](const std::string& reason) {
        return Fault{.id = "no_folder",
                     .subject = folder.empty() ? "a folder for settings" : folder,
                     .rule = "cannot be created: " + reason,
                     .remedy = "set HOME or the XDG variables to folders that can be written",
                     .where = ""};
    };
    if (folder.empty()) return refuse("the system names no home folder");
    std::error_code error;
    if (fs::is_directory(folder, error)) return Done{};
    const fs::path path(folder);
    if (path.has_parent_path() && path.parent_path() != path) {
        if (Checked<Done> parent = ensure_folder(path.parent_path().string()); !parent.ok()) return parent;
    }
    if (mkdir(folder.c_str(), 0700) != 0 && !(errno == EEXIST && fs::is_directory(folder, error))) {
        return refuse(std::generic_category().message(errno));
    }
    return Done{};
}

FileLock::FileLock(const std::string& path, Wait wait) {
    file_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file_ < 0) return;
    int result = 0;
    do {
        result = flock(file_, LOCK_EX | (wait == Wait::no ? LOCK_NB : 0));
    } while (result != 0 && errno == EINTR);
    if (result == 0) return;
    close(file_);
    file_ = -1;
}

FileLock::~FileLock() {
    if (file_ >= 0) close(file_);
}

bool set_aside(const std::string& path) {
    std::error_code error;
    std::filesystem::rename(path, path + ".bad", error);
    return !error;
}

}  // namespace rope
