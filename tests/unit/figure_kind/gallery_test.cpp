// The gallery's figures hold what their papers print.
#include "core/document/gallery.h"

#include <gtest/gtest.h>

#include <set>

#include "core/document/evaluate.h"
#include "core/document/session.h"

namespace rope {
namespace {

Figure build(const GalleryFigure& figure) {
    ResultCache cache;
    Progress progress;
    const FigureKind* kind = find_figure_kind(figure.kind);
    EXPECT_NE(kind, nullptr) << figure.id;
    if (kind == nullptr) return {};
    const auto made = make_figure(figure.document, *kind, {.size = figure.size}, cache, progress);
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : sentence(made.fault()));
    return made.ok() ? *made.value() : Figure{};
}

TEST(Gallery, FiguresAreCompleteAndNamedAsTheirFiles) {
    std::set<std::string> ids;
    const std::vector<GalleryFigure> figures = gallery();
    ASSERT_EQ(figures.size(), gallery_files().size());
    for (std::size_t i = 0; i < figures.size(); ++i) {
        const GalleryFigure& figure = figures[i];
        EXPECT_EQ(figure.id, gallery_files()[i].id);
        EXPECT_TRUE(ids.insert(figure.id).second) << figure.id;
        EXPECT_FALSE(figure.title.empty() || figure.source.empty()) << figure.id;
        EXPECT_TRUE(figure.description.ends_with(".")) << figure.id;
        // A session of ours without anything this version does not know.
        EXPECT_TRUE(figure.document.unknown.empty()) << figure.id;
    }
    EXPECT_GE(figures.size(), 20U);
    for (const char* promised :
         {"roformer-fig2", "pi-fig2", "pi-fig5", "yarn-ramp", "yarn-temperature", "base-bound-curve",
          "base-bound-table", "aligned-decay", "vit-axial", "ntk-base", "llama3-bands", "bf16-positions"}) {
        EXPECT_TRUE(ids.contains(promised)) << promised;
    }
}

// No two show the same: neither in their words nor in what is drawn.
TEST(Gallery, NoTwoFiguresAreAlike) {
    std::set<std::string> titles, descriptions, settings;
    for (const GalleryFigure& figure : gallery()) {
        EXPECT_TRUE(titles.insert(figure.title).second) << figure.id;
        EXPECT_TRUE(descriptions.insert(figure.description).second) << figure.id;
        EXPECT_TRUE(settings.insert(figure_key(figure.document, figure.kind, {})).second) << figure.id;
    }
}

TEST(Gallery, FiguresHoldThePublishedValues) {
    int checked = 0;
    for (const GalleryFigure& figure : gallery()) {
        const Figure drawn = build(figure);
        EXPECT_FALSE(drawn.panels.empty()) << figure.id;
        EXPECT_TRUE(figure.kind == "scores" || drawn.notes.size() <= figure.document.models.size())
            << figure.id;
        for (const PublishedValue& value : figure.values) {
            if (const std::optional<Raster>& grid = drawn.data.grid) {  // the row, and the column as a number
                EXPECT_NEAR(grid->at(static_cast<int>(value.at), std::stoi(value.column)), value.expected,
                            figure.tolerance)
                    << figure.id << ", row " << value.at << ", column " << value.column;
                ++checked;
                continue;
            }
            ASSERT_FALSE(drawn.data.columns.empty());
            const std::vector<double>& at = drawn.data.columns.front().values;
            const auto row = std::find(at.begin(), at.end(), value.at) - at.begin();
            ASSERT_LT(static_cast<std::size_t>(row), at.size()) << figure.id << " has no row " << value.at;
            const auto column = std::find_if(drawn.data.columns.begin(), drawn.data.columns.end(),
                                             [&](const Column& each) { return each.name == value.column; });
            ASSERT_NE(column, drawn.data.columns.end()) << figure.id << ": " << value.column;
            EXPECT_NEAR(column->values[static_cast<std::size_t>(row)], value.expected, figure.tolerance)
                << figure.id << ", " << value.column << " at " << value.at;
            ++checked;
        }
    }
    EXPECT_GE(checked, 150);
}

// Su et al. 2021, figure 2, here once more without the file: docs/spec-attention.md, section 3.
TEST(Gallery, RoFormerFigure2ReadsAsPrinted) {
    const std::vector<GalleryFigure> figures = gallery();
    const auto found = std::find_if(figures.begin(), figures.end(),
                                    [](const GalleryFigure& figure) { return figure.id == "roformer-fig2"; });
    ASSERT_NE(found, figures.end());
    const Figure drawn = build(*found);
    const std::vector<double>& value = drawn.data.columns.at(1).values;
    ASSERT_EQ(value.size(), 257U);
    EXPECT_NEAR(value[0], 32.5, 1e-12);
    EXPECT_NEAR(value[1], 31.538166, 5e-7);
    EXPECT_NEAR(value[100], 10.227330, 5e-7);
    EXPECT_NEAR(value[256], 6.543097, 5e-7);
}

TEST(Gallery, RefusesASessionWithoutAGalleryObject) {
    const auto read = read_gallery_figure(write_session({}), "here.json");
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.fault().id, "not_a_gallery_figure");
    EXPECT_EQ(read.fault().where, "here.json");
}

}  // namespace
}  // namespace rope
