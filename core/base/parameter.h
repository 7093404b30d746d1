// One description per parameter. Sliders, --set, the session file, the palette, undo labels and the manual
// page all read these rows; a scaling or a figure kind exports its own rows in its own file.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace rope {

using Value = std::variant<bool, std::int64_t, double, std::string>;
using ParamValues = std::map<std::string, Value, std::less<>>;

enum class ParamType {
    boolean,  // Value holds bool
    integer,  // std::int64_t
    number,   // double, always finite
    choice,   // std::string, one of `choices`
    text,     // std::string, UTF-8
};

enum class SliderScale { linear, logarithmic };  // logarithmic where the quantity is multiplicative

struct ParamChoice {
    std::string_view id{};     // as in files and flags: "log"
    std::string_view label{};  // as in the window: "Logarithmic"
};

struct ParamMark {
    double value;
    std::string_view label{};  // "10⁴": where on the slider meaningful values lie
};

struct ParamSpec {
    std::string_view id{};      // "model.base": unique in the whole table
    std::string_view label{};   // "Base"
    std::string_view symbol{};  // rich text (see core/figure/rich_text.h), "*θ* base"; may be empty
    std::string_view unit{};    // "tokens"; empty for pure numbers
    ParamType type = ParamType::number;
    double min = 0;  // numbers and integers: smallest and largest allowed value, both included
    double max = 0;
    SliderScale scale = SliderScale::linear;
    double initial = 0;               // boolean (0 or 1), integer, number
    std::string_view initial_text{};  // choice (its id), text
    std::span<const ParamChoice> choices{};
    std::span<const ParamMark> marks{};
    std::string_view help{};  // one sentence: what it is, which formula, what is normal
    double step = 1;          // integers: distance between allowed values, counted from min (2: even counts)
    // Where a slider ends when the allowed range is wider than what a hand wants; typing reaches all of it.
    // Equal: the slider spans min … max.
    double slider_min = 0, slider_max = 0;
    std::string_view zero_text{};  // what 0 stands for where it is no quantity: "automatic"
    // Text of a setting that names a vector: a file is read when it is set, and its numbers take the place of
    // its name, so that they are part of the session.
    bool loads = false;
};

// The default of a row, in the alternative of Value that its type names.
Value initial_value(const ParamSpec& spec);

}  // namespace rope
