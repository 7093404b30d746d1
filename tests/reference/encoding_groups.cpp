// Positions added to vectors, or turned into them: sinusoidal, learned_absolute, xpos.
#include <algorithm>
#include <cmath>

#include "core/rope/exact_frequencies.h"
#include "core/scheme/learned_absolute.h"
#include "core/scheme/sinusoidal.h"
#include "core/scheme/xpos.h"
#include "tests/reference/case_head.h"
#include "tests/reference/matrix_json.h"

namespace rope::reference {
namespace {

using nlohmann::json;

int width_of(const CaseInput& input) {
    const int width = input.count("d_model");
    if (width > kMostComponents) throw CaseError("d_model of too many components");
    return width;
}

Sinusoids sinusoids_of(const CaseInput& input) {
    const std::string variant = input.text_or("variant", "vaswani_interleaved");
    for (const SinusoidOrder order :
         {SinusoidOrder::vaswani_interleaved, SinusoidOrder::concat_t2t, SinusoidOrder::concat_2i_over_d}) {
        if (id(order) == variant) return value_of(make_sinusoids(order, width_of(input), base_of(input)));
    }
    throw CaseError("unknown variant " + variant);
}

// Rows first … first + count − 1 of the table.
Matrix rows_from(const Matrix& table, std::int64_t first, std::size_t count) {
    Matrix rows(count, table.columns);
    for (std::size_t r = 0; r < count; ++r) {
        const auto row = value_of(table_row(table, first + static_cast<std::int64_t>(r)));
        std::copy(row.begin(), row.end(), rows.row(r).begin());
    }
    return rows;
}

Matrix divided(Matrix matrix, double divisor) {
    for (double& value : matrix.values)
        value /= divisor;
    return matrix;
}

}  // namespace

json answer_sinusoidal(const CaseInput& input) {
    const Sinusoids sinusoids = sinusoids_of(input);
    json answer = json::object();
    if (input.has("positions")) {
        answer["pe"] = json::array();
        for (const double position : positions_of(input, "positions"))
            answer["pe"].push_back(encode(sinusoids, position));
    }
    if (input.has("dot_pairs")) {
        answer["dot"] = json::array();
        for (const std::vector<double>& pair : input.rows("dot_pairs")) {
            const auto [m, n] = position_pair(pair, "dot_pairs");
            answer["dot"].push_back(dot_product(encode(sinusoids, m), encode(sinusoids, n)));
        }
    }
    if (input.has("position")) {
        const double m = position_of(input, "position"), k = position_of(input, "offset");
        checked_entries(static_cast<std::size_t>(sinusoids.width), static_cast<std::size_t>(sinusoids.width));
        const Matrix shift = value_of(shift_matrix(sinusoids, k));
        answer["shift_matrix"] = json_of(shift);
        answer["pe_m"] = encode(sinusoids, m);
        answer["pe_m_plus_k"] = encode(sinusoids, m + k);
    }
    return answer;
}

json answer_learned_absolute(const CaseInput& input) {
    const Matrix x = matrix_of(input, "x"), table = matrix_of(input, "p_table");
    const Matrix w_q = matrix_of(input, "w_q"), w_k = matrix_of(input, "w_k");
    if (table.columns != x.columns || w_q.columns != x.columns || w_k.columns != x.columns ||
        w_q.rows != w_k.rows)
        throw CaseError("x, p_table, w_q and w_k must fit each other");
    const double root = std::sqrt(static_cast<double>(w_q.rows));
    const auto terms_from = [&](std::int64_t first) {
        const Matrix p = rows_from(table, first, x.rows);
        return absolute_terms(row_products(x, w_q), row_products(p, w_q), row_products(x, w_k),
                              row_products(p, w_k));
    };
    Matrix sum = rows_from(table, 0, x.rows);
    for (std::size_t i = 0; i < sum.values.size(); ++i)
        sum.values[i] += x.values.at(i);
    const AbsoluteTerms terms = terms_from(0);
    json answer{{"x_plus_p", json_of(sum)},
                {"xx", json_of(terms.xx)},
                {"xp", json_of(terms.xp)},
                {"px", json_of(terms.px)},
                {"pp", json_of(terms.pp)},
                {"scores_unscaled", json_of(terms.sum())},
                {"scores", json_of(divided(terms.sum(), root))}};
    if (input.has("shift")) {
        const Matrix shifted = terms_from(input.whole_number("shift")).sum();
        answer["scores_unscaled_shifted"] = json_of(shifted);
        answer["scores_shifted"] = json_of(divided(shifted, root));
    }
    if (input.has("out_of_range_positions")) {
        const std::vector<std::int64_t> positions = input.whole_numbers("out_of_range_positions");
        answer["out_of_range_is_error"] = std::ranges::none_of(
            positions, [&](std::int64_t position) { return table_row(table, position).ok(); });
    }
    return answer;
}

json answer_xpos(const CaseInput& input) {
    const int dim = even_dim(input.count("head_dim"), "head_dim"), length = input.count("length");
    const HeadShape shape{.head_dim = dim, .rotary_dim = dim, .layout = Layout::interleaved};
    const Xpos xpos = value_of(make_xpos(shape, make_table(default_frequencies(base_of(input), dim), 1),
                                         input.number_or("scale_base", 512)));
    const std::int64_t offset = whole_number(input.number_or("offset", 0), "offset");
    const Matrix q = matrix_of(input, "q"), k = matrix_of(input, "k");
    const auto rows = static_cast<std::size_t>(length), columns = static_cast<std::size_t>(dim);
    if (q.rows != rows || k.rows != rows || q.columns != columns || k.columns != columns || offset < 0)
        throw CaseError("q and k must have length rows of head_dim components");
    const std::int64_t min_position = xpos_min_position(length + offset), last = offset + length - 1;
    const auto exponent = [&](std::int64_t position) { return static_cast<double>(position + min_position); };
    return {{"zeta", xpos.zeta},
            {"min_pos", min_position},
            {"q_rotated_last",
             xpos_rotate(xpos, q.row(rows - 1), static_cast<double>(last), exponent(last), XposSide::query)},
            {"k_rotated_first",
             xpos_rotate(xpos, k.row(0), static_cast<double>(offset), exponent(offset), XposSide::key)},
            {"scores", table_of(rows, rows,
                                [&](std::int64_t i, std::int64_t j) {
                                    return xpos_product(xpos, q.row(static_cast<std::size_t>(i)),
                                                        k.row(static_cast<std::size_t>(j)),
                                                        xpos_turn(xpos, static_cast<double>(i - j)));
                                })},
            {"scale_at_first_and_last",
             json::array({xpos_scale(xpos, exponent(offset)), xpos_scale(xpos, exponent(last))})}};
}

}  // namespace rope::reference
