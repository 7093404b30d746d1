#include "core/measure/truncated_iir.h"

#include <gtest/gtest.h>
#include <cmath>

#include "core/measure/interpolation_bound.h"
#include "core/measure/ridge_fit.h"
#include "core/rope/exact_frequencies.h"
#include "core/vectors/generator.h"
#include "tests/unit/measure/measure_inputs.h"

namespace rope {
namespace {

// Σ_{k<W} e^{−αk} cos(kθ + φ) x_{n−k}, term by term.
double direct(double alpha, double theta, double phase, std::size_t window, const std::vector<double>& x,
              std::size_t n) {
    double sum = 0;
    for (std::size_t k = 0; k < std::min(window, n + 1); ++k)
        sum += std::exp(-alpha * static_cast<double>(k)) * std::cos(static_cast<double>(k) * theta + phase) *
               x[n - k];
    return sum;
}

TEST(TruncatedIir, IsTheSumOverTheWindow) {
    const std::vector<double> x = test::scattered(300, 5);
    for (const double alpha : {0.0, 0.03, 2.0}) {
        for (const std::size_t window :
             {std::size_t{1}, std::size_t{7}, std::size_t{64}, std::size_t{1000}}) {
            const Pole pole = make_pole(alpha, 0.7, window);
            const std::vector<double> sums = with_phase(windowed_response(pole, x), 0.4);
            for (std::size_t n = 0; n < x.size(); n += 13)
                EXPECT_NEAR(sums[n], direct(alpha, 0.7, 0.4, window, x, n), 1e-13 * 64);
        }
    }
}

TEST(TruncatedIir, ImpulseIsForgottenExactly) {
    std::vector<double> x(40, 0.0);
    x[3] = 1;
    const std::vector<Phasor> response = windowed_response(make_pole(0, 1, 8), x);
    for (std::size_t n = 16; n < x.size(); ++n) {
        EXPECT_EQ(response[n].re, 0);
        EXPECT_EQ(response[n].im, 0);
    }
}

TEST(TruncatedIir, HybridWithTheOwnKernelIsTheFullFilter) {
    const std::vector<double> x = test::scattered(200, 9);
    const Pole pole = make_pole(0.05, 0.3, 12);
    std::vector<double> kernel;
    for (int k = 0; k < 12; ++k)
        kernel.push_back(std::exp(-0.05 * k) * std::cos(0.3 * k));
    const HybridMemory memory = hybrid_memory(pole, kernel, 1, x);
    const std::vector<double> full = with_phase(full_response(pole, x), 0);
    for (std::size_t n = 0; n < x.size(); ++n)
        EXPECT_NEAR(memory.output[n], full[n], 1e-13);
}

TEST(TruncatedIir, Float32DriftsUnlessRefreshed) {
    SplitMix64 random(7);
    std::vector<float> x;
    for (int n = 0; n < 100000; ++n)
        x.push_back(static_cast<float>(std::ldexp(static_cast<double>(random.next() >> 11), -53)));
    const Pole pole = make_pole(0, 0.001, 64);
    const std::vector<Phasor> truth = windowed_response(pole, std::vector<double>(x.begin(), x.end()));
    double worst[2] = {0, 0};
    for (const bool refreshed : {false, true}) {
        const std::vector<std::complex<float>> states = float32_response(pole, x, refreshed ? 64 : 0);
        for (std::size_t n = 0; n < x.size(); ++n)
            worst[refreshed ? 1 : 0] =
                std::max(worst[refreshed ? 1 : 0], std::abs(states[n].real() - truth[n].re));
    }
    EXPECT_GT(worst[0], 5e-4);
    EXPECT_LT(worst[1], 2e-4);
}

// A loop of its own in float: what comes in turns and is added, what leaves is taken off; a refreshed state
// is the same loop begun anew at the window's first token, without anything to take off.
std::complex<float> turned(std::complex<float> y, const Pole& pole) {
    const auto pr = static_cast<float>(pole.value.re), pi = static_cast<float>(pole.value.im);
    const float rr = pr * y.real(), ii = pi * y.imag(), ri = pr * y.imag(), ir = pi * y.real();
    return {rr - ii, ri + ir};
}

TEST(TruncatedIir, DriftIsThatOfAPlainFloatLoop) {
    constexpr std::size_t kWindow = 24, kTokens = 3000;
    const double theta = 0.37;
    std::vector<float> x;
    for (const double value : gaussian_vector(kTokens, 5))
        x.push_back(static_cast<float>(value));
    const Pole pole = make_pole(0, theta, kWindow);
    for (const std::size_t refresh :
         {std::size_t{0}, kWindow, std::size_t{31}, std::size_t{40}, 2 * kWindow, std::size_t{500}}) {
        const std::vector<double> drift = float32_drift(pole, x, refresh);
        ASSERT_EQ(drift.size(), kTokens);
        std::complex<float> y;
        for (std::size_t n = 0; n < kTokens; ++n) {
            y = turned(y, pole);
            y = {y.real() + x[n], y.imag()};
            if (n >= kWindow) {
                const float re = static_cast<float>(pole.tail_gain.re) * x[n - kWindow];
                const float im = static_cast<float>(pole.tail_gain.im) * x[n - kWindow];
                y = {y.real() - re, y.imag() - im};
            }
            if (refresh > 0 && (n + 1) % refresh == 0) {
                y = {};
                for (std::size_t k = n + 1 - std::min(kWindow, n + 1); k <= n; ++k) {
                    y = turned(y, pole);
                    y = {y.real() + x[k], y.imag()};
                }
            }
            double re = 0, im = 0;  // the sum over the window, term by term
            for (std::size_t k = 0; k < std::min(kWindow, n + 1); ++k) {
                re += std::cos(static_cast<double>(k) * theta) * x[n - k];
                im += std::sin(static_cast<double>(k) * theta) * x[n - k];
            }
            ASSERT_NEAR(drift[n], std::hypot(y.real() - re, y.imag() - im), 1e-12) << refresh << " at " << n;
        }
    }
}

TEST(RidgeFit, LeavesAResidualOrthogonalToEveryColumn) {
    // At the minimum Aᵀ(A c − y) = 0 for the stacked matrix: Xᵀ(fit − y) + λ c = 0.
    const FrequencyTable table = make_table(default_frequencies(10000, 16), 1);
    const std::vector<double> y = gaussian_vector(301, 3);
    const double ridge = 0.01;
    const RidgeFit fit(table, y, ridge);
    ASSERT_EQ(fit.coefficients().size(), 16u);
    for (std::size_t j = 0; j < 16; ++j) {
        double gradient = ridge * fit.coefficients()[j];
        for (std::size_t s = 0; s < y.size(); ++s) {
            const double phase = static_cast<double>(s) * table.theta[j % 8];
            gradient += (j < 8 ? std::sin(phase) : std::cos(phase)) * (fit.at(static_cast<double>(s)) - y[s]);
        }
        EXPECT_NEAR(gradient, 0, 1e-9);
    }
}

TEST(InterpolationBound, RigorousBoundHoldsWherePublishedOneFails) {
    const FrequencyTable table = make_table(default_frequencies(10000, 128), 1);
    const std::vector<Phasor> ones(64, Phasor{1, 0});
    const InterpolationError half = interpolation_error(table, 10000, ones, 0, 1, 0.5);
    EXPECT_GT(half.error, half.bounds.published);
    EXPECT_LE(half.error, half.bounds.rigorous);
    for (const double s : {7.0, 7.3, 8.9, 9.0}) {
        const InterpolationError at = interpolation_error(table, 10000, ones, 7, 9, s);
        EXPECT_LE(at.error, at.bounds.rigorous);
    }
    EXPECT_EQ(interpolation_error(table, 10000, ones, 7, 9, 9).error, 0);
}

}  // namespace
}  // namespace rope
