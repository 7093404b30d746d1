// The position read back from a rotated vector whose original is known, and what comes of it otherwise.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/number_text.h"
#include "core/base/utf8.h"
#include "core/figure/kind/kinds.h"
#include "core/figure/kind/room.h"
#include "core/figure/kind/series.h"
#include "core/figure/kind/words.h"
#include "core/measure/absolute_recovery.h"
#include "core/rope/precision.h"

namespace rope {
namespace recover_figure {
namespace {

constexpr int kPositions = 120;  // read back along the axis

constexpr std::array<ParamChoice, 4> kFormats{
    {{"fp64", "fp64"}, {"fp32", "fp32"}, {"bf16", "bf16"}, {"fp16", "fp16"}}};

constexpr std::array<ParamSpec, 2> kParams{
    {{.id = "recover.format",
      .label = "Stored as",
      .type = ParamType::choice,
      .initial_text = "fp64",
      .choices = kFormats,
      .help = "Number format to which the rotated vector is rounded before its position is read."},
     {.id = "recover.to",
      .label = "To position",
      .unit = "tokens",
      .type = ParamType::integer,
      .min = 0,
      .max = kLargestPosition,
      .initial = 0,
      .help = "Last position drawn; 0 goes a little beyond the longest wavelength, where positions repeat.",
      .slider_max = 131072}}};

NumberFormat read_format(const FigureInputs& inputs) {
    for (const NumberFormat format : {NumberFormat::fp32, NumberFormat::bf16, NumberFormat::fp16}) {
        if (inputs.choice("recover.format") == id(format)) return format;
    }
    return NumberFormat::fp64;
}

class Reader {
  public:
    explicit Reader(const FigureInputs& inputs)
        : inputs_(inputs),
          shape_(inputs.models.front().spec.shape),
          table_(inputs.models.front().frequencies->table),
          format_(read_format(inputs)) {}

    std::vector<double> stored(double position) const {
        std::vector<double> rotated = rotate(inputs_.q, shape_, table_, position);
        for (double& x : rotated)
            x = rounded(x, format_);
        return rotated;
    }
    std::vector<std::optional<double>> phases(std::span<const double> original, double position) const {
        return turned_by(original, stored(position), shape_, table_);
    }
    double read(std::span<const double> original, double position) const {
        const double found = recover_position(phases(original, position), table_).value_or(kNoValue);
        return std::isfinite(found) ? found : kNoValue;
    }
    std::optional<double> range() const { return unambiguous_range(phases(inputs_.q, 1), table_); }

  private:
    const FigureInputs& inputs_;
    const HeadShape& shape_;
    const FrequencyTable& table_;
    NumberFormat format_;
};

// Broken where the reading jumps by a wavelength.
LineMark reading(const std::vector<double>& at, const std::vector<double>& read, const Panel& panel,
                 std::string label) {
    LineMark line = series_line(0, std::move(label));
    for (std::size_t i = 0; i < at.size(); ++i) {
        const bool seen = read[i] >= panel.y->lo && read[i] <= panel.y->hi;
        const bool jumps = i > 0 && std::abs((read[i] - read[i - 1]) - (at[i] - at[i - 1])) > 1;
        if (jumps) line.points.push_back({kNoValue, kNoValue});
        line.points.push_back({at[i], seen ? read[i] : kNoValue});
    }
    return line;
}

Panel positions_panel(const DataTable& data, double last, double range) {
    Panel panel;
    panel.x.emplace().title = "position *m* (tokens)";
    panel.y.emplace().title = "read back (tokens)";
    panel.y->short_title = "read back";
    panel.x->hi = panel.y->hi = last;
    panel.y->hi = 1.04 * last;
    panel.y->lo = -0.04 * last;
    const std::vector<double>& at = data.columns[0].values;
    LineMark other = reading(at, data.columns[2].values, panel, "*k* taken for it");
    other.ink = {InkKind::key};
    other.dash = Dash::dashed;
    other.tag.index = 1;
    LineMark known = reading(at, data.columns[1].values, panel, "*q* known");
    known.ink = {InkKind::query};
    known.weight = 1.5;
    panel.marks.emplace_back(std::move(other));
    panel.marks.emplace_back(std::move(known));
    if (range < last) {
        RuleMark rule;
        rule.value = range;
        rule.label = "longest wavelength";
        rule.tag.index = 1;
        panel.marks.emplace_back(std::move(rule));
    }
    return panel;
}

// Without axes when every reading is exact.
Panel error_panel(const DataTable& data, double last, double range) {
    Panel panel;
    Extent extent;
    LineMark line = series_line(0, "");
    line.ink = {InkKind::query};
    for (std::size_t i = 0; i < data.columns[0].values.size(); ++i) {
        const double error = std::abs(data.columns[1].values[i] - data.columns[0].values[i]);
        const bool seen = error > 0 && std::isfinite(error);
        if (seen) extent.cover(error);
        line.points.push_back({data.columns[0].values[i], seen ? error : kNoValue});
    }
    if (extent.empty()) return panel;
    panel.marks.emplace_back(std::move(line));
    if (range < last) {
        RuleMark rule;
        rule.value = range;
        rule.tag.index = 1;
        panel.marks.emplace_back(std::move(rule));
    }
    panel.x.emplace().title = "position *m* (tokens)";
    panel.x->hi = last;
    panel.y.emplace().title = "|error|, *q* known (tokens)";
    panel.y->short_title = "|error| (tokens)";
    panel.y->scale = AxisScale::logarithmic;
    panel.y->lo = std::max(extent.lo / 3, 1e-300);
    panel.y->hi = std::min(extent.hi * 3, 1e300);
    return panel;
}

Checked<Figure> build(const FigureInputs& inputs, ResultCache&, Progress& progress) {
    Figure figure;
    figure.kind = "recover";
    const Reader reader(inputs);
    const std::optional<double> range = reader.range();
    if (!range) {
        figure.sentence =
            "No pair of q both turns and has a length: there is nothing to read a position from.";
        return figure;
    }
    double last = inputs.number("recover.to");
    if (last == 0) last = rounded_up(1.2 * *range);
    last = std::clamp(last, 2.0, kLargestPosition);
    Column at{"position", "tokens", {}}, known{"read", "tokens", {}},
        unknown{"read_with_another", "tokens", {}};
    for (int i = 0; i <= kPositions; ++i) {
        if (progress.cancelled()) return cancelled_fault("reading positions");
        const double position = std::round(last * i / kPositions);
        if (!at.values.empty() && position <= at.values.back()) continue;
        at.values.push_back(position);
        known.values.push_back(reader.read(inputs.q, position));
        unknown.values.push_back(reader.read(inputs.k, position));
    }
    figure.data.columns = {std::move(at), std::move(known), std::move(unknown)};
    figure.panels.push_back(positions_panel(figure.data, last, *range));
    if (inputs.size.width >= 30 * inputs.font_size && inputs.size.height >= 14 * inputs.font_size) {
        Panel error = error_panel(figure.data, last, *range);
        if (error.y) {
            error.column = 1;
            figure.column_weights = {1, 1};
            figure.panels.push_back(std::move(error));
        }
    }
    figure.caption = statements_of(
        fmt::format("position read back, right below {} tokens", position_text(std::floor(*range))),
        inputs.models.front().spec);
    add_statement(figure,
                  fmt::format("Positions repeat from the longest wavelength on; q = {} is known ({}).",
                              printable(inputs.q_text), inputs.choice("recover.format")));
    add_statement(
        figure, fmt::format("With k = {} taken for q the position is off by an amount that nobody can know.",
                            printable(inputs.k_text)));
    add_only_first_model_note(figure, inputs);
    return figure;
}

}  // namespace
}  // namespace recover_figure

const FigureKind kRecoverKind{
    "recover", "Recovery",
    "The position read back from a rotated vector whose original is known, and what comes of it otherwise.",
    recover_figure::kParams, &recover_figure::build};

}  // namespace rope
