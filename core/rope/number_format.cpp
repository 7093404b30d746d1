// Rounding to number formats, and their bits.
#include <bit>
#include <cmath>
#include <limits>

#include "core/rope/precision.h"

namespace rope {
namespace {

struct Binary {
    int significand;  // bits, the leading one included
    int least;        // exponent of the smallest normal number
    int most;         // exponent of the largest number
};

Binary binary(NumberFormat format) {
    switch (format) {
        case NumberFormat::bf16:
            return {8, -126, 127};
        case NumberFormat::fp16:
            return {11, -14, 15};
        case NumberFormat::fp32:
            return {24, -126, 127};
        case NumberFormat::fp64:
            break;
    }
    return {53, -1022, 1023};
}

// The hardware's own rounding would be undefined behaviour beyond the range of float.
double rounded_once(double value, const Binary& format) {
    if (value == 0 || !std::isfinite(value)) return value;
    const int last_bit = std::max(std::ilogb(value), format.least) - (format.significand - 1);
    const double kept = std::scalbn(std::nearbyint(std::scalbn(value, -last_bit)), last_bit);
    if (kept == 0 || std::ilogb(kept) <= format.most) return kept;
    return std::copysign(std::numeric_limits<double>::infinity(), value);
}

}  // namespace

std::string_view id(NumberFormat format) {
    switch (format) {
        case NumberFormat::fp64:
            return "fp64";
        case NumberFormat::fp32:
            return "fp32";
        case NumberFormat::bf16:
            return "bf16";
        case NumberFormat::fp16:
            break;
    }
    return "fp16";
}

double rounded(double value, NumberFormat format) {
    if (format == NumberFormat::fp64) return value;
    const double single = rounded_once(value, binary(NumberFormat::fp32));
    return format == NumberFormat::fp32 ? single : rounded_once(single, binary(format));
}

std::uint64_t bits(double value, NumberFormat format) {
    if (format == NumberFormat::fp64) return std::bit_cast<std::uint64_t>(value);
    const auto [significand, least, most] = binary(format);
    const int fraction_bits = significand - 1;
    const auto all_ones = static_cast<std::uint64_t>(most - least + 2);
    const std::uint64_t infinity = all_ones << fraction_bits;
    // The sign stands above the exponent, whose field is as wide as its all-ones value.
    const std::uint64_t sign = std::signbit(value) ? (all_ones + 1) << fraction_bits : 0;
    if (std::isnan(value)) return infinity | (std::uint64_t{1} << (fraction_bits - 1));
    if (std::isinf(value)) return sign | infinity;
    if (value == 0) return sign;
    const int exponent = std::max(std::ilogb(value), least);
    // A normal number's leading one carries into the exponent field, which therefore starts one lower.
    const auto whole = static_cast<std::uint64_t>(std::abs(std::scalbn(value, fraction_bits - exponent)));
    return sign | ((static_cast<std::uint64_t>(exponent - least) << fraction_bits) + whole);
}

}  // namespace rope
