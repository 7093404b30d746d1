#include "core/scheme/xpos.h"

#include <cmath>

#include "core/base/matrix.h"
#include "core/base/number_text.h"
#include "core/rope/rotation.h"

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

double xpos_product(const Xpos& xpos, std::span<const double> q, std::span<const double> k, double distance) {
    // Turning and growing the query by the distance alone: the powers of the two positions would overflow
    // long before their quotient does.
    return dot_product(xpos_rotate(xpos, q, distance, distance, XposSide::query),
                       xpos_rotate(xpos, k, 0, 0, XposSide::key));
}

}  // namespace rope
