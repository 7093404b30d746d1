// What a model's files say about positions: everything the program needs to compute with it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/checked.h"
#include "core/rope/frequencies.h"
#include "core/rope/layout.h"
#include "core/scaling/scaling.h"

namespace rope {

struct EngineFrequencies;  // core/scaling/engine_frequencies.h
enum class FrequencySteps;

constexpr int kLargestHeadDim = 65536;                       // far above any model; bounds what is allocated
constexpr double kSmallestBase = 1e-6, kLargestBase = 1e12;  // far beyond any model; keeps frequencies finite
constexpr double kLargestAttentionScale = 1e6;               // far above any model; keeps scores finite
constexpr std::int64_t kLargestContext = std::int64_t{1} << 32;  // tokens, as kLargestPosition

// The rope parameters of one kind of layer. Gemma-3 and ModernBERT have two kinds, most models one.
struct LayerRope {
    int head_dim = 0;  // where kinds of layers differ in it (Gemma 4); 0: the model's
    int rotary_dim = 128;
    double base = 10000;
    ScalingSpec scaling;
    bool no_positions = false;  // this kind of layer has no RoPE at all
    friend bool operator==(const LayerRope&, const LayerRope&) = default;
};

// Engines multiply the scores of a query at position m by 1 + strength·log(1 + ⌊(m + offset)/length⌋).
struct QueryGrowth {
    double strength = 0;      // 0: they do not
    std::int64_t length = 0;  // [tokens]
    int offset = 0;
    bool only_without_positions = false;  // only in kinds of layers that do not rotate (Llama 4)
    friend bool operator==(const QueryGrowth&, const QueryGrowth&) = default;
};

struct ModelSpec {
    std::string name = "default";  // label in legends: "Llama-3.1-8B"
    std::string source;            // file path or "preset:llama-3.1-8b"; empty for the default model
    HeadShape shape;
    double base = 10000;                  // rope_theta
    std::int64_t context_length = 4096;   // max_position_embeddings, or the context shown now [tokens]
    std::int64_t trained_context = 4096;  // original_max_position_embeddings [tokens]
    ScalingSpec scaling;
    double attention_scale = 0;  // what engines multiply q·k by before softmax; 0: 1/√head_dim, as most do
    // Engines multiply the softmax scale of MLA models by this (YaRN's mscale_all_dim); 1 elsewhere.
    double softmax_scale_multiplier = 1;
    // What engines do to scores besides, which is said and not drawn (core/model/score_changes.h).
    double logit_softcap = 0;  // c: they take c·tanh(score/c) before softmax; 0: they do not
    QueryGrowth query_growth;

    std::string layer_type;                        // the kind of layer shown; empty when there is one kind
    std::map<std::string, LayerRope> layer_types;  // every kind by name; empty when there is one kind
    friend bool operator==(const ModelSpec&, const ModelSpec&) = default;
};

// The even and range rules that hold between fields. Faults: odd_head_dim, odd_rotary_dim, out_of_range,
// base_not_positive, unknown_rope_type, not_finite, unknown_layer_type.
Checked<Done> validate(const ModelSpec& model);

// Kinds of layers, as transformers names them.
constexpr std::string_view kFullLayers = "full_attention", kSlidingLayers = "sliding_attention";

// Copies the named kind of layer into the model's own fields. Fault unknown_layer_type lists the names.
Checked<ModelSpec> with_layer_type(ModelSpec model, const std::string& name);

// Whether the kind of layer shown does not rotate at all.
bool without_positions(const ModelSpec& model);

// What engines multiply the softmax scale of an MLA head (one with an unrotated first part) by under YaRN:
// g(s, mscale_all_dim)², docs/spec-rope.md 2.6; 1 for all others. read_config stores it in the model; call it
// again after changing the scaling.
double mla_softmax_multiplier(const ModelSpec& model);

// Whether the model scales its scores by other than 1/√head_dim; where attention_scale says that anew, it
// does not.
bool has_own_attention_scale(const ModelSpec& model);

// What scores over √head_dim are multiplied by: both of the above, 1 for most models.
double score_multiplier(const ModelSpec& model);

// Frequencies after scaling; all zero for a kind of layer without positions. Pure; `seq_len` for scalings
// that depend on the current length.
struct ModelFrequencies {
    FrequencyTable table;                   // after scaling
    FrequencyTable unscaled;                // default rule, same base and rotary_dim
    std::map<std::string, double> details;  // see ScaledFrequencies
};
Checked<ModelFrequencies> frequencies(const ModelSpec& model, std::optional<std::int64_t> seq_len = {});

// The same as an engine forms them (core/scaling/engine_frequencies.h), with its faults.
Checked<EngineFrequencies> engine_frequencies(const ModelSpec& model, FrequencySteps steps,
                                              std::optional<std::int64_t> seq_len = {});

}  // namespace rope
