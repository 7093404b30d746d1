#include "core/figure/kind/series.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/figure/kind/words.h"

namespace rope {

void Extent::cover(double value) {
    if (!std::isfinite(value)) return;
    lo = std::min(lo, value);
    hi = std::max(hi, value);
}

void Extent::cover(const LineMark& line) {
    for (const Point& point : line.points)
        cover(point.y);
}

LineMark series_line(std::size_t series, std::string label) {
    LineMark line;
    line.ink = {InkKind::model, static_cast<int>(series)};
    line.dash = static_cast<Dash>(series % 3);
    line.label = std::move(label);
    line.tag = {Role::series, static_cast<int>(series)};
    return line;
}

RuleMark zero_rule() {
    RuleMark zero;
    zero.vertical = false;
    zero.ink = {InkKind::muted};
    zero.dash = Dash::solid;
    zero.weight = 0.75;
    zero.tag.index = 0;
    return zero;
}

std::vector<RuleMark> context_rules(const std::vector<FigureModel>& models, double first, double last) {
    std::map<double, std::string> words_at;
    const auto mark = [&](std::int64_t tokens, const std::string& words) {
        const auto at = static_cast<double>(tokens);
        if (at <= first || at > last) return;
        std::string& text = words_at[at];
        if (text.find(words) == std::string::npos) text += (text.empty() ? "" : ", ") + words;
    };
    for (const FigureModel& model : models) {
        mark(model.spec.trained_context, "trained context");
        if (model.spec.context_length != model.spec.trained_context)
            mark(model.spec.context_length, "context");
    }
    std::vector<RuleMark> rules;
    for (const auto& [at, words] : words_at) {
        RuleMark rule;
        rule.value = at;
        rule.label = words;
        rule.tag.index = static_cast<int>(rules.size()) + 1;
        rules.push_back(std::move(rule));
    }
    return rules;
}

RuleMark delta_rule(double delta, const std::string& words) {
    RuleMark rule;
    rule.value = delta;
    rule.label = fmt::format("Δ = {}{}", position_text(delta), words);
    rule.ink = {InkKind::accent};
    rule.dash = Dash::solid;
    rule.tag = {Role::delta_handle};
    rule.draggable = true;
    return rule;
}

std::string of_models(const FigureInputs& inputs, const std::function<std::string(std::size_t)>& words) {
    std::string text;
    for (std::size_t m = 0; m < inputs.models.size(); ++m) {
        if (inputs.models.size() > 1) text += (m == 0 ? "" : "; ") + model_letter(m) + " = ";
        text += words(m);
    }
    return text + ".";
}

std::string model_suffix(const FigureInputs& inputs, std::size_t model) {
    return inputs.models.size() > 1 ? "_" + model_letter(model) : "";
}

bool is_tall(const FigureInputs& inputs) {
    return inputs.size.height >= kTallPicture * inputs.font_size;
}

Fault cancelled_fault(const char* what) {
    return Fault{"cancelled", what, "was not finished", "", "", {}};
}

}  // namespace rope
