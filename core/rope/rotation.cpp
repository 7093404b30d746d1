#include "core/rope/rotation.h"

namespace rope {

PairAngles angles_of(std::span<const ExactPhase> phases) {
    PairAngles angles;
    angles.cosine.reserve(phases.size());
    angles.sine.reserve(phases.size());
    for (const ExactPhase phase : phases) {
        angles.cosine.push_back(cosine(phase));
        angles.sine.push_back(sine(phase));
    }
    return angles;
}

PairAngles angles_at(const FrequencyTable& table, double position) {
    std::vector<ExactPhase> phases;
    phases.reserve(table.theta.size());
    for (std::size_t i = 0; i < table.theta.size(); ++i)
        phases.push_back(table.phase(i, position));
    return angles_of(phases);
}

std::vector<double> rotate(std::span<const double> x, const HeadShape& shape, const PairAngles& angles,
                           double attention_factor) {
    require(x.size() == static_cast<std::size_t>(shape.head_dim), "rotate: x must have head_dim entries");
    require(angles.cosine.size() == static_cast<std::size_t>(shape.pairs()), "rotate: one angle per pair");
    std::vector<double> rotated(x.begin(), x.end());
    for (int i = 0; i < shape.pairs(); ++i) {
        const auto [first, second] = pair_components(shape, i);
        const double u = x[static_cast<std::size_t>(first)];
        const double v = x[static_cast<std::size_t>(second)];
        const double cosine = attention_factor * angles.cosine[static_cast<std::size_t>(i)];
        const double sine = attention_factor * angles.sine[static_cast<std::size_t>(i)];
        rotated[static_cast<std::size_t>(first)] = u * cosine - v * sine;
        rotated[static_cast<std::size_t>(second)] = u * sine + v * cosine;
    }
    return rotated;
}

std::vector<double> rotate(std::span<const double> x, const HeadShape& shape, const FrequencyTable& table,
                           double position) {
    return rotate(x, shape, angles_at(table, position), table.attention_factor);
}

std::vector<double> deepseek_order(std::span<const double> rotated, const HeadShape& shape) {
    require(rotated.size() == static_cast<std::size_t>(shape.head_dim),
            "deepseek_order: one entry per component");
    const std::vector<int> rows = half_from_interleaved(shape, 1);
    std::vector<double> ordered(rotated.size());
    for (std::size_t r = 0; r < ordered.size(); ++r)
        ordered[r] = rotated[static_cast<std::size_t>(rows[r])];
    return ordered;
}

}  // namespace rope
