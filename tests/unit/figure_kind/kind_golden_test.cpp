// Every kind in every theme, as accepted after looking at it: all primitives, and small pictures.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "core/document/placed_figure.h"
#include "core/document/session.h"
#include "core/export/export.h"
#include "core/figure/painter.h"
#include "core/figure/recording_canvas.h"
#include "tests/support/golden.h"

namespace rope {
namespace {

// Each theme on a page of its own: what `plot` draws when asked for nothing else, a column of a paper, a
// slide. The dots are few, so that all pictures together stay near two megabytes.
struct Page {
    ThemeId theme;
    Size size;  // [pt]
    double dpi;
};
const std::array<Page, 5> kPages{{{ThemeId::light, SessionFigure().size, 50},
                                  {ThemeId::dark, {400, 280}, 50},
                                  {ThemeId::print, {400, 280}, 50},
                                  {ThemeId::grey, {3.3 * 72, 2.5 * 72}, 80},
                                  {ThemeId::lecture, {960, 540}, 24}}};

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

TEST(KindGoldenPages, HasEveryTheme) {
    for (const ThemeId which : themes())
        EXPECT_EQ(std::count_if(kPages.begin(), kPages.end(),
                                [&](const Page& page) { return page.theme == which; }),
                  1)
            << id(which);
}

TEST_P(KindGolden, Primitives) {
    const FigureKind& kind = *GetParam();
    const FixedWidthText text;
    for (const Page& page : kPages) {
        const Theme& look = theme(page.theme);
        ResultCache cache;
        Progress progress;
        const auto placed = make_placed_figure(small_document(), kind, {page.size, 1, look.font_size}, look,
                                               text, true, cache, progress);
        ASSERT_TRUE(placed.ok()) << sentence(placed.fault());
        Figure unnamed = *placed.value().figure;
        test::unname_textures(unnamed);
        RecordingCanvas canvas;
        paint(unnamed, placed.value().places, look, text, {}, canvas);
        EXPECT_TRUE(
            test::matches_golden_text(fmt::format("kind-{}-{}", kind.id, id(look.id)), canvas.transcript()));
    }
}

TEST_P(KindGolden, Pictures) {
    const auto font = find_font();
    ASSERT_TRUE(font.ok());
    if (font.value().family != "DejaVu Sans")
        GTEST_SKIP() << "accepted with DejaVu Sans, not " << font.value().family;
    const FigureKind& kind = *GetParam();
    for (const Page& page : kPages) {
        ExportOptions options;
        options.size = page.size;
        options.dpi = page.dpi;
        options.theme = page.theme;
        options.with_session = false;
        ResultCache cache;
        Progress progress;
        const auto png = export_figure(small_document(), kind, options, cache, progress);
        ASSERT_TRUE(png.ok()) << sentence(png.fault());
        EXPECT_TRUE(
            test::matches_golden_picture(fmt::format("kind-{}-{}", kind.id, id(page.theme)), png.value()));
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
