#include <gtest/gtest.h>

#include <limits>

#include "core/document/edit.h"
#include "tests/support/models.h"
#include "tests/unit/document/edited.h"

namespace rope {
namespace {

using test::after;

std::string refusal(const Document& document, const Edit& edit) {
    const Checked<Applied> applied = apply(document, edit);
    return applied.ok() ? "" : applied.fault().id;
}

SetParameter set(const char* id, Value value, std::size_t model = 0) {
    return {id, std::move(value), model};
}

TEST(Apply, SetsAndSaysNothingWhenNothingFollows) {
    const Checked<Applied> applied = apply({}, set("model.base", 500000.0));
    ASSERT_TRUE(applied.ok());
    EXPECT_EQ(applied.value().document.models[0].base, 500000);
    EXPECT_TRUE(applied.value().adjusted.empty());
}

TEST(Apply, TheWholeHeadStaysTheWholeHead) {
    const Checked<Applied> applied = apply({}, set("model.head_dim", std::int64_t{64}));
    ASSERT_TRUE(applied.ok());
    EXPECT_EQ(applied.value().document.models[0].shape.rotary_dim, 64);
    ASSERT_EQ(applied.value().adjusted.size(), 1u);
    EXPECT_EQ(applied.value().adjusted[0], "The rotary dimension follows to 64, the whole head.");
}

TEST(Apply, APartOfTheHeadKeepsItsShare) {
    Document document = after({}, set("model.rotary_dim", std::int64_t{32}));
    document = after(document, set("model.head_dim", std::int64_t{64}));
    EXPECT_EQ(document.models[0].shape.rotary_dim, 16);
}

TEST(Apply, RotationAtTheEndOfTheHeadStaysThere) {
    Document document;
    document.models[0].shape = {192, 64, 128, Layout::interleaved};  // as in DeepSeek's MLA heads
    document = after(document, set("model.head_dim", std::int64_t{96}));
    EXPECT_EQ(document.models[0].shape, (HeadShape{96, 32, 64, Layout::interleaved}));
}

TEST(Apply, TheChosenPairStaysInRangeAndItIsSaid) {
    Document document = after({}, set("view.pair", std::int64_t{63}));
    const Checked<Applied> applied = apply(document, set("model.head_dim", std::int64_t{64}));
    ASSERT_TRUE(applied.ok());
    EXPECT_EQ(applied.value().document.selection.pair, 31);
    ASSERT_EQ(applied.value().adjusted.size(), 2u);
    EXPECT_EQ(applied.value().adjusted[1], "Pair 31 is chosen: there are 32 pairs now.");
}

TEST(Apply, SectionsMustAddUpToThePairsThatTheEditsLeave) {
    EXPECT_EQ(refusal({}, set("model.mrope_section", std::string("32,48,48"))), "mrope_section_sum");
    EXPECT_EQ(refusal({}, set("model.mrope_section", std::string("0,32,32"))), "out_of_range");
    const auto fault = apply({}, set("model.mrope_section", std::string("32,48,48"))).fault();
    EXPECT_EQ(fault.where, "model.mrope_section");
    EXPECT_NE(fault.rule.find("64 pairs"), std::string::npos) << fault.rule;
    const Document document =
        after({}, Together{{set("model.mrope_section", std::string("8,12,12")),
                            set("model.rotary_dim", std::int64_t{64}), set("model.mrope_interleaved", true)},
                           ""});
    EXPECT_EQ(document.models[0].scaling.lists.at("mrope_section"), (std::vector<double>{8, 12, 12}));
    EXPECT_EQ(document.models[0].scaling.numbers.at("mrope_interleaved"), 1);
    const ModelSpec plain = after(document, set("model.mrope_section", std::string(""))).models[0];
    EXPECT_TRUE(plain.scaling.lists.empty());
}

// A slider moved there and back loses nothing.
TEST(Apply, SectionsOfAnotherHeadStayAndItIsSaid) {
    const Document vision = after({}, set("model.mrope_section", std::string("16,24,24")));
    const Checked<Applied> smaller = apply(vision, set("model.rotary_dim", std::int64_t{64}));
    ASSERT_TRUE(smaller.ok());
    ASSERT_EQ(smaller.value().adjusted.size(), 1U);
    EXPECT_NE(smaller.value().adjusted[0].find("M-RoPE sections"), std::string::npos);
    EXPECT_EQ(model_label(smaller.value().document, 0), "rotary dimension 64");
    EXPECT_EQ(after(smaller.value().document, set("model.rotary_dim", std::int64_t{128})).models,
              vision.models);
}

TEST(Apply, APairThatDoesNotExistIsRefused) {
    EXPECT_EQ(refusal({}, set("view.pair", std::int64_t{64})), "pair_out_of_range");
    EXPECT_EQ(refusal({}, set("view.pair", std::int64_t{-1})), "out_of_range");
}

TEST(Apply, DeltaMovesTheQueryAndLeavesTheKey) {
    Document document = after({}, set("view.n", 10.0));
    document = after(document, set("view.delta", 32.5));
    EXPECT_EQ(document.selection.key_position, 10);
    EXPECT_EQ(document.selection.query_position, 42.5);
}

TEST(Apply, PositionsBeyondExactAnglesAreRefused) {
    EXPECT_EQ(refusal({}, set("view.m", 4294967297.0)), "out_of_range");
    const Document far = after({}, set("view.n", 4294967296.0));
    EXPECT_EQ(refusal(far, set("view.delta", 1.0)), "position_out_of_range");
    EXPECT_EQ(refusal({}, set("view.m", std::numeric_limits<double>::quiet_NaN())), "not_finite");
}

TEST(Apply, TypedVectorsKeepTheirValuesWhenTheHeadChanges) {
    Document document = after({}, SetVector{true, {"1,2,3"}});
    document = after(document, set("model.head_dim", std::int64_t{2}));
    EXPECT_EQ(document.query.text, "1,2,3");
}

TEST(Apply, VectorsAreReadBeforeTheyAreKept) {
    EXPECT_NE(refusal({}, SetVector{true, {"1,two"}}), "");
    EXPECT_NE(refusal({}, SetVector{false, {"gausian:seed=1"}}), "");
    EXPECT_NE(refusal({}, set("vectors.key", std::string())), "");
    EXPECT_EQ(refusal({}, set("vectors.query", std::string("/nowhere/q.npy"))), "")
        << "files are opened later: a session may be opened where its files are not";
}

TEST(Apply, ProjectionsAreReadBeforeTheyAreKept) {
    EXPECT_EQ(refusal({}, set("vectors.w_q", std::string("identiy"))), "unknown_projection");
    EXPECT_EQ(refusal({}, set("vectors.w_k", std::string("1,2,3;4,5,6"))), "not_square");
    EXPECT_EQ(refusal({}, set("vectors.w_k", std::string("/nowhere/w.npy"))), "");
    EXPECT_EQ(refusal({}, set("vectors.w_q", std::string("1,0,0;0,1,0;0,0,1"))), "")
        << "another head may have three components";
}

TEST(Apply, AsManyWordsAsBeforeKeepTheirOrder) {
    Document document = after({}, set("sequence.tokens", std::string("The dog chased the cat")));
    EXPECT_EQ(document.sequence.order, TokenSequence{}.order);
    const Checked<Applied> applied = apply(document, set("sequence.tokens", std::string("one two three")));
    ASSERT_TRUE(applied.ok());
    EXPECT_TRUE(applied.value().document.sequence.order.empty());
    ASSERT_EQ(applied.value().adjusted.size(), 1u);
    EXPECT_EQ(applied.value().adjusted[0], "The words stand in the order in which they are written.");
    document = applied.value().document;
    EXPECT_EQ(refusal(document, set("sequence.order", std::string("0,1"))), "wrong_order");
    EXPECT_EQ(refusal(document, set("sequence.order", std::string("0,1,x"))), "not_a_number");
    EXPECT_EQ(after(document, set("sequence.order", std::string("2,1,0"))).sequence.order,
              (std::vector<int>{2, 1, 0}));
    // The usual order is one of five words.
    EXPECT_TRUE(after(after(document, set("sequence.order", std::string("2,1,0"))),
                      ResetParameter{"sequence.order", 0})
                    .sequence.order.empty());
    EXPECT_EQ(after(after({}, set("sequence.order", std::string())), ResetParameter{"sequence.order", 0}),
              Document{});
    EXPECT_EQ(refusal({}, set("sequence.tokens", std::string("cat:=gausian:seed=1"))), "unknown_generator");
}

TEST(Apply, WordsAndTheirOrderChangeTogether) {
    const Together both{
        {set("sequence.tokens", std::string("a b")), set("sequence.order", std::string("1,0"))}, ""};
    EXPECT_EQ(after({}, both).sequence.order, (std::vector<int>{1, 0}));
}

TEST(Apply, OfSeveralEditsAllOrNoneAreMade) {
    const Together together{{set("model.base", 5e5), set("model.head_dim", std::int64_t{63})}, "Two"};
    EXPECT_EQ(refusal({}, together), "off_step");
}

TEST(Apply, SeveralEditsMayPassThroughWhatOneMayNot) {
    const Together grows{
        {set("model.rotary_dim", std::int64_t{256}), set("model.head_dim", std::int64_t{256})}, ""};
    const Document document = after({}, grows);
    EXPECT_EQ(document.models[0].shape.head_dim, 256);
    EXPECT_EQ(document.models[0].shape.rotary_dim, 256);
    const Together explicit_part{
        {set("model.rotary_dim", std::int64_t{64}), set("model.head_dim", std::int64_t{256})}, ""};
    EXPECT_EQ(after({}, explicit_part).models[0].shape.rotary_dim, 64) << "what is asked for does not follow";
}

TEST(Apply, FaultsRow9_MoreRotatedThanTheHeadHoldsIsRefused) {
    EXPECT_NE(refusal({}, set("model.rotary_dim", std::int64_t{130})), "");
}

TEST(Apply, ModelsAreAddedReplacedAndRemoved) {
    ModelSpec b;
    b.name = "b";
    b.base = 5e5;
    Document document = after({}, SetModel{1, b});
    ASSERT_EQ(document.models.size(), 2u);
    document = after(document, set("model.base", 1e6, 1));
    EXPECT_EQ(document.models[0].base, 1e4);
    EXPECT_EQ(document.models[1].base, 1e6);
    document = after(document, RemoveModel{0});
    ASSERT_EQ(document.models.size(), 1u);
    EXPECT_EQ(document.models[0].name, "b");
    EXPECT_EQ(refusal(document, RemoveModel{0}), "last_model");
    EXPECT_EQ(refusal(document, RemoveModel{4}), "no_such_model");
    EXPECT_EQ(refusal(document, SetModel{3, b}), "no_such_model");
    EXPECT_EQ(refusal(document, set("model.base", 1e6, 1)), "no_such_model");
    EXPECT_EQ(refusal(document, ResetParameter{"model.base", 1}), "no_such_model");
    for (std::size_t i = 1; i < kMostModels; ++i)
        document = after(document, SetModel{i, b});
    EXPECT_EQ(refusal(document, SetModel{kMostModels, b}), "too_many_models");
}

TEST(Apply, AModelWithABrokenFieldIsRefused) {
    ModelSpec broken;
    broken.base = std::numeric_limits<double>::infinity();
    EXPECT_NE(refusal({}, SetModel{0, broken}), "");
}

TEST(Apply, GoingToAnotherScalingAndBackLosesNothing) {
    Document document =
        after({}, Together{{set("model.scaling", std::string("linear")), set("model.factor", 8.0)}, ""});
    const Document linear = document;
    document = after(document, set("model.scaling", std::string("yarn")));
    EXPECT_EQ(find_parameter("model.factor")->get(document, *find_parameter("model.factor"), 0), Value(8.0));
    document = after(document, set("model.scaling", std::string("default")));
    document = after(document, set("model.scaling", std::string("linear")));
    EXPECT_EQ(document, linear);
}

// Its formula divides by the factor (docs/spec-rope.md, 2.9), so a factor left by the scaling before is
// shown; a model that has none has 1, as engines take it, however long its context.
TEST(Apply, ProportionalShowsTheFactorThatItUses) {
    const Parameter& factor = *find_parameter("model.factor");
    Document document = after({}, Together{{set("model.context", std::int64_t{65536}),
                                            set("model.scaling", std::string("proportional"))},
                                           ""});
    EXPECT_TRUE(is_relevant(factor, document, 0));
    EXPECT_EQ(factor.get(document, factor, 0), Value(1.0));
    EXPECT_FALSE(document.models[0].scaling.numbers.contains("factor"));
    document = after(document, set("model.factor", 8.0));
    EXPECT_EQ(default_value(document, factor, 0), Value(1.0));
    document =
        after({}, Together{{set("model.scaling", std::string("linear")), set("model.factor", 8.0)}, ""});
    document = after(document, set("model.scaling", std::string("proportional")));
    EXPECT_TRUE(is_relevant(factor, document, 0));
    EXPECT_EQ(factor.get(document, factor, 0), Value(8.0));
}

TEST(Apply, ResetGoesBackToWhatTheModelWasLoadedWith) {
    const Document loaded = after({}, SetModel{0, test::llama()});
    const double base = loaded.models[0].base;
    ASSERT_NE(base, 10000);
    Document document = after(loaded, set("model.base", 20000.0));
    document = after(document, ResetParameter{"model.base", 0});
    EXPECT_EQ(document, loaded) << "nothing is left of the change";
    document = after(document, set("model.factor", 2.0));
    document = after(document, ResetParameter{"model.factor", 0});
    EXPECT_EQ(document, loaded);
}

TEST(Apply, ResetOfAModelWithoutASourceGoesToTheTable) {
    Document document = after({}, set("model.base", 20000.0));
    document = after(document, ResetParameter{"model.base", 0});
    EXPECT_EQ(document, Document{});
    document = after(document, set("view.m", 7.0));
    EXPECT_EQ(after(document, ResetParameter{"view.m", 0}), Document{});
}

TEST(Apply, WhatIsSetForOneKindOfLayerStaysWhenAnotherIsLookedAt) {
    Document document = after({}, SetModel{0, test::gemma()});
    ASSERT_GE(document.models[0].layer_types.size(), 2u);
    const std::string shown = document.models[0].layer_type;
    std::string other;
    for (const auto& [name, layer] : document.models[0].layer_types) {
        if (name != shown) other = name;
    }
    document = after(document, set("model.base", 12345.0));
    document = after(document, set("model.layer_type", other));
    EXPECT_NE(document.models[0].base, 12345.0);
    document = after(document, set("model.layer_type", shown));
    EXPECT_EQ(document.models[0].base, 12345.0);
    EXPECT_NE(refusal(document, set("model.layer_type", std::string("no_such_layer"))), "");
}

TEST(Apply, UnknownParametersAreRefused) {
    EXPECT_EQ(refusal({}, set("model.bass", 1.0)), "unknown_parameter");
    EXPECT_EQ(refusal({}, ResetParameter{"model.bass", 0}), "unknown_parameter");
}

TEST(Apply, SettingsKeepOnlyWhatDiffersFromTheDefault) {
    Document document = after({}, set("decay.scale", std::string("log")));
    EXPECT_EQ(document.settings.size(), 1u);
    document = after(document, set("decay.scale", std::string("linear")));
    EXPECT_EQ(document, Document{});
}

}  // namespace
}  // namespace rope
