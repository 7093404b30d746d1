#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/figure/caption.h"
#include "tests/unit/figure_kind/kind_inputs.h"

namespace rope {
namespace {

// Llama 3.1 by its published numbers, through the model's own frequencies.
FigureModel llama3() {
    FigureModel model;
    model.spec.name = "Llama-3.1-8B";
    model.spec.source = "preset:llama-3.1-8b";
    model.spec.base = 500000;
    model.spec.context_length = 131072;
    model.spec.trained_context = 8192;
    model.spec.scaling = {.type = "llama3",
                          .numbers = {{"factor", 8}, {"low_freq_factor", 1}, {"high_freq_factor", 4}},
                          .lists = {}};
    const Checked<ModelFrequencies> made = frequencies(model.spec);
    EXPECT_TRUE(made.ok());
    if (made.ok()) model.frequencies = std::make_shared<const ModelFrequencies>(made.value());
    return model;
}

FigureInputs llama3_inputs() {
    FigureInputs inputs = kind_inputs();
    inputs.models = {llama3()};
    return inputs;
}

// Su et al. 2021, eq. 15, with b = 10000 and d = 128, and λ = 2π/θ.
TEST(FrequenciesFigure, TableHoldsThetaAndWavelengthOfEveryPair) {
    const Figure figure = build_figure("frequencies", kind_inputs());
    const std::vector<double>& theta = column(figure, "theta").values;
    const std::vector<double>& wavelength = column(figure, "wavelength").values;
    ASSERT_EQ(theta.size(), 64U);
    EXPECT_EQ(theta[0], 1);
    EXPECT_DOUBLE_EQ(theta[32], 0.01);
    EXPECT_DOUBLE_EQ(wavelength[32], 200 * std::numbers::pi);
    EXPECT_NEAR(wavelength[63], 54410.1, 0.1);  // 2π·10000^(63/64)
    EXPECT_NEAR(column(figure, "turns_in_context").values[0], 4096 / (2 * std::numbers::pi), 1e-9);
    EXPECT_EQ(column(figure, "wavelength").unit, "tokens");
    EXPECT_EQ(column(figure, "theta").unit, "rad/token");
}

// λ > 4096 from i > 64·log(4096/2π)/log(10000) = 45.02 on.
TEST(FrequenciesFigure, CaptionCountsPairsThatNeverFinishATurn) {
    const Figure figure = build_figure("frequencies", kind_inputs());
    EXPECT_NE(caption_text(figure).find("18 of 64 pairs turn less than once in the context of 4096"),
              std::string::npos)
        << caption_text(figure);
}

// docs/spec-attention.md, figure 11: 29 pairs kept, 6 blended with these weights, 29 divided by 8.
TEST(FrequenciesFigure, ShowsTheBandsOfLlama3) {
    const Figure figure = build_figure("frequencies", llama3_inputs());
    const std::vector<double>& ratio = column(figure, "ratio").values;
    ASSERT_EQ(ratio.size(), 64U);
    for (std::size_t i = 0; i < 29; ++i)
        EXPECT_NEAR(ratio[i], 1, 1e-15) << i;
    const double weights[] = {0.803621, 0.592849, 0.421151, 0.281283, 0.167343, 0.074527};
    for (std::size_t i = 0; i < 6; ++i)
        EXPECT_NEAR(ratio[29 + i], weights[i] + (1 - weights[i]) / 8, 1e-6) << i;
    for (std::size_t i = 35; i < 64; ++i)
        EXPECT_NEAR(ratio[i], 0.125, 1e-15) << i;
    EXPECT_TRUE(caption_text(figure).starts_with("Llama-3.1-8B: ")) << caption_text(figure);
    EXPECT_NE(caption_text(figure).find("29 of 64 pairs unchanged, 29 turn 8 times slower"),
              std::string::npos)
        << caption_text(figure);
}

TEST(FrequenciesFigure, RatioGetsItsPanelWhereAModelIsScaledAndThereIsRoom) {
    FigureInputs inputs = llama3_inputs();
    EXPECT_EQ(build_figure("frequencies", inputs).panels.size(), 2U);
    inputs.size.height = 200;
    EXPECT_EQ(build_figure("frequencies", inputs).panels.size(), 1U);
    EXPECT_EQ(build_figure("frequencies", kind_inputs()).panels.size(), 1U);
}

TEST(FrequenciesFigure, ContextsAreMarkedWhereTheyEqualAWavelength) {
    const Figure figure = build_figure("frequencies", llama3_inputs());
    std::vector<double> levels;
    for (const Mark& mark : figure.panels.at(0).marks) {
        if (const auto* rule = std::get_if<RuleMark>(&mark)) levels.push_back(rule->value);
    }
    EXPECT_EQ(levels, (std::vector<double>{8192, 131072}));
}

TEST(FrequenciesFigure, ModelsOfOtherWidthsStandInOneTable) {
    FigureInputs inputs = kind_inputs(128);
    inputs.models.push_back(kind_inputs(8).models.front());
    const Figure figure = build_figure("frequencies", inputs);
    EXPECT_EQ(column(figure, "theta_A").values.size(), 64U);
    const std::vector<double>& theta = column(figure, "theta_B").values;
    ASSERT_EQ(theta.size(), 64U);
    EXPECT_DOUBLE_EQ(theta[3], 0.001);  // 10000^(−6/8)
    EXPECT_TRUE(std::isnan(theta[4]));
}

TEST(FrequenciesFigure, PairsThatStandStillAreCountedAndLeftOut) {
    FigureInputs inputs = kind_inputs(8);
    ModelFrequencies some = *inputs.models[0].frequencies;
    const std::vector<double> theta{1, 0.5, 0, 0};
    some.table = make_table(theta, 1);
    inputs.models[0].frequencies = std::make_shared<const ModelFrequencies>(some);
    const Figure figure = build_figure("frequencies", inputs);
    ASSERT_EQ(figure.notes.size(), 1U);
    EXPECT_TRUE(figure.notes[0].starts_with("2 pairs never turn")) << figure.notes[0];
    EXPECT_NE(caption_text(figure).find("2 stand still"), std::string::npos) << caption_text(figure);

    const std::vector<double> none(4, 0.0);
    some.table = some.unscaled = make_table(none, 1);
    inputs.models[0].frequencies = std::make_shared<const ModelFrequencies>(some);
    EXPECT_NE(build_figure("frequencies", inputs).sentence.find("No pair turns"), std::string::npos);
}

std::size_t marks_of(const Figure& figure) {
    std::size_t marks = 0;
    for (const Panel& panel : figure.panels)
        marks += 1 + panel.marks.size();
    return marks;
}

// Qwen3-VL's [24, 20, 20], interleaved: pair 58 turns by the row, 59 by the column, 61 by time.
TEST(FrequenciesFigure, LanesSayWhatTurnsEachPairOfVisionModels) {
    FigureInputs inputs = kind_inputs();
    EXPECT_EQ(build_figure("frequencies", inputs).panels.size(), 1U);
    inputs.models[0].spec.scaling.lists["mrope_section"] = {24, 20, 20};
    inputs.models[0].spec.scaling.numbers["mrope_interleaved"] = 1;
    inputs.size = {640, 480};
    const Figure figure = build_figure("frequencies", inputs);
    ASSERT_EQ(figure.panels.size(), 2U);
    std::vector<double> lanes(64, -1);
    for (const Mark& mark : figure.panels[1].marks) {
        const auto* box = std::get_if<BoxMark>(&mark);
        if (box != nullptr && box->filled)
            lanes.at(static_cast<std::size_t>(box->tag.index)) = (box->from.y + box->to.y) / 2;
    }
    EXPECT_EQ(lanes[58], 1);
    EXPECT_EQ(lanes[59], 2);
    EXPECT_EQ(lanes[61], 0);
    EXPECT_EQ(std::count(lanes.begin(), lanes.end(), 0), 24);
    EXPECT_EQ(std::count(lanes.begin(), lanes.end(), 1), 20);
    EXPECT_EQ(figure.panels[1].y->ticks[2].label, "w");
    EXPECT_EQ(column(figure, "mrope_axis").texts[59], "w");
    EXPECT_NE(caption_text(figure).find("t 24, h 20, w 20 pairs, interleaved"), std::string::npos)
        << caption_text(figure);
    inputs.models[0].spec.scaling.lists["mrope_section"] = {24, 20, 21};
    EXPECT_EQ(build_figure("frequencies", inputs).panels.size(), 1U) << "sections of another head";
}

// A switch is called idle exactly where the figure is the same with it on and off.
TEST(FrequenciesFigure, SwitchesThatDrawNothingAreIdle) {
    for (const bool scaled : {false, true})
        for (const char* quantity : {"wavelength", "ratio"})
            for (const double height : {200.0, 800.0})
                for (const char* row : {"frequencies.unscaled", "frequencies.ratio"}) {
                    FigureInputs inputs = scaled ? llama3_inputs() : kind_inputs();
                    inputs.size.height = height;
                    inputs.params["frequencies.quantity"] = std::string(quantity);
                    inputs.params[row] = true;
                    const Figure on = build_figure("frequencies", inputs);
                    inputs.params[row] = false;
                    const Figure off = build_figure("frequencies", inputs);
                    const bool idle = std::any_of(on.idle.begin(), on.idle.end(),
                                                  [&](const IdleRow& one) { return one.id == row; });
                    EXPECT_EQ(idle, marks_of(on) == marks_of(off))
                        << row << ", " << quantity << ", " << height << (scaled ? ", scaled" : "");
                }
}

}  // namespace
}  // namespace rope
