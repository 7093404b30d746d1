#include "core/rope/rotate_heads.h"

#include <gtest/gtest.h>
#include <hwy/aligned_allocator.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <random>

#include "core/rope/exact_frequencies.h"
#include "core/rope/rotation.h"
#include "tests/support/each_target.h"

namespace rope {
namespace {

using test::on_each_target;

std::vector<float> normal(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> distribution;
    std::vector<float> values(count);
    for (float& value : values)
        value = distribution(random);
    return values;
}

// The largest |error| / (a(|u| + |v|)) against rotate() in double; unrotated components must be copied bit
// for bit.
double worst_error(std::span<const float> x, std::size_t heads, const HeadShape& shape,
                   const FrequencyTable& table, std::span<const std::int64_t> positions,
                   std::span<const float> rotated) {
    const auto head_dim = static_cast<std::size_t>(shape.head_dim);
    double worst = 0;
    for (std::size_t at = 0; at < positions.size() * heads; ++at) {
        const auto head = x.subspan(at * head_dim, head_dim);
        const auto ours = rotated.subspan(at * head_dim, head_dim);
        const std::vector<double> truth = rotate(std::vector<double>(head.begin(), head.end()), shape, table,
                                                 static_cast<double>(positions[at / heads]));
        for (int i = 0; i < shape.pairs(); ++i) {
            const auto [first, second] = pair_components(shape, i);
            const auto f = static_cast<std::size_t>(first), s = static_cast<std::size_t>(second);
            const double size = table.attention_factor * (std::abs(head[f]) + std::abs(head[s]));
            worst =
                std::max({worst, std::abs(ours[f] - truth[f]) / size, std::abs(ours[s] - truth[s]) / size});
        }
        for (int c = 0; c < shape.head_dim; ++c) {
            if (c >= shape.rotary_offset && c < shape.rotary_offset + shape.rotary_dim) continue;
            EXPECT_EQ(ours[static_cast<std::size_t>(c)], head[static_cast<std::size_t>(c)]) << c;
        }
    }
    return worst;
}

constexpr double kBound = 2e-7;

TEST(RotateHeads, EveryShapeIsTheRotationInDouble) {
    const std::vector<std::int64_t> positions{0, 1, 77, 131'071, 1'000'000, -5};
    constexpr std::size_t kHeads = 3;
    for (const Layout layout : {Layout::half, Layout::interleaved}) {
        for (const auto& [head_dim, rotary_dim, offset] :
             {std::array{128, 128, 0}, {128, 64, 64}, {2, 2, 0}, {6, 4, 1}, {80, 32, 0}, {90, 70, 3}}) {
            const HeadShape shape{head_dim, rotary_dim, offset, layout};
            const FrequencyTable table = make_table(default_frequencies(10000, rotary_dim), 1.125);
            const std::size_t entries = positions.size() * kHeads * static_cast<std::size_t>(head_dim);
            const std::vector<float> x = normal(entries, 1);
            on_each_target([&](const char*) {
                std::vector<float> out(entries + 2, 7.0F);  // one entry in: nothing is aligned
                rotate_heads(x, kHeads, shape, table, positions, std::span(out).subspan(1, entries));
                EXPECT_EQ(out.front(), 7);
                EXPECT_EQ(out.back(), 7);
                EXPECT_LE(worst_error(x, kHeads, shape, table, positions, std::span(out).subspan(1, entries)),
                          kBound)
                    << id(layout) << ' ' << shape.head_dim << ' ' << shape.rotary_dim;
                std::vector<float> in_place = x;
                rotate_heads(in_place, kHeads, shape, table, positions, in_place);
                EXPECT_TRUE(std::equal(in_place.begin(), in_place.end(), out.begin() + 1));
            });
        }
    }
}

TEST(RotateHeads, LargeResultsPastTheCachesAreTheSame) {
    constexpr std::size_t kHeads = 8, kPositions = 1100;  // 4.5 MB
    const FrequencyTable table = make_table(default_frequencies(500000, 128), 1);
    std::vector<std::int64_t> positions;
    for (std::size_t r = 0; r < kPositions; ++r)
        positions.push_back(static_cast<std::int64_t>(909 * r));  // up to 10⁶
    const std::size_t entries = kPositions * kHeads * 128;
    const std::vector<float> x = normal(entries, 2);
    const auto aligned = hwy::AllocateAligned<float>(entries);
    const std::span<float> out(aligned.get(), entries);
    for (const Layout layout : {Layout::half, Layout::interleaved}) {
        const HeadShape shape{.layout = layout};
        on_each_target([&](const char* target) {
            std::fill(out.begin(), out.end(), 7.0F);
            rotate_heads(x, kHeads, shape, table, positions, out);
            std::vector<float> in_place = x;  // never past the caches
            rotate_heads(in_place, kHeads, shape, table, positions, in_place);
            EXPECT_TRUE(std::equal(out.begin(), out.end(), in_place.begin()));
            const double worst = worst_error(x, kHeads, shape, table, positions, out);
            std::printf("  %-7s %-11s worst error %.3g of |u| + |v|\n", target,
                        std::string(id(layout)).c_str(), worst);
            EXPECT_LE(worst, kBound);
        });
    }
}

}  // namespace
}  // namespace rope
