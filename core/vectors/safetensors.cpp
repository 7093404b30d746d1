#include "core/vectors/safetensors.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "core/base/json_text.h"
#include "core/base/utf8.h"

namespace rope {
namespace {

using nlohmann::json;

constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kMostJsonHeader = 100'000'000;  // as the public reader

struct TypeInfo {
    std::string_view name;
    std::size_t bits;
    std::optional<ElementType> element;
};
constexpr TypeInfo kTypes[] = {
    {"BOOL", 8, ElementType::boolean},
    {"U8", 8, ElementType::u8},
    {"I8", 8, ElementType::i8},
    {"I16", 16, ElementType::i16},
    {"U16", 16, ElementType::u16},
    {"F16", 16, ElementType::f16},
    {"BF16", 16, ElementType::bf16},
    {"I32", 32, ElementType::i32},
    {"U32", 32, ElementType::u32},
    {"F32", 32, ElementType::f32},
    {"F64", 64, ElementType::f64},
    {"I64", 64, ElementType::i64},
    {"U64", 64, ElementType::u64},
    {"F8_E5M2", 8, {}},
    {"F8_E4M3", 8, {}},
    {"F8_E8M0", 8, {}},
    {"F8_E5M2FNUZ", 8, {}},
    {"F8_E4M3FNUZ", 8, {}},
    {"F6_E2M3", 6, {}},
    {"F6_E3M2", 6, {}},
    {"F4", 4, {}},
    {"C64", 64, {}},
};

const TypeInfo* find_type(std::string_view name) {
    const auto found =
        std::find_if(std::begin(kTypes), std::end(kTypes), [&](const TypeInfo& t) { return t.name == name; });
    return found == std::end(kTypes) ? nullptr : found;
}

Fault tensor_fault(std::string id, std::string subject, std::string rule, const std::string& where,
                   std::string remedy = {}) {
    return {.id = std::move(id),
            .subject = std::move(subject),
            .rule = std::move(rule),
            .remedy = std::move(remedy),
            .where = where};
}

std::string tensor_named(std::string_view name) {
    constexpr std::size_t kShown = 80;
    return "the tensor '" + printable(name.substr(0, kShown)) + (name.size() > kShown ? "…'" : "'");
}

// A list of whole numbers, none negative; nothing when it is anything else.
std::optional<std::vector<std::size_t>> counts(const json& list) {
    if (!list.is_array()) return {};
    std::vector<std::size_t> values;
    for (const json& entry : list) {
        if (!entry.is_number_unsigned()) return {};
        values.push_back(entry.get<std::size_t>());
    }
    return values;
}

// Bytes of a tensor of this shape; nothing beyond 2⁶⁴, or when they are not whole bytes.
std::optional<std::size_t> byte_count(const TypeInfo& type, const std::vector<std::size_t>& shape) {
    std::size_t bits = type.bits;
    // A zero anywhere makes it empty, wherever the overflow would come.
    if (std::find(shape.begin(), shape.end(), std::size_t{0}) != shape.end()) return 0;
    for (const std::size_t count : shape) {
        if (__builtin_mul_overflow(bits, count, &bits)) return {};
    }
    if (bits % 8 != 0) return {};
    return bits / 8;
}

// One entry of the header; offsets still relative to the buffer of `buffer` bytes.
Checked<Tensor> read_entry(const std::string& name, const json& entry, std::size_t buffer,
                           const std::string& where) {
    const auto field = [&](const char* key) -> const json& {
        static const json kNone;
        const auto found = entry.find(key);
        return found == entry.end() ? kNone : *found;
    };
    if (!entry.is_object() || entry.size() != 3 || !field("dtype").is_string()) {
        return tensor_fault("safetensors_header", tensor_named(name),
                            "must have dtype, shape and data_offsets", where);
    }
    Tensor tensor{.type = field("dtype").get<std::string>(), .shape = {}};
    const TypeInfo* type = find_type(tensor.type);
    if (type == nullptr) {
        return tensor_fault("safetensors_type", tensor_named(name),
                            "has elements of the unknown type '" + printable(tensor.type) + "'", where,
                            "save it as F32");
    }
    auto shape = counts(field("shape"));
    const auto offsets = counts(field("data_offsets"));
    if (!shape || !offsets || offsets->size() != 2) {
        return tensor_fault("safetensors_header", tensor_named(name),
                            "must have a shape and two data_offsets of whole numbers from 0 on", where);
    }
    tensor.shape = std::move(*shape);
    tensor.begin = (*offsets)[0];
    tensor.end = (*offsets)[1];
    if (tensor.begin > tensor.end || tensor.end > buffer) {
        return tensor_fault("safetensors_offsets", tensor_named(name),
                            fmt::format("lies from byte {} to {}; the file holds bytes 0 to {}", tensor.begin,
                                        tensor.end, buffer),
                            where, "it may have been cut while copying");
    }
    const auto needed = byte_count(*type, tensor.shape);
    if (!needed || *needed != tensor.end - tensor.begin) {
        return tensor_fault("safetensors_shape", tensor_named(name),
                            needed ? fmt::format("needs {} bytes for its shape and has {}", *needed,
                                                 tensor.end - tensor.begin)
                                   : "has a shape beyond any file",
                            where);
    }
    return tensor;
}

// The tensors must fill the buffer without holes or overlap, as the format demands.
Checked<Done> check_places(const TensorFile& file, std::size_t buffer, const std::string& where) {
    std::vector<std::pair<const std::string*, const Tensor*>> order;
    for (const auto& [name, tensor] : file.tensors)
        order.emplace_back(&name, &tensor);
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
        return std::pair(a.second->begin, a.second->end) < std::pair(b.second->begin, b.second->end);
    });
    std::size_t at = 0;
    for (const auto& [name, tensor] : order) {
        if (tensor->begin != at) {
            return tensor_fault(
                "safetensors_offsets", tensor_named(*name),
                fmt::format("begins at byte {}; the one before it ends at {}", tensor->begin, at), where);
        }
        at = tensor->end;
    }
    if (at != buffer) {
        return tensor_fault("safetensors_offsets", "the last tensor",
                            fmt::format("ends at byte {} of {}", at, buffer), where);
    }
    return Done{};
}

Checked<Done> read_metadata(const json& entries, TensorFile& into, const std::string& where) {
    bool texts = entries.is_object();
    if (texts) {
        for (const auto& [key, value] : entries.items()) {
            texts = texts && value.is_string();
            if (texts) into.metadata.emplace(key, value.get<std::string>());
        }
    }
    if (texts) return Done{};
    return tensor_fault("safetensors_header", "__metadata__", "must hold texts only", where);
}

}  // namespace

Checked<TensorFile> read_safetensors(std::string_view file, const std::string& where) {
    if (file.size() < kLengthBytes) {
        return tensor_fault("safetensors_short", "the .safetensors file",
                            fmt::format("has {} bytes, fewer than its own length field", file.size()), where);
    }
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < kLengthBytes; ++i)
        length |= static_cast<std::uint64_t>(static_cast<unsigned char>(file[i])) << (8 * i);
    const std::size_t after = file.size() - kLengthBytes;
    if (length > kMostJsonHeader || length > after) {
        return tensor_fault("safetensors_header", "the .safetensors file",
                            fmt::format("states a header of {} bytes; {} follow, and headers have at most {}",
                                        length, after, kMostJsonHeader),
                            where, "is it a .safetensors file, and complete?");
    }
    const std::string_view header = file.substr(kLengthBytes, length);
    if (!header.starts_with('{')) {
        return tensor_fault("safetensors_header", "the .safetensors file",
                            "has a header that is no JSON object", where);
    }
    const Checked<json> parsed = parse_json(header, where);
    if (!parsed.ok()) return parsed.fault();

    TensorFile read;
    const std::size_t buffer = after - length;
    for (const auto& [name, entry] : parsed.value().items()) {
        if (name == "__metadata__") {
            const Checked<Done> metadata = read_metadata(entry, read, where);
            if (!metadata.ok()) return metadata.fault();
            continue;
        }
        Checked<Tensor> tensor = read_entry(name, entry, buffer, where);
        if (!tensor.ok()) return tensor.fault();
        read.tensors.emplace(name, std::move(tensor).value());
    }
    const Checked<Done> places = check_places(read, buffer, where);
    if (!places.ok()) return places.fault();
    for (auto& [name, tensor] : read.tensors) {
        tensor.begin += kLengthBytes + length;
        tensor.end += kLengthBytes + length;
    }
    return read;
}

std::optional<ElementType> element_type(const Tensor& tensor) {
    const TypeInfo* type = find_type(tensor.type);
    return type == nullptr ? std::nullopt : type->element;
}

NumberArray tensor_part(std::string_view file, const Tensor& tensor, std::span<const std::size_t> leading) {
    const std::optional<ElementType> type = element_type(tensor);
    require(type && leading.size() < tensor.shape.size() && tensor.end <= file.size(),
            "tensor_part: no such part");
    NumberArray part;
    part.type = *type;
    part.shape.assign(tensor.shape.begin() + static_cast<std::ptrdiff_t>(leading.size()), tensor.shape.end());
    std::size_t length = byte_size(*type), begin = 0;
    for (const std::size_t count : part.shape)
        length *= count;
    for (std::size_t axis = 0; axis < leading.size(); ++axis) {
        require(leading[axis] < tensor.shape[axis], "tensor_part: an index out of range");
        begin = begin * tensor.shape[axis] + leading[axis];
    }
    part.bytes = file.substr(tensor.begin + begin * length, length);
    return part;
}

std::string safetensors_bytes(std::span<const NamedTensor> tensors,
                              const std::map<std::string, std::string>& metadata) {
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!metadata.empty()) header["__metadata__"] = metadata;
    std::vector<const NamedTensor*> order;
    for (const NamedTensor& tensor : tensors)
        order.push_back(&tensor);
    std::sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->name < b->name; });
    std::string buffer;
    for (const NamedTensor* tensor : order) {
        std::size_t count = 1;
        for (const std::size_t axis : tensor->shape)
            count *= axis;
        require(count == tensor->values.size() && !header.contains(tensor->name),
                "safetensors_bytes: a shape that is not that of the values, or a name twice");
        const std::size_t begin = buffer.size();
        for (const double value : tensor->values) {
            const auto bits = std::bit_cast<std::uint64_t>(value);
            for (int byte = 0; byte < 8; ++byte)
                buffer += static_cast<char>(bits >> (8 * byte));
        }
        header[tensor->name] = {
            {"dtype", "F64"}, {"shape", tensor->shape}, {"data_offsets", {begin, buffer.size()}}};
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' ');  // so that the numbers are aligned
    std::string bytes;
    for (int byte = 0; byte < 8; ++byte)
        bytes += static_cast<char>(text.size() >> (8 * byte));
    return bytes + text + buffer;
}

}  // namespace rope
