// A number per distance added to the score: t5_buckets, alibi.
#include <cmath>

#include "core/scheme/alibi.h"
#include "core/scheme/attention.h"
#include "core/scheme/t5_bias.h"
#include "tests/reference/case_head.h"
#include "tests/reference/matrix_json.h"

namespace rope::reference {
namespace {

using nlohmann::json;

AlibiForm form_of(const CaseInput& input) {
    const std::string name = input.text_or("form", "distance");
    for (const AlibiForm form : {AlibiForm::distance, AlibiForm::key_index, AlibiForm::symmetric}) {
        if (id(form) == name) return form;
    }
    throw CaseError("unknown form " + name);
}

}  // namespace

json answer_t5_buckets(const CaseInput& input) {
    const T5Buckets buckets = value_of(make_t5_buckets(
        {.bidirectional = input.flag_or("bidirectional", true),
         .num_buckets = input.count_or("num_buckets", 32),
         .max_distance = whole_number(input.number_or("max_distance", 128), "max_distance")}));
    json answer = json::object();
    if (input.has("relative_positions")) {
        answer["buckets"] = json::array();
        for (const std::int64_t relative : input.whole_numbers("relative_positions"))
            answer["buckets"].push_back(t5_bucket(buckets, relative));
        return answer;
    }
    const auto queries = static_cast<std::size_t>(input.count("n_query"));
    const auto keys = static_cast<std::size_t>(input.count("n_key"));
    checked_entries(queries, keys);
    const auto bucket = [&](std::int64_t i, std::int64_t j) { return t5_bucket(buckets, j - i); };
    answer["buckets"] = table_of(queries, keys, bucket);
    if (input.has("table")) {
        const Matrix table = matrix_of(input, "table");
        if (table.rows < static_cast<std::size_t>(input.count_or("num_buckets", 32)))
            throw CaseError("table must have a row for every bucket");
        answer["bias"] = json::array();
        for (std::size_t head = 0; head < table.columns; ++head) {
            answer["bias"].push_back(table_of(queries, keys, [&](std::int64_t i, std::int64_t j) {
                return table(static_cast<std::size_t>(bucket(i, j)), head);
            }));
        }
    }
    return answer;
}

json answer_alibi(const CaseInput& input) {
    const std::vector<double> slopes =
        value_of(alibi_slopes(input.count("n_heads"), input.number_or("bias_max", 8)));
    json answer{{"slopes", slopes}};
    if (!input.has("length")) return answer;
    const AlibiForm form = form_of(input);
    const auto length = static_cast<std::size_t>(input.count("length"));
    checked_entries(checked_entries(length, length), slopes.size());
    std::vector<Matrix> biases;
    for (const double slope : slopes) {
        Matrix bias(length, length);
        for (std::size_t m = 0; m < length; ++m) {
            for (std::size_t n = 0; n < length; ++n)
                bias(m, n) = alibi_bias(form, slope, static_cast<double>(m), static_cast<double>(n));
        }
        biases.push_back(bias);
    }
    answer["bias"] = json::array();
    for (const Matrix& bias : biases)
        answer["bias"].push_back(json_of(bias));
    // Each row lists its visible keys only.
    const Matrix attention = attention_weights(biases.front());
    answer["softmax_head0_zero_content"] = json::array();
    for (std::size_t m = 0; m < length; ++m) {
        json row = json::array();
        for (std::size_t n = 0; n < length; ++n) {
            if (!std::isnan(biases.front()(m, n))) row.push_back(attention(m, n));
        }
        answer["softmax_head0_zero_content"].push_back(row);
    }
    return answer;
}

}  // namespace rope::reference
