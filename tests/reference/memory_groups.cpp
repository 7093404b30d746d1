// softmax_toeplitz, tiir.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/measure/decay.h"
#include "core/measure/scores.h"
#include "core/measure/softmax_rows.h"
#include "core/measure/truncated_iir.h"
#include "core/vectors/generator.h"
#include "tests/reference/case_head.h"

namespace rope::reference {
namespace {

using nlohmann::json;

// What a `score_rule` multiplies Σcos by: "s(D)=8*cos_sum(D)/(d/2)", the factor and the divisor ("d",
// "(d/2)", "sqrt(d)" or a number) may be left out.
double factor_of_rule(std::string_view rule, int dim) {
    const auto number = [&](std::string_view text) {
        double value = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
        if (read.ec != std::errc() || read.ptr != text.data() + text.size())
            throw CaseError("unknown score_rule " + std::string(rule));
        return value;
    };
    constexpr std::string_view kBegin = "s(D)=", kSum = "cos_sum(D)";
    const std::size_t sum = rule.find(kSum);
    if (!rule.starts_with(kBegin) || sum == std::string_view::npos)
        throw CaseError("unknown score_rule " + std::string(rule));
    double factor = 1;
    if (sum > kBegin.size()) {
        if (rule[sum - 1] != '*') throw CaseError("unknown score_rule " + std::string(rule));
        factor = number(rule.substr(kBegin.size(), sum - 1 - kBegin.size()));
    }
    const std::string_view rest = rule.substr(sum + kSum.size());
    if (rest.empty()) return factor;
    if (rest == "/(d/2)") return factor / (dim / 2.0);
    if (rest == "/d") return factor / dim;
    if (rest == "/sqrt(d)") return factor / std::sqrt(static_cast<double>(dim));
    if (rest[0] != '/') throw CaseError("unknown score_rule " + std::string(rule));
    return factor / number(rest.substr(1));
}

std::vector<std::int64_t> distances_of(const CaseInput& input, std::string_view name) {
    if (!input.has(name)) return {};
    std::vector<std::int64_t> whole = input.whole_numbers(name);
    if (!whole.empty() && *std::min_element(whole.begin(), whole.end()) < 0)
        throw CaseError(std::string(name) + " must not be negative");
    return whole;
}

std::vector<double> scores_up_to(const CaseInput& input, std::int64_t last) {
    checked_entries(static_cast<std::size_t>(last), 1);
    const FrequencyTable table = table_of(input);
    const HeadShape shape = shape_of(input);
    const bool by_rule = input.has("score_rule");
    // Σcos Δθ is the score of vectors of ones, times √d/2: one path for both.
    const std::vector<double> ones(static_cast<std::size_t>(shape.head_dim), 1.0);
    const std::vector<double> q = by_rule ? ones : input.numbers("q"),
                              k = by_rule ? ones : input.numbers("k");
    if (q.size() != ones.size() || k.size() != ones.size()) throw CaseError("q and k must have dim entries");
    const double root = std::sqrt(static_cast<double>(shape.head_dim));
    const double scale =
        by_rule ? factor_of_rule(input.text_or("score_rule", ""), shape.head_dim) * root / 2 : 1;
    const PairParts parts = pair_parts(q, k, shape);
    const ScoreInputs scores{
        .table = &table, .parts = &parts, .head_dim = shape.head_dim, .scale_multiplier = scale};
    Progress progress;
    return scores_of_lags(scores, 0, last + 1, progress);
}

std::vector<double> parts_of(const std::vector<Phasor>& values, double Phasor::*part) {
    std::vector<double> parts;
    for (const Phasor& value : values)
        parts.push_back(value.*part);
    return parts;
}

// A number that the case repeats from what it was made of: it must be what we form.
void must_be(const CaseInput& input, std::string_view name, const std::vector<float>& formed) {
    if (!input.has(name)) return;
    const std::vector<double> given = input.numbers(name);
    if (!std::equal(given.begin(), given.end(), formed.begin(), formed.end()))
        throw CaseError(std::string(name) + " differs from what theta, window and seed give");
}

Pole pole_of(const CaseInput& input) {
    const int window = input.count("window");
    if (window < 1) throw CaseError("window must be at least 1");
    return make_pole(input.number_or("alpha", 0), input.number("theta"), static_cast<std::size_t>(window));
}

json float32_drift(const CaseInput& input) {
    const Pole pole = pole_of(input);
    SplitMix64 random(input.seed("seed"));
    checked_entries(static_cast<std::size_t>(input.count("steps")), 1);
    std::vector<float> x;
    for (int n = 0; n < input.count("steps"); ++n)
        x.push_back(static_cast<float>(std::ldexp(static_cast<double>(random.next() >> 11), -53)));
    must_be(input, "x_first_4", {x.begin(), x.begin() + std::min<std::ptrdiff_t>(4, std::ssize(x))});
    must_be(input, "p_float32", {static_cast<float>(pole.value.re), static_cast<float>(pole.value.im)});
    must_be(input, "tail_gain_float32",
            {static_cast<float>(pole.tail_gain.re), static_cast<float>(pole.tail_gain.im)});

    const std::vector<Phasor> exact = windowed_response(pole, std::vector<double>(x.begin(), x.end()));
    json answer;
    const std::vector<std::int64_t> checkpoints = distances_of(input, "checkpoints");
    for (const std::int64_t at : checkpoints) {
        if (at >= std::ssize(x)) throw CaseError("a checkpoint lies behind the last step");
        const Phasor truth = exact[static_cast<std::size_t>(at)];
        answer["exact_re"].push_back(truth.re);
        answer["exact_im"].push_back(truth.im);
    }
    for (const bool refreshed : {false, true}) {
        const std::string name = refreshed ? "refreshed" : "naive";
        const std::vector<std::complex<float>> states =
            float32_response(pole, x, refreshed ? pole.window : 0);
        for (const std::int64_t at : checkpoints) {
            const std::complex<float> state = states[static_cast<std::size_t>(at)];
            const Phasor truth = exact[static_cast<std::size_t>(at)];
            answer[name + "_state_re"].push_back(static_cast<double>(state.real()));
            answer[name + "_state_im"].push_back(static_cast<double>(state.imag()));
            answer[name + "_abs_error"].push_back(
                std::hypot(state.real() - truth.re, state.imag() - truth.im));
        }
    }
    return answer;
}

}  // namespace

json answer_softmax_toeplitz(const CaseInput& input) {
    const std::vector<std::int64_t> rows = distances_of(input, "rows"),
                                    samples = distances_of(input, "score_sample_distances");
    std::int64_t last = 0;
    for (const std::vector<std::int64_t>& list : {rows, samples}) {
        for (const std::int64_t each : list)
            last = std::max(last, each);
    }
    const std::vector<double> scores = scores_up_to(input, last);
    json answer;
    for (const std::int64_t delta : samples)
        answer["score_samples"].push_back(scores[static_cast<std::size_t>(delta)]);
    for (const SoftmaxRow& row : softmax_rows(scores, rows)) {
        answer["log_sum_exp"].push_back(row.log_sum_exp);
        answer["weight_self"].push_back(row.weight_self);
        answer["weight_first_token"].push_back(row.weight_first);
        answer["entropy_nats"].push_back(row.entropy);
        answer["mean_distance"].push_back(row.mean_distance);
        answer["max_weight_distance"].push_back(row.max_weight_distance);
    }
    return answer;
}

json answer_tiir(const CaseInput& input) {
    if (input.has("steps")) return float32_drift(input);
    const Pole pole = pole_of(input);
    const std::vector<double> x = input.numbers("x");
    const std::vector<Phasor> windowed = windowed_response(pole, x), full = full_response(pole, x);
    const auto both = [](const std::vector<Phasor>& values) {
        return json{{"re", parts_of(values, &Phasor::re)}, {"im", parts_of(values, &Phasor::im)}};
    };
    json answer{{"pole", {pole.value.re, pole.value.im}},
                {"tail_gain_p_pow_W", {pole.tail_gain.re, pole.tail_gain.im}},
                {"windowed", both(windowed)},
                {"full_iir", both(full)},
                {"decayed_rope_kernel_sum", with_phase(windowed, input.number_or("phase", 0))}};
    if (input.has("window_kernel")) {
        const std::vector<double> kernel = input.numbers("window_kernel");
        if (kernel.size() != pole.window) throw CaseError("window_kernel must have window entries");
        const HybridMemory memory = hybrid_memory(pole, kernel, input.number_or("tail_weight", 1), x);
        answer["window_part"] = memory.window;
        answer["tail_part_re"] = memory.tail;
        answer["output"] = memory.output;
    }
    return answer;
}

}  // namespace rope::reference
