// xPos: RoPE whose pairs also shrink in the query and grow in the key with position, so that scores fade with
// distance.
// Source: Sun et al. 2023 (arXiv:2212.10554); torchscale's xpos_relative_position.py.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/checked.h"
#include "core/rope/frequencies.h"
#include "core/rope/layout.h"
#include "core/rope/rotation.h"

namespace rope {

struct Xpos {
    HeadShape shape{};
    FrequencyTable table{};
    std::vector<double> zeta{};  // [P] (2i + 0.4 d)/(1.4 d), in (0, 1)
    double scale_base = 512;     // positions after which a pair has fallen by its ζ
};

// shape.rotary_dim is the d of ζ. Fault scale_base_not_positive.
Checked<Xpos> make_xpos(const HeadShape& shape, FrequencyTable table, double scale_base);

// Where torchscale puts exponent 0: its positions 0 … length − 1 count from min_position(length), so that
// the powers stay small. Only q and k see it, scores do not.
constexpr std::int64_t xpos_min_position(std::int64_t length) {
    return -((length + 1) / 2);
}

// ζ_i^(exponent_position / scale_base) [P].
std::vector<double> xpos_scale(const Xpos& xpos, double exponent_position);

// RoPE at `position`, pairs multiplied by ζ^(exponent_position/scale_base) for a query, divided for a key.
enum class XposSide { query, key };
std::vector<double> xpos_rotate(const Xpos& xpos, std::span<const double> x, double position,
                                double exponent_position, XposSide side);

// What a distance m − n does to a pair of a product q·k: cos and sin of its angle, times ζ^((m −
// n)/scale_base) and the attention factor of both sides. |distance| ≤ 2³³. Formed from the distance, because
// the powers of the two positions overflow long before their quotient does.
PairAngles xpos_turn(const Xpos& xpos, double distance);

// q·k of a query and a key at that distance, NOT divided by √d; components that are not rotated count as they
// are.
double xpos_product(const Xpos& xpos, std::span<const double> q, std::span<const double> k,
                    const PairAngles& turn);

}  // namespace rope
