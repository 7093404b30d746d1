// The rotation of ggml (llama.cpp), parameter by parameter: in float32 as the library computes it, and in
// closed form. Source: docs/spec-rope.md, 2.10; `ggml_compute_forward_rope_flt`, `ggml_mrope_cache_init`,
// `rope_yarn` in ggml/src/ggml-cpu/ops.cpp, `ggml_rope_yarn_corr_dims` in ggml/src/ggml.c.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/checked.h"
#include "core/rope/axes.h"
#include "core/rope/layout.h"

namespace rope {

enum class GgmlMode {
    norm,    // 0: pairs (2i, 2i + 1)
    neox,    // 2: pairs (i, i + n_dims/2)
    mrope,   // 8: as neox; each pair listens to one of four positions, in sections
    vision,  // 24: pairs (i, i + n_dims) of a head of 2·n_dims; the frequencies start again in each section
    imrope,  // 40: as mrope, with the sections interleaved
};
std::string_view id(GgmlMode mode);

constexpr int kMostGgmlSection = 1 << 28;  // three times as much, and the sum of four, is an int

// The operation's parameters under its own names, in its own types.
struct GgmlRope {
    GgmlMode mode = GgmlMode::norm;
    int head_dim = 128;
    int n_dims = 128;  // even; rotated components, the frequencies' denominator
    int n_ctx_orig = 4096;
    float freq_base = 10000;
    float freq_scale = 1;   // 1/s
    float ext_factor = 0;   // 0: every pair is scaled; 1: YaRN's ramp
    float attn_factor = 1;  // magnitude; with ext_factor ≠ 0 the kernel adds its own
    float beta_fast = 32, beta_slow = 1;
    std::vector<float> freq_factors{};  // divides θ, one per pair; empty: none
    // Pairs for t, h, w, e, read where several positions are: pair i belongs to sector i mod their sum, so
    // that they may be fewer or more than there are pairs.
    std::array<int, 4> sections{};

    bool several_positions() const { return mode != GgmlMode::norm && mode != GgmlMode::neox; }
    HeadShape shape() const;
};

// What the operation would abort on, or answer with NaN.
Checked<Done> validate(const GgmlRope& rope);

// Pair indices between which YaRN's ramp falls, in float32.
struct GgmlCorrDims {
    float start = 0, end = 0;
};
GgmlCorrDims ggml_corr_dims(const GgmlRope& rope);

// The angle of every pair [rad] at one position (several_positions: t, h, w, e). `rope` is valid. Float32
// throughout: θ starts at the position and is multiplied from pair to pair, so that its error grows with the
// pair and the position; powers and logarithms are rounded correctly, but for about one in 10⁸.
std::vector<float> ggml_angles(const GgmlRope& rope, std::span<const float> position);

// One head at one position (several_positions: t, h, w, e), whole numbers of at most 2³¹ in size. `rope` is
// valid. Float32 throughout; cosines and sines are rounded as powers are.
std::vector<float> ggml_rotation(std::span<const float> x, const GgmlRope& rope,
                                 std::span<const std::int64_t> position);

// The frequencies of the same operation, exact for parameters that are float32: one axis, or t, h, w and e.
// The magnitude is their attention factor.
AxisFrequencies ggml_frequencies(const GgmlRope& rope);

}  // namespace rope
