// Sinusoidal absolute positions: a vector of sines and cosines of the position, added to the token's vector.
// Source: Vaswani et al. 2017 (arXiv:1706.03762), section 3.5; the three orders of channels in use.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/base/checked.h"
#include "core/base/matrix.h"
#include "core/rope/frequencies.h"

namespace rope {

struct SchemeInputs;  // core/scheme/scheme.h

enum class SinusoidOrder {
    vaswani_interleaved,  // sin, cos, sin, cos, ... with exponent 2i/d: the paper
    concat_t2t,        // all sines, then all cosines, exponent i/(h − 1), h = ⌊d/2⌋, so the slowest is
                       // 1/base; an odd width ends in a 0: tensor2tensor, fairseq
    concat_2i_over_d,  // all sines, then all cosines, exponent 2i/d: Transformer-XL
};
std::string_view id(SinusoidOrder order);  // "vaswani_interleaved", ...

struct Sinusoids {
    int width = 0;
    FrequencyTable frequencies{};  // [h] of the pairs (sin, cos)
    // [h] channels of pair i; an odd interleaved width ends in a sine whose cosine has no channel: −1.
    std::vector<int> sine_channel{}, cosine_channel{};
};

// Faults: width_not_positive, base_not_positive, odd_width (concat_2i_over_d has no odd form).
Checked<Sinusoids> make_sinusoids(SinusoidOrder order, int width, double base);

// As the rows scheme.sinusoid_order and scheme.base of the inputs say, as wide as their head.
Checked<Sinusoids> sinusoids_of(const SchemeInputs& inputs);

// PE(position) [width], |position| ≤ 2³².
std::vector<double> encode(const Sinusoids& sinusoids, double position);

// PE(m)·PE(n) from m − n alone: Σ cos((m − n)θ_i). Every pair must be whole: no odd interleaved width.
double encoding_similarity(const Sinusoids& sinusoids, double distance);

// T_k [width, width] with T_k PE(m) = PE(m + k) for every m. Fault unpaired_sine for an odd interleaved
// width.
Checked<Matrix> shift_matrix(const Sinusoids& sinusoids, double offset);

}  // namespace rope
