#include "app/cli/output_folder.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>

namespace rope::cli {

Checked<Done> make_folder(const std::string& path) {
    if (::mkdir(path.c_str(), 0777) == 0) return Done{};
    const int error = errno;
    struct stat status {};
    if (error == EEXIST && ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return Done{};
    return Fault{.id = error == ENOENT ? "no_such_folder" : "not_a_folder",
                 .subject = "'" + path + "'",
                 .rule = error == EEXIST   ? "is a file, and a folder is needed"
                         : error == ENOENT ? "cannot be created: the folder it lies in does not exist"
                                           : std::string("cannot be created: ") + std::strerror(error),
                 .remedy = error == ENOENT ? "create that one first" : "choose another place",
                 .where = ""};
}

}  // namespace rope::cli
