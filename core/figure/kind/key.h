// Keys of results: exactly the bytes that decide them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/measure/scores.h"

namespace rope {

class ResultKey {
  public:
    explicit ResultKey(std::string_view what) : bytes_(what) {}

    ResultKey& add(double value);
    ResultKey& add(std::int64_t value);
    ResultKey& add(std::span<const double> values);  // with their count
    ResultKey& add(const FrequencyTable& table);
    ResultKey& add(const ScoreInputs& inputs);  // table and parts included
    ResultKey& add(const LagView& view);

    const std::string& text() const { return bytes_; }
    // 128 bits of it as hexadecimal digits: short enough for texture names.
    std::string digest() const;

  private:
    std::string bytes_;
};

}  // namespace rope
