// GGUF files as converters write them, and as they never would.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace rope::test {

template <class T>
std::string le(T value) {
    std::string bytes;
    auto bits = static_cast<std::uint64_t>(value);
    for (std::size_t i = 0; i < sizeof(T); ++i, bits >>= 8)
        bytes += static_cast<char>(bits & 0xFF);
    return bytes;
}
inline std::string le(float value) {
    return le(std::bit_cast<std::uint32_t>(value));
}
inline std::string gguf_text(const std::string& text) {
    return le<std::uint64_t>(text.size()) + text;
}

// Key, type number and value bytes.
struct GgufKey {
    std::string key;
    std::uint32_t type;
    std::string value;
};
inline GgufKey key_u32(const std::string& key, std::uint32_t value) {
    return {key, 4, le(value)};
}
inline GgufKey key_f32(const std::string& key, float value) {
    return {key, 6, le(value)};
}
inline GgufKey key_text(const std::string& key, const std::string& value) {
    return {key, 8, gguf_text(value)};
}

struct GgufBytes {
    std::uint32_t version = 3;
    std::vector<GgufKey> keys;
    std::vector<std::pair<std::string, std::vector<float>>> tensors;  // one axis each

    std::string bytes() const {
        std::string file =
            "GGUF" + le(version) + le<std::uint64_t>(tensors.size()) + le<std::uint64_t>(keys.size());
        for (const GgufKey& each : keys)
            file += gguf_text(each.key) + le(each.type) + each.value;
        std::string data;
        for (const auto& [name, values] : tensors) {
            data.resize((data.size() + 31) / 32 * 32);
            file += gguf_text(name) + le<std::uint32_t>(1) + le<std::uint64_t>(values.size()) +
                    le<std::uint32_t>(0) + le<std::uint64_t>(data.size());
            for (const float value : values)
                data += le(value);
        }
        file.resize((file.size() + 31) / 32 * 32);
        return file + data;
    }
};

// A Llama of 128-component heads; more keys as given.
inline GgufBytes llama_gguf(std::vector<GgufKey> more = {}) {
    GgufBytes file;
    file.keys = {key_text("general.architecture", "llama"), key_text("general.name", "Tiny"),
                 key_u32("llama.context_length", 8192),     key_u32("llama.embedding_length", 512),
                 key_u32("llama.attention.head_count", 4),  key_u32("llama.rope.dimension_count", 128)};
    file.keys.insert(file.keys.end(), more.begin(), more.end());
    return file;
}

}  // namespace rope::test
