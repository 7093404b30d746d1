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

// 2^exponent, of a normal number.
double power_of_two(int exponent) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
}

// To nearest, ties to even. The hardware's own conversion would be undefined behaviour beyond the range of
// float.
double rounded_once(double value, const Binary& format) {
    const int exponent = static_cast<int>(std::bit_cast<std::uint64_t>(value) >> 52 & 0x7FF) - 1023;
    if (exponent == 1024) return value;  // infinite or not a number
    const double infinite = std::copysign(std::numeric_limits<double>::infinity(), value);
    if (exponent > format.most) return infinite;
    // Beside 1.5·2^52 last bits, doubles are whole numbers of them: the sum is rounded there.
    const int last_bit = std::max(exponent, format.least) - (format.significand - 1);
    const double anchor = 1.5 * power_of_two(52 + last_bit);
    const double kept = std::copysign(value + anchor - anchor, value);
    return std::abs(kept) < power_of_two(format.most + 1) ? kept : infinite;
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
