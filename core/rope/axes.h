// Positions with several coordinates: rows and columns of an image, time, height and width of a video.
#pragma once

#include <span>
#include <vector>

#include "core/base/checked.h"
#include "core/rope/frequencies.h"
#include "core/rope/rotation.h"

namespace rope {

// One table per coordinate, all with the same number of pairs: pair i turns by φ_i = Σ_a p_a·θ_{a,i}. Where
// every pair listens to one coordinate (M-RoPE, axial), θ is 0 in the other tables.
struct AxisFrequencies {
    std::vector<FrequencyTable> axes;  // [A], A ≥ 1

    int pairs() const { return axes.front().pairs(); }
};

// cos and sin of every pair. `position` has one coordinate per axis, each |p| ≤ 2⁵³. Error as angles_at of
// one table, times A.
PairAngles angles_at(const AxisFrequencies& frequencies, std::span<const double> position);

// φ_i [rad] as a number that is not reduced to a turn, for display: rounded in double.
std::vector<double> plain_angles(const AxisFrequencies& frequencies, std::span<const double> position);

// The rotation of rotation.h; the attention factor is that of the first axis.
std::vector<double> rotate(std::span<const double> x, const HeadShape& shape,
                           const AxisFrequencies& frequencies, std::span<const double> position);

// ---- M-RoPE: coordinates t, h, w (time, row, column)

// Which coordinate each pair listens to: 0 t, 1 h, 2 w. `sections` are three counts of pairs whose sum is
// `pairs`. In order: the first sections[0] pairs t, then h, then w (Qwen2-VL,
// `apply_multimodal_rotary_pos_emb`). Interleaved: pairs 1, 4, 7, … below 3·sections[1] h, pairs 2, 5, 8, …
// below 3·sections[2] w, all others t (Qwen3-VL, `apply_interleaved_mrope`). Frequencies keep their index.
// Faults: mrope_section_length, mrope_section_count, mrope_section_sum.
Checked<std::vector<int>> mrope_axis_of_pair(std::span<const double> sections, int pairs, bool interleaved);

// [t, h, w]. `axis_of_pair` has one entry per pair. Equal coordinates give the ordinary rotation.
AxisFrequencies mrope_axes(const FrequencyTable& table, std::span<const int> axis_of_pair);

// ---- 2-D rotations of vision models: coordinates x (column), y (row). rotary_dim even, base > 0 and finite.

// d/4 frequencies base^(−4t/d); the first d/4 pairs turn by x, the others by y. Heo et al. 2024 (RoPE-ViT,
// arXiv:2403.13298), `compute_axial_cis`. Fault not_a_multiple_of_4.
Checked<AxisFrequencies> axial_axes(double base, int rotary_dim);

// d/4 frequencies base^(−2t/(d/2)); the first d/4 pairs turn by y, the others by x. Qwen2-VL's vision tower
// (`VisionRotaryEmbedding`). Fault not_a_multiple_of_4.
Checked<AxisFrequencies> qwen2vl_vision_axes(double base, int rotary_dim);

// d/2 frequencies base^(−2t/d): those of even t first and turned by y, then those of odd t, turned by x.
// Pixtral (`precompute_freqs_cis_2d`, mistral-inference). An odd number of pairs leaves y one more.
AxisFrequencies pixtral_axes(double base, int rotary_dim);

// Learned: φ_t = x·column[t] + y·row[t]. RoPE-ViT, `compute_mixed_cis`. Faults: wrong_length, not_finite.
Checked<AxisFrequencies> mixed_axes(std::span<const double> column, std::span<const double> row);

// The same before training: d/4 magnitudes base^(−4t/d), along the directions of an angle [rad] and across
// them. RoPE-ViT, `init_2d_freqs`, which draws the angle at random for each head. Fault not_a_multiple_of_4.
Checked<AxisFrequencies> mixed_axes_as_initialised(double base, int rotary_dim, double angle);

// Scores of one query at the centre against one key at every cell, NOT divided by √d: [height·width], x
// fastest. Cost O(width·height·head_dim).
struct Grid {
    int width = 14, height = 14;
    double centre_x = 7, centre_y = 7;
};
std::vector<double> grid_scores(std::span<const double> query, std::span<const double> key,
                                const HeadShape& shape, const AxisFrequencies& frequencies, const Grid& grid);

}  // namespace rope
