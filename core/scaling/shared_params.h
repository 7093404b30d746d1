// Rows that several scalings share, so that one slider serves them all.
#pragma once

#include "core/base/parameter.h"

namespace rope {

inline constexpr ParamMark kFactorMarks[] = {{1, "1"}, {2, "2"}, {4, "4"}, {8, "8"}, {16, "16"}, {32, "32"}};

inline constexpr ParamSpec kFactorParam{.id = "model.factor",
                                        .label = "Factor",
                                        .symbol = "*s*",
                                        .type = ParamType::number,
                                        .min = 0.0625,
                                        .max = 1024,
                                        .scale = SliderScale::logarithmic,
                                        .initial = 4,
                                        .marks = kFactorMarks,
                                        .help =
                                            "How many times the trained context is to be reached: slow pairs "
                                            "turn s times slower; 1 changes nothing."};

inline constexpr ParamSpec kSeqLenParam{.id = "model.seq_len",
                                        .label = "Current length",
                                        .unit = "tokens",
                                        .type = ParamType::integer,
                                        .min = 0,
                                        .max = 4294967296,
                                        .scale = SliderScale::logarithmic,
                                        .initial = 0,
                                        .help =
                                            "How long the sequence is now, for scalings that change with it: "
                                            "dynamic NTK beyond the context, LongRoPE beyond the trained "
                                            "context; 0 means not beyond, and where "
                                            "commands are given positions the largest + 1.",
                                        .slider_min = 1,
                                        .slider_max = 16777216,
                                        .zero_text = "within context"};

inline constexpr ParamSpec kBetaFastParam{
    .id = "model.beta_fast",
    .label = "Beta fast",
    .symbol = "*β*",
    .unit = "turns",
    .type = ParamType::number,
    .min = 0.01,
    .max = 1024,
    .scale = SliderScale::logarithmic,
    .initial = 32,
    .help =
        "Pairs that turn more often than this within the trained context keep their speed; customary 32."};

inline constexpr ParamSpec kBetaSlowParam{
    .id = "model.beta_slow",
    .label = "Beta slow",
    .symbol = "*α*",
    .unit = "turns",
    .type = ParamType::number,
    .min = 0.01,
    .max = 1024,
    .scale = SliderScale::logarithmic,
    .initial = 1,
    .help =
        "Pairs that turn less often than this within the trained context are slowed by the whole factor; "
        "customary 1."};

inline constexpr ParamSpec kAttentionFactorParam{.id = "model.attention_factor",
                                                 .label = "Attention factor",
                                                 .symbol = "*a*",
                                                 .type = ParamType::number,
                                                 .min = 0,
                                                 .max = 8,
                                                 .scale = SliderScale::linear,
                                                 .initial = 0,
                                                 .help =
                                                     "Multiplies the rotated q and k, so a score grows by "
                                                     "its square; 0 takes the value the method computes "
                                                     "from the factor.",
                                                 .zero_text = "automatic"};

inline constexpr ParamSpec kMscaleParam{
    .id = "model.mscale",
    .label = "mscale",
    .type = ParamType::number,
    .min = 0,
    .max = 4,
    .scale = SliderScale::linear,
    .initial = 0,
    .help =
        "With mscale_all_dim: the attention factor is the quotient of both temperatures; 0 means not given.",
    .zero_text = "not given"};

inline constexpr ParamSpec kMscaleAllDimParam{
    .id = "model.mscale_all_dim",
    .label = "mscale_all_dim",
    .type = ParamType::number,
    .min = 0,
    .max = 4,
    .scale = SliderScale::linear,
    .initial = 0,
    .help =
        "With mscale: divides the attention factor; MLA models square it into the softmax scale; 0 means "
        "not given.",
    .zero_text = "not given"};

}  // namespace rope
