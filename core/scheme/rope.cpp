// RoPE as a scheme among the others, with whatever scaling its table holds.
#include <cmath>

#include "core/rope/rotation.h"
#include "core/scheme/scheme_values.h"

namespace rope {
namespace rope_scheme {
namespace {

std::int64_t learned_numbers(const SchemeInputs&) {
    return 0;
}

using Rows = std::vector<std::vector<double>>;

Rows rotated(const SchemeInputs& inputs, const std::vector<std::int64_t>& positions, const Matrix& x) {
    Rows rows;
    rows.reserve(positions.size());
    for (std::size_t r = 0; r < positions.size(); ++r)
        rows.push_back(rotate(x.row(x.rows == 1 ? 0 : r), inputs.shape, *inputs.table,
                              static_cast<double>(positions[r])));
    return rows;
}

Checked<Matrix> scores(const SchemeInputs& inputs) {
    const Rows q = rotated(inputs, inputs.query_positions, inputs.q);
    const Rows k = rotated(inputs, inputs.key_positions, inputs.k);
    const double root = inputs.divisor();
    Matrix map(q.size(), k.size());
    for (std::size_t r = 0; r < map.rows; ++r) {
        for (std::size_t c = 0; c < map.columns; ++c)
            map(r, c) = inputs.scale_multiplier * dot_product(q[r], k[c]) / root;
    }
    return map;
}

}  // namespace
}  // namespace rope_scheme

extern const Scheme kRopeScheme;
const Scheme kRopeScheme{
    .id = "rope",
    .label = "RoPE",
    .source = "Su et al. 2021 (arXiv:2104.09864)",
    .help = "Rotary position embedding: pairs of q and k turn by an angle proportional to position.",
    .facts = {.use = PositionUse::relative,
              .enters = "turns q and k",
              .when_moved = "nothing when all tokens move alike; keys that move against others turn by the "
                            "difference, one rotation each",
              .linear_attention = true,
              .linear_attention_reason = "every token is rotated by itself, after the feature map and in the "
                                         "numerator only",
              .beyond_training =
                  "computable at any length, but angles that slow pairs never reached in training "
                  "mislead; the scalings are made for this"},
    .params = {},
    .learned_numbers = rope_scheme::learned_numbers,
    .scores = rope_scheme::scores};

}  // namespace rope
