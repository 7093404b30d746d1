// Every kind as it looks by default, as accepted after looking at it: all primitives, and small pictures in
// three themes.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/document/placed_figure.h"
#include "core/export/export.h"
#include "core/figure/painter.h"
#include "core/figure/recording_canvas.h"
#include "tests/support/golden.h"

namespace rope {
namespace {

constexpr Size kPage{400, 280};  // [pt]: small, so that all pictures together stay near a megabyte

// Few and small numbers, so that the files stay readable: 16 components, 64 tokens.
Document small_document() {
    Document document;
    ModelSpec& model = document.models.front();
    model.shape.head_dim = model.shape.rotary_dim = 16;
    model.context_length = model.trained_context = 64;
    document.query.text = "gaussian:seed=1";
    document.key.text = "gaussian:seed=2";
    document.selection.pair = 2;
    document.selection.query_position = 20;
    document.selection.key_position = 4;
    return document;
}

class KindGolden : public testing::TestWithParam<const FigureKind*> {};

TEST_P(KindGolden, Primitives) {
    const FigureKind& kind = *GetParam();
    const FixedWidthText text;
    for (const ThemeId id : {ThemeId::light, ThemeId::print}) {
        const Theme& look = theme(id);
        ResultCache cache;
        Progress progress;
        const auto placed = make_placed_figure(small_document(), kind, {kPage, 1, look.font_size}, look, text,
                                               true, cache, progress);
        ASSERT_TRUE(placed.ok()) << sentence(placed.fault());
        Figure unnamed = *placed.value().figure;
        test::unname_textures(unnamed);
        RecordingCanvas canvas;
        paint(unnamed, placed.value().places, look, text, {}, canvas);
        EXPECT_TRUE(
            test::matches_golden_text(fmt::format("kind-{}-{}", kind.id, rope::id(id)), canvas.transcript()));
    }
}

TEST_P(KindGolden, Pictures) {
    const auto font = find_font();
    ASSERT_TRUE(font.ok());
    if (font.value().family != "DejaVu Sans")
        GTEST_SKIP() << "accepted with DejaVu Sans, not " << font.value().family;
    const FigureKind& kind = *GetParam();
    for (const ThemeId look : {ThemeId::light, ThemeId::dark, ThemeId::print}) {
        ExportOptions options;
        options.size = kPage;
        options.dpi = 50;
        options.theme = look;
        options.with_session = false;
        ResultCache cache;
        Progress progress;
        const auto png = export_figure(small_document(), kind, options, cache, progress);
        ASSERT_TRUE(png.ok()) << sentence(png.fault());
        EXPECT_TRUE(test::matches_golden_picture(fmt::format("kind-{}-{}", kind.id, id(look)), png.value()));
    }
}

INSTANTIATE_TEST_SUITE_P(All, KindGolden, testing::ValuesIn(figure_kinds().begin(), figure_kinds().end()),
                         [](const testing::TestParamInfo<const FigureKind*>& kind) {
                             std::string name(kind.param->id);
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

}  // namespace
}  // namespace rope
