// position_interpolation.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/measure/decay.h"
#include "core/measure/interpolation_bound.h"
#include "core/measure/ridge_fit.h"
#include "core/rope/exact_frequencies.h"
#include "core/vectors/generator.h"
#include "tests/reference/case_head.h"

namespace rope::reference {
namespace {

using nlohmann::json;

// The published bound divides by ln(base).
double bounded_base(double base) {
    if (!(base > 0) || base == 1) throw CaseError("the bound exists for a base above 0 other than 1");
    return base;
}

// Rows of [dim, base, max|h|]: the bounds half-way through an interval of one token.
json bounds_of_rows(const CaseInput& input) {
    json published = json::array(), rigorous = json::array(), coefficient = json::array();
    for (const std::vector<double>& row : input.rows("rows_dim_base_maxh")) {
        if (row.size() != 3) throw CaseError("rows hold dim, base and max|h|");
        const double base = bounded_base(row[1]);
        const auto dim = static_cast<int>(std::clamp<double>(row[0], 0, kMostComponents + 1));
        if (dim != row[0]) throw CaseError("a dim that is not a count");
        const FrequencyTable table = make_table(default_frequencies(base, even_dim(dim, "dim")), 1);
        const InterpolationBounds bounds = interpolation_bounds(table, base, row[2], 0.25);
        published.push_back(bounds.published);
        rigorous.push_back(bounds.rigorous);
        coefficient.push_back(8 * std::log(base));
    }
    return {{"published_bound", published},
            {"rigorous_bound", rigorous},
            {"interpolation_coefficient_8lnc", coefficient}};
}

std::vector<Phasor> coefficients_of(const CaseInput& input, int pairs) {
    if (!input.has("h_re_im")) {
        if (input.text_or("h", "") != "all h_j = 1 (real)") throw CaseError("unknown h");
        return std::vector<Phasor>(static_cast<std::size_t>(pairs), Phasor{1, 0});
    }
    std::vector<Phasor> h;
    for (const std::vector<double>& row : input.rows("h_re_im")) {
        if (row.size() != 2) throw CaseError("h_re_im holds pairs");
        h.push_back({row[0], row[1]});
    }
    if (static_cast<int>(h.size()) != pairs) throw CaseError("one h per pair");
    return h;
}

json between_two_positions(const CaseInput& input) {
    const FrequencyTable table = table_of(input);
    const double base = bounded_base(base_of(input));
    const double s1 = position_of(input, "s1"), s2 = position_of(input, "s2");
    if (!(s1 < s2)) throw CaseError("the interval from s1 to s2 is empty");
    const std::vector<Phasor> h = coefficients_of(input, table.pairs());
    json a = json::array(), linear = a, error = a, published = a, rigorous = a, exceeds = a;
    for (const double s : positions_of(input, "s")) {
        const InterpolationError at = interpolation_error(table, base, h, s1, s2, s);
        a.push_back(at.value);
        linear.push_back(at.linear);
        error.push_back(at.error);
        published.push_back(at.bounds.published);
        rigorous.push_back(at.bounds.rigorous);
        exceeds.push_back(at.error > at.bounds.published + 1e-12);
    }
    return {{"a", a},
            {"a_linear", linear},
            {"abs_error", error},
            {"published_bound", published},
            {"rigorous_bound", rigorous},
            {"error_exceeds_published", exceeds}};
}

// B(s)/d, half of the rotation bound.
json extrapolation_bound(const CaseInput& input) {
    const FrequencyTable table = table_of(input);
    const DecayInputs inputs{.table = &table, .measure = DecayMeasure::rotation_bound};
    json at = json::array();
    for (const double value : decay_at(inputs, positions_of(input, "positions")).values)
        at.push_back(value / 2);
    json answer{{"B_over_d", at}};
    if (!input.has("scan_inclusive")) return answer;
    const std::vector<std::int64_t> scan = input.whole_numbers("scan_inclusive");
    if (scan.size() != 2 || scan[0] > scan[1]) throw CaseError("scan_inclusive holds first and last");
    const std::int64_t first = scan[0];
    std::vector<std::int64_t> columns(checked_entries(static_cast<std::size_t>(scan[1] - first) + 2, 1));
    std::iota(columns.begin(), columns.end(), std::int64_t{0});
    Progress progress;
    const std::vector<double> values = decay_envelope(inputs, first, columns, progress).smallest;
    const auto smallest = std::min_element(values.begin(), values.end());
    answer["min_B_over_d"] = *smallest / 2;
    answer["argmin"] = first + (smallest - values.begin());
    answer["count_below_1"] =
        std::count_if(values.begin(), values.end(), [](double value) { return value / 2 < 1; });
    return answer;
}

json ridge_experiment(const CaseInput& input) {
    const FrequencyTable table = table_of(input);
    const int length = input.count("train_length");
    const double lambda = input.number("lambda");
    if (length < 1 || !(lambda > 0)) throw CaseError("train_length and lambda must be above 0");
    checked_entries(static_cast<std::size_t>(length), 2 * table.theta.size());
    const std::vector<double> y = gaussian_vector(length, input.seed("seed"));
    const RidgeFit fit(table, y, lambda);
    const auto fitted = [&](std::string_view name) {
        json values = json::array();
        if (input.has(name)) {
            for (const double s : positions_of(input, name))
                values.push_back(fit.at(s));
        }
        return values;
    };
    return {{"y_first_8", std::vector<double>(y.begin(), y.begin() + std::min(8, length))},
            {"y_sum", std::accumulate(y.begin(), y.end(), 0.0)},
            {"fitted_at_positions", fitted("positions")},
            {"fitted_at_fractional", fitted("fractional_positions")},
            {"max_abs_inside", fit.largest(0, length - 1)},
            {"max_abs_from_L_to_2L", fit.largest(length, 2 * length - 1)}};
}

}  // namespace

json answer_position_interpolation(const CaseInput& input) {
    if (input.has("rows_dim_base_maxh")) return bounds_of_rows(input);
    if (input.has("s1")) return between_two_positions(input);
    if (input.has("train_length")) return ridge_experiment(input);
    return extrapolation_bound(input);
}

}  // namespace rope::reference
