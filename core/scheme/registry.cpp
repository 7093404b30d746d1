#include <array>
#include <cmath>
#include <limits>
#include <string>

#include "core/scheme/scheme_values.h"

namespace rope {

extern const Scheme kNopeScheme, kSinusoidalScheme, kLearnedAbsoluteScheme, kShawScheme, kTransformerXlScheme,
    kT5Scheme, kDebertaScheme, kAlibiScheme, kXposScheme, kRopeScheme;

namespace {

constexpr const Scheme* kSchemes[] = {
    &kNopeScheme, &kSinusoidalScheme, &kLearnedAbsoluteScheme, &kShawScheme, &kTransformerXlScheme,
    &kT5Scheme,   &kDebertaScheme,    &kAlibiScheme,           &kXposScheme, &kRopeScheme,
};

constexpr std::size_t kMostScores = std::size_t{1} << 24;

Checked<Done> check_positions(std::span<const std::int64_t> positions) {
    for (const std::int64_t position : positions) {
        if (std::abs(static_cast<double>(position)) <= kLargestPosition) continue;
        return Fault{.id = "position_too_large",
                     .subject = "position " + std::to_string(position),
                     .rule = "must lie within ±4294967296 (2³²), where angles are exact",
                     .remedy = "",
                     .where = ""};
    }
    return Done{};
}

Checked<Done> check(const Scheme& scheme, const SchemeInputs& inputs) {
    const std::size_t queries = inputs.query_positions.size(), keys = inputs.key_positions.size();
    const auto width = static_cast<std::size_t>(inputs.shape.head_dim);
    require(inputs.q.columns == width && inputs.k.columns == width,
            "scheme_scores: q and k of another width");
    require(inputs.q.rows == 1 || inputs.q.rows == queries, "scheme_scores: one query per position");
    require(inputs.k.rows == 1 || inputs.k.rows == keys, "scheme_scores: one key per position");
    require(inputs.table != nullptr && inputs.table->pairs() == inputs.shape.pairs(),
            "scheme_scores: one frequency per pair");
    if (queries > kMostScores || keys > kMostScores || queries * keys > kMostScores) {
        return Fault{.id = "too_many_scores",
                     .subject = std::to_string(queries) + " queries and " + std::to_string(keys) + " keys",
                     .rule = "make more than 16777216 (2²⁴) scores",
                     .remedy = "look at fewer positions; a relative scheme is whole in one row",
                     .where = ""};
    }
    if (const Checked<Done> done = check_positions(inputs.query_positions); !done.ok()) return done.fault();
    if (const Checked<Done> done = check_positions(inputs.key_positions); !done.ok()) return done.fault();
    for (const ParamSpec& row : scheme.params) {
        const auto given = inputs.values.find(row.id);
        if (given == inputs.values.end()) continue;
        if (const Checked<Done> done = check_value(row, given->second); !done.ok()) return done.fault();
    }
    return Done{};
}

}  // namespace

std::string_view id(PositionUse use) {
    switch (use) {
        case PositionUse::none:
            return "none";
        case PositionUse::relative:
            return "relative";
        case PositionUse::absolute:
            break;
    }
    return "absolute";
}

double SchemeInputs::divisor() const {
    return attention_scale == 0 ? std::sqrt(static_cast<double>(shape.head_dim)) : 1 / attention_scale;
}

Checked<Matrix> scheme_scores(const Scheme& scheme, const SchemeInputs& inputs) {
    if (const Checked<Done> done = check(scheme, inputs); !done.ok()) return done.fault();
    Checked<Matrix> scores = scheme.scores(inputs);
    if (!scores.ok() || !inputs.causal) return scores;
    for (std::size_t r = 0; r < scores.value().rows; ++r) {
        for (std::size_t c = 0; c < scores.value().columns; ++c) {
            if (inputs.key_positions[c] > inputs.query_positions[r])
                scores.value()(r, c) = std::numeric_limits<double>::quiet_NaN();
        }
    }
    return scores;
}

std::span<const Scheme* const> schemes() {
    return kSchemes;
}

std::span<const ParamChoice> scheme_choices() {
    static const auto choices = [] {
        std::array<ParamChoice, std::size(kSchemes)> made;
        for (std::size_t i = 0; i < made.size(); ++i)
            made[i] = {kSchemes[i]->id, kSchemes[i]->label};
        return made;
    }();
    return choices;
}

const Scheme* find_scheme(std::string_view id) {
    for (const Scheme* scheme : kSchemes) {
        if (scheme->id == id) return scheme;
    }
    return nullptr;
}

}  // namespace rope
