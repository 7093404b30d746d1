// Reading the position back from a rotated vector whose original is known. docs/spec-attention.md,
// absolute_recovery.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/checked.h"
#include "core/rope/frequencies.h"
#include "core/rope/layout.h"

namespace rope {

// The angle from x to y of every pair, in [0, 2π) [rad]; none for a pair that has no length, or does not
// turn.
std::vector<std::optional<double>> turned_by(std::span<const double> x, std::span<const double> y,
                                             const HeadShape& shape, const FrequencyTable& table);

// The longest wavelength among the pairs that carry a phase [tokens]: positions in [0, range) are told apart.
// None when no pair does.
std::optional<double> unambiguous_range(std::span<const std::optional<double>> phases,
                                        const FrequencyTable& table);

// Coarse to fine, like a vernier: the slowest pair gives an estimate, every faster one the nearest position
// to it that has its phase. A position outside of the range comes back as another one, in general not a whole
// number. None when no pair carries a phase. Error about the double rounding of the fastest pair. Cost
// O(P log P).
std::optional<double> recover_position(std::span<const std::optional<double>> phases,
                                       const FrequencyTable& table);

// Pairs that turn once in a whole number of tokens tell positions apart by their remainders, up to the least
// common multiple. Every period ≥ 1; fault too_large when the multiple does not fit 62 bits.
Checked<std::int64_t> common_period(std::span<const std::int64_t> periods);
// The position in [0, common period) with these remainders (0 ≤ remainder < period): the Chinese remainder
// theorem for periods that may share factors. None when they contradict each other or the multiple is too
// large.
std::optional<std::int64_t> position_of_remainders(std::span<const std::int64_t> periods,
                                                   std::span<const std::int64_t> remainders);

}  // namespace rope
