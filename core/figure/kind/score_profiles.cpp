#include "core/figure/kind/score_profiles.h"

#include <cmath>
#include <limits>
#include <utility>

namespace rope {
namespace {

Axis score_axis(std::string title, const ColourScale& scale) {
    Axis axis;
    axis.title = std::move(title);
    axis.lo = scale.lo;
    axis.hi = scale.hi;
    return axis;
}

// The row or column of blocks that holds `position`, or −1 outside the view.
int block_of(double position, std::int64_t from, const LagView& view) {
    const double block =
        std::floor((position + 0.5 - static_cast<double>(from)) / static_cast<double>(view.cells));
    return block >= 0 && block < view.columns ? static_cast<int>(block) : -1;
}

LineMark profile_line(bool row, int block, const Raster& raster, const LagView& view) {
    LineMark line;
    line.ink = {row ? InkKind::query : InkKind::key};
    line.tag = {Role::profile, row ? 0 : 1};
    for (int other = 0; other < view.columns; ++other) {
        const double value = row ? raster.at(block, other) : raster.at(other, block);
        const double shown = std::isfinite(value) ? value : std::numeric_limits<double>::quiet_NaN();
        const double place = block_centre(other, row ? view.key_from : view.query_from, view);
        line.points.push_back(row ? Point{place, shown} : Point{shown, place});
    }
    return line;
}

RuleMark profile_rule(bool vertical, double value, Ink ink) {
    RuleMark rule;
    rule.vertical = vertical;
    rule.value = value;
    rule.ink = ink;
    rule.dash = Dash::solid;
    rule.weight = 0.75;
    rule.tag = {Role::cross_hair};
    return rule;
}

}  // namespace

double block_centre(int block, std::int64_t from, const LagView& view) {
    return static_cast<double>(from) + (block + 0.5) * static_cast<double>(view.cells) - 0.5;
}

bool inside(const Axis& axis, double value) {
    return value >= axis.lo && value <= axis.hi;
}

Panel row_profile(const FigureInputs& inputs, const Panel& map, const Raster& raster, const LagView& view,
                  const ColourScale& scale, std::string title) {
    Panel panel;
    panel.row = 1;
    panel.x = map.x;
    panel.x->visible = true;
    panel.y = score_axis(std::move(title), scale);
    panel.legend = false;
    panel.marks.push_back(profile_rule(false, 0, {InkKind::muted}));
    const int block = block_of(inputs.query_position, view.query_from, view);
    if (block >= 0) panel.marks.push_back(profile_line(true, block, raster, view));
    if (inside(*panel.x, inputs.key_position)) {
        panel.marks.push_back(profile_rule(true, inputs.key_position, {InkKind::key}));
    }
    return panel;
}

Panel column_profile(const FigureInputs& inputs, const Panel& map, const Raster& raster, const LagView& view,
                     const ColourScale& scale, std::string title) {
    Panel panel;
    panel.column = 1;
    panel.y = map.y;
    panel.y->visible = false;
    panel.x = score_axis(std::move(title), scale);
    panel.legend = false;
    panel.marks.push_back(profile_rule(true, 0, {InkKind::muted}));
    const int block = block_of(inputs.key_position, view.key_from, view);
    if (block >= 0) panel.marks.push_back(profile_line(false, block, raster, view));
    if (inside(*panel.y, inputs.query_position)) {
        panel.marks.push_back(profile_rule(false, inputs.query_position, {InkKind::query}));
    }
    return panel;
}

}  // namespace rope
