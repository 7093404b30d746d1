#include "core/vectors/number_array.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace rope {
namespace {

double from_half(std::uint16_t bits) {
    const int exponent = (bits >> 10) & 0x1F;
    const int fraction = bits & 0x3FF;
    double size = 0;
    if (exponent == 0x1F)
        size = fraction == 0 ? std::numeric_limits<double>::infinity()
                             : std::numeric_limits<double>::quiet_NaN();
    else if (exponent == 0)
        size = std::ldexp(fraction, -24);
    else
        size = std::ldexp(1024 + fraction, exponent - 25);
    return (bits & 0x8000) != 0 ? -size : size;
}

template <class T>
double number(std::uint64_t bits) {
    using Unsigned = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
    if constexpr (std::is_floating_point_v<T>)
        return std::bit_cast<T>(static_cast<Unsigned>(bits));
    else
        return static_cast<double>(static_cast<T>(bits));
}

double decode(ElementType type, std::uint64_t bits) {
    switch (type) {
        case ElementType::f16:
            return from_half(static_cast<std::uint16_t>(bits));
        case ElementType::bf16:
            return number<float>(bits << 16);
        case ElementType::f32:
            return number<float>(bits);
        case ElementType::f64:
            return number<double>(bits);
        case ElementType::i8:
            return number<std::int8_t>(bits);
        case ElementType::i16:
            return number<std::int16_t>(bits);
        case ElementType::i32:
            return number<std::int32_t>(bits);
        case ElementType::i64:
            return number<std::int64_t>(bits);
        case ElementType::boolean:
            return bits == 0 ? 0 : 1;
        case ElementType::u8:
        case ElementType::u16:
        case ElementType::u32:
        case ElementType::u64:
            return number<std::uint64_t>(bits);
    }
    return 0;
}

}  // namespace

std::size_t byte_size(ElementType type) {
    switch (type) {
        case ElementType::i8:
        case ElementType::u8:
        case ElementType::boolean:
            return 1;
        case ElementType::f16:
        case ElementType::bf16:
        case ElementType::i16:
        case ElementType::u16:
            return 2;
        case ElementType::f32:
        case ElementType::i32:
        case ElementType::u32:
            return 4;
        case ElementType::f64:
        case ElementType::i64:
        case ElementType::u64:
            return 8;
    }
    return 0;
}

std::vector<double> NumberArray::row(const std::vector<std::size_t>& leading) const {
    require(!shape.empty() && leading.size() + 1 == shape.size(),
            "a row needs an index for every other axis");
    // Element (i, j, ..., k) stands at begin + k·stride, in elements.
    std::size_t begin = 0, stride = 1;
    if (column_major) {
        for (std::size_t axis = 0; axis < leading.size(); ++axis) {
            begin += leading[axis] * stride;
            stride *= shape[axis];
        }
    } else {
        for (std::size_t axis = 0; axis < leading.size(); ++axis)
            begin = begin * shape[axis] + leading[axis];
        begin *= shape.back();
    }
    const std::size_t size = byte_size(type);
    std::vector<double> values(shape.back());
    for (std::size_t k = 0; k < values.size(); ++k) {
        const std::size_t at = data_begin + (begin + k * stride) * size;
        std::uint64_t bits = 0;
        for (std::size_t byte = 0; byte < size; ++byte) {
            const std::size_t place = big_endian ? size - 1 - byte : byte;
            bits |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[at + place])) << (8 * byte);
        }
        values[k] = decode(type, bits);
    }
    return values;
}

}  // namespace rope
