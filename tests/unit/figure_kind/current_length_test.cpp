// Pictures are drawn for one current length: they say which, and where an engine would take another.
#include <gtest/gtest.h>

#include "core/figure/caption.h"
#include "core/model/presets.h"
#include "tests/unit/figure_kind/kind_inputs.h"

namespace rope {
namespace {

// `to` is the last position or distance drawn.
FigureInputs inputs_of(ModelSpec spec, std::int64_t to, double length) {
    FigureInputs inputs = kind_inputs(spec.shape.head_dim);
    if (length > 0) spec.scaling.numbers["seq_len"] = length;
    FigureModel& model = inputs.models[0];
    model.frequencies = std::make_shared<const ModelFrequencies>(frequencies(spec).value());
    model.spec = std::move(spec);
    set(inputs, "decay.to", to);
    set(inputs, "angles.to", to);
    set(inputs, "helix.from", to - 64);
    set(inputs, "helix.span", std::int64_t{64});
    set(inputs, "scores.span", std::int64_t{64});
    set(inputs, "scores.query_from", to - 63);
    inputs.query_position = static_cast<double>(to);
    return inputs;
}

ModelSpec phi() {
    return read_preset("phi-3.5-mini").value();
}

ModelSpec dynamic() {
    ModelSpec model;
    model.scaling = {.type = "dynamic", .numbers = {{"factor", 2}}, .lists = {}};
    return model;
}

bool says(const std::vector<std::string>& all, const std::string& words) {
    return std::any_of(all.begin(), all.end(),
                       [&](const std::string& one) { return one.find(words) != std::string::npos; });
}

constexpr const char* kOfPositions[] = {"decay", "scores", "angles", "helix", "pairs"};

TEST(CurrentLengthInFigures, CaptionsNameIt) {
    const auto caption = [](const ModelSpec& spec, double length) {
        return caption_text(build_figure("decay", inputs_of(spec, 100, length)));
    };
    const auto expect_words = [&](const ModelSpec& spec, double length, const std::string& words) {
        EXPECT_NE(caption(spec, length).find(" " + words + "."), std::string::npos) << caption(spec, length);
    };
    expect_words(phi(), 0, "Short factors up to 4096");
    expect_words(phi(), 3000, "Short factors at 3000");
    expect_words(phi(), 5000, "Long factors at 5000");
    expect_words(dynamic(), 0, "At a length up to 4096");
    expect_words(dynamic(), 9000, "At a length of 9000");
}

TEST(CurrentLengthInFigures, WhatReachesBeyondItSaysSo) {
    for (const char* kind : kOfPositions) {
        const Figure lists = build_figure(kind, inputs_of(phi(), 5000, 0));
        EXPECT_TRUE(says(lists.notes, "Beyond 4096 engines take the long factors")) << kind;
        EXPECT_TRUE(says(lists.missing, "Beyond 4096")) << kind << ": scripts are told, too";
        const Figure base = build_figure(kind, inputs_of(dynamic(), 9000, 6000));
        EXPECT_TRUE(says(base.notes, "Beyond 6000 engines raise the base")) << kind;
    }
}

TEST(CurrentLengthInFigures, WhatDoesNotSaysNothing) {
    for (const char* kind : kOfPositions) {
        for (const FigureInputs& inputs : {inputs_of(phi(), 4095, 0), inputs_of(phi(), 5000, 4097),
                                           inputs_of(dynamic(), 4095, 0), inputs_of(ModelSpec{}, 9000, 0)})
            EXPECT_FALSE(says(build_figure(kind, inputs).notes, "engines"))
                << kind << " " << inputs.models[0].spec.scaling.type;
    }
}

}  // namespace
}  // namespace rope
