#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "core/figure/caption.h"
#include "tests/unit/figure_kind/kind_inputs.h"

namespace rope {
namespace {

FigureInputs showing(const char* what) {
    FigureInputs inputs = kind_inputs();
    set(inputs, "interpolation.show", what);
    return inputs;
}

// With factor 4 and no own contexts: untouched pairs reach 4 times the largest trained angle, PI's reach it.
TEST(InterpolationFigure, ReachIsTheFactorWithoutAMethodAndOneWithPi) {
    const Figure figure = build_figure("interpolation", kind_inputs());
    EXPECT_EQ(column(figure, "reach_default").values, std::vector<double>(64, 4.0));
    for (const double reached : column(figure, "reach_linear").values)
        EXPECT_NEAR(reached, 1, 1e-14);
    const std::vector<double>& ntk = column(figure, "reach_ntk").values;
    EXPECT_NEAR(ntk.front(), 4, 1e-14);
    EXPECT_NEAR(ntk.back(), 1, 1e-12);  // b' = b·s^(d/(d − 2)) slows the slowest pair by s exactly
    // λ > 4096 from i > 64·log(4096/2π)/log(10000) = 45.02 on.
    EXPECT_NE(caption_text(figure).find("46 of 64 pairs turn at least once"), std::string::npos)
        << caption_text(figure);
}

// docs/spec-attention.md, figure 4: the program's ramp from 20 to 46, and the paper's, linear in turns.
TEST(InterpolationFigure, ShareIsYarnsRamp) {
    const Figure figure = build_figure("interpolation", showing("share"));
    const std::vector<double>& engine = column(figure, "share_yarn").values;
    const std::vector<double>& paper = column(figure, "share_ntk-by-parts").values;
    EXPECT_NEAR(engine[20], 1, 1e-12);
    EXPECT_NEAR(engine[33], 0.5, 1e-6);
    EXPECT_NEAR(engine[46], 0, 1e-12);
    EXPECT_NEAR(paper[24], 0.632737, 1e-6);
    EXPECT_NEAR(paper[40], 0.034241, 1e-6);
}

TEST(InterpolationFigure, SeveralModelsStandBesideEachOtherAsTheyAre) {
    FigureInputs inputs = showing("reach");
    add_model(inputs, "PI", 10000, 2);
    for (FigureModel& model : inputs.models) {
        model.spec.trained_context = 2048;
        model.spec.context_length = 4096;
    }
    const Figure figure = build_figure("interpolation", inputs);
    EXPECT_NEAR(column(figure, "reach_A").values[5], 2, 1e-14);
    EXPECT_NEAR(column(figure, "reach_B").values[5], 1, 1e-14);
    EXPECT_NEAR(column(figure, "share_B").values[5], 0, 1e-14);
}

// A custom scaling that halves every speed is none of the methods drawn at factor 4: reach 4/2, share
// (1/2 − 1/4)/(1 − 1/4) = 1/3. Without it, and where a drawn method is the model's own, nothing is added.
TEST(InterpolationFigure, TheModelsOwnScalingIsThere) {
    FigureInputs inputs = kind_inputs();
    const auto has_own = [](const Figure& figure) {
        return std::any_of(figure.data.columns.begin(), figure.data.columns.end(),
                           [](const Column& each) { return each.name == "reach_own"; });
    };
    EXPECT_FALSE(has_own(build_figure("interpolation", inputs)));
    FigureModel& model = inputs.models.front();
    model.spec.scaling = {.type = "linear", .numbers = {{"factor", 4}}};
    model.frequencies = std::make_shared<const ModelFrequencies>(frequencies(model.spec).value());
    EXPECT_FALSE(has_own(build_figure("interpolation", inputs)));
    model.spec.scaling = {.type = "custom", .lists = {{"multipliers", std::vector<double>(64, 0.5)}}};
    model.frequencies = std::make_shared<const ModelFrequencies>(frequencies(model.spec).value());
    const Figure figure = build_figure("interpolation", inputs);
    for (const double reached : column(figure, "reach_own").values)
        EXPECT_NEAR(reached, 2, 1e-14);
    for (const double share : column(figure, "share_own").values)
        EXPECT_NEAR(share, 1.0 / 3, 1e-14);
}

// Figures 5 and 10 of the same source.
TEST(InterpolationFigure, GrowthWithTheFactorIsAsPublished) {
    EXPECT_NEAR(column(build_figure("interpolation", showing("temperature")), "attention_factor").values[39],
                1.3689, 5e-5);
    EXPECT_NEAR(column(build_figure("interpolation", showing("base")), "ntk_base").values[15], 167198.7392,
                1e-4);
    FigureInputs narrow = kind_inputs(2);
    set(narrow, "interpolation.show", "base");
    EXPECT_FALSE(build_figure("interpolation", narrow).sentence.empty());
}

// Figure 2: fitted to 2048 positions with ridge 1e-4 and seed 1.
TEST(InterpolationFigure, FitStaysSmallInsideAndBlowsUpBeyond) {
    FigureInputs inputs = showing("fit");
    inputs.models[0].spec.trained_context = 2048;
    const Figure figure = build_figure("interpolation", inputs);
    const std::vector<double>& fit = column(figure, "fit").values;
    ASSERT_EQ(fit.size(), 8191U);
    EXPECT_NEAR(fit[0], -0.868085, 1e-5);
    EXPECT_NEAR(fit[2 * 2047], -0.520915, 1e-5);
    EXPECT_NEAR(fit[2 * 2560], -90.474672, 1e-5);
    EXPECT_NEAR(fit[51], -0.240751, 1e-5);  // position 25.5
    EXPECT_NE(caption_text(figure).find("at most 0.8681 there, up to 169.5 beyond"), std::string::npos)
        << caption_text(figure);
    set(inputs, "interpolation.ridge", 1e-2);
    const Figure tamer = build_figure("interpolation", inputs);
    EXPECT_NE(caption_text(tamer).find("at most 0.6869 there, up to 5.29 beyond"), std::string::npos)
        << caption_text(tamer);
}

TEST(InterpolationFigure, AFitThatWouldTakeMinutesIsASentence) {
    FigureInputs inputs = kind_inputs(1024);
    set(inputs, "interpolation.show", "fit");
    set(inputs, "interpolation.positions", std::int64_t{16384});
    EXPECT_NE(build_figure("interpolation", inputs).sentence.find("to 128 or less"), std::string::npos);
}

}  // namespace
}  // namespace rope
