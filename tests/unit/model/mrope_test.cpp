#include "core/model/mrope.h"

#include <gtest/gtest.h>

#include "core/model/presets.h"

namespace rope {
namespace {

TEST(ModelMrope, TextTurnsAsTheOrdinaryFrequenciesSay) {
    for (const char* id : {"qwen2-vl-7b", "qwen3-vl-8b"}) {
        const ModelSpec model = read_preset(id).value();
        ASSERT_TRUE(has_mrope(model)) << id;
        const AxisFrequencies axes = mrope_frequencies(model).value();
        const PairAngles text = angles_at(axes, std::vector<double>{1234, 1234, 1234});
        EXPECT_EQ(text.cosine, angles_at(frequencies(model).value().table, 1234).cosine) << id;
    }
    EXPECT_FALSE(has_mrope(read_preset("qwen2-7b").value()));
}

// docs/spec-rope.md, 2.13: pairs 60 to 63 of Qwen3-VL are left to t.
TEST(ModelMrope, PairsListenToTheAxesTheConfigNames) {
    const std::vector<int> in_order = mrope_axes_of(read_preset("qwen2-vl-7b").value()).value();
    EXPECT_EQ(in_order[15], 0);
    EXPECT_EQ(in_order[16], 1);
    EXPECT_EQ(in_order[40], 2);
    const std::vector<int> interleaved = mrope_axes_of(read_preset("qwen3-vl-8b").value()).value();
    EXPECT_EQ(interleaved[58], 1);
    EXPECT_EQ(interleaved[59], 2);
    EXPECT_EQ(interleaved[61], 0);
    EXPECT_EQ(mrope_words(read_preset("qwen3-vl-8b").value()), "t 24, h 20, w 20 pairs, interleaved");
}

TEST(ModelMrope, SectionsAreThoseOfTheRotaryPart) {
    ModelSpec model = read_preset("qwen2-vl-7b").value();
    const auto fault = [&](std::vector<double> sections) {
        model.scaling.lists["mrope_section"] = std::move(sections);
        const auto axes = mrope_axes_of(model);
        return axes.ok() ? "" : axes.fault().id;
    };
    EXPECT_EQ(fault({32, 48, 48}), "mrope_section_sum");  // components instead of pairs
    EXPECT_EQ(fault({0, 0, 0}), "mrope_section_sum");
    EXPECT_EQ(fault({32, 32}), "mrope_section_length");
    EXPECT_EQ(fault({16.5, 24, 23.5}), "mrope_section_count");
    model.shape.rotary_dim = 64;
    EXPECT_EQ(fault({8, 12, 12}), "");  // as GLM-4.1V, which rotates half of its head
}

TEST(ModelMrope, SectionsAreReadFromText) {
    EXPECT_EQ(parse_mrope_section(" 16, 24,24 ", "").value(), (std::vector<double>{16, 24, 24}));
    EXPECT_TRUE(parse_mrope_section("", "").value().empty());
    const auto fault = [](std::string_view text) { return parse_mrope_section(text, "here").fault(); };
    EXPECT_EQ(fault("32,32").id, "mrope_section_length");
    EXPECT_EQ(fault("16,24,24,0").id, "out_of_range") << "a section without pairs";
    EXPECT_EQ(fault("0,32,32").id, "out_of_range");
    EXPECT_EQ(fault("16,24.5,23.5").where, "here");
}

TEST(ModelMrope, ARotaryDimensionChangedByHandNoLongerFits) {
    ModelSpec model = read_preset("qwen2-vl-7b").value();
    model.shape.rotary_dim = 64;
    EXPECT_EQ(mrope_axes_of(model).fault().id, "mrope_section_sum");
    EXPECT_TRUE(frequencies(model).ok());  // what text needs is still there
}

}  // namespace
}  // namespace rope
