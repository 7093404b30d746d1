// Means of cos(Δθ + phase) over a block of queries × keys, in closed form.
//
// The phases of a block add up to a product of two geometric sums; on the causal diagonal the cells of equal
// Δ are counted by a trapezium, whose three straight pieces are geometric sums and their first moments. Cost
// O(1) in the size of the block, |error| ≤ 1e-12 also near multiples of 2π. Source: docs/spec-attention.md,
// box_mean.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/phase.h"
#include "core/measure/phasor.h"

namespace rope {

struct CellBox {
    std::int64_t query_from = 0, key_from = 0;
    std::int64_t queries = 1, keys = 1;  // cells each way, ≥ 1, ≤ 2³²
};

// Cells with m ≥ n.
double visible_cells(const CellBox& box);

// Over all cells, and over the visible ones (NaN when none is). `phase` at Δ = 0.
double box_mean(TurnFraction step, TurnFraction phase, const CellBox& box);
double causal_box_mean(TurnFraction step, TurnFraction phase, const CellBox& box);

// K(s) = sin(sθ/2) / (s sin(θ/2)): what averaging s neighbours leaves of a wave, in [−1, 1].
double box_kernel(double theta, std::int64_t size);

// The same for θ reduced to [−π, π): K with the sign of the reduced wave, so that K² is what a square block
// leaves.
double reduced_box_kernel(TurnFraction step, std::int64_t size);

// Cells of equal Δ: `count` lags from `first_lag` on, the first with `cells` cells, each further one with
// `slope` more.
struct LagPiece {
    std::int64_t first_lag = 0, count = 0;
    double cells = 0, slope = 0;
};
std::vector<LagPiece> visible_pieces(const CellBox& box);
Phasor piece_sum(TurnFraction step, const LagPiece& piece);  // Σ cells·e^{iΔθ}

}  // namespace rope
