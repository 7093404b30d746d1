// Laws over the whole registry: a new scaling is held to them by its line there.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "core/rope/exact_frequencies.h"
#include "core/scaling/frequency_map.h"
#include "core/scaling/warp.h"
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

    // With the maps that follow the scaling.
    Checked<ScaledFrequencies> apply_all() {
        inputs.spec = &spec;
        return scaled_frequencies(inputs);
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
        if (row.type == ParamType::text) continue;
        const double low = row.id == "model.factor" ? std::max(row.min, least_factor) : row.min;
        double value = 0;
        if (row.type == ParamType::boolean) {
            value = *rc::gen::inRange(0, 2);
        } else if (row.scale == SliderScale::logarithmic) {
            value = *magnitude(std::max(low, row.slider_min), row.max);
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
    if (scaling.id == "custom" && *rc::gen::arbitrary<bool>()) {
        const auto length = *rc::gen::element<std::size_t>(1, static_cast<std::size_t>(pairs));
        call.spec.lists["multipliers"] =
            *rc::gen::container<std::vector<double>>(length, magnitude(1e-6, 64));
    }
    return call;
}

std::string key_of(const ParamSpec& row) {
    return std::string(row.id.substr(kKeyPrefix.size()));
}

// The laws about the factor hold for the scalings that have one, and for none at all.
bool has_factor(const Call& call) {
    const auto rows = find_scaling(call.spec.type)->params;
    return call.spec.type == "default" || std::any_of(rows.begin(), rows.end(), [](const ParamSpec& row) {
               return row.id == "model.factor";
           });
}

bool refuses_its_range(const Checked<ScaledFrequencies>& scaled) {
    // Two numbers, each in its range, may still contradict each other.
    static const std::set<std::string> kContradictions{"betas_not_ascending", "beyond_nyquist"};
    return !scaled.ok() && kContradictions.contains(scaled.fault().id);
}

RC_GTEST_PROP(ScalingLaws, FrequenciesStayFiniteAndOnePerPair, ()) {
    Call call = any_call(0);
    for (const FrequencyMap* map : frequency_maps())
        call.spec.numbers[key_of(map->param)] = *number(map->param.min, map->param.max);
    const Checked<ScaledFrequencies> scaled = call.apply_all();
    if (refuses_its_range(scaled)) return;
    RC_ASSERT(scaled.ok());
    RC_ASSERT(scaled.value().theta.size() == static_cast<std::size_t>(call.inputs.rotary_dim / 2));
    RC_ASSERT(std::isfinite(scaled.value().attention_factor) && scaled.value().attention_factor > 0);
    for (const Extended& theta : scaled.value().theta) {
        const auto speed = theta.to_double();
        RC_ASSERT(std::isfinite(speed) && speed >= 0);
    }
}

RC_GTEST_PROP(ScalingLaws, NoPairTurnsFasterForAFactorOfAtLeastOne, ()) {
    Call call = any_call(1);
    if (!has_factor(call)) return;
    const Checked<ScaledFrequencies> scaled = call.apply();
    if (refuses_its_range(scaled)) return;
    const std::vector<Extended> plain = default_frequencies(call.inputs.base, call.inputs.rotary_dim);
    for (std::size_t i = 0; i < plain.size(); ++i) {
        RC_ASSERT(scaled.value().theta[i] <= plain[i] * Extended(1 + 1e-15));
    }
}

RC_GTEST_PROP(ScalingLaws, FixedScalingsNeverDivideByMoreThanTheFactor, ()) {
    Call call = any_call(1);
    if (!has_factor(call) || call.spec.type == "dynamic" || call.spec.type == "longrope" ||
        call.spec.type == "proportional")
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
    if (!has_factor(call)) return;
    call.spec.numbers["factor"] = 1;
    if (call.spec.type == "proportional") call.spec.numbers["partial_rotary_factor"] = 1;
    for (const char* own : {"attention_factor", "mscale", "short_mscale", "long_mscale"})
        call.spec.numbers.erase(own);
    for (auto& [name, list] : call.spec.lists)
        std::fill(list.begin(), list.end(), 1.0);
    if (call.spec.type == "dynamic") {  // beyond M it grows whatever the factor is
        call.inputs.seq_len.reset();
        call.spec.numbers.erase("seq_len");
    }
    const Checked<ScaledFrequencies> scaled = call.apply();
    if (refuses_its_range(scaled)) return;
    RC_ASSERT(scaled.value().attention_factor == 1);
    const std::vector<Extended> plain = default_frequencies(call.inputs.base, call.inputs.rotary_dim);
    for (std::size_t i = 0; i < plain.size(); ++i) {
        RC_ASSERT(abs(scaled.value().theta[i] / plain[i] - 1) <= 1e-30);
    }
}

RC_GTEST_PROP(ScalingLaws, MultipliersAreThePairsOwn, ()) {
    const std::vector<double> multipliers =
        *rc::gen::container<std::vector<double>>(32, magnitude(1e-6, 1e6));
    Call call{.spec = {.type = "custom", .lists = {{"multipliers", multipliers}}},
              .inputs = {.base = *any_base(), .rotary_dim = 64, .head_dim = 64}};
    const Checked<ScaledFrequencies> scaled = call.apply();
    const std::vector<Extended> plain = default_frequencies(call.inputs.base, 64);
    for (std::size_t i = 0; i < plain.size(); ++i)
        RC_ASSERT(abs(scaled.value().theta[i] - plain[i] * multipliers[i]) <=
                  1e-30 * scaled.value().theta[i]);
}

RC_GTEST_PROP(ScalingLaws, AMapAtItsInitialValueChangesNothing, ()) {
    Call call = any_call(0);
    const Checked<ScaledFrequencies> without = call.apply();
    for (const FrequencyMap* map : frequency_maps())
        call.spec.numbers[key_of(map->param)] = map->param.initial;
    const Checked<ScaledFrequencies> with = call.apply_all();
    RC_ASSERT(without.ok() == with.ok());
    if (with.ok()) RC_ASSERT(with.value().theta == without.value().theta);
}

RC_GTEST_PROP(ScalingLaws, MapsKeepTheOrderOfThePairsAndTheStillOnesStill, ()) {
    for (const FrequencyMap* map : frequency_maps()) {
        const double value = *number(map->param.min, map->param.max);
        if (value == map->param.initial) continue;
        const Extended slow = *magnitude(1e-9, 3), fast = slow * *number(1.001, 1.04);
        const Checked<Extended> a = map->apply(slow, value), b = map->apply(fast, value);
        if (!b.ok()) continue;  // the prewarp ends at half a turn
        RC_ASSERT(a.value() < b.value());
        RC_ASSERT(map->apply(0, value).value() == 0);
    }
}

RC_GTEST_PROP(ScalingLaws, TheWarpIsUndoneByItsNegative, ()) {
    const double rho = *number(-0.99, 0.99);
    const Extended theta = *number(0, 20);
    RC_ASSERT(abs(allpass_warp(allpass_warp(theta, rho), -rho) - theta) <= 1e-28 * (1 + theta));
}

RC_GTEST_PROP(ScalingLaws, BadNumbersAreRefusedOrHarmless, ()) {
    // Whatever stands in a file: a Fault, or finite frequencies; never a crash.
    constexpr double kInf = std::numeric_limits<double>::infinity();
    Call call = any_call(0);
    for (const FrequencyMap* map : frequency_maps())
        call.spec.numbers[key_of(map->param)] = map->param.initial;
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
    const Checked<ScaledFrequencies> scaled = call.apply_all();
    if (!scaled.ok()) {
        RC_ASSERT(!scaled.fault().id.empty() && !scaled.fault().subject.empty() &&
                  !scaled.fault().rule.empty());
        return;
    }
    RC_ASSERT(std::isfinite(scaled.value().attention_factor));
    for (const Extended& theta : scaled.value().theta)
        RC_ASSERT(std::isfinite(theta.to_double()));
}

}  // namespace
}  // namespace rope
