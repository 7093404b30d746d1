#include "core/rope/layout.h"
#include "core/figure/caption.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "core/rope/rotation.h"
#include "tests/unit/figure_kind/kind_inputs.h"

namespace rope {
namespace {

FigureInputs interleaved_inputs(int head_dim = 64) {
    FigureInputs inputs = kind_inputs(head_dim);
    inputs.models[0].spec.shape.layout = Layout::interleaved;
    return inputs;
}

// What a program computes that rotates both vectors in one order: formed by rotation, not by pair parts.
double rotated_score(const FigureInputs& inputs, Layout layout, double delta) {
    HeadShape shape = inputs.models[0].spec.shape;
    shape.layout = layout;
    const FrequencyTable& table = inputs.models[0].frequencies->table;
    const std::vector<double> q = rotate(inputs.q, shape, table, delta + 7),
                              k = rotate(inputs.k, shape, table, 7);
    double sum = 0;
    for (std::size_t c = 0; c < q.size(); ++c)
        sum += q[c] * k[c];
    return sum / std::sqrt(static_cast<double>(shape.head_dim));
}

TEST(LayoutFigure, ScoresAreThoseOfRotatingInEitherOrder) {
    const FigureInputs inputs = interleaved_inputs();
    const Figure figure = build_figure("layout", inputs);
    const std::vector<double>&right = column(figure, "score").values,
          &wrong = column(figure, "score_wrong_order").values;
    ASSERT_EQ(right.size(), 129U);
    double squares = 0;
    for (std::size_t i = 0; i < right.size(); ++i) {
        const auto delta = static_cast<double>(i);
        EXPECT_NEAR(right[i], rotated_score(inputs, Layout::interleaved, delta), 1e-9) << i;
        EXPECT_NEAR(wrong[i], rotated_score(inputs, Layout::half, delta), 1e-9) << i;
        squares += std::pow(wrong[i] - right[i], 2);
    }
    EXPECT_NEAR(right[0], wrong[0], 1e-12);  // nothing is turned at Δ = 0
    EXPECT_GT(std::sqrt(squares / 129), 0.1);
    EXPECT_NE(caption_text(figure).find("Rotated as half instead of interleaved"), std::string::npos)
        << caption_text(figure);
}

// W_half[r] = W_interleaved[rows[r]]: for 4 pairs 0 2 4 6 1 3 5 7 (convert_llama_weights_to_hf.py, permute).
TEST(LayoutFigure, OrdersAreThePermutationOfCheckpointConverters) {
    FigureInputs inputs = interleaved_inputs(8);
    set(inputs, "layout.show", "orders");
    const Figure figure = build_figure("layout", inputs);
    EXPECT_EQ(column(figure, "half_from_interleaved").values, (std::vector<double>{0, 2, 4, 6, 1, 3, 5, 7}));
    EXPECT_EQ(column(figure, "interleaved_from_half").values, (std::vector<double>{0, 4, 1, 5, 2, 6, 3, 7}));
    EXPECT_EQ(column(figure, "pair_interleaved").values, (std::vector<double>{0, 0, 1, 1, 2, 2, 3, 3}));
    EXPECT_EQ(column(figure, "pair_half").values, (std::vector<double>{0, 1, 2, 3, 0, 1, 2, 3}));
    EXPECT_EQ(figure.panels.size(), 1U);
}

// Each wire leads from one component of its pair to another of the same pair; all 2P of them are there.
TEST(LayoutFigure, WiresKeepTheirPair) {
    FigureInputs inputs = interleaved_inputs(16);
    inputs.pair = 3;
    set(inputs, "layout.show", "orders");
    const Figure figure = build_figure("layout", inputs);
    std::set<int> from, to;
    int heavy = 0;
    for (const Mark& mark : figure.panels[0].marks) {
        const auto* wire = std::get_if<LineMark>(&mark);
        if (wire == nullptr) continue;
        const int above = static_cast<int>(wire->points[0].x), below = static_cast<int>(wire->points[1].x);
        EXPECT_EQ(above / 2, wire->tag.index);
        EXPECT_EQ(below % 8, wire->tag.index);
        from.insert(above);
        to.insert(below);
        if (wire->weight > 1) {
            EXPECT_EQ(wire->tag.index, 3);
            ++heavy;
        }
    }
    EXPECT_EQ(from.size(), 16U);
    EXPECT_EQ(to.size(), 16U);
    EXPECT_EQ(heavy, 2);
}

TEST(LayoutFigure, WhatIsNotRotatedStaysAndIsNoPair) {
    FigureInputs inputs = interleaved_inputs(192);  // DeepSeek-V3: 128 without positions, then 64 rotated
    HeadShape& shape = inputs.models[0].spec.shape;
    shape.rotary_dim = 64;
    shape.rotary_offset = 128;
    inputs.models[0].frequencies = kind_inputs(64).models[0].frequencies;
    set(inputs, "layout.show", "orders");
    const Figure figure = build_figure("layout", inputs);
    const std::vector<double>& pair = column(figure, "pair_half").values;
    const std::vector<double>& half = column(figure, "half_from_interleaved").values;
    EXPECT_TRUE(std::isnan(pair[0]) && std::isnan(pair[127]));
    EXPECT_EQ(pair[128], 0);
    EXPECT_EQ(half[127], 127);
    EXPECT_EQ(half[128 + 32], 129);
    EXPECT_NE(caption_text(figure).find("(128 + 2i, 128 + 2i + 1)"), std::string::npos)
        << caption_text(figure);
    EXPECT_NE(caption_text(figure).find("DeepSeek"), std::string::npos);
}

// Scores of q and k at m and n, rotated as interleaved and then reordered as Hugging Face does for DeepSeek.
TEST(LayoutFigure, DeepSeeksOrderKeepsScoresAndMovesComponents) {
    FigureInputs inputs = interleaved_inputs(8);
    set(inputs, "layout.compare", "deepseek");
    const HeadShape& shape = inputs.models[0].spec.shape;
    const FrequencyTable& table = inputs.models[0].frequencies->table;
    const Figure figure = build_figure("layout", inputs);
    const std::vector<double>&right = column(figure, "score").values,
          &out = column(figure, "score_deepseek").values;
    for (const int delta : {0, 1, 17, 128}) {
        const std::vector<double> q = deepseek_order(rotate(inputs.q, shape, table, delta + 3), shape),
                                  k = deepseek_order(rotate(inputs.k, shape, table, 3), shape);
        double sum = 0;
        for (std::size_t c = 0; c < q.size(); ++c)
            sum += q[c] * k[c] / std::sqrt(8.0);
        EXPECT_NEAR(out[static_cast<std::size_t>(delta)], sum, 1e-9);
        EXPECT_NEAR(right[static_cast<std::size_t>(delta)], sum, 1e-9);
    }
    set(inputs, "layout.show", "orders");
    const Figure orders = build_figure("layout", inputs);
    const std::vector<double>&in = column(orders, "q_rotated").values,
          &moved = column(orders, "q_deepseek").values;
    EXPECT_EQ(in, rotate(inputs.q, shape, table, 64));
    EXPECT_EQ(moved, (std::vector<double>{in[0], in[2], in[4], in[6], in[1], in[3], in[5], in[7]}));
    inputs.models[0].spec.shape.layout = Layout::half;
    EXPECT_NE(build_figure("layout", inputs).sentence.find("interleaved layout"), std::string::npos);
}

TEST(LayoutFigure, OnePairHasOneOrder) {
    const Figure figure = build_figure("layout", interleaved_inputs(2));
    EXPECT_EQ(column(figure, "score").values, column(figure, "score_wrong_order").values);
    EXPECT_TRUE(caption_text(figure).starts_with("One pair: both orders are the same."))
        << caption_text(figure);
}

TEST(LayoutFigure, WideHeadsShareCells) {
    const Figure figure = build_figure("layout", interleaved_inputs(1024));
    ASSERT_FALSE(figure.notes.empty());
    EXPECT_TRUE(figure.notes[0].starts_with("Each cell stands for ")) << figure.notes[0];
    EXPECT_LT(figure.panels[0].marks.size(), 1000U);
}

}  // namespace
}  // namespace rope
