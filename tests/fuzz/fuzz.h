// What every fuzz target of ours has in common: one function that must return for any bytes whatever.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/base/checked.h"
#include "core/base/utf8.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace rope::fuzz {

inline std::string_view text(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

// A refusal must be a sentence: one line of well-formed UTF-8 with an id, whatever the input held.
inline void require_sentence(const Fault& fault) {
    const std::string said = sentence(fault);
    require(!fault.id.empty() && !said.empty(), "a fault without words");
    require(is_utf8(said) && said.find('\n') == std::string::npos, "a fault that cannot be shown");
}

}  // namespace rope::fuzz
