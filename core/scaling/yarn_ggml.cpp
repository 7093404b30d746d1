// YaRN as llama.cpp runs it: ends of the ramp always rounded to whole pairs, and a narrow or reversed range
// slows all pairs beyond its lower end, where Hugging Face keeps them.
#include "core/scaling/ramps.h"
#include "core/scaling/shared_params.h"
#include "core/scaling/yarn.h"

namespace rope {
namespace yarn_ggml_scaling {
namespace {

constexpr ParamSpec kParams[] = {kFactorParam,          kBetaFastParam, kBetaSlowParam,
                                 kAttentionFactorParam, kMscaleParam,   kMscaleAllDimParam};

Checked<ScaledFrequencies> apply(const ScalingInputs& inputs) {
    return yarn_frequencies(inputs, true, share_by_index_ggml);
}

}  // namespace
}  // namespace yarn_ggml_scaling

extern const Scaling kYarnGgmlScaling;
const Scaling kYarnGgmlScaling{
    .id = "yarn-ggml",
    .label = "YaRN (llama.cpp)",
    .source = "rope_yarn in ggml/src/ggml-cpu/ops.cpp; llama.cpp sets the magnitude to Hugging Face's",
    .help =
        "YaRN as ggml computes it: whole pairs always, and a range that is empty or reversed slows every "
        "pair beyond its lower end.",
    .params = yarn_ggml_scaling::kParams,
    .apply = yarn_ggml_scaling::apply};

}  // namespace rope
