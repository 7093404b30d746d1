// The difference panel, one mechanism of all kinds that draw several models on one axis.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/figure/kind/difference.h"
#include "core/figure/rich_text.h"
#include "tests/unit/figure_kind/kind_inputs.h"

namespace rope {
namespace {

FigureInputs two_models(double base = 10000, double factor = 4) {
    FigureInputs inputs = kind_inputs();
    inputs.size = {800, 700};
    add_model(inputs, "slower", base, factor);
    return inputs;
}

std::vector<std::string> kinds_with_difference() {
    std::vector<std::string> ids;
    for (const FigureKind* kind : figure_kinds()) {
        for (const ParamSpec& spec : kind->params) {
            if (spec.id == std::string(kind->id) + ".difference") ids.emplace_back(kind->id);
        }
    }
    return ids;
}

TEST(Difference, IsAPanelMoreAndNothingElseChanges) {
    EXPECT_EQ(kinds_with_difference(),
              (std::vector<std::string>{"decay", "frequencies", "angles", "base-bound", "interpolation"}));
    for (const std::string& kind : kinds_with_difference()) {
        FigureInputs inputs = two_models();
        const Figure without = build_figure(kind, inputs);
        set(inputs, kind + ".difference", true);
        const Figure with = build_figure(kind, inputs);
        ASSERT_EQ(with.panels.size(), without.panels.size() + 1) << kind;
        EXPECT_GT(with.data.columns.size(), without.data.columns.size()) << kind;
        for (std::size_t i = 0; i < without.panels.size(); ++i)
            EXPECT_EQ(with.panels[i].marks.size(), without.panels[i].marks.size()) << kind;
        const Panel& panel = with.panels.back();
        EXPECT_EQ(panel.x->lo, without.panels.front().x->lo);
        EXPECT_EQ(panel.x->hi, without.panels.front().x->hi);
        EXPECT_TRUE(panel.x->visible);
        const bool quotient = without.panels.front().y->scale == AxisScale::logarithmic;
        EXPECT_EQ(plain_text(panel.y->title).substr(0, std::string(quotient ? "A / B" : "A − B").size()),
                  quotient ? "A / B" : "A − B");
    }
}

// Angles of a model slowed four times are a quarter, so A − B is three quarters of A's and A / B is 4.
TEST(Difference, OfAnglesSlowedFourTimes) {
    FigureInputs inputs = two_models();
    set(inputs, "angles.difference", true);
    set(inputs, "angles.show", std::string("turns"));
    set(inputs, "angles.scale", std::string("linear"));
    set(inputs, "angles.pairs", std::string("0,3"));
    Figure figure = build_figure("angles", inputs);
    const Column& a = column(figure, "turns_pair_3_A");
    const Column& d = column(figure, "turns_pair_3_A_minus_B");
    EXPECT_EQ(d.unit, "turns");
    for (std::size_t i = 0; i < a.values.size(); ++i)
        EXPECT_NEAR(d.values[i], 0.75 * a.values[i], 1e-12 * std::abs(a.values[i]));
    EXPECT_THAT(plain_text(figure.panels.back().y->title), testing::HasSubstr("(turns)"));
    set(inputs, "angles.scale", std::string("log"));
    figure = build_figure("angles", inputs);
    for (const double value : column(figure, "turns_pair_0_A_over_B").values)
        EXPECT_NEAR(value, 4, 1e-12);
}

TEST(Difference, OfFrequenciesIsTheFactorForEveryPair) {
    FigureInputs inputs = two_models();
    set(inputs, "frequencies.difference", true);
    set(inputs, "frequencies.quantity", std::string("theta"));
    const Figure figure = build_figure("frequencies", inputs);
    for (const double value : column(figure, "theta_A_over_B").values)
        EXPECT_NEAR(value, 4, 1e-12);
    const auto& line = std::get<LineMark>(figure.panels.back().marks.back());
    EXPECT_EQ(line.points.size(), 64U);
    EXPECT_NEAR(line.points[17].y, 4, 1e-12);
}

// An envelope of differences, not the difference of two envelopes, which would be much wider.
TEST(Difference, OfManyDistancesIsFormedBeforeItIsReduced) {
    FigureInputs inputs = kind_inputs();
    inputs.size = {800, 700};
    add_model(inputs, "the same", 10000, 1);
    for (FigureModel& model : inputs.models)
        model.spec.context_length = 100'000;  // more than are listed
    set(inputs, "decay.difference", true);
    set(inputs, "decay.measure", std::string("cosine-sum"));
    const Figure figure = build_figure("decay", inputs);
    const auto& band = std::get<BandMark>(figure.panels.back().marks.back());
    EXPECT_GT(band.x.size(), 100U);
    for (std::size_t i = 0; i < band.x.size(); ++i) {
        EXPECT_EQ(band.lo[i], 0);
        EXPECT_EQ(band.hi[i], 0);
    }
    const std::vector<Mark>& above = figure.panels.front().marks;
    const auto first = std::find_if(above.begin(), above.end(),
                                    [](const Mark& mark) { return std::holds_alternative<BandMark>(mark); });
    ASSERT_NE(first, above.end());
    const auto& curve = std::get<BandMark>(*first);
    EXPECT_GT(curve.hi[5] - curve.lo[5], 0.1);  // what it is drawn from is an envelope with a width
}

TEST(Difference, HasTheExtremesOfEveryColumnAtItsPlace) {
    FigureInputs inputs = two_models(500000, 1);
    inputs.pixels_per_point = 1;
    for (FigureModel& model : inputs.models)
        model.spec.context_length = 20'000;
    set(inputs, "decay.difference", true);
    set(inputs, "decay.measure", std::string("cosine-sum"));
    const Figure figure = build_figure("decay", inputs);
    const std::vector<double>& all = column(figure, "value_A_minus_B").values;
    const std::vector<double>&a = column(figure, "value_A").values, &b = column(figure, "value_B").values;
    for (std::size_t i = 0; i < all.size(); ++i)
        ASSERT_EQ(all[i], a[i] - b[i]);
    const auto& band = std::get<BandMark>(figure.panels.back().marks.back());
    EXPECT_LT(band.x.size(), 1000U);
    EXPECT_EQ(*std::max_element(band.hi.begin(), band.hi.end()), *std::max_element(all.begin(), all.end()));
    EXPECT_EQ(*std::min_element(band.lo.begin(), band.lo.end()), *std::min_element(all.begin(), all.end()));
}

// Means over the pairs as computed here one cosine after the other; smallest bases of the same width are the
// same.
TEST(Difference, OfBaseBoundsFollowsWhatIsShown) {
    FigureInputs inputs = two_models(500000, 1);
    set(inputs, "base-bound.difference", true);
    Figure figure = build_figure("base-bound", inputs);
    const auto mean = [](double base, double distance) {
        double sum = 0;
        for (int i = 0; i < 64; ++i)
            sum += std::cos(distance * std::pow(base, -i / 64.0));
        return sum / 64;
    };
    const std::vector<double>& means = column(figure, "mean_cosine_A_minus_B").values;
    for (const int distance : {0, 1, 37, 1024})
        EXPECT_NEAR(means[static_cast<std::size_t>(distance)], mean(10000, distance) - mean(500000, distance),
                    1e-12);
    set(inputs, "base-bound.show", std::string("smallest"));
    figure = build_figure("base-bound", inputs);
    for (const double quotient : column(figure, "smallest_base_A_over_B").values)
        EXPECT_EQ(quotient, 1);
    set(inputs, "base-bound.show", std::string("negatives"));
    figure = build_figure("base-bound", inputs);
    const std::vector<double>&a = column(figure, "negative_A").values,
          &b = column(figure, "negative_B").values;
    const std::vector<double>& both = column(figure, "negative_A_minus_B").values;
    EXPECT_GT(both.back(), 0);
    for (std::size_t i = 0; i < both.size(); ++i)
        EXPECT_EQ(both[i], a[i] - b[i]);
}

TEST(Difference, ThreeModelsMakeTwoNamedCurves) {
    FigureInputs inputs = two_models();
    add_model(inputs, "third", 500000, 1);
    set(inputs, "decay.difference", true);
    const Figure figure = build_figure("decay", inputs);
    std::vector<std::string> labels;
    for (const Mark& mark : figure.panels.back().marks) {
        if (const auto* line = std::get_if<LineMark>(&mark)) labels.push_back(line->label);
        if (const auto* band = std::get_if<BandMark>(&mark)) labels.push_back(band->label);
    }
    EXPECT_EQ(labels, (std::vector<std::string>{"A − B", "A − C"}));
    EXPECT_FALSE(column(figure, "value_A_minus_C").values.empty());
}

TEST(Difference, SaysWhyThereIsNone) {
    for (const std::string& kind : kinds_with_difference()) {
        FigureInputs inputs = kind_inputs();
        inputs.size = {800, 700};
        set(inputs, kind + ".difference", true);
        EXPECT_THAT(build_figure(kind, inputs).notes,
                    testing::Contains(testing::HasSubstr("needs a second model")))
            << kind;
        add_model(inputs, "slower", 10000, 2);
        inputs.size = {400, 100};
        EXPECT_THAT(build_figure(kind, inputs).notes, testing::Contains(testing::HasSubstr("too low")))
            << kind;
    }
}

}  // namespace
}  // namespace rope
