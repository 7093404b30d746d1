#include "core/figure/kind/key.h"

#include <fmt/core.h>

#include <cstring>

namespace rope {
namespace {

void append(std::string& bytes, const void* data, std::size_t size) {
    bytes.append(static_cast<const char*>(data), size);
}

std::uint64_t fnv1a(std::string_view bytes, std::uint64_t hash) {
    for (const char c : bytes)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return hash;
}

}  // namespace

ResultKey& ResultKey::add(double value) {
    append(bytes_, &value, sizeof value);
    return *this;
}

ResultKey& ResultKey::add(std::int64_t value) {
    append(bytes_, &value, sizeof value);
    return *this;
}

ResultKey& ResultKey::add(std::span<const double> values) {
    add(static_cast<std::int64_t>(values.size()));
    append(bytes_, values.data(), values.size_bytes());
    return *this;
}

// Turn fractions hold more of θ than a double does; both decide results.
ResultKey& ResultKey::add(const FrequencyTable& table) {
    add(table.theta);
    append(bytes_, table.step.data(), table.step.size() * sizeof(TurnFraction));
    append(bytes_, table.rest.data(), table.rest.size() * sizeof(std::int64_t));
    return add(table.attention_factor);
}

ResultKey& ResultKey::add(const ScoreInputs& inputs) {
    add(*inputs.table);
    if (inputs.parts != nullptr) {
        add(inputs.parts->radius_q).add(inputs.parts->radius_k);
        add(inputs.parts->amplitude).add(inputs.parts->phase).add(inputs.parts->constant);
    }
    add(std::int64_t{inputs.head_dim}).add(static_cast<std::int64_t>(inputs.part));
    return add(std::int64_t{inputs.pair}).add(inputs.scale_multiplier);
}

ResultKey& ResultKey::add(const LagView& view) {
    add(view.query_from).add(view.key_from).add(view.cells);
    add(std::int64_t{view.rows}).add(std::int64_t{view.columns});
    return add(std::int64_t{view.causal ? 1 : 0});
}

std::string ResultKey::digest() const {
    return fmt::format("{:016x}{:016x}", fnv1a(bytes_, 0xcbf29ce484222325),
                       fnv1a(bytes_, 0x9ae16a3b2f90404f));
}

}  // namespace rope
