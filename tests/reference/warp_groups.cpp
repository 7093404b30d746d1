// warp_frequencies: bent frequency axes.
#include <cmath>
#include <numbers>
#include <numeric>

#include "core/rope/exact_frequencies.h"
#include "core/rope/rotation.h"
#include "core/scaling/warp.h"
#include "tests/reference/case_head.h"

namespace rope::reference {
namespace {

using nlohmann::json;

double rho_of(const CaseInput& input, std::string_view name) {
    const Checked<double> rho = checked_rho(input.number(name));
    if (!rho.ok()) throw CaseError(sentence(rho.fault()));
    return rho.value();
}

double warped(const Extended& theta, double rho) {
    return allpass_warp(theta, rho).to_double();
}

json answer_allpass(const CaseInput& input) {
    const double rho = rho_of(input, "rho");
    json answer{{"slope_at_zero", allpass_slope(0, rho)},
                {"slope_at_pi", allpass_slope(std::numbers::pi, rho)},
                {"equivalent_low_end_scale_s", scale_of_rho(rho)}};
    for (const double theta : input.numbers("theta")) {
        const Extended there = allpass_warp(theta, rho);
        answer["warped"].push_back(there.to_double());
        answer["unwarped_again"].push_back(warped(there, -rho));
        answer["local_slope"].push_back(allpass_slope(theta, rho));
    }
    return answer;
}

json answer_warped_rope(const CaseInput& input) {
    const double rho = rho_of(input, "rho");
    std::vector<Extended> theta = default_frequencies(base_of(input), even_dim(input.count("dim"), "dim"));
    for (Extended& speed : theta)
        speed = allpass_warp(speed, rho);
    const FrequencyTable table = make_table(theta, 1);
    json sums = json::array();
    for (const double distance : positions_of(input, "distances")) {
        const std::vector<double> cosines = angles_at(table, distance).cosine;
        sums.push_back(std::accumulate(cosines.begin(), cosines.end(), 0.0));
    }
    return {{"warped_frequencies", table.theta},
            {"cos_sum", sums},
            {"equivalent_low_end_scale_s", scale_of_rho(rho)}};
}

json answer_composition(const CaseInput& input) {
    const double first = rho_of(input, "rho_first"), second = rho_of(input, "rho_second");
    json answer{{"rho_composed", composed_rho(first, second)}, {"warped", json::array()}};
    for (const double theta : input.numbers("theta"))
        answer["warped"].push_back(warped(allpass_warp(theta, first), second));
    return answer;
}

json answer_bilinear(const CaseInput& input) {
    const Checked<Bilinear> map = bilinear(input.number("T"));
    if (!map.ok()) throw CaseError(sentence(map.fault()));
    json answer{{"limit", map.value().limit()},
                {"prewarped", json::array()},
                {"back", json::array()},
                {"compressed", json::array()}};
    if (input.has("omega_digital")) {
        for (const double omega : input.numbers("omega_digital")) {
            const Checked<Extended> analogue = map.value().prewarp(omega);
            if (!analogue.ok()) throw CaseError(sentence(analogue.fault()));
            answer["prewarped"].push_back(analogue.value().to_double());
            answer["back"].push_back(map.value().compress(analogue.value()).to_double());
        }
    }
    if (input.has("omega_analogue")) {
        for (const double omega : input.numbers("omega_analogue"))
            answer["compressed"].push_back(map.value().compress(omega).to_double());
    }
    return answer;
}

// Values that must be refused; "nan" and infinities are written as texts.
std::vector<double> any_numbers(const json& list) {
    std::vector<double> numbers;
    for (const json& value : list) {
        if (value.is_number())
            numbers.push_back(value.get<double>());
        else if (value == "inf" || value == "-inf")
            numbers.push_back((value == "inf" ? 1 : -1) * std::numeric_limits<double>::infinity());
        else if (value == "nan" || value.is_null())
            numbers.push_back(std::nan(""));
        else
            throw CaseError("not a number: " + value.dump());
    }
    return numbers;
}

json answer_refusals(const CaseInput& input) {
    json answer = json::object();
    const auto ask = [&](std::string_view name, const char* field, const auto& refused) {
        if (!input.has(name)) return;
        json& list = answer[field] = json::array();
        for (const double value : any_numbers(input.value(name)))
            list.push_back(refused(value));
    };
    ask("rho_values", "rho_is_error", [](double rho) { return !checked_rho(rho).ok(); });
    ask("bilinear_omega_T", "bilinear_is_error",
        [](double angle) { return !bilinear(1).value().prewarp(angle).ok(); });
    ask("T_values", "T_is_error", [](double period) { return !bilinear(period).ok(); });
    return answer;
}

}  // namespace

json answer_warp_frequencies(const CaseInput& input) {
    if (input.has("T")) return answer_bilinear(input);
    if (input.has("rho_first")) return answer_composition(input);
    if (input.has("dim")) return answer_warped_rope(input);
    if (input.has("rho")) return answer_allpass(input);
    return answer_refusals(input);
}

}  // namespace rope::reference
