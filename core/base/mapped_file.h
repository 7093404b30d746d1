// A file seen as memory: what is not looked at is never read.
#pragma once

#include <string>
#include <string_view>

#include "core/base/checked.h"

namespace rope {

class MappedFile {
  public:
    // A regular file of any size, in constant time. Faults: no_such_file, is_a_folder, not_readable.
    static Checked<MappedFile> open(const std::string& path);

    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    ~MappedFile();

    // Ends with the object. As for every mapping, a file that another program shortens meanwhile ends ours:
    // look at what is needed and let go.
    std::string_view bytes() const { return {data_, size_}; }

  private:
    MappedFile(const char* data, std::size_t size) : data_(data), size_(size) {}
    const char* data_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace rope
