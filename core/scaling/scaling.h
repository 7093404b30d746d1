// A scaling: a way of changing θ so that a model reaches longer contexts. One file each, listed in
// registry.cpp.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/checked.h"
#include "core/base/parameter.h"

namespace rope {

// The parameters of a scaling, named as in config.json ("factor", "beta_fast", ...). A missing number takes
// the row's default; a missing factor of yarn and longrope is context_length / trained_context, as in
// engines. truncate and the like are 0 or 1.
struct ScalingSpec {
    std::string type = "default";  // id in the registry
    std::map<std::string, double, std::less<>> numbers{};
    std::map<std::string, std::vector<double>, std::less<>> lists{};  // short_factor, long_factor, ...
    friend bool operator==(const ScalingSpec&, const ScalingSpec&) = default;
};

struct ScalingInputs {
    double base = 10000;
    int rotary_dim = 128;
    int head_dim = 128;
    double context_length = 4096;           // M, max_position_embeddings
    double trained_context = 4096;          // L, original_max_position_embeddings
    std::optional<std::int64_t> seq_len{};  // current length, for scalings that depend on it
    const ScalingSpec* spec = nullptr;      // never null in a call; number() below reads it
                                            // base and the dimensions are already validated

    // The given number, or the row's default when the spec lacks it.
    double number(std::string_view name, double otherwise) const;
    std::optional<double> number(std::string_view name) const;
};

struct ScaledFrequencies;  // core/scaling/scaled_frequencies.h

struct Scaling {
    std::string_view id;                // as in config.json's rope_type: "yarn"
    std::string_view label;             // "YaRN"
    std::string_view source;            // paper and arXiv number, engine file
    std::string_view help;              // one sentence
    std::span<const ParamSpec> params;  // ids are "model.<key>", key as in config.json
    Checked<ScaledFrequencies> (*apply)(const ScalingInputs&);
};

std::span<const Scaling* const> scalings();        // the order of menus, --help and tests
const Scaling* find_scaling(std::string_view id);  // null when unknown

}  // namespace rope
