#include "core/rope/mrope_positions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"

namespace rope {
namespace {

Fault out_of_range(std::string subject, std::string rule) {
    return {.id = "out_of_range",
            .subject = std::move(subject),
            .rule = std::move(rule),
            .remedy = "",
            .where = ""};
}

Checked<Done> check_segment(const MropeSegment& segment) {
    for (const std::int64_t count : {segment.tokens, segment.frames, segment.rows, segment.columns}) {
        if (count < 0 || count > kMostMropeTokens)
            return out_of_range(fmt::format("a count of {} in a segment", count),
                                fmt::format("must be from 0 to {}", kMostMropeTokens));
    }
    // Figures and kernels reach 2³² positions.
    const double last = segment.frame_step * static_cast<double>(segment.frames);
    if (!(segment.frame_step >= 0) || !(last <= 4294967296.0))
        return out_of_range("a frame step of " + shortest_text(segment.frame_step),
                            "must be a number from 0, and small enough that ids stay below 2³²");
    return Done{};
}

double patches_of(const MropeSegment& grid, std::int64_t merge) {
    return static_cast<double>(grid.frames) * static_cast<double>(grid.rows / merge) *
           static_cast<double>(grid.columns / merge);
}

double tokens_of(const MropeSegment& segment, std::int64_t merge) {
    return segment.kind == MropeSegment::Kind::text ? static_cast<double>(segment.tokens)
                                                    : patches_of(segment, merge) + (segment.markers ? 2 : 0);
}

class Walk {
  public:
    void add(const MropeSegment& segment, std::int64_t merge) {
        if (segment.kind == MropeSegment::Kind::text) {
            text(segment.tokens);
            return;
        }
        if (segment.markers) text(1);
        if (patches_of(segment, merge) > 0) vision(segment, merge);
        if (segment.markers) text(1);
    }

    MropePositions take() {
        ids_.delta = next_ - static_cast<std::int64_t>(ids_.t.size());
        return std::move(ids_);
    }

  private:
    void text(std::int64_t tokens) {
        for (std::int64_t i = 0; i < tokens; ++i)
            push(next_, next_, next_);
    }

    void vision(const MropeSegment& grid, std::int64_t merge) {
        const std::int64_t start = next_;
        for (std::int64_t frame = 0; frame < grid.frames; ++frame) {
            const double steps = std::trunc(static_cast<double>(frame) * grid.frame_step);
            for (std::int64_t row = 0; row < grid.rows / merge; ++row) {
                for (std::int64_t column = 0; column < grid.columns / merge; ++column)
                    push(start + static_cast<std::int64_t>(steps), start + row, start + column);
            }
        }
    }

    void push(std::int64_t t, std::int64_t h, std::int64_t w) {
        ids_.t.push_back(t);
        ids_.h.push_back(h);
        ids_.w.push_back(w);
        next_ = std::max({next_, t + 1, h + 1, w + 1});
    }

    MropePositions ids_;
    std::int64_t next_ = 0;  // largest id so far + 1
};

}  // namespace

Checked<MropePositions> mrope_positions(std::span<const MropeSegment> segments, std::int64_t merge) {
    if (merge < 1 || merge > kMostMropeTokens)
        return out_of_range(fmt::format("spatial_merge_size = {}", merge), "must be at least 1");
    double tokens = 0;
    for (const MropeSegment& segment : segments) {
        if (const auto checked = check_segment(segment); !checked.ok()) return checked.fault();
        tokens += tokens_of(segment, merge);
    }
    if (tokens > static_cast<double>(kMostMropeTokens))
        return out_of_range(fmt::format("a sequence of {} tokens", shortest_text(tokens)),
                            fmt::format("must have at most {}", kMostMropeTokens));
    Walk walk;
    for (const MropeSegment& segment : segments)
        walk.add(segment, merge);
    return walk.take();
}

}  // namespace rope
