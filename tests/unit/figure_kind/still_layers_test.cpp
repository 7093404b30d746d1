// Layers without rotation: a picture of them says that it is one.
#include <gtest/gtest.h>

#include "core/figure/caption.h"
#include "core/model/config_reader.h"
#include "tests/unit/figure_kind/kind_inputs.h"

namespace rope {
namespace {

TEST(StillLayers, CaptionsNameThemInsteadOfABase) {
    const ModelSpec model = read_config(R"({"model_type": "cohere2", "hidden_size": 512,
        "num_attention_heads": 8, "rope_theta": 50000})",
                                        "config.json")
                                .value();
    for (const char* kind : {"scores", "decay", "pairs"}) {
        FigureInputs inputs = kind_inputs(64);
        inputs.models[0].spec = with_layer_type(model, "full_attention").value();
        const std::string caption = caption_text(build_figure(kind, inputs));
        EXPECT_NE(caption.find("d = 64, full_attention layers without positions."), std::string::npos)
            << caption;
        inputs.models[0].spec = model;
        EXPECT_NE(caption_text(build_figure(kind, inputs)).find("base 50"), std::string::npos) << kind;
    }
}

}  // namespace
}  // namespace rope
