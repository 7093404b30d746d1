#include "core/document/placed_figure.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace rope {
namespace {

PlacedFigure grey_map(std::int64_t context) {
    Document document;
    document.models.front().context_length = document.models.front().trained_context = context;
    const FixedWidthText text;
    const Theme& grey = theme(ThemeId::grey);
    ResultCache cache;
    Progress progress;
    auto placed = make_placed_figure(document, *find_figure_kind("scores"), {{400, 400}, 2, grey.font_size},
                                     grey, text, true, cache, progress);
    EXPECT_TRUE(placed.ok());
    return std::move(placed).value();
}

bool says_so(const std::vector<std::string>& words) {
    return std::any_of(words.begin(), words.end(),
                       [](const std::string& each) { return each.starts_with("Zero contour left out:"); });
}

TEST(PlacedFigure, SaysWhenAMapHasNoContour) {
    const PlacedFigure crowded = grey_map(4096);
    EXPECT_FALSE(crowded.places.zero_contours);
    EXPECT_TRUE(says_so(crowded.figure->notes));
    EXPECT_TRUE(says_so(crowded.figure->missing));
    const PlacedFigure few = grey_map(16);
    EXPECT_TRUE(few.places.zero_contours);
    EXPECT_FALSE(says_so(few.figure->notes));
}

}  // namespace
}  // namespace rope
