#include "core/scaling/ggml_rope.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/number_text.h"
#include "core/rope/exact_frequencies.h"
#include "core/scaling/float32.h"
#include "core/scaling/ramps.h"

namespace rope {
namespace {

Fault fault(std::string subject, std::string rule) {
    return {
        .id = "ggml_rope", .subject = std::move(subject), .rule = std::move(rule), .remedy = "", .where = ""};
}

// Which of the positions turns a pair, and by which power of the frequency ratio.
struct PairSource {
    std::size_t axis = 0;
    std::size_t power = 0;
};

std::size_t axis_in_order(int sector, const std::array<int, 4>& sections) {
    std::size_t axis = 0;
    for (int end = sections[0]; axis < 3 && sector >= end; end += sections[axis])
        ++axis;
    return axis;
}

// What belongs to none of the three is left to e.
std::size_t axis_interleaved(int sector, const std::array<int, 4>& sections) {
    const auto axis = static_cast<std::size_t>(sector % 3);
    return sector < 3 * sections[axis] ? axis : 3;
}

std::vector<PairSource> pair_sources(const GgmlRope& rope) {
    const auto pairs = static_cast<std::size_t>(rope.shape().pairs());
    std::vector<PairSource> sources(pairs);
    if (!rope.several_positions()) {
        for (std::size_t i = 0; i < pairs; ++i)
            sources[i].power = i;
        return sources;
    }
    const auto& sections = rope.sections;
    const int after_h = sections[0] + sections[1], after_w = after_h + sections[2];
    const int total = after_w + sections[3];
    std::array<std::size_t, 4> power{};
    for (std::size_t i = 0; i < pairs; ++i) {
        const int sector = static_cast<int>(i) % total;
        if (rope.mode == GgmlMode::vision) {  // one power at a time starts again, as the kernel's else-ifs
            if (sector == 0)
                power[0] = 0;
            else if (sector == sections[0])
                power[1] = 0;
            else if (sector == after_h)
                power[2] = 0;
            else if (sector == after_w)
                power[3] = 0;
        }
        const std::size_t axis = rope.mode == GgmlMode::imrope ? axis_interleaved(sector, sections)
                                                               : axis_in_order(sector, sections);
        sources[i] = {.axis = axis, .power = power[axis]};
        for (std::size_t& each : power)
            ++each;
    }
    return sources;
}

// θ after scaling, from the pair's θ before it.
float scaled_angle(float theta, int pair, const GgmlRope& rope, GgmlCorrDims dims) {
    const float interpolated = rope.freq_scale * theta;
    if (rope.ext_factor == 0) return interpolated;
    const float y = (static_cast<float>(pair) - dims.start) / std::max(0.001f, dims.end - dims.start);
    const float mix = (1 - std::min(1.0f, std::max(0.0f, y))) * rope.ext_factor;
    return interpolated * (1 - mix) + theta * mix;
}

float magnitude32(const GgmlRope& rope) {
    if (rope.ext_factor == 0) return rope.attn_factor;
    return rope.attn_factor * (1.0f + 0.1f * log32(1.0f / rope.freq_scale));
}

// [axis][power]: the position times the ratio, that many times.
std::vector<std::vector<float>> accumulated(std::span<const float> position, float ratio,
                                            std::size_t powers) {
    std::vector<std::vector<float>> theta;
    for (float value : position) {
        std::vector<float> falling;
        for (std::size_t i = 0; i < powers; ++i, value *= ratio)
            falling.push_back(value);
        theta.push_back(std::move(falling));
    }
    return theta;
}

}  // namespace

std::string_view id(GgmlMode mode) {
    constexpr std::string_view kIds[] = {"norm", "neox", "mrope", "vision", "imrope"};
    return kIds[static_cast<std::size_t>(mode)];
}

HeadShape GgmlRope::shape() const {
    return {.head_dim = head_dim,
            .rotary_dim = mode == GgmlMode::vision ? 2 * n_dims : n_dims,
            .layout = mode == GgmlMode::norm ? Layout::interleaved : Layout::half};
}

Checked<Done> validate(const GgmlRope& rope) {
    if (rope.n_dims < 2 || rope.n_dims % 2 != 0 || rope.n_dims > rope.head_dim)
        return fault(fmt::format("n_dims = {}", rope.n_dims), "must be even and from 2 to head_dim");
    if (rope.mode == GgmlMode::vision && 2 * rope.n_dims != rope.head_dim)
        return fault(fmt::format("n_dims = {}", rope.n_dims), "must be half of head_dim in mode vision");
    for (const auto& [name, value] :
         {std::pair{"freq_base", rope.freq_base}, std::pair{"freq_scale", rope.freq_scale},
          std::pair{"n_ctx_orig", static_cast<float>(rope.n_ctx_orig)},
          std::pair{"beta_fast", rope.beta_fast}, std::pair{"beta_slow", rope.beta_slow}}) {
        if (!(value > 0) || !std::isfinite(value))
            return fault(fmt::format("{} = {}", name, shortest_text(value)), "must be a number above 0");
    }
    if (!std::isfinite(rope.ext_factor) || !std::isfinite(rope.attn_factor))
        return fault("ext_factor or attn_factor", "must be a number");
    if (rope.ext_factor != 0 && rope.freq_base == 1)
        return fault("freq_base = 1",
                     "gives every pair the same speed, and the ramp divides by its logarithm");
    const auto pairs = static_cast<std::size_t>(rope.shape().pairs());
    if (!rope.freq_factors.empty() && rope.freq_factors.size() != pairs)
        return fault(fmt::format("freq_factors of length {}", rope.freq_factors.size()),
                     fmt::format("must have one per pair: {}", pairs));
    for (const float factor : rope.freq_factors)
        if (!(factor > 0) || !std::isfinite(factor))
            return fault("a freq_factor of " + shortest_text(factor), "must be a number above 0");
    if (!rope.several_positions()) return Done{};
    for (const int section : rope.sections) {
        if (section < 0 || section > kMostGgmlSection)
            return fault(fmt::format("a section of {} pairs", section),
                         fmt::format("must be from 0 to {}", kMostGgmlSection));
    }
    if (rope.sections[0] + rope.sections[1] + rope.sections[2] == 0)
        return fault("sections", "must not all be 0");
    return Done{};
}

GgmlCorrDims ggml_corr_dims(const GgmlRope& rope) {
    const auto dims = static_cast<float>(rope.n_dims);
    const auto pair_that_turns = [&](float turns) {
        const float circle = turns * 2 * std::numbers::pi_v<float>;
        return dims * log32(static_cast<float>(rope.n_ctx_orig) / circle) / (2 * log32(rope.freq_base));
    };
    return {.start = std::max(0.0f, std::floor(pair_that_turns(rope.beta_fast))),
            .end = std::min(dims - 1, std::ceil(pair_that_turns(rope.beta_slow)))};
}

std::vector<float> ggml_angles(const GgmlRope& rope, std::span<const float> position) {
    require(position.size() == (rope.several_positions() ? 4 : 1), "ggml: one position, or t, h, w and e");
    const std::vector<PairSource> sources = pair_sources(rope);
    const float ratio = pow32(rope.freq_base, -2.0f / static_cast<float>(rope.n_dims));
    const auto theta = accumulated(position, ratio, sources.size());
    const GgmlCorrDims dims = ggml_corr_dims(rope);
    std::vector<float> angles;
    angles.reserve(sources.size());
    for (std::size_t i = 0; i < sources.size(); ++i) {
        float own = theta[sources[i].axis][sources[i].power];
        if (!rope.freq_factors.empty()) own /= rope.freq_factors[i];
        angles.push_back(scaled_angle(own, static_cast<int>(i), rope, dims));
    }
    return angles;
}

std::vector<float> ggml_rotation(std::span<const float> x, const GgmlRope& rope,
                                 std::span<const std::int64_t> position) {
    const HeadShape shape = rope.shape();
    require(x.size() == static_cast<std::size_t>(rope.head_dim), "ggml: x must have head_dim entries");
    const std::vector<float> angles = ggml_angles(rope, std::vector<float>(position.begin(), position.end()));
    const float magnitude = magnitude32(rope);
    std::vector<float> rotated(x.begin(), x.end());
    for (std::size_t i = 0; i < angles.size(); ++i) {
        const float c = cos32(angles[i]) * magnitude, s = sin32(angles[i]) * magnitude;
        const auto [first, second] = pair_components(shape, static_cast<int>(i));
        const float u = x[static_cast<std::size_t>(first)], v = x[static_cast<std::size_t>(second)];
        rotated[static_cast<std::size_t>(first)] = u * c - v * s;
        rotated[static_cast<std::size_t>(second)] = u * s + v * c;
    }
    return rotated;
}

AxisFrequencies ggml_frequencies(const GgmlRope& rope) {
    const std::vector<PairSource> sources = pair_sources(rope);
    // The powers of a vision head reach beyond those of its n_dims, where sections are long.
    const Extended ratio = pow(Extended(rope.freq_base), Extended(-2) / rope.n_dims);
    std::vector<Extended> powers{1};
    while (powers.size() < sources.size())
        powers.push_back(powers.back() * ratio);
    YarnRange range;
    if (rope.ext_factor != 0)
        range =
            yarn_range(rope.freq_base, rope.n_dims, rope.n_ctx_orig, rope.beta_fast, rope.beta_slow, true);
    std::vector<std::vector<Extended>> theta(rope.several_positions() ? 4 : 1,
                                             std::vector<Extended>(sources.size()));
    for (std::size_t i = 0; i < sources.size(); ++i) {
        Extended speed = powers[sources[i].power];
        if (!rope.freq_factors.empty()) speed /= rope.freq_factors[i];
        Extended mix = 0;
        if (rope.ext_factor != 0) mix = share_by_index_ggml(static_cast<int>(i), range) * rope.ext_factor;
        theta[sources[i].axis][i] = speed * rope.freq_scale * (1 - mix) + speed * mix;
    }
    const double magnitude =
        rope.attn_factor *
        (rope.ext_factor == 0 ? 1 : 1 + 0.1 * std::log(1 / static_cast<double>(rope.freq_scale)));
    AxisFrequencies frequencies;
    for (const std::vector<Extended>& axis : theta)
        frequencies.axes.push_back(make_table(axis, magnitude));
    return frequencies;
}

}  // namespace rope
