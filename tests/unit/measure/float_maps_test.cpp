// Score maps in float32: filled from lags, and as causal products of different vectors.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

#include "core/measure/causal_products.h"
#include "core/measure/fill_map.h"
#include "tests/support/each_target.h"
#include "tests/unit/measure/measure_inputs.h"

namespace rope {
namespace {

using test::on_each_target;
using test::scattered;

std::vector<float> floats(std::size_t count, std::uint64_t seed) {
    const std::vector<double> values = scattered(count, seed);
    return {values.begin(), values.end()};
}

TEST(CausalProducts, AreTheVisibleProductsAndNothingElse) {
    constexpr float kUntouched = 77;
    on_each_target([&](const char* target) {
        double worst = 0;
        for (const std::size_t tokens : {1, 2, 5, 12, 13, 31, 32, 33, 255, 256, 257, 300}) {
            if (ROPE_SANITIZED && (tokens == 255 || tokens == 256 || tokens == 300)) continue;  // a second each
            for (const std::size_t head_dim : {1, 3, 64, 128}) {
                const std::vector<float> q = floats(tokens * head_dim, 1), k = floats(tokens * head_dim, 2);
                std::vector<float> out(tokens * tokens, kUntouched);
                causal_products(q, k, tokens, head_dim, 0.125F, out);
                for (std::size_t m = 0; m < tokens; ++m) {
                    for (std::size_t n = 0; n < tokens; ++n) {
                        const float ours = out[m * tokens + n];
                        if (n > m) {
                            ASSERT_EQ(ours, kUntouched) << tokens << ": " << m << ' ' << n;
                            continue;
                        }
                        long double sum = 0, size = 0;
                        for (std::size_t c = 0; c < head_dim; ++c) {
                            const long double product = static_cast<long double>(q[m * head_dim + c]) *
                                                        static_cast<long double>(k[n * head_dim + c]);
                            sum += product / 8;
                            size += std::abs(product) / 8;
                        }
                        const auto error =
                            static_cast<double>(std::abs(static_cast<long double>(ours) - sum));
                        ASSERT_LE(error, static_cast<double>(size) * 1.2e-7 * static_cast<double>(head_dim))
                            << tokens << ": " << m << ' ' << n;
                        worst = std::max(worst, error / static_cast<double>(size));
                    }
                }
            }
        }
        std::printf("  %-7s worst error %.3g of Σ|q_c k_c|\n", target, worst);
    });
}

TEST(FillMap, EveryCellIsItsLag) {
    // Small ones, and one of more than 4 MB whose rows start at every alignment.
    for (const auto& shape :
         {std::pair<std::size_t, std::size_t>{1, 1}, {1, 5}, {7, 1}, {33, 65}, {1027, 1101}}) {
        const std::size_t rows = shape.first, columns = shape.second;  // clang 14 captures no bindings
        const std::vector<double> lags = scattered(rows + columns - 1, 3);
        on_each_target([&](const char*) {
            std::vector<float> out(rows * columns + 2, 7.0F);
            fill_map(lags, rows, columns, std::span(out).subspan(1, rows * columns));
            EXPECT_EQ(out.front(), 7);
            EXPECT_EQ(out.back(), 7);
            for (std::size_t r = 0; r < rows; ++r) {
                for (std::size_t c = 0; c < columns; ++c)
                    ASSERT_EQ(out[1 + r * columns + c], static_cast<float>(lags[r + columns - 1 - c]))
                        << r << ' ' << c;
            }
        });
    }
}

}  // namespace
}  // namespace rope
