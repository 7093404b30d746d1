#include "core/scaling/engine_frequencies.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/base/number_text.h"
#include "core/rope/exact_frequencies.h"
#include "core/scaling/float32.h"
#include "core/scaling/frequency_map.h"
#include "core/scaling/numbers.h"
#include "core/scaling/yarn.h"

namespace rope {
namespace {

using Details = std::map<std::string, double>;
using Floats = std::vector<float>;

float detail(const Details& details, const char* name) {
    return static_cast<float>(details.at(name));
}

Fault unknown_steps(const std::string& subject, FrequencySteps steps) {
    return {.id = "unknown_steps",
            .subject = subject,
            .rule = std::string(steps == FrequencySteps::ggml ? "is not computed by llama.cpp"
                                                              : "is not computed by Hugging Face") +
                    ", so there are no steps to follow",
            .remedy = "use precision.frequency=exact",
            .where = ""};
}

const std::vector<double>& longrope_list(const ScalingInputs& inputs, const Details& details) {
    return inputs.spec->lists.find(details.at("long_list_used") != 0 ? "long_factor" : "short_factor")
        ->second;
}

// ---- Hugging Face, by PyTorch on a CPU: number / tensor is the tensor's reciprocal times the number, tensor
// / number one division, and numbers of Python become float32 beside a tensor.

// base ** (arange(0, dim, 2) / dim)
Floats torch_powers(double base, int dim, std::size_t pairs) {
    Floats powers(pairs);
    for (std::size_t i = 0; i < pairs; ++i)
        powers[i] = pow32(static_cast<float>(base), static_cast<float>(2 * i) / static_cast<float>(dim));
    return powers;
}

Floats reciprocals(Floats values) {
    for (float& value : values)
        value = 1.0f / value;
    return values;
}

Floats torch_default(double base, int dim) {
    return reciprocals(torch_powers(base, dim, static_cast<std::size_t>(dim) / 2));
}

Floats torch_yarn(const ScalingInputs& inputs, const Details& details) {
    const double low = details.at("low"), high = details.at("high");
    const auto width = static_cast<float>(low == high ? high + 0.001 - low : high - low);
    const float factor = detail(details, "factor_used");
    Floats theta =
        torch_powers(inputs.base, inputs.rotary_dim, static_cast<std::size_t>(inputs.rotary_dim) / 2);
    for (std::size_t i = 0; i < theta.size(); ++i) {
        const float own = 1.0f / theta[i], divided = 1.0f / (factor * theta[i]);
        const float ramp = (static_cast<float>(i) - static_cast<float>(low)) / width;
        const float kept = 1 - std::clamp(ramp, 0.0f, 1.0f);
        theta[i] = divided * (1 - kept) + own * kept;
    }
    return theta;
}

Floats torch_longrope(const ScalingInputs& inputs, const Details& details) {
    const std::vector<double>& divisors = longrope_list(inputs, details);
    Floats theta = torch_powers(inputs.base, inputs.rotary_dim, divisors.size());
    for (std::size_t i = 0; i < theta.size(); ++i)
        theta[i] *= static_cast<float>(divisors[i]);
    return reciprocals(std::move(theta));
}

// How much of its own speed a pair of Llama 3 keeps: 1, 0, or a share between, in float32. Where the bands
// overlap (high_freq_factor < low_freq_factor), Hugging Face asks for the slow pairs first, llama.cpp for the
// fast ones.
class Llama3Bands {
  public:
    Llama3Bands(const ScalingInputs& inputs, FrequencySteps steps)
        : fast_first_(steps == FrequencySteps::ggml),
          low_(inputs.number("low_freq_factor", 1)),
          high_(inputs.number("high_freq_factor", 4)),
          context_(inputs.trained_context) {}

    float share(float theta) const {
        const float wavelength = 1.0f / theta * static_cast<float>(2 * std::numbers::pi);
        const bool fast = wavelength < static_cast<float>(context_ / high_);
        const bool slow = wavelength > static_cast<float>(context_ / low_);
        if (fast && (fast_first_ || !slow)) return 1;
        if (slow || low_ == high_) return 0;
        const float turns = 1.0f / wavelength * static_cast<float>(context_);
        return (turns - static_cast<float>(low_)) / static_cast<float>(high_ - low_);
    }

  private:
    bool fast_first_;
    double low_, high_, context_;
};

Floats torch_llama3(const ScalingInputs& inputs, const Details& details) {
    const Llama3Bands bands(inputs, FrequencySteps::huggingface);
    const float factor = detail(details, "factor_used");
    Floats theta = torch_default(inputs.base, inputs.rotary_dim);
    for (float& speed : theta) {
        const float share = bands.share(speed);
        if (share == 0)
            speed = speed / factor;
        else if (share != 1)
            speed = (1 - share) * speed / factor + share * speed;
    }
    return theta;
}

Floats torch_proportional(const ScalingInputs& inputs, const Details& details) {
    Floats theta = torch_default(inputs.base, inputs.head_dim);
    const auto turning = static_cast<std::size_t>(details.at("pairs_turning"));
    for (std::size_t i = 0; i < theta.size(); ++i)
        theta[i] = i < turning ? theta[i] / detail(details, "factor_used") : 0;
    return theta;
}

std::optional<Floats> torch_frequencies(const ScalingInputs& inputs, const Details& details) {
    const std::string& type = inputs.spec->type;
    if (type == "default") return torch_default(inputs.base, inputs.rotary_dim);
    if (type == "linear") {
        Floats theta = torch_default(inputs.base, inputs.rotary_dim);
        for (float& speed : theta)
            speed /= detail(details, "factor_used");
        return theta;
    }
    if (type == "dynamic") return torch_default(details.at("effective_base"), inputs.rotary_dim);
    if (type == "yarn") return torch_yarn(inputs, details);
    if (type == "longrope") return torch_longrope(inputs, details);
    if (type == "llama3") return torch_llama3(inputs, details);
    if (type == "proportional") return torch_proportional(inputs, details);
    return std::nullopt;
}

// ---- llama.cpp

// The divisors that the converter writes for Llama 3, by PyTorch too.
Floats llama3_factors(const ScalingInputs& inputs, const Details& details) {
    const Llama3Bands bands(inputs, FrequencySteps::ggml);
    const float factor = detail(details, "factor_used");
    Floats factors = torch_default(inputs.base, inputs.rotary_dim);
    for (float& each : factors) {
        const float share = bands.share(each);
        each = share == 0 ? factor : share == 1 ? 1 : 1.0f / ((1 - share) / factor + share);
    }
    return factors;
}

std::optional<GgmlRope> ggml_rope(const ScalingInputs& inputs, const Details& details) {
    constexpr float kStandsStill = 1e30f;  // the divisor of a pair that does not turn
    const std::string& type = inputs.spec->type;
    GgmlRope rope{.mode = GgmlMode::neox,
                  .head_dim = inputs.rotary_dim,
                  .n_dims = inputs.rotary_dim,
                  .freq_base = static_cast<float>(inputs.base)};
    if (type == "default") return rope;
    if (type == "linear" || is_yarn(type)) rope.freq_scale = 1.0f / detail(details, "factor_used");
    if (type == "linear") return rope;
    if (is_yarn(type)) {
        rope.ext_factor = 1;
        rope.n_ctx_orig = static_cast<int>(
            std::min(inputs.trained_context, static_cast<double>(std::numeric_limits<int>::max())));
        rope.beta_fast = static_cast<float>(given_or(inputs, "beta_fast", 32));
        rope.beta_slow = static_cast<float>(given_or(inputs, "beta_slow", 1));
        return rope;
    }
    if (type == "llama3") {
        rope.freq_factors = llama3_factors(inputs, details);
        return rope;
    }
    if (type == "longrope") {
        const std::vector<double>& divisors = longrope_list(inputs, details);
        rope.freq_factors.assign(divisors.begin(), divisors.end());
        return rope;
    }
    if (type == "proportional" && details.at("factor_used") == 1) {
        const auto turning = static_cast<std::ptrdiff_t>(details.at("pairs_turning"));
        rope.freq_factors.assign(static_cast<std::size_t>(inputs.rotary_dim) / 2, kStandsStill);
        std::fill_n(rope.freq_factors.begin(), turning, 1.0f);
        return rope;
    }
    return std::nullopt;
}

bool is_warped(const ScalingInputs& inputs) {
    const auto maps = frequency_maps();
    return std::any_of(maps.begin(), maps.end(), [&](const FrequencyMap* map) {
        const std::string_view name = map->param.id.substr(map->param.id.find('.') + 1);
        return inputs.number(name, map->param.initial) != map->param.initial;
    });
}

}  // namespace

EngineFrequencies exact_frequencies(const FrequencyTable& table) {
    return {.inv_freq = table.theta, .attention_factor = table.attention_factor};
}

Checked<EngineFrequencies> engine_frequencies(const ScalingInputs& inputs, FrequencySteps steps) {
    const Checked<ScaledFrequencies> scaled = scaled_frequencies(inputs);
    if (!scaled.ok()) return scaled.fault();
    const Details& details = scaled.value().details;
    if (steps == FrequencySteps::exact)
        return exact_frequencies(make_table(scaled.value().theta, scaled.value().attention_factor));
    if (is_warped(inputs)) return unknown_steps("a warp of the frequencies", steps);
    EngineFrequencies formed{.inv_freq = {}, .attention_factor = scaled.value().attention_factor};
    std::optional<Floats> theta;
    if (steps == FrequencySteps::huggingface) {
        theta = torch_frequencies(inputs, details);
    } else if ((formed.ggml = ggml_rope(inputs, details))) {
        const Checked<Done> valid = validate(*formed.ggml);
        if (!valid.ok()) return valid.fault();
        theta = ggml_angles(*formed.ggml, std::array{1.0f});
    }
    if (!theta) return unknown_steps("scaling " + inputs.spec->type, steps);
    if (std::any_of(theta->begin(), theta->end(), [](float speed) { return !std::isfinite(speed); })) {
        return Fault{.id = "not_float32",
                     .subject = "base = " + shortest_text(inputs.base),
                     .rule = "leaves the range of float32, in which engines form inv_freq",
                     .remedy = "use precision.frequency=exact",
                     .where = ""};
    }
    formed.inv_freq.assign(theta->begin(), theta->end());
    return formed;
}

PairAngles engine_angles(const EngineFrequencies& frequencies, double position, const Precision& precision) {
    if (!frequencies.ggml)
        return emulated_angles(frequencies.inv_freq, frequencies.attention_factor, position, precision);
    const auto start = static_cast<float>(rounded(position, precision.angle));
    const Floats angles = ggml_angles(*frequencies.ggml, std::array{start});
    return emulated_cos_sin(std::vector<double>(angles.begin(), angles.end()), frequencies.attention_factor,
                            precision);
}

}  // namespace rope
