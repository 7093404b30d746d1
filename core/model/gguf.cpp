#include "core/model/gguf.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <optional>

#include "core/base/utf8.h"

namespace rope {
namespace {

using nlohmann::json;

constexpr std::uint64_t kMostCount = std::uint64_t{1} << 30;
constexpr std::uint64_t kMostKept = 65'536;  // numbers of a list that is kept
constexpr std::uint64_t kLongestTensorName = 63, kMostAxes = 4;

enum Type : std::uint32_t { u8, i8, u16, i16, u32, i32, f32, boolean, text, list, u64, i64, f64, kTypes };

// Bytes of one value; a text has at least its length, a list its type and count.
constexpr std::size_t kLeastBytes[kTypes] = {1, 1, 2, 2, 4, 4, 4, 1, 8, 12, 8, 8, 8};

Fault gguf_fault(std::string id, std::string subject, std::string rule, const std::string& where,
                 std::string remedy = {}) {
    return {.id = std::move(id),
            .subject = std::move(subject),
            .rule = std::move(rule),
            .remedy = std::move(remedy),
            .where = where};
}

std::string shown(std::string_view name) {
    constexpr std::size_t kShown = 80;
    return "'" + printable(name.substr(0, kShown)) + (name.size() > kShown ? "…'" : "'");
}

// Reads forward and keeps the first fault; after it every value is zero or empty, and `ok` says so.
class Cursor {
  public:
    Cursor(std::string_view file, const std::string& where) : file_(file), where_(where) {}

    bool ok() const { return !fault_; }
    const std::optional<Fault>& fault() const { return fault_; }
    std::size_t at() const { return at_; }
    std::size_t left() const { return file_.size() - at_; }

    void fail(std::string id, std::string subject, std::string rule, std::string remedy = {}) {
        if (ok()) fault_ = gguf_fault(std::move(id), std::move(subject), std::move(rule), where_, remedy);
    }

    std::uint64_t whole(std::size_t bytes) {
        if (!ok()) return 0;
        if (bytes > left()) {
            fail("gguf_short", "the GGUF file",
                 fmt::format("ends at byte {}, inside its header", file_.size()),
                 "it may have been cut while copying");
            return 0;
        }
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < bytes; ++i)
            value |= static_cast<std::uint64_t>(static_cast<unsigned char>(file_[at_ + i])) << (8 * i);
        at_ += bytes;
        return value;
    }

    // A number of items that each take at least so many bytes of what is left.
    std::uint64_t count(std::string_view what, std::size_t least_bytes) {
        const std::uint64_t value = whole(8);
        if (!ok() || (value <= kMostCount && value <= left() / least_bytes)) return value;
        fail("gguf_count", fmt::format("{} {}", value, what),
             fmt::format("cannot be in the {} bytes that are left of the file", left()),
             "it may have been cut while copying");
        return 0;
    }

    std::string_view bytes() {
        const std::uint64_t length = count("bytes of text", 1);
        if (!ok()) return {};
        const std::string_view value = file_.substr(at_, length);
        at_ += length;
        return value;
    }

    void skip(std::uint64_t bytes) { at_ += bytes; }

  private:
    std::string_view file_;
    const std::string& where_;
    std::size_t at_ = 0;
    std::optional<Fault> fault_;
};

template <class Signed>
json signed_number(std::uint64_t bits) {
    return static_cast<Signed>(bits);
}

json single(Cursor& in, std::uint32_t type, std::string_view key) {
    switch (type) {
        case u8:
            return in.whole(1);
        case i8:
            return signed_number<std::int8_t>(in.whole(1));
        case u16:
            return in.whole(2);
        case i16:
            return signed_number<std::int16_t>(in.whole(2));
        case u32:
            return in.whole(4);
        case i32:
            return signed_number<std::int32_t>(in.whole(4));
        case u64:
            return in.whole(8);
        case i64:
            return signed_number<std::int64_t>(in.whole(8));
        case f32:
            return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(in.whole(4))));
        case f64:
            return std::bit_cast<double>(in.whole(8));
        case boolean: {
            const std::uint64_t value = in.whole(1);
            if (value > 1)
                in.fail("gguf_value", shown(key), fmt::format("is {}; a truth value must be 0 or 1", value));
            return value == 1;
        }
        case text: {
            const std::string_view value = in.bytes();
            // Tokens may be any bytes; what is no UTF-8 cannot concern positions.
            return is_utf8(value) ? json(std::string(value)) : json(nullptr);
        }
        default:
            in.fail("gguf_type", shown(key), fmt::format("has a value of the unknown type {}", type));
            return nullptr;
    }
}

json values(Cursor& in, std::string_view key) {
    const auto type = static_cast<std::uint32_t>(in.whole(4));
    if (in.ok() && type == list) {
        in.fail("gguf_type", shown(key), "is a list of lists, which no reader takes");
    } else if (in.ok() && type >= kTypes) {
        in.fail("gguf_type", shown(key), fmt::format("is a list of the unknown type {}", type));
    }
    if (!in.ok()) return nullptr;
    const std::uint64_t count = in.count("values of " + shown(key), kLeastBytes[type]);
    if (type != text && count > kMostKept) {
        in.skip(count * kLeastBytes[type]);
        return nullptr;
    }
    json kept = json::array();
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
        if (type == text) {
            static_cast<void>(in.bytes());
        } else {
            kept.push_back(single(in, type, key));
        }
    }
    return type == text ? json(nullptr) : kept;
}

void read_metadata(Cursor& in, std::uint64_t count, json& metadata) {
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
        const std::string_view key = in.bytes();
        if (!in.ok()) return;
        if (key.empty() || !is_utf8(key)) {
            in.fail("gguf_key", "key " + std::to_string(i), key.empty() ? "is empty" : "is not UTF-8");
        } else if (metadata.contains(key)) {
            in.fail("gguf_key", shown(key), "is there twice");
        }
        const auto type = static_cast<std::uint32_t>(in.whole(4));
        if (!in.ok()) return;
        metadata[std::string(key)] = type == list ? values(in, key) : single(in, type, key);
    }
}

std::uint64_t read_alignment(Cursor& in, const json& metadata) {
    constexpr std::uint64_t kDefault = 32;
    const auto found = metadata.find("general.alignment");
    if (found == metadata.end()) return kDefault;
    const std::uint64_t alignment = found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
    if (std::has_single_bit(alignment) && alignment < kMostCount) return alignment;
    in.fail("gguf_alignment", "general.alignment", "must be a power of two");
    return kDefault;
}

// Offsets are still relative to the data section.
void read_tensors(Cursor& in, std::uint64_t count, std::uint64_t alignment, GgufFile& into) {
    for (std::uint64_t i = 0; i < count && in.ok(); ++i) {
        const std::string name(in.bytes());
        const auto refuse = [&](std::string rule) {
            in.fail("gguf_tensor", "the tensor " + shown(name), std::move(rule));
        };
        if (in.ok() && name.size() > kLongestTensorName) refuse("has a name of more than 63 bytes");
        GgufTensor tensor;
        const std::uint64_t axes = in.whole(4);
        if (in.ok() && axes > kMostAxes) refuse(fmt::format("has {} axes; at most 4 are allowed", axes));
        std::uint64_t elements = 1;
        for (std::uint64_t axis = 0; axis < axes && in.ok(); ++axis) {
            tensor.shape.push_back(in.whole(8));
            if (__builtin_mul_overflow(elements, tensor.shape.back(), &elements) || elements >> 62 != 0)
                refuse("has a shape beyond any file");
        }
        tensor.type = static_cast<std::uint32_t>(in.whole(4));
        const std::uint64_t offset = in.whole(8);
        if (in.ok() && offset % alignment != 0)
            refuse(fmt::format("lies at {}, not at a multiple of {}", offset, alignment));
        tensor.begin = offset;
        if (in.ok() && !into.tensors.emplace(name, std::move(tensor)).second) refuse("is there twice");
    }
}

}  // namespace

bool meant_as_gguf(std::string_view bytes, std::string_view path) {
    for (const std::string_view magic : {"GGUF", "lmgg", "fmgg", "tjgg", "algg"})  // ggml, ggmf, ggjt, ggla
        if (bytes.starts_with(magic)) return true;
    return path.ends_with(".gguf");
}

Checked<GgufFile> read_gguf(std::string_view file, const std::string& where) {
    if (!file.starts_with("GGUF"))
        return gguf_fault("not_gguf", "the file", "does not begin like a GGUF file", where);
    Cursor in(file, where);
    in.skip(4);
    const std::uint64_t version = in.whole(4);
    if (in.ok() && version != 2 && version != 3) {
        const bool swapped = (version & 0xFFFF) == 0 && version != 0;
        return gguf_fault("gguf_version", "the GGUF file",
                          swapped ? "was written for big-endian machines"
                                  : fmt::format("has version {}; 2 and 3 are known", version),
                          where, "convert the model anew with llama.cpp");
    }
    // The least a tensor takes: its name's length, axes, type and offset. A key has a letter, and a value.
    const std::uint64_t tensors = in.count("tensors", 8 + 4 + 4 + 8);
    const std::uint64_t keys = in.count("keys", 8 + 1 + 4 + 1);
    GgufFile read;
    read_metadata(in, keys, read.metadata);
    const std::uint64_t alignment = in.ok() ? read_alignment(in, read.metadata) : 1;
    read_tensors(in, tensors, alignment, read);
    if (in.fault()) return *in.fault();

    const std::size_t data = (in.at() + alignment - 1) / alignment * alignment;
    for (auto& [name, tensor] : read.tensors) {
        if (data > file.size() || tensor.begin > file.size() - data) {
            return gguf_fault("gguf_tensor", "the tensor " + shown(name),
                              fmt::format("lies past the end of the file, which has {} bytes", file.size()),
                              where, "it may have been cut while copying");
        }
        tensor.begin += data;
    }
    return read;
}

Checked<std::vector<double>> gguf_numbers(std::string_view file, const GgufTensor& tensor,
                                          const std::string& name, const std::string& where) {
    std::uint64_t count = 1;
    for (const std::uint64_t axis : tensor.shape)
        count *= axis;  // read_gguf has refused products beyond 2⁶²
    if (tensor.type != 0 || count > kMostKept || tensor.begin > file.size() ||
        count > (file.size() - tensor.begin) / 4) {
        return gguf_fault("gguf_tensor", "the tensor " + shown(name),
                          fmt::format("must hold at most {} float32 numbers inside of the file", kMostKept),
                          where);
    }
    Cursor in(file, where);
    in.skip(tensor.begin);
    std::vector<double> numbers;
    for (std::uint64_t i = 0; i < count; ++i)
        numbers.push_back(static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(in.whole(4)))));
    return numbers;
}

}  // namespace rope
