// What engines do to scores besides rotating and scaling: a picture of scores says that it is drawn without.
#include <gtest/gtest.h>

#include "core/figure/caption.h"
#include "tests/unit/figure_kind/kind_inputs.h"

namespace rope {
namespace {

TEST(ScoreChanges, CaptionsOfScoresNameThem) {
    for (const char* kind : {"scores", "pairs", "schemes", "sequence", "precision", "layout"}) {
        FigureInputs inputs = kind_inputs(64);
        inputs.models[0].spec.logit_softcap = 50;
        if (kind == std::string("layout")) set(inputs, "layout.show", "scores");
        const std::string caption = caption_text(build_figure(kind, inputs));
        EXPECT_NE(caption.find("before the softcap 50·tanh(score/50)"), std::string::npos)
            << kind << ": " << caption;
    }
    FigureInputs inputs = kind_inputs(64);
    inputs.models[0].spec.query_growth = {.strength = 0.1, .length = 16384};
    set(inputs, "decay.measure", "query-key");
    EXPECT_NE(caption_text(build_figure("decay", inputs)).find("1 + 0.1·log(1 + ⌊m/16384⌋)"),
              std::string::npos);
    EXPECT_EQ(build_figure("decay", inputs).caption.front(),
              "Score of this q and k, without the growth of late queries.");
    set(inputs, "decay.measure", "cosine-sum");
    EXPECT_EQ(caption_text(build_figure("decay", inputs)).find("log("), std::string::npos) << "no score";
}

}  // namespace
}  // namespace rope
