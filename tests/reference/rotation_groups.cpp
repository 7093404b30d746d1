// rotated_vectors, rotation_edge_positions, norm_preservation, complex_form, layout_permutation.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/measure/scores.h"
#include "core/rope/exact_frequencies.h"
#include "core/rope/rotation.h"
#include "core/vectors/projection.h"
#include "core/vectors/vector_source.h"
#include "tests/reference/case_head.h"

namespace rope::reference {
namespace {

using nlohmann::json;

double norm(const std::vector<double>& x) {
    return std::sqrt(std::inner_product(x.begin(), x.end(), x.begin(), 0.0));
}

// Each from 0 to count − 1.
std::vector<std::int64_t> indices_of(const CaseInput& input, std::string_view name, std::size_t count) {
    std::vector<std::int64_t> indices = input.whole_numbers(name);
    for (const std::int64_t index : indices) {
        if (index < 0 || static_cast<std::size_t>(index) >= count)
            throw CaseError("input " + std::string(name) + " holds an index that does not exist");
    }
    return indices;
}

FrequencyTable table_of(const CaseInput& input, int rotary_dim) {
    const double attention_factor = input.number_or("attention_factor", 1);
    if (!input.has("inv_freq")) {
        return make_table(default_frequencies(base_of(input, "rope_theta"), rotary_dim), attention_factor);
    }
    const std::vector<double> theta = input.numbers("inv_freq");
    if (static_cast<int>(theta.size()) != rotary_dim / 2) throw CaseError("one inv_freq per pair");
    return make_table(theta, attention_factor);
}

// The HF pipeline in float32: exponent, power, reciprocal, product, cosine and sine each rounded.
struct Float32Error {
    double angle = 0, cosine = 0, sine = 0;  // largest over all pairs
};
Float32Error float32_error(const FrequencyTable& truth, double base, double position) {
    Float32Error worst;
    const PairAngles exact = angles_at(truth, position);
    for (std::size_t i = 0; i < truth.theta.size(); ++i) {
        const float exponent = static_cast<float>(2 * i) / static_cast<float>(2 * truth.theta.size());
        const float inv_freq = 1.0f / std::pow(static_cast<float>(base), exponent);
        const float phi = inv_freq * static_cast<float>(position);
        worst.angle = std::max(worst.angle, std::abs(phi - position * truth.theta[i]));
        worst.cosine = std::max(worst.cosine, std::abs(std::cos(phi) - exact.cosine[i]));
        worst.sine = std::max(worst.sine, std::abs(std::sin(phi) - exact.sine[i]));
    }
    return worst;
}

// W x as the program's own readers take the matrix.
std::vector<double> projected(const std::vector<std::vector<double>>& matrix, const std::vector<double>& x) {
    std::string text;
    for (const std::vector<double>& row : matrix)
        text += (text.empty() ? "" : ";") + typed_vector(row).text;
    const auto size = static_cast<int>(x.size());
    const auto projection = make_projection({text}, {.head_dim = size, .rotary_dim = size}, "W");
    if (!projection.ok()) throw CaseError(sentence(projection.fault()));
    return projection.value().apply(x);
}

}  // namespace

json answer_rotated_vectors(const CaseInput& input) {
    const std::vector<double> x = input.numbers("x");
    HeadShape shape{.head_dim = input.count_or("head_dim", static_cast<int>(x.size())),
                    .layout = input.layout_or(Layout::half)};
    shape.rotary_offset = input.count_or("rotary_offset", 0);
    shape.rotary_dim = input.count_or("rotary_dim", shape.head_dim - shape.rotary_offset);
    checked_shape(shape);
    if (static_cast<int>(x.size()) != shape.head_dim) throw CaseError("x must have head_dim entries");
    const FrequencyTable table = table_of(input, shape.rotary_dim);
    static_cast<void>(input.flag_or("want_hf_mla_output_order", false));  // answered whether asked for or not
    json rotated = json::array(), reordered = json::array();
    for (const double position : positions_of(input, "positions")) {
        rotated.push_back(rotate(x, shape, table, position));
        reordered.push_back(deepseek_order(rotated.back().get<std::vector<double>>(), shape));
    }
    json answer{{"rotated", rotated}};
    if (shape.layout == Layout::interleaved) answer["rotated_hf_deepseek_order"] = reordered;
    return answer;
}

json answer_rotation_edge_positions(const CaseInput& input) {
    const double base = base_of(input, "rope_theta");
    const int rotary_dim = input.count("rotary_dim");
    const FrequencyTable table =
        table_of(input, checked_shape({.head_dim = rotary_dim, .rotary_dim = rotary_dim}).rotary_dim);
    std::vector<std::int64_t> pairs(table.theta.size());
    std::iota(pairs.begin(), pairs.end(), 0);
    if (input.has("pair_indices")) pairs = indices_of(input, "pair_indices", pairs.size());
    json answer{{"cos", json::array()},
                {"sin", json::array()},
                {"float32_angle_error", json::array()},
                {"float32_cos_error", json::array()},
                {"float32_sin_error", json::array()}};
    for (const double position : positions_of(input, "positions")) {
        const PairAngles angles = angles_at(table, position);
        json cosines = json::array(), sines = json::array();
        for (const std::int64_t pair : pairs) {
            cosines.push_back(angles.cosine[static_cast<std::size_t>(pair)]);
            sines.push_back(angles.sine[static_cast<std::size_t>(pair)]);
        }
        answer["cos"].push_back(cosines);
        answer["sin"].push_back(sines);
        const Float32Error error = float32_error(table, base, position);
        answer["float32_angle_error"].push_back(error.angle);
        answer["float32_cos_error"].push_back(error.cosine);
        answer["float32_sin_error"].push_back(error.sine);
    }
    return answer;
}

json answer_norm_preservation(const CaseInput& input) {
    const std::vector<double> x = input.numbers("x");
    const auto head_dim = static_cast<int>(x.size());
    const HeadShape shape = checked_shape({.head_dim = head_dim,
                                           .rotary_dim = input.count_or("rotary_dim", head_dim),
                                           .rotary_offset = input.count_or("rotary_offset", 0),
                                           .layout = input.layout_or(Layout::half)});
    const FrequencyTable table = table_of(input, shape.rotary_dim);
    const double m = position_of(input, "m"), n = position_of(input, "n");
    const auto turn = [&](const std::vector<double>& vector, double position) {
        return rotate(vector, shape, table, position);
    };
    return {{"norm_x", norm(x)},
            {"norm_Rx", norm(turn(x, m))},
            {"R_m_x", turn(x, m)},
            {"R_m_R_n_x", turn(turn(x, n), m)},
            {"R_mplusn_x", turn(x, m + n)},
            {"RT_m_R_n_x", turn(turn(x, n), -m)},
            {"R_nminusm_x", turn(x, n - m)}};
}

json answer_complex_form(const CaseInput& input) {
    const std::vector<double> q = projected(input.rows("W_q"), vector_of(input, "x_m", 2));
    const std::vector<double> k = projected(input.rows("W_k"), vector_of(input, "x_n", 2));
    if (q.size() != 2 || k.size() != 2) throw CaseError("complex_form is about one pair");
    const FrequencyTable table = make_table(std::vector<double>{input.number("theta")}, 1);
    const HeadShape shape{.head_dim = 2, .rotary_dim = 2};
    const PairParts parts = pair_parts(q, k, shape);
    const ScoreInputs scores{.table = &table, .parts = &parts, .head_dim = 1};  // undivided
    json answer{{"Wq_xm", q},
                {"Wk_xn", k},
                {"f_q", json::array()},
                {"f_k", json::array()},
                {"score", json::array()},
                {"amplitude", parts.amplitude[0]},
                {"phase", parts.phase[0]}};
    for (const std::vector<double>& row : input.rows("positions_mn")) {
        const auto [m, n] = position_pair(row, "positions_mn");
        answer["f_q"].push_back(rotate(q, shape, table, m));
        answer["f_k"].push_back(rotate(k, shape, table, n));
        answer["score"].push_back(score_at(scores, m - n));
    }
    return answer;
}

json answer_layout_permutation(const CaseInput& input) {
    const int heads = input.count_or("n_heads", 1), head_dim = input.count("head_dim");
    const HeadShape interleaved = checked_shape({.head_dim = head_dim,
                                                 .rotary_dim = input.count_or("rotary_dim", head_dim),
                                                 .layout = Layout::interleaved});
    checked_entries(static_cast<std::size_t>(heads), static_cast<std::size_t>(head_dim));
    HeadShape half = interleaved;
    half.layout = Layout::half;
    const std::vector<int> to_half = half_from_interleaved(interleaved, heads);
    const std::vector<int> to_interleaved = interleaved_from_half(interleaved, heads);

    std::int64_t checksum = 0;
    for (std::size_t r = 0; r < to_half.size(); ++r) {
        checksum = (checksum + static_cast<std::int64_t>(r) * to_half[r]) % 1'000'003;
    }
    json answer{{"perm_interleaved_to_half", to_half},
                {"perm_half_to_interleaved", to_interleaved},
                {"checksum_sum_i_times_perm_mod_1000003", checksum}};
    if (input.has("sample_rows")) {
        json& forward = answer["perm_interleaved_to_half_samples"] = json::array();
        json& backward = answer["perm_half_to_interleaved_samples"] = json::array();
        for (const std::int64_t row : indices_of(input, "sample_rows", to_half.size())) {
            forward.push_back(to_half[static_cast<std::size_t>(row)]);
            backward.push_back(to_interleaved[static_cast<std::size_t>(row)]);
        }
    }
    if (!input.has("x_interleaved")) return answer;

    const std::vector<double> x = input.numbers("x_interleaved");
    if (x.size() != to_half.size()) throw CaseError("x_interleaved must have n_heads·head_dim entries");
    std::vector<double> x_half;
    for (const int row : to_half)
        x_half.push_back(x[static_cast<std::size_t>(row)]);
    const FrequencyTable table = table_of(input, interleaved.rotary_dim);
    const double position = position_of(input, "position");
    const auto rotate_heads = [&](const std::vector<double>& all, const HeadShape& shape) {
        std::vector<double> rotated;
        for (std::size_t start = 0; start < all.size(); start += static_cast<std::size_t>(head_dim)) {
            const std::span<const double> head(&all[start], static_cast<std::size_t>(head_dim));
            const std::vector<double> turned = rotate(head, shape, table, position);
            rotated.insert(rotated.end(), turned.begin(), turned.end());
        }
        return rotated;
    };
    answer["x_half"] = x_half;
    answer["rotated_interleaved"] = rotate_heads(x, interleaved);
    answer["rotated_half_of_permuted"] = rotate_heads(x_half, half);
    return answer;
}

}  // namespace rope::reference
