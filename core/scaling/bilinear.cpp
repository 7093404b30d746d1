// Warp RoPE, second kind: the prewarp of the bilinear transform, which stretches fast frequencies.
#include "core/scaling/frequency_map.h"
#include "core/scaling/warp.h"

namespace rope {
namespace bilinear_scaling {
namespace {

Checked<Extended> apply(const Extended& theta, double period) {
    const Checked<Bilinear> map = bilinear(period);
    if (!map.ok()) return map.fault();
    return map.value().prewarp(theta);
}

}  // namespace
}  // namespace bilinear_scaling

extern const FrequencyMap kBilinearPrewarp;
const FrequencyMap kBilinearPrewarp{
    .source = "prewarping of the bilinear transform (Tustin); docs/spec-attention.md",
    .param = {.id = "model.prewarp",
              .label = "Prewarp period",
              .symbol = "*T*",
              .unit = "tokens",
              .type = ParamType::number,
              .min = 0,
              .max = 64,
              .scale = SliderScale::linear,
              .initial = 0,
              .help = "Replaces each speed by (2/T) tan(ωT/2), as the bilinear transform does; every ωT must "
                      "stay below π, and 0 changes nothing.",
              .slider_min = 0,
              .slider_max = 3},
    .apply = bilinear_scaling::apply};

}  // namespace rope
