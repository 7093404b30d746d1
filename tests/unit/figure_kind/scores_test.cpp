#include <gtest/gtest.h>

#include <cmath>

#include "core/rope/rotation.h"
#include "tests/unit/figure_kind/kind_inputs.h"

namespace rope {
namespace {

const CellsMark& cells(const Figure& figure) {
    for (const Mark& mark : figure.panels.at(0).marks) {
        if (const auto* one = std::get_if<CellsMark>(&mark)) return *one;
    }
    throw std::runtime_error("no cells");
}

// By rotating both vectors and multiplying: another way than the lags of the figure.
double direct_score(const FigureInputs& inputs, double m, double n) {
    const FigureModel& model = inputs.models.front();
    const FrequencyTable& table = model.frequencies->table;
    const std::vector<double> q = rotate(inputs.q, model.spec.shape, table, m);
    const std::vector<double> k = rotate(inputs.k, model.spec.shape, table, n);
    double sum = 0;
    for (std::size_t i = 0; i < q.size(); ++i)
        sum += q[i] * k[i];
    return sum / std::sqrt(static_cast<double>(model.spec.shape.head_dim));
}

TEST(ScoresFigure, OneCellPerTokenHoldsTheScoreOfItsPositions) {
    FigureInputs inputs = kind_inputs(16);
    set(inputs, "scores.span", std::int64_t{8});
    set(inputs, "scores.query_from", std::int64_t{40});
    set(inputs, "scores.key_from", std::int64_t{-3});
    const Figure figure = build_figure("scores", inputs);
    const CellsMark& map = cells(figure);
    ASSERT_EQ(map.raster.rows, 8);
    ASSERT_EQ(map.raster.columns, 8);
    for (int r = 0; r < 8; ++r) {
        for (int c = 0; c < 8; ++c) {
            EXPECT_NEAR(map.raster.at(r, c), direct_score(inputs, 40 + r, -3 + c), 1e-12);
        }
    }
    EXPECT_EQ(map.y0, 39.5);  // cells are centred on their positions
    EXPECT_EQ(map.x1, 4.5);
    EXPECT_EQ(figure.data.row_first, 40);
    EXPECT_EQ(figure.data.column_first, -3);
    EXPECT_EQ(figure.data.column_step, 1);
}

TEST(ScoresFigure, ZoomedOutEachBlockIsTheMeanOfItsCells) {
    FigureInputs inputs = kind_inputs(16);
    set(inputs, "scores.span", std::int64_t{900});
    inputs.size = {400, 320};
    const Figure figure = build_figure("scores", inputs);
    const CellsMark& map = cells(figure);
    const double tokens = (map.x1 - map.x0) / map.raster.columns;
    const int side = static_cast<int>(tokens);
    ASSERT_GT(side, 1);
    EXPECT_EQ(tokens, side);  // a whole number of cells a pixel
    for (const auto& [r, c] : {std::pair{0, 0}, std::pair{3, 1}, std::pair{2, map.raster.columns - 1}}) {
        double sum = 0;
        for (int m = r * side; m < (r + 1) * side; ++m) {
            for (int n = c * side; n < (c + 1) * side; ++n)
                sum += direct_score(inputs, m, n);
        }
        EXPECT_NEAR(map.raster.at(r, c), sum / (side * side), 1e-10);
    }
    ASSERT_FALSE(figure.notes.empty());
    EXPECT_NE(figure.notes[0].find("mean of"), std::string::npos);
    // Few enough tokens for the exported grid to hold every one of them.
    EXPECT_EQ(figure.data.grid->columns, 900);
    EXPECT_NEAR(figure.data.grid->at(7, 512), direct_score(inputs, 7, 512), 1e-12);
}

TEST(ScoresFigure, AMillionByAMillionIsOneRowOfMeans) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "scores.span", std::int64_t{1000000});
    inputs.size = {1500, 1200};
    const Figure figure = build_figure("scores", inputs);
    const CellsMark& map = cells(figure);
    EXPECT_TRUE(map.raster.toeplitz);
    EXPECT_EQ(map.raster.values->size(), static_cast<std::size_t>(2 * map.raster.columns - 1));
    EXPECT_LE(map.x1 - map.x0, 1000000) << "no token that the span does not have";
    EXPECT_GT(map.x1 - map.x0, 1000000 - (map.x1 - map.x0) / map.raster.columns) << "less than a block over";
    EXPECT_LE(map.raster.columns, 1200);
}

TEST(ScoresFigure, ExtremeViewsStayOnExactPositions) {
    FigureInputs inputs = kind_inputs(8);
    set(inputs, "scores.span", std::int64_t{4294967296});
    set(inputs, "scores.query_from", std::int64_t{4294967296});
    inputs.size = {300, 200};
    const Figure figure = build_figure("scores", inputs);
    for (const double value : *cells(figure).raster.values)
        EXPECT_TRUE(std::isfinite(value));
}

TEST(ScoresFigure, CausalMasksLaterKeys) {
    FigureInputs inputs = kind_inputs(16);
    set(inputs, "scores.span", std::int64_t{8});
    set(inputs, "scores.causal", true);
    const Figure figure = build_figure("scores", inputs);
    const Raster& raster = cells(figure).raster;
    for (int r = 0; r < 8; ++r) {
        for (int c = 0; c < 8; ++c)
            EXPECT_EQ(std::isnan(raster.at(r, c)), c > r);
    }
}

TEST(ScoresFigure, SoftmaxRowsSumToOne) {
    for (const bool causal : {false, true}) {
        FigureInputs inputs = kind_inputs(16);
        inputs.models[0].spec.context_length = 24;
        set(inputs, "scores.softmax", true);
        set(inputs, "scores.causal", causal);
        const Figure figure = build_figure("scores", inputs);
        const CellsMark& map = cells(figure);
        ASSERT_EQ(map.raster.columns, 24);
        for (int r = 0; r < 24; ++r) {
            double sum = 0;
            for (int c = 0; c < 24; ++c) {
                if (!std::isnan(map.raster.at(r, c))) sum += map.raster.at(r, c);
            }
            EXPECT_NEAR(sum, 1, 1e-12);
        }
        EXPECT_EQ(map.scale.lo, 0);
        EXPECT_EQ(map.scale.map, ColourMapId::sequential);
    }
}

TEST(ScoresFigure, ColoursAreSymmetricAboutZeroAndReachTheLargestScore) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "scores.span", std::int64_t{128});
    const Figure figure = build_figure("scores", inputs);
    const CellsMark& map = cells(figure);
    ASSERT_EQ(map.raster.columns, 128);
    double largest = 0;
    for (const double value : *map.raster.values)
        largest = std::max(largest, std::abs(value));
    EXPECT_EQ(map.scale.lo, -map.scale.hi);
    EXPECT_GE(map.scale.hi, largest);
    EXPECT_LE(map.scale.hi, 1.5 * largest);
    // Means keep the colours of the tokens.
    inputs.size = {120, 100};
    const Figure small = build_figure("scores", inputs);
    ASSERT_LT(cells(small).raster.columns, 128);
    EXPECT_EQ(cells(small).scale.hi, map.scale.hi);
}

// Faults row 70, and scores that overflow.
TEST(ScoresFigure, ColourRangeIsFiniteAndNeverEmpty) {
    for (const double size : {0.0, 1e-300, 1e100, 1e308}) {
        FigureInputs inputs = kind_inputs(16);
        for (double& x : inputs.q)
            x = size;
        for (double& x : inputs.k)
            x = size;
        set(inputs, "scores.span", std::int64_t{16});
        const Figure figure = build_figure("scores", inputs);
        const ColourScale& scale = cells(figure).scale;
        EXPECT_TRUE(std::isfinite(scale.hi - scale.lo)) << size;
        EXPECT_GT(scale.hi, scale.lo) << size;
    }
}

TEST(ScoresFigure, CrossHairMeetsOnTheDiagonalOfItsDistance) {
    FigureInputs inputs = kind_inputs();
    inputs.query_position = 3000;
    inputs.key_position = 1000;
    const Figure figure = build_figure("scores", inputs);
    double m = -1, n = -1;
    const LineMark* diagonal = nullptr;
    for (const Mark& mark : figure.panels.at(0).marks) {
        if (const auto* rule = std::get_if<RuleMark>(&mark)) {
            if (rule->tag.role == Role::query_handle) m = rule->value;
            if (rule->tag.role == Role::key_handle) n = rule->value;
            EXPECT_TRUE(rule->draggable);
        }
        if (const auto* line = std::get_if<LineMark>(&mark)) diagonal = line;
    }
    EXPECT_EQ(m, 3000);
    EXPECT_EQ(n, 1000);
    ASSERT_NE(diagonal, nullptr);
    for (const Point& p : diagonal->points)
        EXPECT_NEAR(p.y - p.x, 2000, 1e-9);
    EXPECT_EQ(diagonal->tag.role, Role::delta_handle);
}

TEST(ScoresFigure, ProfilesAreTheRowAndColumnOfTheCrossHair) {
    FigureInputs inputs = kind_inputs(16);
    set(inputs, "scores.span", std::int64_t{100});
    inputs.query_position = 70;
    inputs.key_position = 20;
    inputs.size = {700, 600};
    const Figure figure = build_figure("scores", inputs);
    ASSERT_EQ(figure.panels.size(), 3U);
    int lines = 0;
    for (const Panel& panel : figure.panels) {
        for (const Mark& mark : panel.marks) {
            const auto* line = std::get_if<LineMark>(&mark);
            if (line == nullptr || line->tag.role != Role::profile) continue;
            ++lines;
            const bool row = line->tag.index == 0;
            ASSERT_EQ(line->points.size(), 100U);
            for (const Point& p : line->points) {
                const double expected = row ? direct_score(inputs, 70, p.x) : direct_score(inputs, p.y, 20);
                EXPECT_NEAR(row ? p.y : p.x, expected, 1e-11);
            }
        }
    }
    EXPECT_EQ(lines, 2);
}

TEST(ScoresFigure, PartsAddUp) {
    FigureInputs inputs = kind_inputs(8);
    set(inputs, "scores.span", std::int64_t{20});
    const double total = cells(build_figure("scores", inputs)).raster.at(13, 4);
    set(inputs, "scores.part", std::string("pair"));
    double sum = 0;
    for (inputs.pair = 0; inputs.pair < 4; ++inputs.pair) {
        sum += cells(build_figure("scores", inputs)).raster.at(13, 4);
    }
    EXPECT_NEAR(sum, total, 1e-12);
}

TEST(ScoresFigure, ABarSaysWhatTheModelMultipliesScoresBy) {
    FigureInputs inputs = kind_inputs(16);
    const auto title = [&] {
        const Figure figure = build_figure("scores", inputs);
        for (const Panel& panel : figure.panels)
            if (panel.colour_bar) return panel.colour_bar->title;
        return std::string();
    };
    EXPECT_EQ(title(), "*q*_{*m*}^{T}*k*_{*n*}/√*d*");
    inputs.models.front().spec.attention_scale = 0.25;  // 1/√16, said anew
    EXPECT_EQ(title(), "*q*_{*m*}^{T}*k*_{*n*}/√*d*");
    inputs.models.front().spec.attention_scale = 0.0625;
    EXPECT_EQ(title(), "*q*_{*m*}^{T}*k*_{*n*}·0.0625");
    inputs.models.front().spec.attention_scale = 1;
    EXPECT_EQ(title(), "*q*_{*m*}^{T}*k*_{*n*}");
}

TEST(ScoresFigure, ARowOrColumnOutOfViewHasNoPanel) {
    FigureInputs inputs = kind_inputs(16);
    inputs.query_position = 20;
    inputs.key_position = 4;
    inputs.size = {460, 400};
    set(inputs, "scores.span", std::int64_t{32});
    EXPECT_EQ(build_figure("scores", inputs).panels.size(), 3u);
    set(inputs, "scores.key_from", std::int64_t{10});
    EXPECT_EQ(build_figure("scores", inputs).panels.size(), 2u);
    set(inputs, "scores.query_from", std::int64_t{30});
    EXPECT_EQ(build_figure("scores", inputs).panels.size(), 1u);
}

}  // namespace
}  // namespace rope
