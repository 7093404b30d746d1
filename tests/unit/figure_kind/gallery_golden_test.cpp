// The gallery's figures as accepted after looking at them: every primitive of each, and pictures of one
// figure of every kind in the three themes.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/document/gallery.h"
#include "core/document/placed_figure.h"
#include "core/export/export.h"
#include "core/figure/painter.h"
#include "core/figure/recording_canvas.h"
#include "tests/support/golden.h"

namespace rope {
namespace {

// Textures are named by the bits of their inputs, which the mathematical library may round otherwise
// elsewhere.
void unname_textures(Figure& figure) {
    for (Panel& panel : figure.panels) {
        for (Mark& mark : panel.marks) {
            if (auto* cells = std::get_if<CellsMark>(&mark)) cells->raster.key = "cells";
        }
    }
}

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
        unname_textures(unnamed);
        RecordingCanvas canvas;
        paint(unnamed, placed.value().places, look, text, {}, canvas);
        EXPECT_TRUE(test::matches_golden_text("gallery-" + figure.id, canvas.transcript()));
    }
}

TEST(GalleryGolden, PicturesInThreeThemes) {
    const auto font = find_font();
    ASSERT_TRUE(font.ok());
    if (font.value().family != "DejaVu Sans")
        GTEST_SKIP() << "accepted with DejaVu Sans, not " << font.value().family;
    for (const GalleryFigure& figure : gallery()) {
        if (figure.id != "roformer-fig2" && figure.id != "score-map" && figure.id != "rotations") continue;
        for (const ThemeId look : {ThemeId::light, ThemeId::dark, ThemeId::print}) {
            ExportOptions options;
            options.size = figure.size;
            options.dpi = 110;
            options.theme = look;
            options.with_session = false;
            ResultCache cache;
            Progress progress;
            const auto png =
                export_figure(figure.document, *find_figure_kind(figure.kind), options, cache, progress);
            ASSERT_TRUE(png.ok()) << sentence(png.fault());
            EXPECT_TRUE(
                test::matches_golden_picture(fmt::format("gallery-{}-{}", figure.id, id(look)), png.value()));
        }
    }
}

}  // namespace
}  // namespace rope
