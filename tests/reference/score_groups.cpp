// relative_scores, decay_curves, box_mean.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/measure/box_mean.h"
#include "core/measure/decay.h"
#include "core/measure/scores.h"
#include "core/rope/exact_frequencies.h"
#include "core/rope/rotation.h"
#include "tests/reference/case_head.h"

namespace rope::reference {
namespace {

using nlohmann::json;

double dot(const std::vector<double>& a, const std::vector<double>& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

json scaled(const std::vector<double>& values, double factor) {
    json out = json::array();
    for (const double value : values)
        out.push_back(factor * value);
    return out;
}

// Softmax of a row that ends where nothing more is visible; masked weights are 0.
json softmax(const std::vector<double>& scores, std::size_t width) {
    const double largest = *std::max_element(scores.begin(), scores.end());
    double total = 0;
    for (const double score : scores)
        total += std::exp(score - largest);
    json row = json::array();
    for (const double score : scores)
        row.push_back(std::exp(score - largest) / total);
    while (row.size() < width)
        row.push_back(0.0);
    return row;
}

// Distinct q and k per token: attention as an engine computes it, by rotating every vector.
json attention_of_tokens(const CaseInput& input) {
    const FrequencyTable table = table_of(input);
    const HeadShape shape = shape_of(input);
    const std::vector<std::vector<double>> q = input.rows("q"), k = input.rows("k");
    const double first = position_of(input.number_or("first_position", 0));
    const bool causal = input.flag_or("causal", false);
    if (k.empty()) throw CaseError("no k to attend to");
    for (const auto* list : {&q, &k}) {
        for (const std::vector<double>& vector : *list)
            if (std::ssize(vector) != shape.head_dim) throw CaseError("q and k must have dim entries");
    }
    json scores = json::array(), attention = json::array();
    for (std::size_t i = 0; i < q.size(); ++i) {
        const std::vector<double> query = rotate(q[i], shape, table, first + static_cast<double>(i));
        std::vector<double> row;
        for (std::size_t j = 0; j < (causal ? std::min(i + 1, k.size()) : k.size()); ++j) {
            row.push_back(dot(query, rotate(k[j], shape, table, first + static_cast<double>(j))) /
                          std::sqrt(static_cast<double>(shape.head_dim)));
        }
        json visible = row;
        while (visible.size() < k.size())
            visible.push_back(nullptr);
        scores.push_back(visible);
        attention.push_back(softmax(row, k.size()));
    }
    return {{"scores", scores}, {"attention", attention}};
}

}  // namespace

json answer_relative_scores(const CaseInput& input) {
    if (input.is_matrix("q")) return attention_of_tokens(input);
    const FrequencyTable table = table_of(input);
    const HeadShape shape = shape_of(input);
    const std::vector<double> q = vector_of(input, "q", shape.head_dim),
                              k = vector_of(input, "k", shape.head_dim);
    const PairParts parts = pair_parts(q, k, shape);
    const ScoreInputs inputs{.table = &table, .parts = &parts, .head_dim = shape.head_dim};
    const double root = std::sqrt(static_cast<double>(shape.head_dim));

    json answer{{"radius_q", parts.radius_q},
                {"radius_k", parts.radius_k},
                {"phase", parts.phase},
                {"pair_amplitude", parts.amplitude},
                {"no_position_score", score_at(inputs, 0)}};
    // The scores by distance alone; the shifted ones by rotating both vectors.
    const double shift = position_of(input.number_or("shift", 0));
    json scores = json::array(), shifted = json::array();
    const std::vector<double> queries = positions_of(input, "m"), keys = positions_of(input, "n");
    for (const double m : queries) {
        json row = json::array(), shifted_row = json::array();
        const std::vector<double> query = rotate(q, shape, table, m + shift);
        for (const double n : keys) {
            // Where no double is the distance, both vectors have to turn.
            const bool exact = (m - n) + n == m && m - (m - n) == n;
            row.push_back(exact ? score_at(inputs, m - n)
                                : dot(rotate(q, shape, table, m), rotate(k, shape, table, n)) / root);
            shifted_row.push_back(dot(query, rotate(k, shape, table, n + shift)) / root);
        }
        scores.push_back(row);
        shifted.push_back(shifted_row);
    }
    answer["scores"] = scores;
    answer["scores_shifted"] = shifted;
    if (input.has("decomposition_at")) {
        const auto [m, n] = position_pair(input.numbers("decomposition_at"), "decomposition_at");
        double sum = 0;
        json contributions = json::array();
        for (int i = 0; i < shape.pairs(); ++i) {
            ScoreInputs one = inputs;
            one.part = ScorePart::pair;
            one.pair = i;
            contributions.push_back(root * score_at(one, m - n));
            sum += contributions.back().get<double>();
        }
        answer["pair_contribution"] = contributions;
        answer["pair_contribution_sum_over_sqrt_d"] = sum / root;
    }
    return answer;
}

json answer_decay_curves(const CaseInput& input) {
    const FrequencyTable table = table_of(input);
    const HeadShape shape = shape_of(input);
    const std::vector<double> distances = positions_of(input, "distances");
    const double root = std::sqrt(static_cast<double>(shape.head_dim));
    const double variance = input.number_or("sigma", 1) * input.number_or("sigma", 1);
    DecayInputs inputs{.table = &table, .head_dim = shape.head_dim};
    const auto curve = [&](DecayMeasure measure) {
        inputs.measure = measure;
        return decay_at(inputs, distances);
    };

    const DecayCurve cosines = curve(DecayMeasure::cosine_sum);
    const DecayCurve independent = curve(DecayMeasure::random_independent);
    const DecayCurve same = curve(DecayMeasure::random_same);
    json answer{{"abel_mean_abs_partial_sum", curve(DecayMeasure::rotation_bound).values},
                {"cos_sum", cosines.values},
                {"cos_sum_over_half_dim", scaled(cosines.values, 1.0 / shape.pairs())},
                {"independent_mean", independent.values},
                {"independent_std_raw", scaled(independent.deviation, root * variance)},
                {"independent_std_over_sqrt_d", scaled(independent.deviation, variance)},
                {"same_vector_mean_raw", scaled(same.values, root * variance)},
                {"same_vector_std_raw", scaled(same.deviation, root * variance)}};
    if (input.has("fixed_q")) {
        const std::vector<double> q = input.numbers("fixed_q");
        inputs.query_norm = std::sqrt(dot(q, q));
        answer["fixed_q_std_raw"] =
            scaled(curve(DecayMeasure::random_fixed_query).deviation, root * std::sqrt(variance));
    }
    if (input.has("q") && input.has("k")) {
        const PairParts parts =
            pair_parts(vector_of(input, "q", shape.head_dim), vector_of(input, "k", shape.head_dim), shape);
        const ScoreInputs scores{.table = &table, .parts = &parts, .head_dim = shape.head_dim};
        inputs.scores = &scores;
        answer["score_given_qk_over_sqrt_d"] = curve(DecayMeasure::query_key).values;
    }
    return answer;
}

json answer_box_mean(const CaseInput& input) {
    const CellBox box{.query_from = input.whole_number("m0"),
                      .key_from = input.whole_number("n0"),
                      .queries = input.count("size_q"),
                      .keys = input.count("size_k")};
    if (box.queries < 1 || box.keys < 1) throw CaseError("a box without cells");
    const bool causal = input.flag_or("causal", false);
    const double cells = static_cast<double>(box.queries) * static_cast<double>(box.keys);
    const double visible = causal ? visible_cells(box) : cells;
    // Where all cells are visible only the distance counts, however far: it becomes part of the phase.
    const CellBox near{.query_from = 0, .key_from = 0, .queries = box.queries, .keys = box.keys};
    const auto distance = static_cast<double>(box.query_from - box.key_from);
    const auto mean = [&](const FrequencyTable& table, std::size_t pair, TurnFraction phase) {
        if (visible == cells)
            return box_mean(table.step[pair], phase + table.phase(pair, distance).turns, near);
        return causal_box_mean(table.step[pair], phase, box);
    };
    json answer{{"visible_count", static_cast<std::int64_t>(visible)}};
    if (input.has("theta")) {
        const double theta = input.number("theta");
        const TurnFraction phase = phase_of(input.number_or("phase", 0));
        answer["mean_over_visible"] = mean(make_table(std::vector<double>{theta}, 1), 0, phase);
        answer["kernel_q"] = box_kernel(theta, box.queries);
        answer["kernel_k"] = box_kernel(theta, box.keys);
        if (visible == cells) answer["mean_closed_form"] = answer["mean_over_visible"];
        return answer;
    }
    const FrequencyTable table = table_of(input);
    std::vector<double> means;
    for (std::size_t pair = 0; pair < table.step.size(); ++pair)
        means.push_back(mean(table, pair, 0));
    const double sum = std::accumulate(means.begin(), means.end(), 0.0);
    const double centre =
        static_cast<double>(box.query_from - box.key_from) + static_cast<double>(box.queries - box.keys) / 2;
    answer["pair_means_first_4"] = std::vector<double>(
        means.begin(), means.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(4, means.size())));
    answer["mean_cos_sum"] = sum;
    answer["mean_over_half_dim"] = sum / table.pairs();
    answer["centre_value"] =
        decay_at({.table = &table, .measure = DecayMeasure::cosine_sum}, std::vector<double>{centre})
            .values[0];
    return answer;
}

}  // namespace rope::reference
