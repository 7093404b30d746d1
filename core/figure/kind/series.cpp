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

Dash series_dash(std::size_t series) {
    return static_cast<Dash>(series % kDashes);
}

LineMark series_line(std::size_t series, std::string label) {
    LineMark line;
    line.ink = {InkKind::model, static_cast<int>(series)};
    line.dash = series_dash(series);
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

std::vector<ContextMark> context_marks(const std::vector<FigureModel>& models, bool with_length) {
    struct Owners {
        std::vector<std::size_t> trained, context;
    };
    std::map<std::int64_t, Owners> owners_of;
    for (std::size_t m = 0; m < models.size(); ++m) {
        const ModelSpec& spec = models[m].spec;
        owners_of[spec.trained_context].trained.push_back(m);
        if (spec.context_length != spec.trained_context) owners_of[spec.context_length].context.push_back(m);
    }
    const std::vector<std::string> labels = model_labels(models);
    std::vector<ContextMark> marks;
    for (const auto& [tokens, owners] : owners_of) {
        ContextMark mark{static_cast<double>(tokens), "", {InkKind::muted}};
        const auto add = [&](const std::string& name, const std::vector<std::size_t>& of) {
            if (of.empty()) return;
            mark.words += (mark.words.empty() ? "" : "; ") + name;
            if (with_length) mark.words += " " + position_text(mark.tokens);
            if (of.size() == models.size()) return;
            if (of.size() == 1) mark.words += ", " + labels[of.front()];
            for (std::size_t i = 0; of.size() > 1 && i < of.size();
                 ++i)  // as captions call them: names are long
                mark.words += (i == 0 ? ", " : i + 1 < of.size() ? ", " : " and ") + model_letter(of[i]);
        };
        add("trained context", owners.trained);
        add("context", owners.context);
        std::vector<std::size_t> all = owners.trained;
        all.insert(all.end(), owners.context.begin(), owners.context.end());
        if (models.size() > 1 && all.size() == 1) mark.ink = {InkKind::model, static_cast<int>(all.front())};
        marks.push_back(std::move(mark));
    }
    return marks;
}

std::vector<RuleMark> context_rules(const std::vector<FigureModel>& models, double first, double last) {
    std::vector<RuleMark> rules;
    for (ContextMark& mark : context_marks(models, false)) {
        if (mark.tokens <= first || mark.tokens > last) continue;
        RuleMark rule;
        rule.value = mark.tokens;
        rule.label = std::move(mark.words);
        rule.ink = mark.ink;
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
