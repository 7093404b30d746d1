// ntk_aware and inv_freq_proportional: scalings whose inputs are not a config.json.
#include <algorithm>
#include <cmath>

#include "core/model/config_reader.h"
#include "core/rope/exact_frequencies.h"
#include "core/rope/frequencies.h"
#include "core/scaling/ramps.h"
#include "core/scaling/scaled_frequencies.h"
#include "core/scaling/scaling.h"
#include "tests/reference/case_head.h"

namespace rope::reference {
namespace {

using nlohmann::json;

ScaledFrequencies scale(const ScalingSpec& spec, ScalingInputs inputs) {
    inputs.spec = &spec;
    const Checked<ScaledFrequencies> scaled = find_scaling(spec.type)->apply(inputs);
    if (!scaled.ok()) throw CaseError(sentence(scaled.fault()));
    return scaled.value();
}

std::vector<double> rounded(const std::vector<Extended>& values) {
    std::vector<double> doubles;
    for (const Extended& value : values)
        doubles.push_back(value.to_double());
    return doubles;
}

json answer_by_parts(const CaseInput& input, const ScalingInputs& inputs) {
    const double factor = input.number("factor"), slow = input.number_or("alpha", 1),
                 fast = input.number_or("beta", 32);
    const std::map<std::string, double, std::less<>> numbers{
        {"factor", factor}, {"beta_fast", fast}, {"beta_slow", slow}};
    const ScaledFrequencies paper = scale({.type = "ntk-by-parts", .numbers = numbers}, inputs);
    const ScaledFrequencies code = scale({.type = "yarn", .numbers = numbers}, inputs);
    auto fractional = numbers;
    fractional["truncate"] = 0;
    const ScaledFrequencies no_truncate = scale({.type = "yarn", .numbers = fractional}, inputs);

    std::vector<double> gamma;
    for (const Extended& theta : default_frequencies(inputs.base, inputs.rotary_dim)) {
        gamma.push_back(share_by_turns(turns_within(inputs.trained_context, theta), slow, fast).to_double());
    }
    double worst = 0;
    for (std::size_t i = 0; i < paper.theta.size(); ++i) {
        worst = std::max(worst, abs(Extended(code.theta[i] / paper.theta[i] - 1)).to_double());
    }
    return {{"inv_freq_paper_ramp_f64", rounded(paper.theta)},
            {"gamma_paper_f64", gamma},
            {"inv_freq_code_ramp_f64", rounded(code.theta)},
            {"code_low_high", {code.details.at("low"), code.details.at("high")}},
            {"inv_freq_code_ramp_no_truncate_last_f64", no_truncate.theta.back().to_double()},
            {"max_rel_diff_paper_vs_code", worst}};
}

// The input is a config.json, or holds the fields of its `rope_parameters` among its own.
json proportional_config(const CaseInput& input) {
    json config = input.all();
    const char* form = config.contains("rope_scaling") ? "rope_scaling" : "rope_parameters";
    json& dictionary = config[form];
    if (!dictionary.is_object()) dictionary = json::object();
    for (const char* name : {"rope_type", "factor"}) {
        if (!config.contains(name)) continue;
        if (!dictionary.contains(name)) dictionary[name] = config[name];
        config.erase(name);
    }
    if (!dictionary.contains("rope_type") && !dictionary.contains("type"))
        dictionary["rope_type"] = "proportional";
    return config;
}

}  // namespace

json answer_ntk_aware(const CaseInput& input) {
    const int rotary_dim = even_dim(input.count("rotary_dim"), "rotary_dim");
    ScalingInputs inputs{
        .base = base_of(input, "rope_theta"), .rotary_dim = rotary_dim, .head_dim = rotary_dim};
    const std::string method = input.text_or("method", "ntk_aware");
    if (method == "ntk_by_parts") {
        inputs.trained_context = inputs.context_length = input.number("original_max_position_embeddings");
        return answer_by_parts(input, inputs);
    }
    if (method != "ntk_aware") throw CaseError("unknown method " + method);
    const ScaledFrequencies scaled =
        scale({.type = "ntk", .numbers = {{"factor", input.number("factor")}}}, inputs);
    const std::vector<Extended> plain = default_frequencies(inputs.base, rotary_dim);
    return {{"new_base_f64", scaled.details.at("new_base")},
            {"inv_freq_f64", rounded(scaled.theta)},
            {"ratio_first_last_f64",
             rounded({scaled.theta.front() / plain.front(), scaled.theta.back() / plain.back()})}};
}

json answer_inv_freq_proportional(const CaseInput& input) {
    const Checked<ModelSpec> read = read_config(proportional_config(input).dump(), "config.json");
    if (!read.ok()) throw CaseError(sentence(read.fault()));
    const ModelSpec& model = read.value();
    if (model.scaling.type != "proportional") throw CaseError("another rope_type");
    const Checked<ModelFrequencies> computed = frequencies(model);
    if (!computed.ok()) throw CaseError(sentence(computed.fault()));
    const FrequencyTable& table = computed.value().table;
    // What the default type would rotate under the same factor.
    const auto rotary_dim =
        static_cast<int>(model.shape.head_dim * model.scaling.numbers.at("partial_rotary_factor"));
    json answer{{"inv_freq", table.theta},
                {"inv_freq_f64", table.theta},
                {"rope_angles", static_cast<int>(computed.value().details.at("pairs_turning"))},
                {"pairs_total", table.pairs()},
                {"head_dim", model.shape.head_dim},
                {"attention_factor", table.attention_factor},
                {"rotary_dim_if_default_type", rotary_dim}};
    if (rotary_dim == 0) answer["default_type_partial_inv_freq_f64"] = json::array();
    if (rotary_dim >= 2 && rotary_dim % 2 == 0) {
        answer["default_type_partial_inv_freq_f64"] = rounded(default_frequencies(model.base, rotary_dim));
    }
    return answer;
}

}  // namespace rope::reference
