#include "core/rope/axes.h"

#include <numeric>

namespace rope {
namespace {

ExactPhase phase_of_pair(const AxisFrequencies& frequencies, std::span<const double> position,
                         std::size_t pair) {
    ExactPhase phase;  // wraps by itself
    for (std::size_t a = 0; a < position.size(); ++a)
        phase = phase + frequencies.axes[a].phase(pair, position[a]);
    return phase;
}

}  // namespace

PairAngles angles_at(const AxisFrequencies& frequencies, std::span<const double> position) {
    require(position.size() == frequencies.axes.size(), "one coordinate per axis");
    const auto pairs = static_cast<std::size_t>(frequencies.pairs());
    std::vector<ExactPhase> phases;
    phases.reserve(pairs);
    for (std::size_t i = 0; i < pairs; ++i)
        phases.push_back(phase_of_pair(frequencies, position, i));
    return angles_of(phases);
}

std::vector<double> plain_angles(const AxisFrequencies& frequencies, std::span<const double> position) {
    require(position.size() == frequencies.axes.size(), "one coordinate per axis");
    std::vector<double> angles(static_cast<std::size_t>(frequencies.pairs()));
    for (std::size_t a = 0; a < position.size(); ++a) {
        for (std::size_t i = 0; i < angles.size(); ++i)
            angles[i] += position[a] * frequencies.axes[a].theta[i];
    }
    return angles;
}

std::vector<double> rotate(std::span<const double> x, const HeadShape& shape,
                           const AxisFrequencies& frequencies, std::span<const double> position) {
    return rotate(x, shape, angles_at(frequencies, position), frequencies.axes.front().attention_factor);
}

std::vector<double> grid_scores(std::span<const double> query, std::span<const double> key,
                                const HeadShape& shape, const AxisFrequencies& frequencies,
                                const Grid& grid) {
    require(grid.width >= 0 && grid.height >= 0, "a grid of a negative size");
    const std::vector<double> turned =
        rotate(query, shape, frequencies, std::vector{grid.centre_x, grid.centre_y});
    std::vector<double> scores;
    scores.reserve(static_cast<std::size_t>(grid.width) * static_cast<std::size_t>(grid.height));
    for (int y = 0; y < grid.height; ++y) {
        for (int x = 0; x < grid.width; ++x) {
            const std::vector<double> other =
                rotate(key, shape, frequencies, std::vector{static_cast<double>(x), static_cast<double>(y)});
            scores.push_back(std::inner_product(turned.begin(), turned.end(), other.begin(), 0.0));
        }
    }
    return scores;
}

}  // namespace rope
