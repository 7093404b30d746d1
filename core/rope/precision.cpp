#include "core/rope/precision.h"

#include <algorithm>
#include <cmath>

namespace rope {
namespace {

constexpr auto fp64 = NumberFormat::fp64;
constexpr auto fp32 = NumberFormat::fp32;
constexpr auto bf16 = NumberFormat::bf16;
constexpr auto fp16 = NumberFormat::fp16;

constexpr Pipeline kPipelines[] = {
    {"fp64", "fp64", {fp64, fp64, fp64, fp64}},
    {"fp32_angle", "fp32", {fp32, fp32, fp32, fp32}},
    {"bf16_cos_sin", "bf16: cos, sin", {fp32, bf16, fp32, fp32}},
    {"bf16_all", "bf16: cos, sin, q, k", {fp32, bf16, bf16, fp32}},
    {"bf16_positions", "bf16: positions too", {bf16, bf16, bf16, fp32}},
    {"fp16_all", "fp16: cos, sin, q, k", {fp32, fp16, fp16, fp32}},
    {"hf_float32", "Hugging Face, fp32", {fp32, fp32, fp32, fp32, FrequencySteps::huggingface}},
    {"ggml", "llama.cpp (ggml), fp32", {fp32, fp32, fp32, fp32, FrequencySteps::ggml}},
};

}  // namespace

std::string_view id(FrequencySteps steps) {
    switch (steps) {
        case FrequencySteps::exact:
            return "exact";
        case FrequencySteps::huggingface:
            return "huggingface";
        case FrequencySteps::ggml:
            break;
    }
    return "ggml";
}

std::span<const Pipeline> pipelines() {
    return kPipelines;
}

const Pipeline* find_pipeline(std::string_view id) {
    const auto* const found = std::find_if(std::begin(kPipelines), std::end(kPipelines),
                                           [&](const Pipeline& pipeline) { return pipeline.id == id; });
    return found == std::end(kPipelines) ? nullptr : found;
}

PairAngles emulated_angles(std::span<const double> theta, double attention_factor, double position,
                           const Precision& precision) {
    const double m = rounded(position, precision.angle);
    std::vector<double> phi(theta.begin(), theta.end());
    for (double& each : phi)
        each = rounded(each, precision.angle) * m;
    return emulated_cos_sin(phi, attention_factor, precision);
}

PairAngles emulated_cos_sin(std::span<const double> angles, double attention_factor,
                            const Precision& precision) {
    const NumberFormat working = precision.cosine == fp64 ? fp64 : fp32;
    const double factor = rounded(attention_factor, working);
    const auto finish = [&](double value) {
        return rounded(rounded(rounded(value, working) * factor, working), precision.cosine);
    };
    PairAngles turned;
    turned.cosine.reserve(angles.size());
    turned.sine.reserve(angles.size());
    for (const double angle : angles) {
        const double phi = rounded(angle, precision.angle);
        turned.cosine.push_back(finish(std::cos(phi)));
        turned.sine.push_back(finish(std::sin(phi)));
    }
    return turned;
}

std::vector<double> emulated_rotation(std::span<const double> x, const HeadShape& shape,
                                      const PairAngles& angles, NumberFormat multiply) {
    require(x.size() == static_cast<std::size_t>(shape.head_dim), "emulated: x must have head_dim entries");
    require(angles.cosine.size() == static_cast<std::size_t>(shape.pairs()), "emulated: one angle per pair");
    std::vector<double> turned;
    turned.reserve(x.size());
    for (const double component : x)
        turned.push_back(rounded(component, multiply));
    const auto product = [&](double a, double b) { return rounded(a * b, multiply); };
    for (int i = 0; i < shape.pairs(); ++i) {
        const auto [first, second] = pair_components(shape, i);
        double& u = turned[static_cast<std::size_t>(first)];
        double& v = turned[static_cast<std::size_t>(second)];
        const double c = angles.cosine[static_cast<std::size_t>(i)];
        const double s = angles.sine[static_cast<std::size_t>(i)];
        const double new_u = rounded(product(u, c) + product(-v, s), multiply);
        v = rounded(product(v, c) + product(u, s), multiply);
        u = new_u;
    }
    return turned;
}

EmulatedScore emulated_score(std::span<const double> query, std::span<const double> key,
                             const Precision& precision) {
    require(query.size() == key.size(), "emulated: q and k of one length");
    double sum = 0;
    for (std::size_t i = 0; i < query.size(); ++i)
        sum = rounded(sum + rounded(query[i] * key[i], precision.accumulate), precision.accumulate);
    return {.sum = sum, .kept = rounded(sum, precision.multiply)};
}

std::vector<PositionCollapse> position_collapses(NumberFormat format, std::span<const std::int64_t> counts) {
    std::vector<PositionCollapse> collapses;
    collapses.reserve(counts.size());
    PositionCollapse collapse{.first_wrong = -1};
    double last = -1;
    std::int64_t position = 0;
    for (const std::int64_t count : counts) {
        for (; position < count; ++position) {
            const auto exact = static_cast<double>(position);
            const double kept = rounded(exact, format);
            if (kept != last) ++collapse.distinct;  // rounding never reverses an order
            last = kept;
            if (kept != exact && collapse.first_wrong < 0) collapse.first_wrong = position;
            if (std::isinf(kept))
                ++collapse.infinite;
            else
                collapse.largest_error = std::max(collapse.largest_error, std::abs(kept - exact));
        }
        collapses.push_back(collapse);
    }
    return collapses;
}

PositionCollapse position_collapse(NumberFormat format, std::int64_t count) {
    return position_collapses(format, std::span(&count, 1)).front();
}

}  // namespace rope
