// Laws over the whole registry: a new scaling is held to them by its line there.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "core/rope/exact_frequencies.h"
#include "core/scaling/scaled_frequencies.h"
#include "core/scaling/scaling.h"
#include "tests/property/generators.h"

namespace rope {
namespace {

using namespace property;

struct Call {
    ScalingSpec spec;
    ScalingInputs inputs;

    Checked<ScaledFrequencies> apply() {
        inputs.spec = &spec;
        return find_scaling(spec.type)->apply(inputs);
    }
};

constexpr std::string_view kKeyPrefix = "model.";

// A call of any scaling with every number somewhere in its row's range, `factor` at least `least_factor`.
Call any_call(double least_factor) {
    const Scaling& scaling = *scalings()[*rc::gen::inRange<std::size_t>(0, scalings().size())];
    Call call;
    call.spec.type = scaling.id;
    const int pairs = *rc::gen::inRange(2, 65);
    call.inputs = {.base = *any_base(),
                   .rotary_dim = 2 * pairs,
                   .head_dim = 2 * pairs,
                   .context_length = std::round(*magnitude(2, 1e7)),
                   .trained_context = std::round(*magnitude(2, 1e7))};
    if (*rc::gen::arbitrary<bool>()) call.inputs.seq_len = static_cast<std::int64_t>(*magnitude(1, 1e8));
    for (const ParamSpec& row : scaling.params) {
        const double low = row.id == "model.factor" ? std::max(row.min, least_factor) : row.min;
        double value = 0;
        if (row.type == ParamType::boolean) {
            value = *rc::gen::inRange(0, 2);
        } else if (row.scale == SliderScale::logarithmic) {
            value = *magnitude(low, row.max);
        } else {
            value = *number(low, row.max);
        }
        call.spec.numbers[std::string(row.id.substr(kKeyPrefix.size()))] = value;
    }
    if (scaling.id == "longrope") {
        for (const char* list : {"short_factor", "long_factor"}) {
            call.spec.lists[list] =
                *rc::gen::container<std::vector<double>>(static_cast<std::size_t>(pairs), magnitude(1, 64));
        }
    }
    return call;
}

bool refuses_its_range(const Checked<ScaledFrequencies>& scaled) {
    // Two numbers, each in its range, may still contradict each other.
    static const std::set<std::string> kContradictions{"betas_not_ascending", "band_factors_equal"};
    return !scaled.ok() && kContradictions.contains(scaled.fault().id);
}

RC_GTEST_PROP(ScalingLaws, FrequenciesStayFiniteAndOnePerPair, ()) {
    Call call = any_call(0);
    const Checked<ScaledFrequencies> scaled = call.apply();
    if (refuses_its_range(scaled)) return;
    RC_ASSERT(scaled.ok());
    RC_ASSERT(scaled.value().theta.size() == static_cast<std::size_t>(call.inputs.rotary_dim / 2));
    RC_ASSERT(std::isfinite(scaled.value().attention_factor) && scaled.value().attention_factor > 0);
    for (const Extended& theta : scaled.value().theta) {
        const auto speed = theta.convert_to<double>();
        RC_ASSERT(std::isfinite(speed) && speed >= 0);
    }
}

RC_GTEST_PROP(ScalingLaws, NoPairTurnsFasterForAFactorOfAtLeastOne, ()) {
    Call call = any_call(1);
    const Checked<ScaledFrequencies> scaled = call.apply();
    if (refuses_its_range(scaled)) return;
    const std::vector<Extended> plain = default_frequencies(call.inputs.base, call.inputs.rotary_dim);
    for (std::size_t i = 0; i < plain.size(); ++i) {
        RC_ASSERT(scaled.value().theta[i] <= plain[i] * Extended(1 + 1e-15));
    }
}

RC_GTEST_PROP(ScalingLaws, FixedScalingsNeverDivideByMoreThanTheFactor, ()) {
    Call call = any_call(1);
    if (call.spec.type == "dynamic" || call.spec.type == "longrope" || call.spec.type == "proportional")
        return;
    const Checked<ScaledFrequencies> scaled = call.apply();
    if (refuses_its_range(scaled)) return;
    const auto factor = call.spec.numbers.find("factor");
    const double s = factor == call.spec.numbers.end() ? 1 : factor->second;
    const std::vector<Extended> plain = default_frequencies(call.inputs.base, call.inputs.rotary_dim);
    for (std::size_t i = 0; i < plain.size(); ++i) {
        RC_ASSERT(scaled.value().theta[i] >= plain[i] / s * Extended(1 - 1e-15));
    }
}

RC_GTEST_PROP(ScalingLaws, FactorOneChangesNothing, ()) {
    Call call = any_call(1);
    call.spec.numbers["factor"] = 1;
    if (call.spec.type == "proportional") call.spec.numbers["partial_rotary_factor"] = 1;
    call.spec.numbers.erase("attention_factor");
    call.spec.numbers.erase("mscale");
    for (auto& [name, list] : call.spec.lists)
        std::fill(list.begin(), list.end(), 1.0);
    if (call.spec.type == "dynamic") call.inputs.seq_len.reset();  // beyond M it grows whatever the factor is
    const Checked<ScaledFrequencies> scaled = call.apply();
    if (refuses_its_range(scaled)) return;
    RC_ASSERT(scaled.value().attention_factor == 1);
    const std::vector<Extended> plain = default_frequencies(call.inputs.base, call.inputs.rotary_dim);
    for (std::size_t i = 0; i < plain.size(); ++i) {
        RC_ASSERT(abs(scaled.value().theta[i] / plain[i] - 1) <= 1e-30);
    }
}

RC_GTEST_PROP(ScalingLaws, BadNumbersAreRefusedOrHarmless, ()) {
    // Whatever stands in a file: a Fault, or finite frequencies; never a crash.
    constexpr double kInf = std::numeric_limits<double>::infinity();
    Call call = any_call(0);
    for (auto& [name, value] : call.spec.numbers) {
        if (*rc::gen::arbitrary<bool>()) {
            value =
                *rc::gen::element(0.0, -0.0, -1.0, 1.0, std::nan(""), kInf, -kInf, 1e308, 5e-324, 1e-9, 1e12);
        }
    }
    for (auto& [name, list] : call.spec.lists)
        list.resize(*rc::gen::inRange<std::size_t>(0, 70), -1.0);
    call.inputs.rotary_dim = 2 * *rc::gen::inRange(1, 65);
    call.inputs.base = *rc::gen::element(1.0, 0.5, 1e-300, 1e308, 10000.0);
    call.inputs.trained_context = *rc::gen::element(0.0, 1.0, 2.0, 4096.0, 1e18);
    const Checked<ScaledFrequencies> scaled = call.apply();
    if (!scaled.ok()) {
        RC_ASSERT(!scaled.fault().id.empty() && !scaled.fault().subject.empty() &&
                  !scaled.fault().rule.empty());
        return;
    }
    RC_ASSERT(std::isfinite(scaled.value().attention_factor));
    for (const Extended& theta : scaled.value().theta)
        RC_ASSERT(isfinite(theta));
}

}  // namespace
}  // namespace rope
