// Keys of results: the exact inputs, one after the other. Not for people and not for files.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace rope {

class ExactKey {
  public:
    template <class Number>
    requires std::is_arithmetic_v<Number> ExactKey& add(Number number) {
        char bytes[sizeof(Number)];
        std::memcpy(bytes, &number, sizeof(Number));
        text_.append(bytes, sizeof(Number));
        return *this;
    }
    // With its length, so that no two sequences of texts give one key.
    ExactKey& add(std::string_view text) {
        add(text.size());
        text_.append(text);
        return *this;
    }
    std::string take() { return std::move(text_); }

  private:
    std::string text_;
};

}  // namespace rope
