// precision, rotated_low_precision: number formats at each stage.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/rope/exact_frequencies.h"
#include "core/rope/precision.h"
#include "tests/reference/case_head.h"

namespace rope::reference {
namespace {

using nlohmann::json;

constexpr NumberFormat kFormats[] = {NumberFormat::fp64, NumberFormat::fp32, NumberFormat::bf16,
                                     NumberFormat::fp16};

NumberFormat format_of(const CaseInput& input) {
    const std::string name = input.text_or("dtype", "");
    for (const NumberFormat format : kFormats)
        if (id(format) == name) return format;
    throw CaseError("unknown dtype " + name);
}

HeadShape engine_shape(const CaseInput& input) {
    const int head_dim = input.count("head_dim");
    return checked_shape({.head_dim = head_dim,
                          .rotary_dim = input.count_or("rotary_dim", head_dim),
                          .rotary_offset = input.count_or("rotary_offset", 0),
                          .layout = input.layout_or(Layout::half)});
}

// A float32 list as such: the files write the shortest decimal of each, which a double reads differently.
std::vector<double> floats(std::vector<double> values) {
    for (double& value : values) {
        value = rounded(value, NumberFormat::fp32);
        if (!std::isfinite(value)) throw CaseError("a float32 list holds a number beyond float32");
    }
    return values;
}

std::vector<double> frequencies_of(const CaseInput& input, const HeadShape& shape) {
    std::vector<double> theta = floats(input.numbers("inv_freq_f32"));
    if (theta.size() != static_cast<std::size_t>(shape.pairs())) throw CaseError("one inv_freq_f32 per pair");
    return theta;
}

json as_json(double value) {
    if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
    if (std::isnan(value)) return nullptr;
    return value;
}

json as_json(const std::vector<double>& values) {
    json list = json::array();
    for (const double value : values)
        list.push_back(as_json(value));
    return list;
}

json float32_json(double value) {
    return std::isfinite(value) ? json(as_written(static_cast<float>(value))) : as_json(value);
}

json hex(const std::vector<double>& values, NumberFormat format) {
    const int digits = format == NumberFormat::fp64 ? 16 : format == NumberFormat::fp32 ? 8 : 4;
    json list = json::array();
    for (const double value : values)
        list.push_back(fmt::format("0x{:0{}x}", bits(value, format), digits));
    return list;
}

json answer_collapse(const CaseInput& input) {
    const NumberFormat format = format_of(input);
    const PositionCollapse collapse = position_collapse(format, input.count("n_positions"));
    json answer{
        {"distinct_count", collapse.distinct},
        {"first_wrong_position", collapse.first_wrong < 0 ? json(nullptr) : json(collapse.first_wrong)},
        {"max_abs_error", collapse.largest_error},
        {"infinite_count", collapse.infinite}};
    if (!input.has("sample_positions")) return answer;
    json& samples = answer["sample_values"] = json::array();
    for (const double position : input.numbers("sample_positions"))
        samples.push_back(as_json(rounded(position, format)));
    return answer;
}

json answer_rotate(const CaseInput& input) {
    const NumberFormat format = format_of(input);
    const HeadShape shape = engine_shape(input);
    static_cast<void>(base_of(input, "rope_theta"));  // where inv_freq_f32 comes from
    const std::vector<double> theta = frequencies_of(input, shape), x = vector_of(input, "x", shape.head_dim);
    const double attention_factor = input.number_or("attention_factor", 1);
    const Precision engine{.cosine = format, .multiply = format};
    json answer;
    for (const char* field :
         {"rotated_hf_order", "rotated_hf_order_bits", "cos_cast", "sin_cast", "rotated_f32_then_cast"})
        answer[field] = json::array();
    for (const double position : positions_of(input, "positions")) {
        const PairAngles cast = emulated_angles(theta, attention_factor, position, engine);
        const std::vector<double> rotated = emulated_rotation(x, shape, cast, format);
        const PairAngles single = emulated_angles(theta, attention_factor, position, {});
        std::vector<double> once = emulated_rotation(x, shape, single, NumberFormat::fp32);
        for (double& component : once)
            component = rounded(component, format);
        answer["rotated_hf_order"].push_back(as_json(rotated));
        answer["rotated_hf_order_bits"].push_back(hex(rotated, format));
        answer["cos_cast"].push_back(as_json(cast.cosine));
        answer["sin_cast"].push_back(as_json(cast.sine));
        answer["rotated_f32_then_cast"].push_back(as_json(once));
    }
    return answer;
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

struct Errors {
    double largest = 0, squares = 0;
    int count = 0;

    void add(double got, double truth) {
        if (!std::isfinite(got)) return;  // an overflow is seen in the values, not in their mean
        largest = std::max(largest, std::abs(got - truth));
        squares += (got - truth) * (got - truth);
        ++count;
    }
    double root_mean_square() const { return count == 0 ? 0 : std::sqrt(squares / count); }
};

}  // namespace

json answer_rotated_low_precision(const CaseInput& input) {
    const std::string kind = input.text_or("kind", "");
    if (kind == "position_collapse") return answer_collapse(input);
    if (kind != "rotate") throw CaseError("unknown kind " + kind);
    return answer_rotate(input);
}

json answer_precision(const CaseInput& input) {
    const HeadShape shape = engine_shape(input);
    const FrequencyTable exact =
        make_table(default_frequencies(base_of(input, "rope_theta"), shape.rotary_dim), 1);
    const std::vector<double> theta = frequencies_of(input, shape), q = vector_of(input, "q", shape.head_dim),
                              k = vector_of(input, "k", shape.head_dim);
    json answer{{"truth", json::array()}};
    std::vector<Errors> errors(pipelines().size());
    for (const Pipeline& pipeline : pipelines()) {
        if (pipeline.id == "fp64") continue;
        answer[std::string(pipeline.id)] = {{"score_f32_accum", json::array()},
                                            {"score_rounded", json::array()}};
    }
    for (const std::vector<double>& row : input.rows("positions_mn")) {
        const auto [m, n] = position_pair(row, "positions_mn");
        const double truth = dot(rotate(q, shape, exact, m), rotate(k, shape, exact, n));
        answer["truth"].push_back(truth);
        for (std::size_t p = 0; p < errors.size(); ++p) {
            const Pipeline& pipeline = pipelines()[p];
            const Precision& precision = pipeline.precision;
            const std::vector<double>& speeds = pipeline.id == "fp64" ? exact.theta : theta;
            const auto turned = [&](const std::vector<double>& x, double at) {
                return emulated_rotation(x, shape, emulated_angles(speeds, 1, at, precision),
                                         precision.multiply);
            };
            const EmulatedScore score = emulated_score(turned(q, m), turned(k, n), precision);
            errors[p].add(score.sum, truth);
            if (pipeline.id == "fp64") continue;
            json& fields = answer[std::string(pipeline.id)];
            fields["score_f32_accum"].push_back(float32_json(score.sum));
            fields["score_rounded"].push_back(float32_json(score.kept));
        }
    }
    for (std::size_t p = 0; p < errors.size(); ++p) {
        if (pipelines()[p].id == "fp64") {
            answer["fp64_max_abs_error"] = errors[p].largest;
            continue;
        }
        json& fields = answer[std::string(pipelines()[p].id)];
        fields["rms_error"] = errors[p].root_mean_square();
        fields["max_abs_error"] = errors[p].largest;
    }
    return answer;
}

}  // namespace rope::reference
