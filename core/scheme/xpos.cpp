#include "core/scheme/xpos.h"

#include <cmath>
#include <unordered_map>

#include "core/base/matrix.h"
#include "core/base/number_text.h"
#include "core/rope/rotation.h"
#include "core/scheme/scheme_values.h"

namespace rope {

Checked<Xpos> make_xpos(const HeadShape& shape, FrequencyTable table, double scale_base) {
    require(table.pairs() == shape.pairs(), "make_xpos: one frequency per pair");
    if (!(scale_base > 0) || !std::isfinite(scale_base)) {
        return Fault{.id = "scale_base_not_positive",
                     .subject = "scale_base = " + shortest_text(scale_base),
                     .rule = "must be a finite number above 0, because positions are divided by it",
                     .remedy = "customary is 512",
                     .where = ""};
    }
    Xpos xpos{.shape = shape, .table = std::move(table), .scale_base = scale_base};
    const double d = shape.rotary_dim;
    for (int i = 0; i < shape.pairs(); ++i)
        xpos.zeta.push_back((2 * i + 0.4 * d) / (1.4 * d));
    return xpos;
}

std::vector<double> xpos_scale(const Xpos& xpos, double exponent_position) {
    std::vector<double> scale;
    scale.reserve(xpos.zeta.size());
    for (const double zeta : xpos.zeta)
        scale.push_back(std::pow(zeta, exponent_position / xpos.scale_base));
    return scale;
}

std::vector<double> xpos_rotate(const Xpos& xpos, std::span<const double> x, double position,
                                double exponent_position, XposSide side) {
    std::vector<double> rotated = rotate(x, xpos.shape, xpos.table, position);
    const std::vector<double> scale =
        xpos_scale(xpos, side == XposSide::query ? exponent_position : -exponent_position);
    for (int i = 0; i < xpos.shape.pairs(); ++i) {
        const auto [first, second] = pair_components(xpos.shape, i);
        rotated[static_cast<std::size_t>(first)] *= scale[static_cast<std::size_t>(i)];
        rotated[static_cast<std::size_t>(second)] *= scale[static_cast<std::size_t>(i)];
    }
    return rotated;
}

PairAngles xpos_turn(const Xpos& xpos, double distance) {
    PairAngles turn = angles_at(xpos.table, distance);
    const std::vector<double> scale = xpos_scale(xpos, distance);
    const double both_sides = xpos.table.attention_factor * xpos.table.attention_factor;
    for (std::size_t i = 0; i < scale.size(); ++i) {
        turn.cosine[i] *= scale[i] * both_sides;
        turn.sine[i] *= scale[i] * both_sides;
    }
    return turn;
}

double xpos_product(const Xpos& xpos, std::span<const double> q, std::span<const double> k,
                    const PairAngles& turn) {
    const HeadShape& shape = xpos.shape;
    const auto at = [](std::span<const double> x, int component) {
        return x[static_cast<std::size_t>(component)];
    };
    double sum = 0;
    for (int c = 0; c < shape.rotary_offset; ++c)
        sum += at(q, c) * at(k, c);
    for (int c = shape.rotary_offset + shape.rotary_dim; c < shape.head_dim; ++c)
        sum += at(q, c) * at(k, c);
    for (int i = 0; i < shape.pairs(); ++i) {
        const auto [first, second] = pair_components(shape, i);
        const double qx = at(q, first), qy = at(q, second);
        const double kx = at(k, first), ky = at(k, second);
        sum += turn.cosine[static_cast<std::size_t>(i)] * (qx * kx + qy * ky) +
               turn.sine[static_cast<std::size_t>(i)] * (qx * ky - qy * kx);
    }
    return sum;
}

namespace xpos_scheme {
namespace {

constexpr ParamSpec kScaleBase{.id = "scheme.scale_base",
                               .label = "Scale base",
                               .unit = "tokens",
                               .type = ParamType::number,
                               .min = 0.1,
                               .max = 1e9,
                               .scale = SliderScale::logarithmic,
                               .initial = 512,
                               .help = "Over this distance a pair falls to its share ζ; 512 in torchscale.",
                               .slider_min = 16,
                               .slider_max = 8192};
constexpr ParamSpec kParams[] = {kScaleBase};

std::int64_t learned_numbers(const SchemeInputs&) {
    return 0;
}

Checked<Matrix> scores(const SchemeInputs& inputs) {
    const Checked<Xpos> xpos = make_xpos(inputs.shape, *inputs.table, number(inputs, kScaleBase));
    if (!xpos.ok()) return xpos.fault();
    const double root = inputs.divisor();
    std::unordered_map<std::int64_t, PairAngles> turns;
    return score_map(
        inputs, [&](std::span<const double> q, std::span<const double> k, std::int64_t m, std::int64_t n) {
            auto found = turns.find(m - n);
            if (found == turns.end())
                found = turns.emplace(m - n, xpos_turn(xpos.value(), static_cast<double>(m - n))).first;
            return inputs.scale_multiplier * xpos_product(xpos.value(), q, k, found->second) / root;
        });
}

}  // namespace
}  // namespace xpos_scheme

extern const Scheme kXposScheme;
const Scheme kXposScheme{
    .id = "xpos",
    .label = "xPos",
    .source = "Sun et al. 2023 (arXiv:2212.10554)",
    .help =
        "RoPE whose pairs also shrink in q and grow in k with position, so that scores fade with distance.",
    .facts = {.use = PositionUse::relative,
              .enters = "turns and scales q and k",
              .when_moved =
                  "nothing when all tokens move alike; keys that move against others turn and scale "
                  "by the difference",
              .linear_attention = true,
              .linear_attention_reason =
                  "every token is turned and scaled by itself; the two powers must stay "
                  "within the number format",
              .beyond_training = "better than RoPE in the paper: fast pairs fade with distance, so that far "
                                 "scores waver less"},
    .params = xpos_scheme::kParams,
    .learned_numbers = xpos_scheme::learned_numbers,
    .scores = xpos_scheme::scores};

}  // namespace rope
