// Warp RoPE, first kind: the all-pass warp, which bends the axis between two fixed ends.
#include "core/scaling/frequency_map.h"
#include "core/scaling/warp.h"

namespace rope {
namespace allpass_scaling {
namespace {

Checked<Extended> apply(const Extended& theta, double rho) {
    const Checked<double> checked = checked_rho(rho);
    if (!checked.ok()) return checked.fault();
    return allpass_warp(theta, rho);
}

constexpr ParamMark kMarks[] = {{-0.6, "s = 4"}, {0, "none"}};

}  // namespace
}  // namespace allpass_scaling

extern const FrequencyMap kAllpassWarp;
const FrequencyMap kAllpassWarp{
    .source = "first-order all-pass frequency warping (Oppenheim and Johnson 1972); docs/spec-attention.md",
    .param = {.id = "model.warp",
              .label = "Warp",
              .symbol = "*ρ*",
              .type = ParamType::number,
              .min = -0.99,
              .max = 0.99,
              .scale = SliderScale::linear,
              .initial = 0,
              .marks = allpass_scaling::kMarks,
              .help = "Bends the frequency axis between 0 and π rad per token after any scaling: "
                      "(1 − s)/(1 + s) slows slow pairs s times and fast ones less; 0 changes nothing."},
    .apply = allpass_scaling::apply};

}  // namespace rope
