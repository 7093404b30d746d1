#include "core/vectors/npy.h"

#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <optional>
#include <string_view>

#include "core/base/utf8.h"

namespace rope {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kMostNpyHeader = 10'000;  // as numpy
constexpr std::size_t kMostAxes = 32;           // as numpy

Fault npy_fault(std::string id, std::string rule, std::string remedy, const std::string& where) {
    return {.id = std::move(id),
            .subject = "the .npy file",
            .rule = std::move(rule),
            .remedy = std::move(remedy),
            .where = where};
}

struct Header {
    std::optional<std::string> descr;
    std::optional<bool> fortran_order;
    std::optional<std::vector<std::size_t>> shape;
};

// The one dict literal that numpy writes: strings without escapes, True, False, tuples of whole numbers.
// Every reader returns false (or nothing) when the text is something else; `problem` then may say what.
class HeaderReader {
  public:
    explicit HeaderReader(std::string_view text) : text_(text) {}

    bool read(Header& header) {
        if (!take('{')) return false;
        while (!take('}')) {
            const auto key = string();
            if (!key || !take(':')) return false;
            if (!member(*key, header)) return false;
            if (!take(',')) {
                if (!take('}')) return false;
                break;
            }
        }
        skip_blanks();
        return at_ == text_.size();
    }
    const std::string& problem() const { return problem_; }

  private:
    bool member(const std::string& key, Header& header) {
        if (key == "descr" && !header.descr) {
            skip_blanks();
            if (at_ < text_.size() && text_[at_] == '[')
                problem_ = "its elements are structures, not numbers";
            header.descr = string();
            return header.descr.has_value();
        }
        if (key == "fortran_order" && !header.fortran_order) {
            if (word("True"))
                header.fortran_order = true;
            else if (word("False"))
                header.fortran_order = false;
            else
                problem_ = "fortran_order must be True or False";
            return header.fortran_order.has_value();
        }
        if (key == "shape" && !header.shape) {
            header.shape = tuple();
            if (!header.shape) problem_ = "its shape must be a tuple of counts";
            return header.shape.has_value();
        }
        problem_ =
            "it has the key '" + key + "' where descr, fortran_order and shape are expected, once each";
        return false;
    }

    void skip_blanks() {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t'))
            ++at_;
    }
    bool take(char c) {
        skip_blanks();
        if (at_ == text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }
    bool word(std::string_view expected) {
        skip_blanks();
        if (text_.substr(at_, expected.size()) != expected) return false;
        at_ += expected.size();
        return true;
    }
    std::optional<std::string> string() {
        skip_blanks();
        if (at_ == text_.size() || (text_[at_] != '\'' && text_[at_] != '"')) return {};
        const std::size_t end = text_.find(text_[at_], at_ + 1);
        if (end == std::string_view::npos) return {};
        std::string value(text_.substr(at_ + 1, end - at_ - 1));
        at_ = end + 1;
        return value;
    }
    std::optional<std::vector<std::size_t>> tuple() {
        std::vector<std::size_t> counts;
        if (!take('(')) return {};
        bool comma = true;  // "(5)" is no tuple in Python, "(5,)" is
        while (!take(')')) {
            if (!comma) return {};
            skip_blanks();
            std::size_t count = 0;
            const char* begin = text_.data() + at_;
            const auto [rest, error] = std::from_chars(begin, text_.data() + text_.size(), count);
            if (error != std::errc()) return {};
            at_ += static_cast<std::size_t>(rest - begin);
            if (at_ < text_.size() && text_[at_] == 'L') ++at_;  // Python 2 wrote long integers so
            counts.push_back(count);
            comma = take(',');
        }
        if (counts.size() == 1 && !comma) return {};
        return counts;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::string problem_;
};

struct Element {
    ElementType type;
    bool big_endian;
};

std::optional<Element> element(std::string_view descr) {
    struct Name {
        std::string_view name;
        ElementType type;
    };
    constexpr Name kNames[] = {
        {"f2", ElementType::f16},    {"f4", ElementType::f32}, {"f8", ElementType::f64},
        {"V2", ElementType::bf16},   {"i1", ElementType::i8},  {"i2", ElementType::i16},
        {"i4", ElementType::i32},    {"i8", ElementType::i64}, {"u1", ElementType::u8},
        {"u2", ElementType::u16},    {"u4", ElementType::u32}, {"u8", ElementType::u64},
        {"b1", ElementType::boolean}};
    if (descr.empty()) return {};
    const char order = descr[0];
    if (order != '<' && order != '>' && order != '|' && order != '=') return {};
    constexpr bool kNativeIsBig = std::endian::native == std::endian::big;
    const bool big = order == '>' || (order == '=' && kNativeIsBig);
    for (const Name& known : kNames)
        if (descr.substr(1) == known.name) return Element{known.type, big};
    return {};
}

Fault type_fault(const std::string& descr, const std::string& where) {
    const std::string kind = descr.find('O') != std::string::npos   ? " (Python objects, never unpickled)"
                             : descr.find('c') != std::string::npos ? " (complex numbers)"
                                                                    : "";
    return npy_fault("npy_type", "has elements of type '" + printable(descr) + "'" + kind,
                     "save it as float32: numpy.save(name, array.astype('float32'))", where);
}

}  // namespace

Checked<NumberArray> read_npy(std::string bytes, const std::string& where) {
    const auto byte = [&](std::size_t at) {
        return static_cast<std::size_t>(static_cast<unsigned char>(bytes[at]));
    };
    constexpr std::size_t kVersionAt = 6, kLengthAt = 8;
    if (bytes.size() < kLengthAt || std::string_view(bytes).substr(0, kMagic.size()) != kMagic)
        return npy_fault("not_npy", "does not begin like one", "write it with numpy.save", where);
    const std::size_t major = byte(kVersionAt), minor = byte(kVersionAt + 1);
    if (major < 1 || major > 3 || minor != 0)
        return npy_fault("npy_version",
                         fmt::format("has version {}.{}; 1.0, 2.0 and 3.0 are known", major, minor), "",
                         where);

    const std::size_t length_bytes = major == 1 ? 2 : 4;
    const std::size_t header_at = kLengthAt + length_bytes;
    std::size_t length = 0;
    for (std::size_t i = 0; i < length_bytes && kLengthAt + i < bytes.size(); ++i)
        length |= byte(kLengthAt + i) << (8 * i);
    if (bytes.size() < header_at || length == 0 || length > kMostNpyHeader ||
        length > bytes.size() - header_at)
        return npy_fault(
            "npy_header",
            fmt::format("states a header of {} bytes; it has {} bytes in all, and headers at most {}", length,
                        bytes.size(), kMostNpyHeader),
            "", where);

    Header header;
    HeaderReader reader(std::string_view(bytes).substr(header_at, length));
    if (!reader.read(header) || !header.descr || !header.fortran_order || !header.shape) {
        const std::string why =
            reader.problem().empty() ? "it lacks descr, fortran_order or shape" : reader.problem();
        return npy_fault("npy_header", "has a header that cannot be read: " + why, "write it with numpy.save",
                         where);
    }
    const auto type = element(*header.descr);
    if (!type) return type_fault(*header.descr, where);

    std::size_t needed = byte_size(type->type);
    bool overflow = header.shape->size() > kMostAxes;
    for (const std::size_t count : *header.shape)
        overflow |= __builtin_mul_overflow(needed, count, &needed);
    if (overflow) return npy_fault("npy_shape", "has a shape beyond any memory", "", where);
    const std::size_t data_begin = header_at + length;
    const std::size_t present = bytes.size() - data_begin;
    if (needed > present)
        return npy_fault("npy_short", fmt::format("needs {} bytes of data and has {}", needed, present),
                         "it may have been cut while copying", where);

    NumberArray array;
    array.shape = std::move(*header.shape);
    array.type = type->type;
    array.big_endian = type->big_endian;
    array.column_major = *header.fortran_order;
    array.bytes = std::move(bytes);
    array.data_begin = data_begin;
    array.surplus_bytes = present - needed;
    return array;
}

}  // namespace rope
