// Models whose positions have three coordinates: Qwen2-VL and its kind. Text has t = h = w, so that every
// pair turns by its one position and ordinary frequencies say all there is; images and videos need these.
#pragma once

#include <optional>
#include <string_view>

#include "core/model/model_spec.h"
#include "core/rope/axes.h"

namespace rope {

// Does the model's config hold an mrope_section for the layers shown?
bool has_mrope(const ModelSpec& model);
bool mrope_is_interleaved(const ModelSpec& model);  // Qwen3-VL; Qwen2-VL has sections in order

// 0 t, 1 h, 2 w for every pair; the model has_mrope. Faults of mrope_axis_of_pair: a rotary dimension changed
// by hand no longer fits the sections.
Checked<std::vector<int>> mrope_axes_of(const ModelSpec& model);

// [t, h, w] after scaling. Faults of mrope_axes_of and of frequencies().
Checked<AxisFrequencies> mrope_frequencies(const ModelSpec& model, std::optional<std::int64_t> seq_len = {});

// As mrope_axes_of, for pictures of any model: nothing where the model has no sections, or none that fit.
std::optional<std::vector<int>> fitting_mrope_axes(const ModelSpec& model);

constexpr std::string_view kMropeLetters[] = {"t", "h", "w"}, kMropeWords[] = {"time", "row", "column"};

// "16,24,24" to a mrope_section; empty text: none. Whether it fits a head is another question. Faults:
// mrope_section_length, those of parse_integer for counts below 1.
Checked<std::vector<double>> parse_mrope_section(std::string_view text, std::string_view where);

// In words, for the model's facts: "t 16, h 24, w 24 pairs, in sections".
std::string mrope_words(const ModelSpec& model);

}  // namespace rope
