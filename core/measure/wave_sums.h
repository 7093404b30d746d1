// The inner loops of LagBlocks on the widest vectors that the machine has. The same bits on every machine:
// vectors hold different lags, the terms are added in one order, and no operations are fused.
#pragma once

#include <cstddef>
#include <span>

namespace rope {

constexpr std::size_t kHalfBlock = 32;  // lags on each side of the centre of a block

// `blocks` centres, re and im [blocks][terms], to out [blocks][2·kHalfBlock]:
// out[kHalfBlock + j] = Σ_i (re_i c_ij − im_i s_ij), out[kHalfBlock − 1 − j] = Σ_i (re_i c_ij + im_i s_ij)
// with c = cosine[terms][kHalfBlock], s = sine[terms][kHalfBlock]. Cost with AVX-512: 8 cycles a term and
// block; four blocks at a time read the tables once.
void wave_sums(const double* cosine, const double* sine, const double* re, const double* im,
               std::size_t terms, std::size_t blocks, double* out);

// next = (re + i·im)·(by_re + i·by_im), term by term; the arrays must not overlap.
void turn_waves(const double* re, const double* im, const double* by_re, const double* by_im,
                std::size_t terms, double* next_re, double* next_im);

// The smallest of finite values; infinite when there is none.
double smallest_of(std::span<const double> values);

}  // namespace rope
