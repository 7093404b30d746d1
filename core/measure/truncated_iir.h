// Memories with one complex pole p = e^{−α + iθ}: what a decayed rotary kernel e^{−αk} cos(kθ + φ) sums over
// the past, in a window, for ever, or both. After the tail-cancelling filters of Wang and Smith 1997 (IEEE
// Trans. Signal Processing 45); docs/spec-attention.md, tiir.
#pragma once

#include <complex>
#include <span>
#include <vector>

#include "core/measure/phasor.h"

namespace rope {

struct Pole {
    Phasor value;      // p
    Phasor tail_gain;  // p^W: what is left of an input when the window drops it
    std::size_t window = 1;
};
// α ≥ 0 per token, θ rad/token, |θ| ≤ 1e6, window W ≥ 1 tokens. p^W is formed from exact turns, not by
// products.
Pole make_pole(double alpha, double theta, std::size_t window);

// y_n = Σ_{k ≤ n} p^k x_{n−k} for every n.
std::vector<Phasor> full_response(const Pole& pole, std::span<const double> x);

// y_n = Σ_{k < W} p^k x_{n−k} = p y_{n−1} + x_n − p^W x_{n−W}: O(1) a token, whatever W is. On the unit
// circle nothing damps rounding errors, so a second sum, without subtraction, replaces the first every W
// tokens: |error| stays below 4W·ε·max|x|.
std::vector<Phasor> windowed_response(const Pole& pole, std::span<const double> x);

// The windowed recursion as binary32 hardware runs it: coefficients and every operation rounded, no fused
// multiply-add; t = (p_r y_r − p_i y_i, p_r y_i + p_i y_r), then + x_n, then − p^W x_{n−W}. `refresh` R ≥ W:
// a second sum, begun at 0 W tokens before, replaces the first whenever (n + 1) mod R = 0; 0: never.
// Bit-exact.
std::vector<std::complex<float>> float32_response(const Pole& pole, std::span<const float> x,
                                                  std::size_t refresh);

// How far that is from the same sum in binary64, |float32_response − windowed_response| for every n.
std::vector<double> float32_drift(const Pole& pole, std::span<const float> x, std::size_t refresh);

// Re(e^{iφ} y_n): the sum under the kernel e^{−αk} cos(kθ + φ).
std::vector<double> with_phase(std::span<const Phasor> response, double phase);

// out_n = Σ_{k<W} kernel_k x_{n−k} + tail_weight · Re T_n, T_n = p T_{n−1} + p^W x_{n−W}: any exact window,
// and what lies before it in one recursion. kernel has W entries. Cost O(n·W).
struct HybridMemory {
    std::vector<double> window, tail, output;  // one a token; tail before its weight
};
HybridMemory hybrid_memory(const Pole& pole, std::span<const double> kernel, double tail_weight,
                           std::span<const double> x);

}  // namespace rope
