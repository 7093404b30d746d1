// The inner loops of lag_blocks.h on the widest vectors that the machine has. The same bits on every machine:
// vectors hold different lags, the terms are added in one order, and no operations are fused.
#pragma once

#include <cstddef>
#include <span>

namespace rope {

constexpr std::size_t kHalfBlock = 32;         // lags on each side of the centre of a block
constexpr std::size_t kGroupCoefficients = 4;  // of a polynomial, computed together
constexpr std::size_t kQuarter = 4;            // blocks of a quarter of a run
constexpr std::size_t kRunBlocks = kQuarter * kQuarter;

// Arrays [blocks][…] below have rows `stride` apart.

// `blocks` centres, re and im [blocks][terms], to out [blocks][2·kHalfBlock] without gaps:
// out[kHalfBlock + j] = Σ_i (re_i c_ij − im_i s_ij), out[kHalfBlock − 1 − j] = Σ_i (re_i c_ij + im_i s_ij)
// with c = cosine[terms][kHalfBlock], s = sine[terms][kHalfBlock]. Cost with AVX2: 8 cycles a term and
// block; four blocks at a time read the tables once.
void wave_sums(const double* cosine, const double* sine, std::size_t terms, const double* re,
               const double* im, std::size_t stride, std::size_t blocks, double* out);

// out[b][g·kGroupCoefficients + c] = Σ_i values_bi table_gic over the first waves[g] values of the row b;
// `table` holds [waves[g]][kGroupCoefficients] for one group g after the other.
void wave_coefficients(const double* table, std::span<const std::size_t> waves, const double* values,
                       std::size_t stride, std::size_t blocks, double* out);

// Fills rows 1 … kRunBlocks − 1 of re and im [kRunBlocks][terms] from the first. `turn` holds
// [2·(kQuarter − 1)][terms]: rotations 1, 2, 3 rows further, and 4, 8, 12 rows. Two products at most.
void turn_waves(const double* turn_re, const double* turn_im, std::size_t terms, std::size_t stride,
                double* re, double* im);

// The smallest and largest of finite values; ∞ and −∞ when there is none.
double smallest_of(std::span<const double> values);
double largest_of(std::span<const double> values);

}  // namespace rope
