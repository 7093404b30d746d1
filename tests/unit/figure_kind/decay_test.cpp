#include <gtest/gtest.h>

#include <cmath>

#include "tests/unit/figure_kind/kind_inputs.h"

namespace rope {
namespace {

template <class M>
std::vector<const M*> marks(const Panel& panel) {
    std::vector<const M*> found;
    for (const Mark& mark : panel.marks) {
        if (const M* one = std::get_if<M>(&mark)) found.push_back(one);
    }
    return found;
}

// Su et al. 2021, figure 2, values from docs/spec-attention.md, section 3.
TEST(DecayFigure, TableHoldsTheValuesOfRoFormerFigure2) {
    FigureInputs inputs = kind_inputs(128, 10000);
    set(inputs, "decay.to", std::int64_t{256});
    const Figure figure = build_figure("decay", inputs);
    const std::vector<double>& delta = column(figure, "delta").values;
    const std::vector<double>& value = column(figure, "value").values;
    ASSERT_EQ(delta.size(), 257U);
    ASSERT_EQ(value.size(), 257U);
    const std::vector<std::pair<std::size_t, double>> published{
        {0, 32.5},        {1, 31.538166},  {10, 17.954137}, {50, 12.629452},
        {100, 10.227330}, {200, 7.244771}, {256, 6.543097}};
    for (const auto& [at, expected] : published) {
        EXPECT_EQ(delta[at], static_cast<double>(at));
        EXPECT_NEAR(value[at], expected, 5e-7) << "at " << at;
    }
}

TEST(DecayFigure, DrawsExactlyTheTabulatedValuesWhereEveryDistanceHasAPixel) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "decay.to", std::int64_t{100});
    const Figure figure = build_figure("decay", inputs);
    const auto lines = marks<LineMark>(figure.panels.at(0));
    ASSERT_EQ(lines.size(), 1U);
    const std::vector<double>& value = column(figure, "value").values;
    ASSERT_EQ(lines[0]->points.size(), value.size());
    for (std::size_t i = 0; i < value.size(); ++i) {
        EXPECT_EQ(lines[0]->points[i], (Point{static_cast<double>(i), value[i]}));
    }
}

// Wiggles are drawn, not smoothed: no tabulated value lies outside the band of its column, and each edge of
// the band is one of the values.
TEST(DecayFigure, BandHoldsEveryValueOfItsColumns) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "decay.measure", std::string("query-key"));
    for (const char* scale : {"linear", "log"}) {
        set(inputs, "decay.scale", std::string(scale));
        const Figure figure = build_figure("decay", inputs);
        const auto bands = marks<BandMark>(figure.panels.at(0));
        ASSERT_EQ(bands.size(), 1U);
        const BandMark& band = *bands[0];
        EXPECT_LT(band.x.size(), 700U);
        const std::vector<double>& value = column(figure, "value").values;
        const std::vector<double>& delta = column(figure, "delta").values;
        EXPECT_EQ(delta.back(), 4096);
        double lo = value[0], hi = value[0];
        for (const double v : value)
            lo = std::min(lo, v), hi = std::max(hi, v);
        EXPECT_EQ(*std::min_element(band.lo.begin(), band.lo.end()), lo) << scale;
        EXPECT_EQ(*std::max_element(band.hi.begin(), band.hi.end()), hi) << scale;
        // Between the centres of two columns lie values of these two only.
        for (std::size_t i = 0; i < value.size(); ++i) {
            const auto next = std::lower_bound(band.x.begin(), band.x.end(), delta[i]);
            const auto c = static_cast<std::size_t>(std::min<std::ptrdiff_t>(
                next - band.x.begin(), static_cast<std::ptrdiff_t>(band.x.size()) - 1));
            const std::size_t before = c == 0 ? 0 : c - 1;
            EXPECT_GE(value[i], std::min(band.lo[c], band.lo[before])) << scale << " " << delta[i];
            EXPECT_LE(value[i], std::max(band.hi[c], band.hi[before])) << scale << " " << delta[i];
        }
    }
}

TEST(DecayFigure, DrawsEveryModelInItsColourAndDash) {
    FigureInputs inputs = kind_inputs();
    add_model(inputs, "interpolated", 10000, 2);
    add_model(inputs, "larger base", 500000, 1);
    set(inputs, "decay.to", std::int64_t{64});
    const Figure figure = build_figure("decay", inputs);
    const auto lines = marks<LineMark>(figure.panels.at(0));
    ASSERT_EQ(lines.size(), 3U);
    for (int i = 0; i < 3; ++i) {
        const LineMark& line = *lines[static_cast<std::size_t>(i)];
        EXPECT_EQ(line.ink, (Ink{InkKind::model, i}));
        EXPECT_EQ(line.tag, (Tag{Role::series, i}));
        EXPECT_EQ(line.dash, static_cast<Dash>(i));
        EXPECT_FALSE(line.label.empty());
    }
    // Interpolation by 2 stretches the curve by 2.
    const std::vector<double>&a = column(figure, "value_A").values, &b = column(figure, "value_B").values;
    for (std::size_t i = 0; i <= 32; ++i)
        EXPECT_NEAR(a[i], b[2 * i], 1e-9);
}

TEST(DecayFigure, MarksTrainedContextContextAndTheChosenDistance) {
    FigureInputs inputs = kind_inputs();
    inputs.models[0].spec.trained_context = 2048;
    inputs.query_position = 900;
    inputs.key_position = 100;
    const Figure figure = build_figure("decay", inputs);
    const Panel& panel = figure.panels.at(0);
    std::vector<double> contexts, handles;
    bool zero = false;
    for (const RuleMark* rule : marks<RuleMark>(panel)) {
        if (!rule->vertical) zero = rule->value == 0;
        if (rule->vertical) (rule->draggable ? handles : contexts).push_back(rule->value);
    }
    EXPECT_TRUE(zero);
    EXPECT_EQ(contexts, (std::vector<double>{2048, 4096}));
    EXPECT_EQ(handles, std::vector<double>{800});
    const auto points = marks<PointMark>(panel);
    ASSERT_EQ(points.size(), 1U);
    EXPECT_EQ(points[0]->at.x, 800);
    EXPECT_NEAR(points[0]->at.y, column(figure, "value").values[800], 1e-9);
    EXPECT_EQ(points[0]->tag.role, Role::delta_handle);
}

TEST(DecayFigure, RandomMeasuresShowOneDeviationAroundTheirMean) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "decay.measure", std::string("random-independent"));
    set(inputs, "decay.to", std::int64_t{50});
    const Figure figure = build_figure("decay", inputs);
    const auto bands = marks<BandMark>(figure.panels.at(0));
    ASSERT_EQ(bands.size(), 1U);
    EXPECT_NEAR(bands[0]->lo[7], -1, 1e-12);  // docs/spec-attention.md, figure 8: deviation 1, mean 0
    EXPECT_NEAR(bands[0]->hi[7], 1, 1e-12);
    EXPECT_NEAR(column(figure, "deviation").values[7], 1, 1e-12);
    EXPECT_NEAR(column(figure, "value").values[7], 0, 1e-12);
}

// Chen et al. 2023, figure 5: B(s)/d, values from docs/spec-attention.md, section 3.
TEST(DecayFigure, DividedByTheHeadSizeTheBoundIsThatOfPositionInterpolation) {
    FigureInputs inputs = kind_inputs(128, 10000);
    set(inputs, "decay.divisor", std::string("head-size"));
    const Figure figure = build_figure("decay", inputs);
    const std::vector<double>& value = column(figure, "value").values;
    for (const auto& [at, expected] : std::vector<std::pair<std::size_t, double>>{
             {0, 16.25}, {1, 15.769083}, {100, 5.113665}, {2048, 1.809258}, {3643, 1.115908}})
        EXPECT_NEAR(value[at], expected, 5e-7) << "at " << at;
    EXPECT_EQ(std::min_element(value.begin(), value.end()) - value.begin(), 3643);
    // The point at Δ = 64 lies on the curve.
    EXPECT_NEAR(marks<PointMark>(figure.panels.at(0)).at(0)->at.y, value[64], 1e-9);
    EXPECT_NE(figure.panels.at(0).y->title.find("/*d*"), std::string::npos);

    set(inputs, "decay.divisor", std::string("pairs"));  // as RoFormer has it already
    EXPECT_NEAR(column(build_figure("decay", inputs), "value").values[0], 32.5, 1e-12);
    set(inputs, "decay.measure", std::string("cosine-sum"));
    EXPECT_NEAR(column(build_figure("decay", inputs), "value").values[1], 0.970214, 5e-7);
    set(inputs, "decay.measure", std::string("random-same"));  // a score: never divided
    const Figure score = build_figure("decay", inputs);
    EXPECT_NEAR(column(score, "value").values[0], 128 / std::sqrt(128), 1e-12);
    ASSERT_EQ(score.idle.size(), 1U);
    EXPECT_EQ(score.idle[0].id, "decay.divisor");
}

// Barbero et al. 2024: aligned q and k decay, independent ones have mean 0 and deviation 1 at every distance.
TEST(DecayFigure, IndependentScoresStandBesideAlignedOnes) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "decay.measure", std::string("random-same"));
    set(inputs, "decay.to", std::int64_t{50});
    const Figure alone = build_figure("decay", inputs);
    set(inputs, "decay.independent", true);
    const Figure both = build_figure("decay", inputs);
    EXPECT_EQ(column(both, "value").values, column(alone, "value").values);
    for (const std::size_t at : {std::size_t{0}, std::size_t{7}, std::size_t{50}}) {
        EXPECT_NEAR(column(both, "value_independent").values[at], 0, 1e-12);
        EXPECT_NEAR(column(both, "deviation_independent").values[at], 1, 1e-12);
    }
    const auto bands = marks<BandMark>(both.panels.at(0));
    ASSERT_EQ(bands.size(), 2U);
    EXPECT_NEAR(bands[0]->lo[7], -1, 1e-12);
    EXPECT_NEAR(bands[0]->hi[7], 1, 1e-12);
    int labelled = 0;
    for (const LineMark* line : marks<LineMark>(both.panels.at(0)))
        labelled += !line->label.empty();
    EXPECT_EQ(labelled, 2);

    // Models that differ in frequencies only have one band between them.
    add_model(inputs, "larger base", 500000, 1);
    EXPECT_EQ(marks<BandMark>(build_figure("decay", inputs).panels.at(0)).size(), 3U);

    set(inputs, "decay.measure", std::string("rotation-bound"));  // no score
    const Figure bound = build_figure("decay", inputs);
    EXPECT_TRUE(marks<BandMark>(bound.panels.at(0)).empty());
    ASSERT_EQ(bound.idle.size(), 1U);
    EXPECT_EQ(bound.idle[0].id, "decay.independent");
}

TEST(DecayFigure, LongAxesBecomeColumnsAndSaySo) {
    FigureInputs inputs = kind_inputs(8);
    set(inputs, "decay.to", std::int64_t{1000000});
    const Figure figure = build_figure("decay", inputs);
    ASSERT_FALSE(figure.notes.empty());
    const std::vector<double>& first = column(figure, "delta_first").values;
    const std::vector<double>& last = column(figure, "delta_last").values;
    EXPECT_EQ(first.front(), 0);
    EXPECT_EQ(last.back(), 1000000);
    for (std::size_t i = 1; i < first.size(); ++i)
        EXPECT_EQ(first[i], last[i - 1] + 1);
}

TEST(DecayFigure, LongestAxisIsSampledAndSaysSo) {
    FigureInputs inputs = kind_inputs(4);
    set(inputs, "decay.from", std::int64_t{-4294967296});
    set(inputs, "decay.to", std::int64_t{4294967296});
    inputs.size = {120, 80};
    const Figure figure = build_figure("decay", inputs);
    ASSERT_EQ(figure.notes.size(), 1U);
    EXPECT_NE(figure.notes[0].find("computed"), std::string::npos);
    for (const double value : column(figure, "largest").values)
        EXPECT_LE(std::abs(value), 1.5);
}

TEST(DecayFigure, EmptyRangeIsASentence) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "decay.from", std::int64_t{100});
    set(inputs, "decay.to", std::int64_t{50});
    const Figure figure = build_figure("decay", inputs);
    EXPECT_TRUE(figure.panels.empty());
    EXPECT_NE(figure.sentence.find("100"), std::string::npos);
}

TEST(DecayFigure, LeavesOutModelsThatTheVectorsDoNotFit) {
    FigureInputs inputs = kind_inputs(64);
    inputs.models.push_back(kind_inputs(32).models.front());
    inputs.models.back().spec.name = "small";
    set(inputs, "decay.measure", std::string("query-key"));
    const Figure figure = build_figure("decay", inputs);
    EXPECT_EQ(marks<BandMark>(figure.panels.at(0)).size(), 1U);
    ASSERT_FALSE(figure.notes.empty());
    EXPECT_NE(figure.notes[0].find("small"), std::string::npos);
}

// Faults row 70: constant data has an axis range that is not 0.
TEST(DecayFigure, ConstantZeroHasARange) {
    FigureInputs inputs = kind_inputs();
    inputs.q.assign(128, 0);
    set(inputs, "decay.measure", std::string("query-key"));
    const Figure figure = build_figure("decay", inputs);
    EXPECT_LT(figure.panels.at(0).y->lo, 0);
    EXPECT_GT(figure.panels.at(0).y->hi, 0);
}

}  // namespace
}  // namespace rope
