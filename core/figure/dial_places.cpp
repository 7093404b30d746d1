#include "core/figure/dial_places.h"

#include <algorithm>
#include <cmath>

#include "core/figure/spacing.h"
#include "core/figure/text_fit.h"

namespace rope {
namespace {

constexpr double kSmallestLabelled = 36;    // [pt] dials below carry no label
constexpr double kSmallestWavelength = 72;  // [pt] dials below carry only their index
constexpr double kGapShare = 0.16;          // of a dial's size, between dials
constexpr double kNarrowGap = 0.08;         // the same between dials without labels, which need the room
constexpr double kSmallestRadius = 24;      // [pt] a large dial that gets smaller than this loses its readout
constexpr double kLongestReach = 2;         // times the rim: how long an arrow may be and still fit
constexpr double kLabelShare = 0.85;        // dial labels against small text: there are many

struct Grid {
    int columns = 1, rows = 1;
    double size = 0;  // side of a dial's square, without gap and label [pt]
    double gap = 0, label = 0;
};

Grid grid_with(int count, int columns, const Rect& room, double label_height) {
    Grid grid;
    grid.columns = columns;
    grid.rows = (count + columns - 1) / columns;
    const auto side = [&](double gap_share, double label) {
        const double wide = room.width / (columns + (columns - 1) * gap_share);
        const double high = (room.height - grid.rows * label) / (grid.rows + (grid.rows - 1) * gap_share);
        return std::max(0.0, std::min(wide, high));
    };
    grid.size = side(kGapShare, label_height);
    if (grid.size >= kSmallestLabelled) {
        grid.label = label_height;
    } else {
        // Without labels; small dials stop growing before they would get some again.
        grid.size = std::min(side(kNarrowGap, 0), kSmallestLabelled);
    }
    grid.gap = (grid.label > 0 ? kGapShare : kNarrowGap) * grid.size;
    if (grid.size < kSmallestDial) {  // cells touch, so that many pairs remain one picture
        grid.size = std::min(side(0, 0), kSmallestDial);
        grid.gap = 0;
    }
    return grid;
}

// The columns that give the largest dials; a full last row is worth some size.
Grid best_grid(int count, const Rect& room, double label_height) {
    Grid best;
    double best_worth = -1;
    for (int columns = 1; columns <= count; ++columns) {
        const Grid grid = grid_with(count, columns, room, label_height);
        const int missing = grid.rows * columns - count;
        const double worth = grid.size * (missing == 0 ? 1.0 : missing < columns ? 0.88 : 0.5);
        if (worth > best_worth) {
            best_worth = worth;
            best = grid;
        }
    }
    return best;
}

void place_grid(const DialGridMark& mark, const Rect& room, const Theme& theme, const TextMetrics& text,
                PanelLayout& places) {
    const int count = static_cast<int>(mark.dials.size());
    if (count == 0) return;
    const double size = theme.small_size * kLabelShare;
    const double label_height = line_height(text, size) + 2 * Spacing(theme).unit;
    const Grid grid = best_grid(count, room, label_height);
    const double wide = grid.columns * grid.size + (grid.columns - 1) * grid.gap;
    const double left = room.x + std::max(0.0, (room.width - wide) / 2);
    for (int i = 0; i < count; ++i) {
        const int row = i / grid.columns, column = i % grid.columns;
        places.dials.push_back({left + column * (grid.size + grid.gap),
                                room.y + row * (grid.size + grid.gap + grid.label), grid.size, grid.size});
    }
    if (grid.label > 0) {
        places.dial_text = size;
        places.dial_wavelengths = grid.size >= std::max(kSmallestWavelength, 7.5 * size);
    }
}

void place_large(const LargeDialMark& mark, const Rect& room, const Theme& theme, const TextMetrics& text,
                 PanelLayout& places) {
    const Spacing space(theme);
    const double line = 1.3 * line_height(text, theme.small_size);
    // Around the rim: tick ring, labels q and k, arrows that pass the rim a little.
    const double rim = std::min(1.9 * theme.small_size, 0.12 * std::min(room.width, room.height));
    double widest = 0;
    for (const std::string& words : mark.readout)
        widest = std::max(widest, text.rich_width(words, theme.small_size));
    const double high = line * static_cast<double>(mark.readout.size());
    const double gap = space.gap();

    // Arrows longer than the rim need room too; what is much longer may be cut.
    const auto reach_of = [&](Point v) {
        const double reach = std::hypot(v.x, v.y) / mark.radius_scale;
        return std::isfinite(reach) ? std::clamp(reach, 1.0, kLongestReach) : 1.0;
    };
    const double reach = std::max(reach_of(mark.dial.q), reach_of(mark.dial.k));
    const double alone = (std::min(room.width, room.height) / 2 - rim) / reach;
    double beside = (std::min((room.width - widest - gap) / 2, room.height / 2) - rim) / reach;
    double below = (std::min(room.width / 2, (room.height - high - gap / 2) / 2) - rim) / reach;
    if (high > room.height) beside = -1;
    if (widest > room.width) below = -1;
    const bool readout = !mark.readout.empty() && std::max(beside, below) >= kSmallestRadius * space.unit;
    const bool is_beside = readout && beside >= below;
    const double radius = std::max(0.0, !readout ? alone : is_beside ? beside : below);
    const double across = 2 * (radius * reach + rim);
    places.dial_radius = radius;
    if (!readout) {
        places.dial_centre = {room.x + room.width / 2, room.y + room.height / 2};
        return;
    }
    const double block = is_beside ? across + gap + widest : across;
    const double left = room.x + (room.width - block) / 2;
    const double top = is_beside ? room.y + (room.height - across) / 2
                                 : room.y + std::max(0.0, (room.height - across - gap / 2 - high) / 2);
    places.dial_centre = {left + across / 2, top + across / 2};
    const double text_x = is_beside ? left + across + gap : room.x + std::max(0.0, (room.width - widest) / 2);
    double text_y = is_beside ? places.dial_centre.y - high / 2 : top + across + gap / 2;
    for (const std::string& words : mark.readout) {
        places.readout.push_back({.box = {text_x, text_y, text.rich_width(words, theme.small_size),
                                          line_height(text, theme.small_size)},
                                  .text = words,
                                  .ink = {InkKind::text},
                                  .size = theme.small_size});
        text_y += line;
    }
}

}  // namespace

void place_dials(const Panel& panel, const Theme& theme, const TextMetrics& text, PanelLayout& places) {
    const DialGridMark* grid = nullptr;
    const LargeDialMark* large = nullptr;
    for (const Mark& mark : panel.marks) {
        if (const auto* found = std::get_if<DialGridMark>(&mark)) grid = found;
        if (const auto* found = std::get_if<LargeDialMark>(&mark)) large = found;
    }
    const Rect& room = places.plot;
    Rect for_grid = room, for_large = room;
    if (grid && large) {
        const double gap = Spacing(theme).gap();
        if (room.width >= room.height) {
            for_grid.width = std::max(0.0, 0.55 * (room.width - gap));
            for_large.x = for_grid.right() + gap;
            for_large.width = std::max(0.0, room.right() - for_large.x);
        } else {
            for_grid.height = std::max(0.0, 0.5 * (room.height - gap));
            for_large.y = for_grid.bottom() + gap;
            for_large.height = std::max(0.0, room.bottom() - for_large.y);
        }
    }
    if (grid) place_grid(*grid, for_grid, theme, text, places);
    if (large) place_large(*large, for_large, theme, text, places);
}

}  // namespace rope
