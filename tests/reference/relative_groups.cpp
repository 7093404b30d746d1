// Vectors that belong to a distance: shaw_relative, transformer_xl, deberta.
#include <cmath>
#include <limits>

#include "core/scheme/attention.h"
#include "core/scheme/deberta.h"
#include "core/scheme/shaw.h"
#include "core/scheme/transformer_xl.h"
#include "tests/reference/case_head.h"
#include "tests/reference/matrix_json.h"

namespace rope::reference {
namespace {

using nlohmann::json;

constexpr double kMasked = std::numeric_limits<double>::quiet_NaN();

ShawIndex convention_of(const CaseInput& input) {
    const std::string name = input.text_or("index_convention", "key_minus_query");
    for (const ShawIndex convention : {ShawIndex::key_minus_query, ShawIndex::query_minus_key}) {
        if (id(convention) == name) return convention;
    }
    throw CaseError("unknown index_convention " + name);
}

// Twice as many rows, and one more, are counted in an int.
int clipped(int distance, std::string_view name) {
    if (distance > kMostComponents) throw CaseError(std::string(name) + " is too large");
    return distance;
}

void same_width(const Matrix& a, const Matrix& b) {
    if (a.columns != b.columns) throw CaseError("vectors differ in length");
}

}  // namespace

json answer_shaw_relative(const CaseInput& input) {
    const Matrix q = matrix_of(input, "q"), k = matrix_of(input, "k"), v = matrix_of(input, "v");
    const ShawTables tables{.key = matrix_of(input, "a_key"),
                            .value = matrix_of(input, "a_value"),
                            .clip = clipped(input.count("clip"), "clip"),
                            .convention = convention_of(input)};
    const auto rows = static_cast<std::size_t>(2 * tables.clip + 1);
    if (tables.key.rows != rows || tables.value.rows != rows)
        throw CaseError("tables must have 2 clip + 1 rows");
    same_width(q, k);
    same_width(q, tables.key);
    same_width(v, tables.value);
    if (k.rows != v.rows) throw CaseError("one v per k");
    Matrix scores(q.rows, k.rows);
    for (std::size_t m = 0; m < q.rows; ++m) {
        for (std::size_t n = 0; n < k.rows; ++n)
            scores(m, n) = shaw_score(q.row(m), k.row(n), tables, static_cast<std::int64_t>(m),
                                      static_cast<std::int64_t>(n));
    }
    if (input.flag_or("causal", false)) mask_future(scores);
    const Matrix attention = attention_weights(scores);
    return {{"table_index", table_of(q.rows, k.rows,
                                     [&](std::int64_t m, std::int64_t n) {
                                         return shaw_index(tables.convention, tables.clip, m, n);
                                     })},
            {"scores", json_of(scores)},
            {"attention", json_of(attention)},
            {"output", json_of(shaw_output(attention, v, tables))}};
}

json answer_transformer_xl(const CaseInput& input) {
    const Matrix q = matrix_of(input, "q"), k = matrix_of(input, "k");
    const TransformerXl scheme{
        .u = input.numbers("u"),
        .v = input.numbers("v"),
        .key_from_sinusoid = matrix_of(input, "w_k_r"),
        .sinusoids = value_of(make_sinusoids(SinusoidOrder::concat_2i_over_d,
                                             clipped(input.count("d_model"), "d_model"), base_of(input)))};
    const std::int64_t memory = input.count_or("mem_len", 0);
    same_width(q, k);
    if (scheme.u.size() != q.columns || scheme.v.size() != q.columns ||
        scheme.key_from_sinusoid.rows != q.columns ||
        scheme.key_from_sinusoid.columns != static_cast<std::size_t>(scheme.sinusoids.width))
        throw CaseError("u, v and w_k_r must fit q and d_model");
    const double root = std::sqrt(static_cast<double>(q.columns));
    const auto table = [&](const auto& entry) {
        return table_of(q.rows, k.rows, [&](std::int64_t i, std::int64_t j) {
            const std::int64_t distance = i + memory - j;
            if (distance < 0) return kMasked;
            return entry(transformer_xl_terms(scheme, q.row(static_cast<std::size_t>(i)),
                                              k.row(static_cast<std::size_t>(j)),
                                              position_key(scheme, static_cast<double>(distance))));
        });
    };
    using Terms = TransformerXlTerms;
    return {{"term_a_content", table([](const Terms& terms) { return terms.content; })},
            {"term_b_content_position", table([](const Terms& terms) { return terms.content_position; })},
            {"term_c_global_content", table([](const Terms& terms) { return terms.global_content; })},
            {"term_d_global_position", table([](const Terms& terms) { return terms.global_position; })},
            {"scores", table([&](const Terms& terms) { return terms.sum() / root; })}};
}

json answer_deberta(const CaseInput& input) {
    const DebertaBuckets buckets =
        value_of(make_deberta_buckets(whole_number(input.number_or("bucket_size", -1), "bucket_size"),
                                      whole_number(input.number_or("max_position", -1), "max_position")));
    json answer = json::object();
    if (input.has("relative_positions")) {
        answer["buckets"] = json::array();
        for (const std::int64_t relative : input.whole_numbers("relative_positions"))
            answer["buckets"].push_back(deberta_bucket(buckets, relative));
    }
    if (!input.has("q_content")) return answer;
    const Matrix q = matrix_of(input, "q_content"), k = matrix_of(input, "k_content");
    const DebertaTables tables{.key = matrix_of(input, "k_position"),
                               .query = matrix_of(input, "q_position"),
                               .span = clipped(input.count("span"), "span"),
                               .buckets = buckets,
                               .scale_factor = input.number_or("scale_factor", 3)};
    const auto rows = static_cast<std::size_t>(2 * tables.span);
    if (tables.span < 1 || tables.key.rows != rows || tables.query.rows != rows)
        throw CaseError("tables must have 2 span rows");
    same_width(q, k);
    same_width(q, tables.key);
    same_width(q, tables.query);
    const auto table = [&](DebertaForm form, const auto& entry) {
        return table_of(q.rows, k.rows, [&](std::int64_t i, std::int64_t j) {
            return entry(deberta_terms(tables, form, q.row(static_cast<std::size_t>(i)),
                                       k.row(static_cast<std::size_t>(j)), i, j));
        });
    };
    const auto index = [&](std::int64_t relative) { return deberta_index(buckets, tables.span, relative); };
    const auto sum = [](const DebertaTerms& terms) { return terms.sum(); };
    const auto position_content = [](const DebertaTerms& terms) { return terms.position_content; };
    const DebertaForm program = DebertaForm::program, paper = DebertaForm::paper;
    answer["index_c2p"] =
        table_of(q.rows, k.rows, [&](std::int64_t i, std::int64_t j) { return index(i - j); });
    answer["index_p2c_paper"] =
        table_of(q.rows, k.rows, [&](std::int64_t i, std::int64_t j) { return index(j - i); });
    answer["c2c_scaled"] = table(program, [](const DebertaTerms& terms) { return terms.content_content; });
    answer["c2p_scaled"] = table(program, [](const DebertaTerms& terms) { return terms.content_position; });
    answer["p2c_scaled"] = table(program, position_content);
    answer["p2c_paper_scaled"] = table(paper, position_content);
    answer["scores"] = table(program, sum);
    answer["scores_paper"] = table(paper, sum);
    return answer;
}

}  // namespace rope::reference
