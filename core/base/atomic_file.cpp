#include "core/base/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <random>
#include <system_error>

#include <fmt/format.h>

namespace rope {
namespace {

std::string reason(int error) {
    return std::generic_category().message(error);
}

Fault file_fault(std::string id, const std::string& path, std::string rule, std::string remedy) {
    return {.id = std::move(id),
            .subject = "'" + path + "'",
            .rule = std::move(rule),
            .remedy = std::move(remedy),
            .where = ""};
}

Fault write_fault(const std::string& path, int error) {
    switch (error) {
        case ENOENT:
        case ENOTDIR:
            return file_fault("no_such_folder", path, "cannot be written: its folder does not exist",
                              "create the folder first, or choose another");
        case EISDIR:
            return file_fault("is_a_folder", path, "is a folder", "name a file inside it");
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            return file_fault("disk_full", path, "could not be written: " + reason(error),
                              "free some space, or choose another place");
        case ENAMETOOLONG:
            return file_fault("name_too_long", path, "has a longer name than the file system allows",
                              "choose a shorter one: most allow 255 bytes a name");
        case EPIPE:
            return file_fault("reader_gone", path, "could not be written: its reader has left", "");
        default:
            return file_fault("not_writable", path, "cannot be written: " + reason(error),
                              "choose another place, or change its permissions");
    }
}

// A descriptor that is closed once, and whose close can be asked for its verdict.
class Descriptor {
  public:
    explicit Descriptor(int fd) : fd_(fd) {}
    ~Descriptor() { static_cast<void>(close()); }
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    int get() const { return fd_; }
    bool close() {
        const int fd = std::exchange(fd_, -1);
        return fd < 0 || ::close(fd) == 0;
    }

  private:
    int fd_;
};

// 0, or the errno that stopped it.
int write_all(int fd, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return errno;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

Checked<Done> write_standard_output(std::string_view bytes) {
    std::fflush(stdout);  // what was printed before must come before
    const int error = write_all(STDOUT_FILENO, bytes);
    if (error != 0) return write_fault("standard output", error);
    return Done{};
}

Checked<Done> write_directly(const std::string& path, std::string_view bytes) {
    Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
    if (file.get() < 0) return write_fault(path, errno);
    if (const int error = write_all(file.get(), bytes); error != 0) return write_fault(path, error);
    if (!file.close()) return write_fault(path, errno);
    return Done{};
}

// The path at the end of a chain of symbolic links, whether or not there is a file; nothing on a loop.
std::optional<std::filesystem::path> link_target(std::filesystem::path path) {
    constexpr int kMostLinks = 40;  // as the kernel
    for (int i = 0; i < kMostLinks; ++i) {
        std::error_code error;
        const std::filesystem::path target = std::filesystem::read_symlink(path, error);
        if (error) return path;
        path = path.parent_path() / target;  // an absolute target replaces the whole
    }
    return {};
}

// Calls `make` with names beside `target` until one is free; the names are short, because the target's may be
// 255 bytes. What `make` returned at last, -1 with errno set.
template <class Make>
int make_beside(const std::filesystem::path& target, std::string& name, const Make& make) {
    std::random_device random;
    int made = -1;
    for (int attempt = 0; attempt < 100; ++attempt) {
        name = (target.parent_path() / fmt::format(".rope-explorer-{:08x}.tmp", random())).string();
        made = make(name.c_str());
        if (made >= 0 || errno != EEXIST) break;
    }
    return made;
}

// A new file beside `target`. It has no name until it is whole, so that a program killed half-way leaves
// nothing behind; where the file system or a missing /proc cannot have that, it has one from the beginning.
class NewFile {
  public:
    explicit NewFile(std::filesystem::path target)
        : target_(std::move(target)), file_(create_unnamed(target_)) {
        if (file_.get() >= 0) return;
        file_ = Descriptor(make_beside(target_, name_, [](const char* name) {
            return ::open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        }));
        named_ = file_.get() >= 0;
    }
    ~NewFile() {
        if (named_) ::unlink(name_.c_str());
    }
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;
    int get() const { return file_.get(); }

    // Puts it in the target's place; 0, or errno.
    int replace_target() {
        if (!named_) {
            const std::string self = path_of(file_.get());
            const int made = make_beside(target_, name_, [&self](const char* name) {
                return ::linkat(AT_FDCWD, self.c_str(), AT_FDCWD, name, AT_SYMLINK_FOLLOW);
            });
            if (made != 0) return errno;
            named_ = true;
        }
        if (!file_.close() || ::rename(name_.c_str(), target_.c_str()) != 0) return errno;
        named_ = false;
        return 0;
    }

  private:
    static std::string path_of(int fd) { return fmt::format("/proc/self/fd/{}", fd); }

    static Descriptor create_unnamed(const std::filesystem::path& target) {
        const std::string folder = target.has_parent_path() ? target.parent_path().string() : ".";
        Descriptor file(::open(folder.c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, 0666));
        if (file.get() >= 0 && ::access(path_of(file.get()).c_str(), F_OK) != 0) return Descriptor(-1);
        return file;
    }

    std::filesystem::path target_;
    std::string name_;  // of what stands beside the target while `named_`
    bool named_ = false;
    Descriptor file_;
};

// A rename survives a power cut only once its folder has been written too. Not all file systems can.
void flush_folder(const std::filesystem::path& target) {
    const std::string folder = target.has_parent_path() ? target.parent_path().string() : ".";
    const Descriptor file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (file.get() >= 0) static_cast<void>(::fsync(file.get()));
}

Checked<Done> replace(const std::string& path, const std::filesystem::path& target,
                      const struct stat* existing, std::string_view bytes) {
    if (existing != nullptr && ::access(target.c_str(), W_OK) != 0) return write_fault(path, errno);
    NewFile file(target);
    if (file.get() < 0) return write_fault(path, errno);

    int error = write_all(file.get(), bytes);
    if (error == 0 && existing != nullptr) {
        // The new file takes the old one's owner where we may, and its mode.
        static_cast<void>(::fchown(file.get(), existing->st_uid, existing->st_gid) == 0);
        if (::fchmod(file.get(), existing->st_mode & 07777) != 0) error = errno;
    }
    if (error == 0 && ::fsync(file.get()) != 0 && errno != EINVAL) error = errno;
    if (error == 0) error = file.replace_target();
    if (error != 0) return write_fault(path, error);
    flush_folder(target);
    return Done{};
}

Fault too_large(const std::string& path, std::size_t most_bytes) {
    return file_fault("file_too_large", path,
                      fmt::format("is larger than {} bytes, the most that is read", most_bytes),
                      "is it the right file?");
}

}  // namespace

Fault read_fault(const std::string& path, int error) {
    if (error == ENOENT || error == ENOTDIR)
        return file_fault("no_such_file", path, "does not exist", "check the name");
    if (error == EISDIR) return file_fault("is_a_folder", path, "is a folder", "name a file inside it");
    return file_fault("not_readable", path, "cannot be read: " + reason(error), "");
}

Checked<Done> write_file(const std::string& path, std::string_view bytes) {
    // /dev/stdout may lead to a regular file that the shell has opened for appending: never replace that.
    if (path == "-" || path == "/dev/stdout") return write_standard_output(bytes);
    if (path.empty() || path.find('\0') != std::string::npos) return write_fault(path, EINVAL);

    struct stat status {};
    const bool exists = ::stat(path.c_str(), &status) == 0;
    if (!exists && errno != ENOENT) return write_fault(path, errno);
    if (exists && S_ISDIR(status.st_mode)) return write_fault(path, EISDIR);
    if (exists && !S_ISREG(status.st_mode)) return write_directly(path, bytes);
    if (path.back() == '/') return write_fault(path, ENOENT);
    const auto target = link_target(path);
    if (!target) return write_fault(path, ELOOP);
    return replace(path, *target, exists ? &status : nullptr, bytes);
}

Checked<std::string> read_file(const std::string& path, std::size_t most_bytes) {
    if (path.find('\0') != std::string::npos) return read_fault(path, EINVAL);
    const bool standard_input = path == "-";
    Descriptor file(standard_input ? ::dup(STDIN_FILENO) : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) return read_fault(path, errno);
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return read_fault(path, errno);
    if (S_ISDIR(status.st_mode)) return read_fault(path, EISDIR);

    // Devices, pipes and /proc do not know their size, so the limit is watched while reading as well.
    std::string bytes;
    if (S_ISREG(status.st_mode)) {
        const auto size = static_cast<std::uintmax_t>(status.st_size);
        if (size > most_bytes) return too_large(path, most_bytes);
        bytes.reserve(size);
    }
    std::array<char, 1 << 16> buffer;
    for (;;) {
        const ssize_t got = ::read(file.get(), buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return read_fault(path, errno);
        if (got == 0) return bytes;
        if (static_cast<std::size_t>(got) > most_bytes - bytes.size()) return too_large(path, most_bytes);
        bytes.append(buffer.data(), static_cast<std::size_t>(got));
    }
}

}  // namespace rope
