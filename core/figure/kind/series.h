// Marks, words and columns that kinds with curves share: one series per model or per method.
#pragma once

#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "core/figure/figure_inputs.h"

namespace rope {

constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();  // breaks a line, leaves a cell empty

// The finite values seen so far; empty at first.
struct Extent {
    double lo = std::numeric_limits<double>::infinity(), hi = -std::numeric_limits<double>::infinity();
    void cover(double value);
    void cover(const LineMark& line);  // its ordinates
    bool empty() const { return !(lo <= hi); }
};

// Seven dashes against six hues: dozens of series differ in one or the other, also in grey print.
Dash series_dash(std::size_t series);

// Hue and dash by place in the list; `label` may be empty.
LineMark series_line(std::size_t series, std::string label);

RuleMark zero_rule();  // horizontal, thin

// A length that is the trained context or the context of some models: each length once.
struct ContextMark {
    double tokens = 0;
    std::string
        words;  // rich text: "trained context"; "context, Phi-2", "context, A and C" where models differ
    Ink ink{InkKind::muted};  // the model's, where it is of one among several
};
std::vector<ContextMark> context_marks(const std::vector<FigureModel>& models, bool with_length);

// The same as vertical rules within (first, last].
std::vector<RuleMark> context_rules(const std::vector<FigureModel>& models, double first, double last);

// The document's own distance as the handle that the window drags; `words` after "Δ = 64".
RuleMark delta_rule(double delta, const std::string& words);

// "A = …; B = …." over all models; without letters for one.
std::string of_models(const FigureInputs& inputs, const std::function<std::string(std::size_t)>& words);

// "_A", "_B" for columns of several models; empty for one.
std::string model_suffix(const FigureInputs& inputs, std::size_t model);

// Small panels beside a large one fit from here on [em].
constexpr double kTallPicture = 24;
bool is_tall(const FigureInputs& inputs);

Fault cancelled_fault(const char* what);

}  // namespace rope
