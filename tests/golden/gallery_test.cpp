// Every figure of the gallery as recorded primitives (exact, without a font) and as a picture (DejaVu Sans).
#include <gtest/gtest.h>

#include <cctype>

#include "core/document/gallery.h"
#include "core/document/placed_figure.h"
#include "core/figure/painter.h"
#include "core/figure/recording_canvas.h"
#include "tests/support/figure_pictures.h"
#include "tests/support/golden.h"

namespace rope {
namespace {

class Gallery : public testing::TestWithParam<GalleryFigure> {
  protected:
    std::shared_ptr<const Figure> figure(double pixels_per_point, const TextMetrics& text) const {
        const GalleryFigure& entry = GetParam();
        const FigureKind* kind = find_figure_kind(entry.kind);
        if (!kind) return nullptr;
        const Theme& look = theme(entry.theme);
        ResultCache cache;
        Progress progress;
        auto placed =
            make_placed_figure(entry.document, *kind, {entry.size, pixels_per_point, look.font_size}, look,
                               text, true, cache, progress);
        return placed.ok() ? placed.value().figure : nullptr;
    }
};

TEST_P(Gallery, IsRecordedAsAccepted) {
    const auto drawn = figure(2, FixedWidthText{});
    ASSERT_TRUE(drawn);
    EXPECT_TRUE(test::matches_golden_text(GetParam().id,
                                          test::transcript_of(*drawn, GetParam().size, GetParam().theme)));
}

TEST_P(Gallery, LooksAsAccepted) {
    constexpr double kDpi = 96;
    const auto drawn = figure(kDpi / 72, *font_metrics(find_font("DejaVu Sans").value()).value());
    ASSERT_TRUE(drawn);
    ExportOptions options;
    options.size = GetParam().size;
    options.dpi = kDpi;
    options.theme = GetParam().theme;
    EXPECT_TRUE(test::matches_golden_picture(GetParam().id, test::drawn(*drawn, options)));
}

std::string name_of(const testing::TestParamInfo<GalleryFigure>& entry) {
    std::string name = entry.param.id;
    for (char& c : name) {
        if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
    }
    return name;
}

INSTANTIATE_TEST_SUITE_P(Figures, Gallery, testing::ValuesIn(gallery()), name_of);

}  // namespace
}  // namespace rope
