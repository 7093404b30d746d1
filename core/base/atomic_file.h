// Files are written whole or not at all.
#pragma once

#include <string>
#include <string_view>

#include "core/base/checked.h"

namespace rope {

// Replaces `path` by `bytes`: a file beside it, without a name until it is whole, flushed and renamed, so
// that whoever is killed half-way leaves the old file and nothing else. A symbolic link keeps standing, its
// target is replaced; a device or pipe is written directly; "-" is standard output. On any failure the old
// file is untouched and no partial file remains. Faults: is_a_folder, no_such_folder, not_writable,
// disk_full, name_too_long, reader_gone (a pipe whose reader has left, when SIGPIPE is ignored).
Checked<Done> write_file(const std::string& path, std::string_view bytes);

// The whole file, refused above `most_bytes` before reading. "-" is standard input.
// Faults: no_such_file, is_a_folder, not_readable, file_too_large.
Checked<std::string> read_file(const std::string& path, std::size_t most_bytes);

// Why a file could not be read, by errno.
Fault read_fault(const std::string& path, int error);

}  // namespace rope
