#include <gtest/gtest.h>

#include "core/document/edit.h"
#include "tests/support/models.h"
#include "tests/unit/document/edited.h"

namespace rope {
namespace {

using test::after;

TEST(Labels, EditsAreCalledByWhatTheyChange) {
    EXPECT_EQ(label(SetParameter{"model.base", 1.0, 0}), "Base");
    EXPECT_EQ(label(SetParameter{"model.base", 1.0, 1}), "Base of B");
    EXPECT_EQ(label(SetParameter{"view.pair", std::int64_t{1}, 0}), "Pair");
    EXPECT_EQ(label(ResetParameter{"model.base", 0}), "Reset Base");
    EXPECT_EQ(label(SetVector{false, {}}), "Key vector");
    ModelSpec model;
    model.name = "Llama";
    EXPECT_EQ(label(SetModel{1, model}), "Model B: Llama");
    EXPECT_EQ(label(RemoveModel{1}), "Remove model B");
    EXPECT_EQ(label(Together{{SetParameter{"model.base", 1.0, 0}}, ""}), "Base");
    EXPECT_EQ(label(Together{{SetParameter{"model.base", 1.0, 0}}, "Drag Δ"}), "Drag Δ");
}

TEST(Labels, SameTargetComparesWhatIsChangedAndNotTheValue) {
    const SetParameter base1{"model.base", 1.0, 0};
    const SetParameter base2{"model.base", 2.0, 0};
    const SetParameter base_of_b{"model.base", 2.0, 1};
    EXPECT_TRUE(same_target(base1, base2));
    EXPECT_FALSE(same_target(base1, base_of_b));
    EXPECT_FALSE(same_target(base1, SetParameter{"view.m", 1.0, 0}));
    EXPECT_FALSE(same_target(base1, ResetParameter{"model.base", 0}));
    EXPECT_FALSE(same_target(SetVector{true, {}}, SetVector{false, {}}));
    EXPECT_TRUE(same_target(Together{{base1, SetVector{true, {"1"}}}, ""},
                            Together{{base2, SetVector{true, {"2"}}}, ""}));
    EXPECT_FALSE(same_target(Together{{base1}, ""}, Together{{base_of_b}, ""}));
    EXPECT_FALSE(same_target(RemoveModel{0}, RemoveModel{0})) << "two models less are two steps";
}

TEST(Labels, AChangedModelDoesNotPassForThePublishedOne) {
    const ModelSpec preset = test::llama();
    Document document = after({}, SetModel{0, preset});
    EXPECT_EQ(model_label(document, 0), preset.name);
    document = after(document, SetParameter{"model.context", std::int64_t{1000}, 0});
    EXPECT_EQ(model_label(document, 0), preset.name) << "what part is looked at is not the model";
    document = after(document, SetParameter{"model.base", 10000.0, 0});
    EXPECT_EQ(model_label(document, 0), preset.name + ", base 10\u2009000");
    document = after(document, SetModel{1, document.models[0]});
    EXPECT_EQ(model_label(document, 1), preset.name + ", base 10\u2009000") << "neither does its copy";
    document = after(document, SetParameter{"model.base", preset.base, 0});
    EXPECT_EQ(model_label(document, 0), preset.name);
}

TEST(Labels, AModelOfOnesOwnIsCalledByWhatItHas) {
    EXPECT_EQ(model_label({}, 0), "default");
    const Document document = after({}, SetParameter{"model.base", 500000.0, 0});
    EXPECT_EQ(model_label(document, 0), "base 500\u2009000");
}

TEST(Labels, AGivenNameIsKeptWhateverChanges) {
    Document document = after({}, SetParameter{"model.name", std::string("mine"), 0});
    document = after(document, SetParameter{"model.base", 500000.0, 0});
    EXPECT_EQ(model_label(document, 0), "mine");
    document = after(document, SetParameter{"model.name", std::string("  "), 0});
    EXPECT_EQ(model_label(document, 0), "base 500\u2009000") << "without a name it is called by what it has";
    document = after({}, SetModel{0, test::llama()});
    document = after(document, SetParameter{"model.name", std::string("as published"), 0});
    EXPECT_EQ(model_label(document, 0), "as published");
    document = after(document, SetParameter{"model.name", std::string(), 0});
    EXPECT_EQ(model_label(document, 0), test::llama().name);
    for (const std::string& bad : {std::string(201, 'x'), std::string("two\nlines"), std::string("\xff")})
        EXPECT_FALSE(apply(document, SetParameter{"model.name", bad, 0}).ok());
}

// Files hold floats: 1.02 is 1.0199999809265137 there.
TEST(Labels, NumbersAreForPeople) {
    const Document document = after({}, SetParameter{"model.base", 10000.000976562, 0});
    EXPECT_EQ(model_label(document, 0), "base 10\u2009000");
}

}  // namespace
}  // namespace rope
