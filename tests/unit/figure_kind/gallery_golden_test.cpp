// The gallery's figures as accepted after looking at them: every primitive of each. Pictures of every kind:
// kind_golden_test.cpp.
#include <gtest/gtest.h>

#include "core/document/gallery.h"
#include "core/document/placed_figure.h"
#include "core/figure/painter.h"
#include "core/figure/recording_canvas.h"
#include "tests/support/golden.h"

namespace rope {
namespace {

// With handles, as the window draws it, and set in a face that every machine has: none.
TEST(GalleryGolden, Primitives) {
    const FixedWidthText text;
    for (const GalleryFigure& figure : gallery()) {
        const Theme& look = theme(figure.theme);
        ResultCache cache;
        Progress progress;
        const auto placed =
            make_placed_figure(figure.document, *find_figure_kind(figure.kind),
                               {figure.size, 1, look.font_size}, look, text, true, cache, progress);
        ASSERT_TRUE(placed.ok()) << sentence(placed.fault());
        Figure unnamed = *placed.value().figure;
        test::unname_textures(unnamed);
        RecordingCanvas canvas;
        paint(unnamed, placed.value().places, look, text, {}, canvas);
        EXPECT_TRUE(test::matches_golden_text("gallery-" + figure.id, canvas.transcript()));
    }
}

}  // namespace
}  // namespace rope
