// One panel during layout: what its labels need, then where they go.
#pragma once

#include "core/figure/lanes.h"
#include "core/figure/layout.h"
#include "core/figure/mark_labels.h"
#include "core/figure/spacing.h"

namespace rope {

// How much a page shows; each step leaves out more.
enum class Detail { all, no_caption, no_titles, bare };

class PanelParts {
  public:
    // `labels_above`: marks may have theirs above the plot where data leaves no room in it. `beyond`: how far
    // its title may reach into what lies right of the panel [pt].
    PanelParts(const Panel& panel, Detail detail, bool labels_above, double beyond, const Theme& theme,
               const TextMetrics& text);

    const Margins& margins() const { return margins_; }
    // Chooses ticks and the kind of legend for the plot as it is; true when the margins had to grow for them
    // (they never shrink, so that repeating this ends).
    bool measure(PanelLayout& places);
    // Places all labels; after the last measure().
    void finish(PanelLayout& places);
    // Whether plot and labels are large enough to be of use.
    bool roomy(const PanelLayout& places) const;

  private:
    enum class Legend { undecided, none, direct, inside, beside, above };

    bool has_axes() const { return panel_.x || panel_.y; }
    std::vector<Tick> plan_ticks(const Axis& axis, double length, bool horizontal) const;
    // Whether words side by side would touch.
    bool crowded(const Axis& axis, double length) const;
    double widest(const std::vector<Tick>& ticks) const;
    void choose_legend(PanelLayout& places);
    bool beside_leaves_more(const PanelLayout& places) const;  // than a legend above
    double title_room() const;
    double title_width(const PanelLayout& places) const;                // that the panel's title may take
    double bar_title_x(const PanelLayout& places) const;  // where that of the colour bar begins
    double above_room() const { return above_.height(theme_, text_); }  // of marks' labels, next to the plot
    void place_titles(PanelLayout& places) const;
    void plan_colour_bar(PanelLayout& places) const;
    const std::string& fitting(const std::string& title, const std::string& shorter, double room,
                               double size) const;
    Label axis_title(const Axis& axis, double room) const;
    Label label(const std::string& markup, double room, double size, const Ink& ink, Role role) const;

    const Panel& panel_;
    Detail detail_;
    bool labels_above_;
    double beyond_;
    const Theme& theme_;
    const TextMetrics& text_;
    Spacing space_;
    double line_;  // height of small text
    Margins margins_;
    Legend legend_ = Legend::undecided;
    LabelsAbove above_;
};

}  // namespace rope
