// A scheme: a way of telling attention where tokens stand. One file each, listed in registry.cpp. All of them
// score the same q and k, so that they can be compared.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/checked.h"
#include "core/base/matrix.h"
#include "core/base/parameter.h"
#include "core/rope/frequencies.h"
#include "core/rope/layout.h"

namespace rope {

// One head. q and k are what the projections give WITHOUT positions; a scheme that adds a vector to the token
// (sinusoidal, learned) adds it here, as if the projections were the identity.
struct SchemeInputs {
    Matrix q{}, k{};  // [one row per position, or a single row that stands at all of them; head_dim]
    std::vector<std::int64_t> query_positions{}, key_positions{};
    bool causal = false;                    // hide keys after their query, also where the scheme would not
    HeadShape shape{};                      // shape.head_dim is the width of q and k
    const FrequencyTable* table = nullptr;  // of RoPE and xPos, one frequency per pair of shape; never null
    double attention_scale =
        0;  // ModelSpec::attention_scale; of every scheme that divides its sum by √head_dim
    double scale_multiplier = 1;  // ModelSpec::softmax_scale_multiplier; goes with the table as a² does: RoPE
                                  // and xPos have it, other schemes know no scaling
    ParamValues values{};  // "scheme.clip": 16; a missing one takes its row's default

    // √head_dim, or what the model has instead of it. T5 divides by nothing and DeBERTa by √(3·head_dim),
    // whatever the model.
    double divisor() const;
};

enum class PositionUse {
    none,      // order-blind
    relative,  // m − n alone: the map is Toeplitz, up to a constant per row, which softmax does not see
    absolute,  // m and n themselves
};
std::string_view id(PositionUse use);  // "none", "relative", "absolute"

struct SchemeFacts {
    PositionUse use = PositionUse::none;
    std::string_view enters{};      // where position enters
    std::string_view when_moved{};  // what must be computed again when tokens shift
    bool linear_attention = false;  // works where no score is formed for a pair of tokens
    std::string_view linear_attention_reason{};
    std::string_view beyond_training{};  // how it extrapolates
};

struct Scheme {
    std::string_view id;             // "alibi"
    std::string_view label;          // "ALiBi"
    std::string_view short_label{};  // over small maps, as the field writes it: "TrXL"; empty: the label
    std::string_view source;         // paper and arXiv number
    std::string_view help;           // one sentence
    SchemeFacts facts;
    std::span<const ParamSpec> params;  // ids are "scheme.<key>"
    // How many numbers one head learns for positions. Tables are seeded: a config does not hold them.
    std::int64_t (*learned_numbers)(const SchemeInputs&);
    Checked<Matrix> (*scores)(const SchemeInputs&);  // behind scheme_scores(), which has checked the inputs
};

// What the softmax sees [queries, keys]; NaN where a key is hidden. Faults: too_many_scores (above 2²⁴),
// position_too_large (|position| > 2³²), value_out_of_range, and the scheme's own. Cost
// O(queries·keys·head_dim).
Checked<Matrix> scheme_scores(const Scheme& scheme, const SchemeInputs& inputs);

std::span<const Scheme* const> schemes();        // the order of menus, lists and tests
std::span<const ParamChoice> scheme_choices();   // the same, for rows that choose one
const Scheme* find_scheme(std::string_view id);  // null when unknown

}  // namespace rope
