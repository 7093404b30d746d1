// What the schemes share: reading their rows, seeded tables, filling a map.
#pragma once

#include <cstdint>
#include <string>

#include "core/scheme/scheme.h"

namespace rope {

// The given value of a row, or its default. scheme_scores() has checked type and range.
double number(const SchemeInputs& inputs, const ParamSpec& row);
std::int64_t whole(const SchemeInputs& inputs, const ParamSpec& row);
bool flag(const SchemeInputs& inputs, const ParamSpec& row);
int choice(const SchemeInputs& inputs, const ParamSpec& row);  // its place in row.choices

// Fault value_out_of_range: a value of another type than the row's, or outside its range or choices.
Checked<Done> check_value(const ParamSpec& row, const Value& value);

// Tables that a model would have learned are filled from N(0, spread²): the numbers stand in, their shape and
// use are the scheme's.
inline constexpr ParamSpec kSpreadParam{
    .id = "scheme.spread",
    .label = "Spread of seeded tables",
    .type = ParamType::number,
    .min = 0,
    .max = 100,
    .initial = 1,
    .help = "Standard deviation of the seeded numbers that stand in for learned ones; models start at 0.02.",
    .slider_min = 0,
    .slider_max = 4};
inline constexpr ParamSpec kSeedParam{
    .id = "scheme.seed",
    .label = "Seed of tables",
    .type = ParamType::integer,
    .min = 0,
    .max = 9007199254740992.0,
    .initial = 1,
    .help = "Chooses the seeded numbers that stand in for learned ones; the same on every machine.",
    .slider_min = 0,
    .slider_max = 100};
inline constexpr ParamSpec kSinusoidBaseParam{.id = "scheme.base",
                                              .label = "Base of sinusoids",
                                              .type = ParamType::number,
                                              .min = 1.01,
                                              .max = 1e12,
                                              .scale = SliderScale::logarithmic,
                                              .initial = 10000,
                                              .help = "Speeds fall from 1 to nearly 1/base; customary 10000.",
                                              .slider_min = 10,
                                              .slider_max = 1e7};

// Table number `which` of a scheme, by kSeedParam and kSpreadParam. Fault table_too_large: above 2²⁴ numbers.
Checked<Matrix> seeded_table(const SchemeInputs& inputs, std::size_t rows, std::size_t columns, int which);

inline std::span<const double> query_row(const SchemeInputs& inputs, std::size_t r) {
    return inputs.q.row(inputs.q.rows == 1 ? 0 : r);
}
inline std::span<const double> key_row(const SchemeInputs& inputs, std::size_t c) {
    return inputs.k.row(inputs.k.rows == 1 ? 0 : c);
}

// The map of score(q, k, m, n) over all queries and keys.
template <class Score>
Matrix score_map(const SchemeInputs& inputs, const Score& score) {
    Matrix map(inputs.query_positions.size(), inputs.key_positions.size());
    for (std::size_t r = 0; r < map.rows; ++r) {
        for (std::size_t c = 0; c < map.columns; ++c)
            map(r, c) = score(query_row(inputs, r), key_row(inputs, c), inputs.query_positions[r],
                              inputs.key_positions[c]);
    }
    return map;
}

}  // namespace rope
