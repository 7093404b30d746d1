#include "core/model/model_spec.h"

#include <fmt/format.h>

#include <cmath>
#include <mutex>

#include "core/base/number_text.h"
#include "core/rope/exact_frequencies.h"
#include "core/scaling/engine_frequencies.h"
#include "core/scaling/frequency_map.h"
#include "core/scaling/yarn.h"

namespace rope {
namespace {

Fault model_fault(std::string id, std::string subject, std::string rule, std::string remedy = {}) {
    return {.id = std::move(id),
            .subject = std::move(subject),
            .rule = std::move(rule),
            .remedy = std::move(remedy),
            .where = ""};
}

// "62 or 64": the even neighbours of an odd number that lie in range.
std::string even_neighbours(int odd, int most) {
    std::string text = odd - 1 >= 2 ? std::to_string(odd - 1) : "";
    if (odd + 1 <= most) text += (text.empty() ? "" : " or ") + std::to_string(odd + 1);
    return text.empty() ? "" : "use " + text;
}

Checked<Done> validate_shape(const HeadShape& shape) {
    if (shape.head_dim < 2 || shape.head_dim > kLargestHeadDim)
        return model_fault("out_of_range", fmt::format("head_dim = {}", shape.head_dim),
                           fmt::format("must be from 2 to {}", kLargestHeadDim));
    if (shape.head_dim % 2 != 0)
        return model_fault("odd_head_dim", fmt::format("head_dim = {}", shape.head_dim),
                           "must be even, because pairs are rotated two components at a time",
                           even_neighbours(shape.head_dim, kLargestHeadDim));
    if (shape.rotary_offset < 0 || shape.rotary_offset > shape.head_dim - 2)
        return model_fault(
            "out_of_range", fmt::format("a rotary part from component {} on", shape.rotary_offset),
            fmt::format("must leave at least 2 of the {} components of head_dim", shape.head_dim));
    const int most = shape.head_dim - shape.rotary_offset;
    if (shape.rotary_dim < 2 || shape.rotary_dim > most)
        return model_fault("out_of_range", fmt::format("rotary_dim = {}", shape.rotary_dim),
                           fmt::format("must be from 2 to {}, what head_dim leaves for it", most));
    if (shape.rotary_dim % 2 != 0)
        return model_fault("odd_rotary_dim", fmt::format("rotary_dim = {}", shape.rotary_dim),
                           "must be even, because pairs are rotated two components at a time",
                           even_neighbours(shape.rotary_dim, most));
    return Done{};
}

Checked<Done> validate_rope(double base, const ScalingSpec& scaling) {
    if (!(base > 0) || !std::isfinite(base))
        return model_fault("base_not_positive", "base = " + shortest_text(base),
                           "must be a finite number above 0", "customary is 10000");
    if (base < kSmallestBase || base > kLargestBase)
        return model_fault("out_of_range", "base = " + shortest_text(base),
                           fmt::format("must be from {} to {:g}", kSmallestBase, kLargestBase),
                           "customary is 10000");
    if (find_scaling(scaling.type) == nullptr) {
        std::string known;
        for (const Scaling* one : scalings())
            known += (known.empty() ? "" : ", ") + std::string(one->id);
        return model_fault("unknown_rope_type", "scaling '" + scaling.type + "'", "is not one of " + known);
    }
    for (const auto& [name, value] : scaling.numbers)
        if (!std::isfinite(value))
            return model_fault("not_finite", name + " = " + shortest_text(value), "must be a finite number");
    for (const auto& [name, list] : scaling.lists)
        for (const double value : list)
            if (!std::isfinite(value))
                return model_fault("not_finite", "a value in " + name, "must be a finite number");
    return Done{};
}

Checked<Done> validate_context(std::string_view name, std::int64_t tokens) {
    if (tokens >= 1 && tokens <= kLargestContext) return Done{};
    return model_fault("out_of_range", fmt::format("{} = {}", name, tokens),
                       fmt::format("must be from 1 to {} tokens", kLargestContext));
}

Fault unknown_layer_type(const ModelSpec& model, const std::string& name) {
    std::string names;
    for (const auto& [known, unused] : model.layer_types)
        names += (names.empty() ? "" : ", ") + known;
    return model_fault("unknown_layer_type", "layer type '" + name + "'",
                       names.empty() ? "does not exist: this model has one kind of layer"
                                     : "is not one of this model's: " + names);
}

Checked<Done> validate_call(const ModelSpec& model, std::optional<std::int64_t> seq_len) {
    // No token yet is a length too: within every context.
    if (const auto valid = validate(model); !valid.ok() || !seq_len || *seq_len == 0) return valid;
    return validate_context("sequence length", *seq_len);
}

ScalingInputs scaling_inputs(const ModelSpec& model, std::optional<std::int64_t> seq_len) {
    return {.base = model.base,
            .rotary_dim = model.shape.rotary_dim,
            .head_dim = model.shape.head_dim,
            .context_length = static_cast<double>(model.context_length),
            .trained_context = static_cast<double>(model.trained_context),
            .seq_len = seq_len,
            .spec = &model.scaling};
}

// Boost 1.74 fills the constants behind its powers and logarithms on first use without a lock, and the
// views ask for frequencies from threads of their own. Forming a table takes 20 µs.
std::mutex& one_at_a_time() {
    static std::mutex mutex;
    return mutex;
}

}  // namespace

Checked<Done> validate(const ModelSpec& model) {
    if (const auto shape = validate_shape(model.shape); !shape.ok()) return shape.fault();
    if (const auto rope = validate_rope(model.base, model.scaling); !rope.ok()) return rope.fault();
    if (const auto now = validate_context("context", model.context_length); !now.ok()) return now.fault();
    if (const auto old = validate_context("original context", model.trained_context); !old.ok())
        return old.fault();
    if (!(model.softmax_scale_multiplier > 0) || !std::isfinite(model.softmax_scale_multiplier))
        return model_fault("out_of_range",
                           "softmax scale multiplier = " + shortest_text(model.softmax_scale_multiplier),
                           "must be a finite number above 0");
    if (!(model.attention_scale >= 0 && model.attention_scale <= kLargestAttentionScale))
        return model_fault("out_of_range", "attention scale = " + shortest_text(model.attention_scale),
                           "must be above 0 and at most 1000000, or 0 for 1/√head_dim");
    if (!(model.logit_softcap >= 0) || !std::isfinite(model.logit_softcap))
        return model_fault("out_of_range", "softcap = " + shortest_text(model.logit_softcap),
                           "must be a finite number above 0, or 0 for none");
    const QueryGrowth& growth = model.query_growth;
    if (!std::isfinite(growth.strength) || (growth.strength != 0 && growth.length < 1))
        return model_fault("out_of_range",
                           fmt::format("growth of late queries = {} every {} tokens",
                                       shortest_text(growth.strength), growth.length),
                           "must be a finite number and at least 1 token");
    if (model.layer_types.empty() && model.layer_type.empty()) return Done{};
    if (model.layer_types.count(model.layer_type) == 0) return unknown_layer_type(model, model.layer_type);
    for (const auto& [name, layer] : model.layer_types) {
        HeadShape shape = model.shape;
        shape.rotary_dim = layer.rotary_dim;
        if (layer.head_dim > 0) shape.head_dim = layer.head_dim;
        if (const auto checked = validate_shape(shape); !checked.ok()) return checked.fault();
        if (const auto rope = validate_rope(layer.base, layer.scaling); !rope.ok()) return rope.fault();
    }
    return Done{};
}

bool without_positions(const ModelSpec& model) {
    const auto layer = model.layer_types.find(model.layer_type);
    return layer != model.layer_types.end() && layer->second.no_positions;
}

Checked<ModelSpec> with_layer_type(ModelSpec model, const std::string& name) {
    const auto layer = model.layer_types.find(name);
    if (layer == model.layer_types.end()) return unknown_layer_type(model, name);
    model.layer_type = name;
    if (layer->second.head_dim > 0) model.shape.head_dim = layer->second.head_dim;
    model.shape.rotary_dim = layer->second.rotary_dim;
    model.base = layer->second.base;
    model.scaling = layer->second.scaling;
    return model;
}

double mla_softmax_multiplier(const ModelSpec& model) {
    const auto number = [&](std::string_view name) -> std::optional<double> {
        const auto found = model.scaling.numbers.find(name);
        if (found == model.scaling.numbers.end()) return {};
        return found->second;
    };
    const double mscale = number("mscale_all_dim").value_or(0);
    if (model.shape.rotary_offset == 0 || !is_yarn(model.scaling.type) || mscale == 0) return 1;
    const double ratio =
        static_cast<double>(model.context_length) / static_cast<double>(model.trained_context);
    const double temperature = yarn_temperature(number("factor").value_or(ratio), mscale);
    return temperature * temperature;
}

bool has_own_attention_scale(const ModelSpec& model) {
    constexpr double kRounding = 1e-6;  // of files, which hold float32
    return model.attention_scale != 0 &&
           std::abs(model.attention_scale * std::sqrt(double(model.shape.head_dim)) - 1) > kRounding;
}

double score_multiplier(const ModelSpec& model) {
    const double root = std::sqrt(double(model.shape.head_dim));
    return model.softmax_scale_multiplier * (model.attention_scale == 0 ? 1 : model.attention_scale * root);
}

Checked<ModelFrequencies> frequencies(const ModelSpec& model, std::optional<std::int64_t> seq_len) {
    if (const auto valid = validate_call(model, seq_len); !valid.ok()) return valid.fault();
    const std::lock_guard lock(one_at_a_time());
    ModelFrequencies result;
    result.unscaled = make_table(default_frequencies(model.base, model.shape.rotary_dim), 1);
    const auto pairs = static_cast<std::size_t>(model.shape.pairs());
    if (without_positions(model)) {
        result.table = make_table(std::vector<Extended>(pairs), 1);
        return result;
    }
    auto scaled = scaled_frequencies(scaling_inputs(model, seq_len));
    if (!scaled.ok()) return scaled.fault();
    require(scaled.value().theta.size() == pairs, "a scaling gave another number of pairs than asked");
    result.table = make_table(scaled.value().theta, scaled.value().attention_factor);
    result.details = std::move(scaled.value().details);
    return result;
}

Checked<EngineFrequencies> engine_frequencies(const ModelSpec& model, FrequencySteps steps,
                                              std::optional<std::int64_t> seq_len) {
    if (const auto valid = validate_call(model, seq_len); !valid.ok()) return valid.fault();
    if (without_positions(model))
        return EngineFrequencies{.inv_freq =
                                     std::vector<double>(static_cast<std::size_t>(model.shape.pairs()))};
    const std::lock_guard lock(one_at_a_time());
    return engine_frequencies(scaling_inputs(model, seq_len), steps);
}

}  // namespace rope
