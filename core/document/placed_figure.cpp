#include "core/document/placed_figure.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/figure/zero_contour.h"

namespace rope {
namespace {

// How much smaller the largest map came out than it was made for [pt].
double missing_room(const Figure& figure, const FigureLayout& places) {
    double missing = 0;
    for (std::size_t i = 0; i < std::min(figure.panels.size(), places.panels.size()); ++i) {
        const Rect& plot = places.panels[i].plot;
        if (figure.panels[i].side > 0) missing = std::max(missing, figure.panels[i].side - plot.width);
    }
    return missing;
}

// A map without its contour says so: in grey print a reader would take its absence for one sign.
std::shared_ptr<const Figure> without_contours(const Figure& figure) {
    auto noted = std::make_shared<Figure>(figure);
    noted->notes.push_back(fmt::format(
        "Zero contour left out: where the sign changes, lines would lie less than {:.0f} pt apart.",
        kContoursApart));
    noted->missing.push_back(noted->notes.back());
    return noted;
}

}  // namespace

Checked<PlacedFigure> make_placed_figure(const Document& document, const FigureKind& kind,
                                         const PictureSize& picture, const Theme& theme,
                                         const TextMetrics& text, bool show_caption, ResultCache& cache,
                                         Progress& progress) {
    constexpr int kMostTries = 6;
    PictureSize room = picture;
    for (int i = 1;; ++i) {
        auto made = make_figure(document, kind, room, cache, progress);
        if (!made.ok()) return made.fault();
        std::shared_ptr<const Figure> figure = std::move(made).value();
        if (!figure) return PlacedFigure{};
        FigureLayout places = layout(*figure, picture.size, theme, text, show_caption);
        if (!places.zero_contours) {
            figure = without_contours(*figure);
            places = layout(*figure, picture.size, theme, text, show_caption);
        }
        const double missing = missing_room(*figure, places);
        // A kind's own sizes follow the room in steps of theirs: each try goes twice as far beyond what is
        // missing.
        const double step = missing * (1 << (i - 1));
        const bool worth = room.size.width - step > picture.size.width / 2 &&
                           room.size.height - step > picture.size.height / 2;
        if (i == kMostTries || missing * picture.pixels_per_point < 0.5 || !worth) {
            return PlacedFigure{std::move(figure), std::move(places)};
        }
        room.size.width -= step;
        room.size.height -= step;
    }
}

}  // namespace rope
