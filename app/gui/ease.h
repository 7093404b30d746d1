// Changes of view ease for 120 ms; what a hand drags does not. Drawing alone: documents, results and exports
// change at once and never hold anything in between.
#pragma once

#include <chrono>
#include <vector>

#include "core/figure/layout.h"

namespace rope {

using FrameTime = std::chrono::steady_clock::time_point;

// A motion from one state of the screen to another.
class Ease {
  public:
    void begin(FrameTime now) { start_ = now, runs_ = true; }
    void end() { runs_ = false; }
    bool runs() const { return runs_; }
    // 0 … 1, fast first. Ends when it answers 1, which is then on the screen.
    double share(FrameTime now);

  private:
    FrameTime start_;
    bool runs_ = false;
};

Rect between(const Rect& from, const Rect& to, double share);

// Do two figures show the same panels with other ranges of their axes?
bool differs_in_ranges(const Figure& from, const Figure& to);
// The panels of `to` on the axes in between; their table stays empty.
Figure ranges_between(const Figure& from, const Figure& to, double share);
// What the screen shows on the way: with the data of both, so that there is something to see where only one
// of them has been computed.
Figure between(const Figure& from, const Figure& to, double share);
// The places of `to` with the ticks and labels of a figure in between, so that frames stand still.
FigureLayout places_between(const FigureLayout& to, const Figure& moving, const Theme& theme,
                            const TextMetrics& text);

}  // namespace rope
