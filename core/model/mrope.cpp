#include "core/model/mrope.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/number_text.h"

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

std::optional<std::vector<int>> fitting_mrope_axes(const ModelSpec& model) {
    if (!has_mrope(model)) return std::nullopt;
    auto axes = mrope_axes_of(model);
    if (!axes.ok()) return std::nullopt;
    return std::move(axes).value();
}

Checked<std::vector<double>> parse_mrope_section(std::string_view text, std::string_view where) {
    std::vector<double> sections;
    if (without_blanks(text).empty()) return sections;
    for (const std::string_view part : split(text, ',')) {
        const auto count = parse_integer(without_blanks(part), 1, kLargestHeadDim / 2, where);
        if (!count.ok()) return count.fault();
        sections.push_back(static_cast<double>(count.value()));
    }
    if (sections.size() == std::size(kMropeLetters)) return sections;
    return Fault{.id = "mrope_section_length",
                 .subject = fmt::format("a list of {} sections", sections.size()),
                 .rule = "must hold three counts of pairs: of time, rows and columns",
                 .remedy = "Qwen2-VL has 16,24,24 for 64 pairs",
                 .where = std::string(where),
                 .kind = FaultKind::usage};
}

std::string mrope_words(const ModelSpec& model) {
    const auto axes = mrope_axes_of(model);
    if (!axes.ok()) return "sections that do not fit the rotary dimension";
    const auto turned_by = [&](int axis) {
        return std::count(axes.value().begin(), axes.value().end(), axis);
    };
    return fmt::format("t {}, h {}, w {} pairs, {}", turned_by(0), turned_by(1), turned_by(2),
                       mrope_is_interleaved(model) ? "interleaved" : "in sections");
}

}  // namespace rope
