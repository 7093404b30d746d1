// ntk_aware and inv_freq_proportional: scalings whose inputs are not a config.json.
#include <algorithm>
#include <cmath>

#include "core/rope/exact_frequencies.h"
#include "core/rope/frequencies.h"
#include "core/scaling/ramps.h"
#include "core/scaling/scaled_frequencies.h"
#include "core/scaling/scaling.h"
#include "tests/reference/case.h"

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

}  // namespace

json answer_ntk_aware(const CaseInput& input) {
    const int rotary_dim = input.count("rotary_dim");
    ScalingInputs inputs{
        .base = input.number_or("rope_theta", 10000), .rotary_dim = rotary_dim, .head_dim = rotary_dim};
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
    if (input.text_or("rope_type", "proportional") != "proportional") throw CaseError("another rope_type");
    const int head_dim = input.count("head_dim");
    const double share = input.number_or("partial_rotary_factor", 1),
                 base = input.number_or("rope_theta", 10000);
    const ScaledFrequencies scaled =
        scale({.type = "proportional",
               .numbers = {{"partial_rotary_factor", share}, {"factor", input.number_or("factor", 1)}}},
              {.base = base, .rotary_dim = head_dim, .head_dim = head_dim});
    // What the default type would rotate under the same factor.
    const auto rotary_dim = static_cast<int>(head_dim * share);
    json answer{{"inv_freq", rounded(scaled.theta)},
                {"inv_freq_f64", rounded(scaled.theta)},
                {"rope_angles", static_cast<int>(scaled.details.at("pairs_turning"))},
                {"pairs_total", static_cast<int>(scaled.theta.size())},
                {"attention_factor", scaled.attention_factor},
                {"rotary_dim_if_default_type", rotary_dim}};
    if (rotary_dim == 0) answer["default_type_partial_inv_freq_f64"] = json::array();
    if (rotary_dim >= 2 && rotary_dim % 2 == 0) {
        answer["default_type_partial_inv_freq_f64"] = rounded(default_frequencies(base, rotary_dim));
    }
    return answer;
}

}  // namespace rope::reference
