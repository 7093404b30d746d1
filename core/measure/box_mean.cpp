#include "core/measure/box_mean.h"
#include "core/base/extended.h"

#include <algorithm>
#include <limits>
#include <numbers>

namespace rope {
namespace {

// Σ_{t<n} e^{itβ}. e^{iα} − 1 = 2i sin(α/2) e^{iα/2} holds for every representative of α, so the reduced
// angles of the exact phases can be used and nothing cancels.
Phasor geometric_sum(TurnFraction step, std::int64_t n) {
    if (step == 0) return {static_cast<double>(n), 0};
    const double beta = angle(step), alpha = angle(phase_at(step, n));
    return (std::sin(alpha / 2) / std::sin(beta / 2)) * unit_phasor((alpha - beta) / 2);
}

// Σ_{t<n} t·e^{itβ}.
Phasor first_moment(TurnFraction step, std::int64_t n) {
    const double count = static_cast<double>(n), beta = angle(step);
    if (count * std::abs(beta) < 0.05) {
        // About the centre c the sum is e^{icβ}(c Σcos uβ + i Σu sin uβ), u = t − c; the series of the second
        // sum by the moments Σu², Σu⁴, Σu⁶ of n equally spaced u is good to (nβ/2)⁶/5040 < 1e-13.
        const double c = (count - 1) / 2, square = count * count, b2 = beta * beta;
        const double second = count * (square - 1) / 12;
        const double fourth = second * (3 * square - 7) / 20;
        const double sixth = second * (3 * square * square - 18 * square + 31) / 112;
        const double cosines = beta == 0 ? count : std::sin(count * beta / 2) / std::sin(beta / 2);
        const double sines = beta * (second - b2 * (fourth / 6 - b2 * sixth / 120));
        return unit_phasor(c * beta) * Phasor{c * cosines, sines};
    }
    // (n wⁿ − w Σwᵗ) / (w − 1), w − 1 = 2i sin(β/2) e^{iβ/2}.
    const Phasor difference =
        count * unit_phasor(phase_at(step, n)) - unit_phasor(step) * geometric_sum(step, n);
    return (1 / (2 * std::sin(beta / 2))) * (Phasor{0, -1} * unit_phasor(-beta / 2) * difference);
}

std::int64_t base_lag(const CellBox& box) {
    return box.query_from - box.key_from;
}

}  // namespace

std::vector<LagPiece> visible_pieces(const CellBox& box) {
    const std::int64_t smallest = base_lag(box) - (box.keys - 1);
    const std::int64_t largest = base_lag(box) + box.queries - 1;
    const std::int64_t height = std::min(box.queries, box.keys);
    const auto top = static_cast<double>(height);
    std::vector<LagPiece> pieces;
    for (LagPiece piece : {LagPiece{smallest, height - 1, 1, 1},
                           LagPiece{smallest + height - 1, largest - smallest - 2 * height + 3, top, 0},
                           LagPiece{largest - height + 2, height - 1, top - 1, -1}}) {
        const std::int64_t hidden = std::clamp<std::int64_t>(-piece.first_lag, 0, piece.count);
        piece.first_lag += hidden;
        piece.count -= hidden;
        piece.cells += piece.slope * static_cast<double>(hidden);
        if (piece.count > 0) pieces.push_back(piece);
    }
    return pieces;
}

Phasor piece_sum(TurnFraction step, const LagPiece& piece) {
    Phasor sum = piece.cells * geometric_sum(step, piece.count);
    if (piece.slope != 0) sum = sum + piece.slope * first_moment(step, piece.count);
    return unit_phasor(phase_at(step, piece.first_lag)) * sum;
}

double visible_cells(const CellBox& box) {
    double cells = 0;
    for (const LagPiece& piece : visible_pieces(box)) {
        const auto n = static_cast<double>(piece.count);
        cells += n * (piece.cells + piece.slope * (n - 1) / 2);
    }
    return cells;
}

double box_mean(TurnFraction step, TurnFraction phase, const CellBox& box) {
    const Phasor queries = geometric_sum(step, box.queries);
    const Phasor keys = geometric_sum(-step, box.keys);
    const Phasor corner = unit_phasor(phase + phase_at(step, base_lag(box)));
    return (corner * ((1 / static_cast<double>(box.queries)) * queries) *
            ((1 / static_cast<double>(box.keys)) * keys))
        .re;
}

double causal_box_mean(TurnFraction step, TurnFraction phase, const CellBox& box) {
    const double cells = visible_cells(box);
    if (cells == 0) return std::numeric_limits<double>::quiet_NaN();
    Phasor sum;
    for (const LagPiece& piece : visible_pieces(box))
        sum = sum + piece_sum(step, piece);
    return (unit_phasor(phase) * sum).re / cells;
}

double reduced_box_kernel(TurnFraction step, std::int64_t size) {
    if (step == 0) return 1;
    // size·β/2 is needed modulo 2π, not π: its sign is part of K.
    const double beta = angle(step);
    const double alpha = angle(phase_at(step, size));
    const double turns = std::nearbyint((static_cast<double>(size) * beta - alpha) / (2 * std::numbers::pi));
    const double sign = std::fmod(turns, 2) == 0 ? 1 : -1;
    return sign * std::sin(alpha / 2) / (static_cast<double>(size) * std::sin(beta / 2));
}

double box_kernel(double theta, std::int64_t size) {
    const double turns = std::nearbyint(theta / (2 * std::numbers::pi));
    const bool flips = (size - 1) % 2 != 0 && std::fmod(turns, 2) != 0;
    return (flips ? -1 : 1) * reduced_box_kernel(turn_step(Extended(theta)), size);
}

}  // namespace rope
