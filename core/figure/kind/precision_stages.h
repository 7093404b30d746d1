// How the frequencies are formed and the number format of each stage, as rows of the figure `precision` and
// of the command line.
#pragma once

#include <array>

#include "core/base/parameter.h"
#include "core/rope/precision.h"

namespace rope {

inline constexpr std::array<ParamChoice, 4> kFormatChoices{
    {{"fp64", "fp64"}, {"fp32", "fp32"}, {"bf16", "bf16"}, {"fp16", "fp16"}}};

inline constexpr std::array<ParamChoice, 3> kStepsChoices{
    {{"exact", "Exact"}, {"huggingface", "Hugging Face"}, {"ggml", "llama.cpp (ggml)"}}};

constexpr ParamSpec precision_stage(std::string_view id, std::string_view label, std::string_view help) {
    return {.id = id,
            .label = label,
            .type = ParamType::choice,
            .initial_text = "fp64",
            .choices = kFormatChoices,
            .help = help};
}

// In the order of the stages.
inline constexpr std::array<ParamSpec, 5> kPrecisionStageRows{
    {{.id = "precision.frequency",
      .label = "Frequency",
      .type = ParamType::choice,
      .initial_text = "exact",
      .choices = kStepsChoices,
      .help =
          "Whose float32 steps form inv_freq: Hugging Face takes one power a pair, llama.cpp multiplies the "
          "angle from pair to pair."},
     precision_stage("precision.angle", "Angle", "Number format of position, frequency and their product."),
     precision_stage("precision.cosine", "Cosine and sine",
                     "Number format of cos and sin, after the attention factor."),
     precision_stage("precision.multiply", "Multiply",
                     "Number format of q, k and of the products and sums of the rotation."),
     precision_stage("precision.accumulate", "Accumulate",
                     "Number format of the products and of the running sum of the score.")}};

// The stages that `values` names; a stage that it lacks is that of `otherwise`.
Precision precision_stages(const ParamValues& values, const Precision& otherwise);

}  // namespace rope
