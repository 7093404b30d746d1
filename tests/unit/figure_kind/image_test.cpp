#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/figure/caption.h"
#include "tests/unit/figure_kind/kind_inputs.h"

namespace rope {
namespace {

double at(const Figure& figure, int x, int y) {
    return figure.data.grid->at(y, x);
}

// docs/spec-attention.md, figure 9: d = 64, base 100, 14 × 14 patches, centre (7, 7).
TEST(ImageFigure, HoldsThePublishedAxialMap) {
    const Figure figure = build_figure("image", kind_inputs(64, 100));
    ASSERT_TRUE(figure.data.grid);
    EXPECT_NEAR(at(figure, 7, 7), 1, 1e-14);
    EXPECT_NEAR(at(figure, 8, 7), 0.966155, 5e-7);
    EXPECT_NEAR(at(figure, 8, 8), 0.932309, 5e-7);
    EXPECT_NEAR(at(figure, 0, 7), 0.727185, 5e-7);
    EXPECT_NEAR(at(figure, 13, 7), 0.736360, 5e-7);
    EXPECT_NEAR(at(figure, 0, 0), 0.454370, 5e-7);
    EXPECT_NEAR(at(figure, 13, 13), 0.472719, 5e-7);
}

// The same source: d = 32, base 10⁴, 10 × 10 patches, whose middle is (5, 5).
TEST(ImageFigure, TakesItsSizeAndMiddle) {
    FigureInputs inputs = kind_inputs(32, 1e4);
    set(inputs, "image.width", std::int64_t{10});
    set(inputs, "image.height", std::int64_t{10});
    const Figure figure = build_figure("image", inputs);
    EXPECT_NEAR(at(figure, 6, 5), 0.967823, 5e-7);
    EXPECT_NEAR(at(figure, 0, 0), 0.767130, 5e-7);
}

// Mixed axes at 0° are the axial ones; a quarter turn exchanges rows and columns.
TEST(ImageFigure, MixedAxesAtAngleZeroAreAxial) {
    FigureInputs inputs = kind_inputs(64, 100);
    set(inputs, "image.rule", "mixed");
    set(inputs, "image.angle", 0.0);
    const Figure mixed = build_figure("image", inputs), axial = build_figure("image", kind_inputs(64, 100));
    for (int y = 0; y < 14; ++y) {
        for (int x = 0; x < 14; ++x)
            EXPECT_NEAR(at(mixed, x, y), at(axial, x, y), 1e-12);
    }
}

// φ = xθₓ + yθ_y of every pair: learned speeds, typed here.
TEST(ImageFigure, LearnedSpeedsTurnThePairs) {
    FigureInputs inputs = kind_inputs(4);
    set(inputs, "image.rule", "mixed");
    set(inputs, "image.theta_x", "0.5,-0.25");
    set(inputs, "image.theta_y", "0.1,0.75");
    const Figure figure = build_figure("image", inputs);
    for (const auto& [x, y] : {std::pair{7, 7}, {8, 7}, {3, 12}, {0, 0}}) {
        const double first = 0.5 * (x - 7) + 0.1 * (y - 7), second = -0.25 * (x - 7) + 0.75 * (y - 7);
        EXPECT_NEAR(at(figure, x, y), (std::cos(first) + std::cos(second)) / 2, 1e-12);
    }
    EXPECT_NE(caption_text(figure).find("θx = 0.5,-0.25"), std::string::npos) << caption_text(figure);
    ResultCache cache;
    Progress progress;
    set(inputs, "image.theta_y", "0.1,0.75,1");
    const auto refused = find_figure_kind("image")->build(inputs, cache, progress);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.fault().id, "wrong_length");
    EXPECT_EQ(refused.fault().where, "image.theta_y");
}

// ---- M-RoPE

// One pair for each of t, h and w.
FigureInputs mrope_inputs() {
    FigureInputs inputs = kind_inputs(6);
    inputs.models[0].spec.scaling.lists["mrope_section"] = {1, 1, 1};
    set(inputs, "image.rule", "mrope");
    set(inputs, "image.content", "text:2,image:4x4,text:1");
    return inputs;
}

// Qwen2-VL numbers: two words, a marker, an image of 2 × 2 tokens that begins at 3, a marker after its
// largest id, a word.
constexpr std::array<std::array<int, 3>, 9> kIds{
    {{0, 0, 0}, {1, 1, 1}, {2, 2, 2}, {3, 3, 3}, {3, 3, 4}, {3, 4, 3}, {3, 4, 4}, {5, 5, 5}, {6, 6, 6}}};

TEST(ImageTokens, StandAtTheirThreePositions) {
    const Figure figure = build_figure("image", mrope_inputs());
    ASSERT_EQ(figure.panels.size(), 2U);
    const DataTable& ids = *figure.panels[0].data;
    ASSERT_EQ(ids.columns.size(), 4U);
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const std::vector<double>& drawn = ids.columns[axis + 1].values;
        ASSERT_EQ(drawn.size(), kIds.size());
        for (std::size_t token = 0; token < kIds.size(); ++token)
            EXPECT_EQ(drawn[token], kIds[token][axis]) << token;
    }
}

// q = k with all entries alike: every pair adds cos((pₘ − pₙ)θ)/3, p along the pair's own axis.
TEST(ImageTokens, ScoresAreOfThePositionAlongEachPairsAxis) {
    FigureInputs inputs = mrope_inputs();
    for (const bool causal : {true, false}) {
        set(inputs, "image.causal", causal);
        const Figure figure = build_figure("image", inputs);
        for (int m = 0; m < 9; ++m) {
            for (int n = 0; n < 9; ++n) {
                double want = 0;
                for (std::size_t axis = 0; axis < 3; ++axis)
                    want += std::cos((kIds[static_cast<std::size_t>(m)][axis] -
                                      kIds[static_cast<std::size_t>(n)][axis]) *
                                     std::pow(10000, -static_cast<double>(axis) / 3)) /
                            3;
                if (causal && n > m)
                    EXPECT_TRUE(std::isnan(figure.data.grid->at(m, n)));
                else
                    EXPECT_NEAR(figure.data.grid->at(m, n), want, 1e-12) << m << ", " << n;
            }
        }
    }
}

TEST(ImageTokens, GivenVectorsScoreAsEnginesDo) {
    FigureInputs inputs = mrope_inputs();
    set(inputs, "image.content", "text:9");
    set(inputs, "image.vectors", "given");
    const Figure tokens = build_figure("image", inputs);
    // Text has t = h = w: the map is that of the ordinary rotation.
    const auto [q, k] = std::pair{inputs.q, inputs.k};
    for (const int delta : {0, 1, 8}) {
        double want = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            const double angle = delta * std::pow(10000, -static_cast<double>(i) / 3);
            want += std::cos(angle) * (q[i] * k[i] + q[i + 3] * k[i + 3]) +
                    std::sin(angle) * (q[i] * k[i + 3] - q[i + 3] * k[i]);
        }
        EXPECT_NEAR(tokens.data.grid->at(8, 8 - delta), want / std::sqrt(6), 1e-12) << delta;
        inputs.models[0].spec.attention_scale = 2;  // of a model that has its own
        EXPECT_NEAR(build_figure("image", inputs).data.grid->at(8, 8 - delta), want * 2, 1e-12) << delta;
        inputs.models[0].spec.attention_scale = 0;
    }
}

TEST(ImageTokens, WhatCannotBeDrawnIsSaid) {
    FigureInputs inputs = mrope_inputs();
    set(inputs, "image.content", "text:2000");
    const Figure many = build_figure("image", inputs);
    EXPECT_EQ(many.data.grid->rows, 1024);
    ASSERT_FALSE(many.missing.empty());
    EXPECT_NE(many.missing.back().find("first 1024 tokens"), std::string::npos) << many.missing.back();
    set(inputs, "image.content", "image:5x4");
    EXPECT_NE(build_figure("image", inputs).missing.front().find("(1 row)"), std::string::npos);
    inputs.models[0].spec.scaling.lists["mrope_section"] = {2, 2, 2};
    EXPECT_NE(build_figure("image", inputs).sentence.find("add up to the 3 pairs"), std::string::npos);
    ResultCache cache;
    Progress progress;
    inputs = mrope_inputs();
    set(inputs, "image.content", "text:2,picture:4");
    const auto refused = find_figure_kind("image")->build(inputs, cache, progress);
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.fault().id, "bad_sequence");
    EXPECT_EQ(refused.fault().where, "image.content");
}

// A row is called idle only where its value decides nothing.
TEST(ImageFigure, RowsOfOtherRulesAreIdle) {
    const std::pair<const char*, Value> others[] = {{"image.width", std::int64_t{5}},
                                                    {"image.x", std::int64_t{2}},
                                                    {"image.angle", 77.0},
                                                    {"image.theta_x", std::string("ones")},
                                                    {"image.head", std::int64_t{1}},
                                                    {"image.content", std::string("text:3")},
                                                    {"image.merge", std::int64_t{1}},
                                                    {"image.markers", false},
                                                    {"image.causal", false}};
    for (const char* rule : {"axial", "mixed", "pixtral", "mrope"}) {
        FigureInputs inputs = mrope_inputs();
        inputs.models[0].spec.shape = {.head_dim = 12, .rotary_dim = 12};
        inputs.models[0].frequencies = kind_inputs(12).models[0].frequencies;
        inputs.models[0].spec.scaling.lists["mrope_section"] = {2, 2, 2};
        inputs.q = inputs.k = kind_inputs(12).q;
        set(inputs, "image.rule", rule);
        const Figure before = build_figure("image", inputs);
        for (const auto& [id, value] : others) {
            FigureInputs changed = inputs;
            set(changed, id, value);
            if (std::string_view(id) == "image.theta_x") set(changed, "image.theta_y", "ones");
            const Figure after = build_figure("image", changed);
            const bool idle = std::any_of(before.idle.begin(), before.idle.end(),
                                          [&, name = id](const IdleRow& one) { return one.id == name; });
            const bool same = before.data.grid->values->size() == after.data.grid->values->size() &&
                              before.data.grid->key == after.data.grid->key;
            EXPECT_EQ(idle, same) << rule << ", " << id;
        }
    }
}

TEST(ImageFigure, AWidthWithoutFourPartsIsASentenceForAxialAndAMapForPixtral) {
    FigureInputs inputs = kind_inputs(6);
    EXPECT_NE(build_figure("image", inputs).sentence.find("multiple of 4"), std::string::npos);
    set(inputs, "image.rule", "pixtral");
    EXPECT_TRUE(build_figure("image", inputs).sentence.empty());
}

TEST(ImageFigure, SeveralModelsStandSideBySideWithOneColourBar) {
    FigureInputs inputs = kind_inputs(64, 100);
    add_model(inputs, "slow", 1e4, 1);
    const Figure figure = build_figure("image", inputs);
    ASSERT_EQ(figure.panels.size(), 2U);
    EXPECT_FALSE(figure.panels[0].colour_bar);
    EXPECT_TRUE(figure.panels[1].colour_bar);
    EXPECT_NEAR(column(figure, "similarity_A").values[7 * 14 + 8], 0.966155, 5e-7);
}

}  // namespace
}  // namespace rope
