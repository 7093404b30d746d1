#include "core/measure/slow_waves.h"

#include <cmath>
#include <numbers>
#include <numeric>

#include "core/base/checked.h"

namespace rope {
namespace {

constexpr std::size_t kDegrees = 2 * kGroupCoefficients * kSlowEnough.size();

double signed_turn(const Wave& wave) {
    constexpr double kRadians = 2 * std::numbers::pi / 18446744073709551616.0;
    return static_cast<double>(static_cast<std::int64_t>(wave.step)) * (kRadians * kHalfBlock);
}

// J_k(a), k < kDegrees, 0 ≤ a ≤ kSlowEnough[group]: Miller's backward recurrence (DLMF 3.6(iii)), from where
// J is below 1e-25, scaled by J_0 + 2ΣJ_2k = 1.
std::array<double, kDegrees> bessel(double a, std::size_t group) {
    if (a < 1e-8) return {1, a / 2};
    std::array<double, kDegrees> found{};
    const double ratio = 2 / a;
    double above = 0, here = 1, sum = 0;
    for (std::size_t k = 2 * kGroupCoefficients * (group + 1) + 12; k > 0; --k) {
        if (k < kDegrees) found[k] = here;
        if (k % 2 == 0) sum += 2 * here;
        const double below = static_cast<double>(k) * ratio * here - above;
        above = here;
        here = below;
    }
    found[0] = here;
    const double scale = 1 / (sum + here);
    for (double& value : found)
        value *= scale;
    return found;
}

}  // namespace

double turn_in_half_block(const Wave& wave) {
    return std::abs(signed_turn(wave));
}

SlowWaves::SlowWaves(std::span<const Wave> waves, std::size_t groups) : waves_(groups, 0) {
    std::vector<std::array<double, kDegrees>> of_wave;
    of_wave.reserve(waves.size());
    for (const Wave& wave : waves) {
        const double a = turn_in_half_block(wave);
        std::size_t last = 0;  // group that it needs
        while (last < groups && a > kSlowEnough[last])
            ++last;
        require(last < groups, "SlowWaves: a wave is too fast for the polynomial");
        for (std::size_t g = 0; g <= last; ++g)
            ++waves_[g];
        of_wave.push_back(bessel(a, last));
    }
    const std::size_t entries =
        kGroupCoefficients * std::accumulate(waves_.begin(), waves_.end(), std::size_t{0});
    even_.reserve(entries);
    odd_.reserve(entries);
    for (std::size_t g = 0; g < groups; ++g) {
        for (std::size_t i = 0; i < waves_[g]; ++i) {
            const double sign_of_odd = signed_turn(waves[i]) < 0 ? -1 : 1;
            for (std::size_t m = g * kGroupCoefficients; m < (g + 1) * kGroupCoefficients; ++m) {
                const double sign = m % 2 == 0 ? 1 : -1;  // of i^2m
                even_.push_back(sign * (m == 0 ? 1 : 2) * of_wave[i][2 * m]);
                odd_.push_back(sign * sign_of_odd * 2 * of_wave[i][2 * m + 1]);
            }
        }
    }
}

void SlowWaves::coefficients(const double* re, const double* im, std::size_t blocks, std::size_t stride,
                             double* even, double* odd) const {
    wave_coefficients(even_.data(), waves_, re, stride, blocks, even);
    wave_coefficients(odd_.data(), waves_, im, stride, blocks, odd);
}

WaveOffsets SlowWaves::values() const {
    WaveOffsets values{std::vector<double>(terms() * kHalfBlock), std::vector<double>(terms() * kHalfBlock)};
    const auto y = [](std::size_t j) { return (static_cast<double>(j) + 0.5) / kHalfBlock; };
    for (std::size_t m = 0; m < terms(); ++m) {
        double *even = &values.cosine[m * kHalfBlock], *odd = &values.sine[m * kHalfBlock];
        for (std::size_t j = 0; j < kHalfBlock; ++j) {  // T_k+1 = 2y T_k − T_k−1
            even[j] = m == 0 ? 1 : 2 * y(j) * odd[j - kHalfBlock] - even[j - kHalfBlock];
            odd[j] = m == 0 ? y(j) : 2 * y(j) * even[j] - odd[j - kHalfBlock];
        }
    }
    return values;
}

}  // namespace rope
