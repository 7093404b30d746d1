#include "core/model/mrope.h"

#include <fmt/format.h>

#include <algorithm>

namespace rope {

bool has_mrope(const ModelSpec& model) {
    return model.scaling.lists.contains("mrope_section");
}

bool mrope_is_interleaved(const ModelSpec& model) {
    const auto flag = model.scaling.numbers.find("mrope_interleaved");
    return flag != model.scaling.numbers.end() && flag->second != 0;
}

Checked<std::vector<int>> mrope_axes_of(const ModelSpec& model) {
    require(has_mrope(model), "mrope_axes_of: a model without M-RoPE");
    return mrope_axis_of_pair(model.scaling.lists.find("mrope_section")->second, model.shape.pairs(),
                              mrope_is_interleaved(model));
}

Checked<AxisFrequencies> mrope_frequencies(const ModelSpec& model, std::optional<std::int64_t> seq_len) {
    const auto axes = mrope_axes_of(model);
    if (!axes.ok()) return axes.fault();
    const auto scaled = frequencies(model, seq_len);
    if (!scaled.ok()) return scaled.fault();
    return mrope_axes(scaled.value().table, axes.value());
}

std::string mrope_words(const ModelSpec& model) {
    const auto axes = mrope_axes_of(model);
    if (!axes.ok()) return "sections that do not fit the rotary dimension";
    const auto turned_by = [&](int axis) {
        return std::count(axes.value().begin(), axes.value().end(), axis);
    };
    return fmt::format("t {}, h {}, w {} pairs, {}; text has t = h = w", turned_by(0), turned_by(1),
                       turned_by(2), mrope_is_interleaved(model) ? "interleaved" : "in sections");
}

}  // namespace rope
