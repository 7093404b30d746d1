// inv_freq_default, _linear, _dynamic, _yarn, _longrope, _llama3: the input is a config.json, read as any
// file.
#include <algorithm>
#include <cmath>

#include "core/model/config_reader.h"
#include "core/scaling/yarn.h"
#include "tests/reference/case.h"

namespace rope::reference {
namespace {

using nlohmann::json;

double number_or(const ModelSpec& model, std::string_view name, double otherwise) {
    const auto found = model.scaling.numbers.find(name);
    return found == model.scaling.numbers.end() ? otherwise : found->second;
}

// YaRN's slowest pair as Hugging Face computes it in float32.
float yarn_last_float32(const ModelSpec& model, double factor, double low, double high) {
    const int d = model.shape.rotary_dim;
    const float exponent = static_cast<float>(d - 2) / static_cast<float>(d);
    const float turns = std::pow(static_cast<float>(model.base), exponent);
    const float plain = 1.0f / turns, divided = 1.0f / (static_cast<float>(factor) * turns);
    if (low == high) high += 0.001;
    const float position = static_cast<float>(d / 2 - 1) - static_cast<float>(low);
    const float kept = 1 - std::clamp(position / static_cast<float>(high - low), 0.0f, 1.0f);
    return divided * (1 - kept) + plain * kept;
}

// Releases of 2024 replaced the given factor by M/L.
json mid_v4_ratio_rule(const ModelSpec& model, const std::map<std::string, double>& details) {
    ModelSpec ratio = model;
    const double factor =
        static_cast<double>(model.context_length) / static_cast<double>(model.trained_context);
    ratio.scaling.numbers["factor"] = factor;
    const Checked<ModelFrequencies> scaled = frequencies(ratio);
    if (!scaled.ok()) return nullptr;  // M or L is not given
    return {{"factor_used", factor},
            {"attention_factor", scaled.value().table.attention_factor},
            {"inv_freq_last",
             as_written(yarn_last_float32(model, factor, details.at("low"), details.at("high")))}};
}

// 0 kept, 1 blended, 2 divided, by wavelength.
json llama3_bands(const ModelSpec& model, const FrequencyTable& unscaled) {
    const auto context = static_cast<double>(model.trained_context);
    json bands = json::array();
    for (int i = 0; i < unscaled.pairs(); ++i) {
        const double wavelength = unscaled.wavelength(i);
        const bool kept = wavelength < context / number_or(model, "high_freq_factor", 4);
        const bool divided = wavelength > context / number_or(model, "low_freq_factor", 1);
        bands.push_back(divided ? 2 : kept ? 0 : 1);
    }
    return bands;
}

}  // namespace

json answer_inv_freq(const CaseInput& input) {
    json config = input.all();
    std::optional<std::int64_t> seq_len;
    if (input.has("seq_len")) seq_len = input.whole_number("seq_len");
    config.erase("seq_len");
    const Checked<ModelSpec> read = read_config(config.dump(), "config.json");
    if (!read.ok()) throw CaseError(sentence(read.fault()));
    const ModelSpec& model = read.value();
    const Checked<ModelFrequencies> computed = frequencies(model, seq_len);
    if (!computed.ok()) throw CaseError(sentence(computed.fault()));
    const FrequencyTable& table = computed.value().table;
    const std::map<std::string, double>& details = computed.value().details;

    json answer{{"inv_freq", table.theta},
                {"inv_freq_f64", table.theta},
                {"head_dim", model.shape.head_dim},
                {"rotary_dim", model.shape.rotary_dim},
                {"attention_factor", table.attention_factor},
                {"wavelength_first_last_f64", {table.wavelength(0), table.wavelength(table.pairs() - 1)}}};
    if (details.contains("factor_used")) answer["factor_used"] = details.at("factor_used");
    const std::string& type = model.scaling.type;
    if (type == "linear") answer["position_scale_f64"] = table.theta[0] / computed.value().unscaled.theta[0];
    if (type == "dynamic") {
        answer["effective_seq_len"] = static_cast<std::int64_t>(details.at("effective_seq_len"));
        answer["effective_base_f64"] = details.at("effective_base");
    }
    if (type == "llama3") answer["band"] = llama3_bands(model, computed.value().unscaled);
    if (type == "longrope") answer["used"] = details.at("long_list_used") != 0 ? "long" : "short";
    if (type == "yarn") {
        for (const char* name : {"raw_low", "raw_high", "low", "high"}) {
            answer[std::string(name) + "_f64"] = details.at(name);
        }
        const double temperature =
            yarn_temperature(details.at("factor_used"), number_or(model, "mscale_all_dim", 0));
        answer["mla_softmax_scale_multiplier"] = temperature * temperature;
        answer["mid_v4_ratio_rule"] = mid_v4_ratio_rule(model, details);
    }
    return answer;
}

}  // namespace rope::reference
