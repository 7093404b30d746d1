#include "core/scaling/warp.h"

#include <cmath>
#include <numbers>

#include "core/base/number_text.h"
#include "core/scaling/numbers.h"

namespace rope {

Checked<double> checked_rho(double rho) {
    if (std::abs(rho) < 1) return rho;
    return Fault{.id = "rho_out_of_range",
                 .subject = "warp = " + shortest_text(rho),
                 .rule = "must be between −1 and 1, both excluded: there the map is no longer one to one",
                 .remedy = "use a number between −0.99 and 0.99; 0 changes nothing",
                 .where = ""};
}

Extended allpass_warp(const Extended& theta, double rho) {
    require(std::abs(rho) < 1, "allpass_warp: |rho| < 1");
    const Extended turn = two_pi();
    const Extended turns = floor(Extended(theta / turn + 0.5));
    const Extended half = (theta - turns * turn) / 2;
    const Extended slope = (1 + Extended(rho)) / (1 - Extended(rho));
    return 2 * atan2(Extended(slope * sin(half)), Extended(cos(half))) + turns * turn;
}

double allpass_slope(double theta, double rho) {
    // 1 + ρ² − 2ρ cos t, without cancellation where the slope is steep: at 0 for ρ → 1, at π for ρ → −1.
    const double part = rho > 0 ? std::sin(theta / 2) : std::cos(theta / 2);
    const double nearest = 1 - std::abs(rho);
    return (1 - rho) * (1 + rho) / (nearest * nearest + 4 * std::abs(rho) * part * part);
}

double composed_rho(double first, double second) {
    return (first + second) / (1 + first * second);
}

double scale_of_rho(double rho) {
    return (1 - rho) / (1 + rho);
}

double rho_of_scale(double scale) {
    return (1 - scale) / (1 + scale);
}

Checked<Bilinear> bilinear(double period) {
    const Checked<double> checked = positive_number("period", period);
    if (!checked.ok()) return checked.fault();
    return Bilinear{.period = period};
}

Checked<Extended> Bilinear::prewarp(const Extended& omega) const {
    const Extended angle = omega * period;
    // π as a double lies just below π, and must be refused like it.
    if (!(abs(angle) < std::numbers::pi))
        return Fault{.id = "beyond_nyquist",
                     .subject = "a frequency of " + display_text(omega.to_double(), 4) +
                                " rad per token with period " + shortest_text(period),
                     .rule = "must turn by less than half a turn in one period",
                     .remedy = "use a shorter period",
                     .where = ""};
    return Extended(2 / Extended(period) * tan(Extended(angle / 2)));
}

Extended Bilinear::compress(const Extended& analogue) const {
    return 2 / Extended(period) * atan(Extended(analogue * period / 2));
}

double Bilinear::limit() const {
    return std::numbers::pi / period;
}

}  // namespace rope
