// The float32 kernels of core/rope: cos and sin against the standard library, rotation against a copy and
// NumPy.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>

#include "core/rope/cos_sin.h"
#include "core/rope/exact_frequencies.h"
#include "core/rope/rotate_heads.h"
#include "core/rope/rotation.h"
#include "tests/benchmark/large_buffer.h"
#include "tests/benchmark/numpy.h"
#include "tests/benchmark/ratio.h"
#include "tests/benchmark/roofline.h"

namespace rope::benchmark {
namespace {

constexpr std::size_t kHeadDim = 128, kPairs = kHeadDim / 2;

std::vector<std::int64_t> positions_to(std::int64_t last, std::size_t count) {
    std::mt19937_64 random(1);
    std::vector<std::int64_t> positions(count);
    for (std::int64_t& position : positions)
        position = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(last + 1));
    return positions;
}

Row cos_sin_row() {
    const FrequencyTable table = make_table(default_frequencies(10000, kHeadDim), 1);
    const std::vector<std::int64_t> positions = positions_to(1'000'000, 512);
    const std::size_t entries = positions.size() * kPairs;  // results of both fit the second cache
    std::vector<float> cosine(entries), sine(entries);
    std::vector<double> cosine64(entries), sine64(entries);
    const auto ours = [&] { cos_sin_rows(table.step, positions, cosine, sine); };
    const auto peer = [&] {
        for (std::size_t at = 0; at < entries; ++at) {
            const double phi = static_cast<double>(positions[at / kPairs]) * table.theta[at % kPairs];
            cosine64[at] = std::cos(phi);
            sine64[at] = std::sin(phi);
        }
    };
    Row row = at_least("cos-sin-1e6-vs-std-double", speedup(ours, peer, 31), 20);
    double worst = 0;
    for (std::size_t at = 0; at < entries; ++at) {
        const long double phi =
            static_cast<long double>(angle(phase_at(table.step[at % kPairs], positions[at / kPairs])));
        worst = std::max({worst,
                          static_cast<double>(std::abs(static_cast<long double>(cosine[at]) - std::cos(phi))),
                          static_cast<double>(std::abs(static_cast<long double>(sine[at]) - std::sin(phi)))});
    }
    const double seconds = fastest(ours, 50) / static_cast<double>(entries);
    row.worst_error = worst;
    constexpr double kOperations = 11;  // products, fused or not, in the two polynomials and their argument
    row.roofline = kOperations / products_float32() / seconds;
    row.details.push_back(fmt::format(
        "{:.3f} ns a pair, std {:.2f} ns; limit of the error 5e-7; roofline: the polynomials in float32",
        1e9 * seconds, 1e9 * fastest(peer, 10) / static_cast<double>(entries)));
    return row;
}

std::vector<Row> rotation_rows() {
    constexpr std::size_t kHeads = 32, kPositions = 4096;
    constexpr std::size_t kEntries = kPositions * kHeads * kHeadDim;
    const FrequencyTable table = make_table(default_frequencies(10000, kHeadDim), 1);
    std::vector<std::int64_t> positions;
    for (std::size_t r = 0; r < kPositions; ++r)
        positions.push_back(static_cast<std::int64_t>(r));
    LargeBuffer original(kEntries), result(kEntries);
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    std::generate_n(original.all().data(), kEntries, [&] { return normal(random); });
    const std::span<const float> from = original.all();
    const std::span<float> to = result.all();
    const bool numpy = start_numpy();
    if (numpy) {
        // cos and sin of every component are given: what is timed is the rotation alone.
        run_numpy(
            "x = np.random.default_rng(1).standard_normal((4096, 32, 128), dtype=np.float32)\n"
            "angles = np.outer(np.arange(4096), 10000.0 ** (-np.arange(64) / 64))\n"
            "angles = np.concatenate((angles, angles), axis=-1)[:, None, :]\n"
            "c, s = np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)\n"
            "def rotate_half(x): return np.concatenate((-x[..., 64:], x[..., :64]), axis=-1)\n");
    }
    std::vector<Row> rows;
    for (const Layout layout : {Layout::half, Layout::interleaved}) {
        const HeadShape shape{.layout = layout};
        const auto ours = [&] { rotate_heads(from, kHeads, shape, table, positions, to); };
        const auto in_place = [&] { rotate_heads(to, kHeads, shape, table, positions, to); };
        const auto copy = [&] { stream_copy(from, to); };
        Row row = at_least(fmt::format("rotate-{}-vs-copy", id(layout)), speedup(ours, copy, 15), 0.85);
        const double seconds = fastest(ours, 7);
        const double copy_seconds = fastest(copy, 7);
        ours();
        double worst = 0;
        for (std::size_t at = 0; at < kPositions * kHeads; at += 997) {
            const auto head = from.subspan(at * kHeadDim, kHeadDim);
            const std::vector<double> truth = rotate(std::vector<double>(head.begin(), head.end()), shape,
                                                     table, static_cast<double>(at / kHeads));
            for (std::size_t c = 0; c < kHeadDim; ++c)
                worst = std::max(worst, std::abs(to[at * kHeadDim + c] - truth[c]));
        }
        row.details.push_back(fmt::format("{:.2f} ms, {:.2f} GB/s; copy {:.2f} ms; error: of N(0,1)",
                                          1e3 * seconds, 2e-9 * sizeof(float) * kEntries / seconds,
                                          1e3 * copy_seconds));
        row.worst_error = worst;
        row.roofline = copy_seconds / seconds;
        rows.push_back(row);
        Row against = at_least(fmt::format("rotate-{}-in-place-vs-numpy-rotate-half", id(layout)), 0, 14);
        if (numpy) {
            const auto peer = [] { run_numpy("y = x * c + rotate_half(x) * s"); };
            against.ratio = speedup(in_place, peer, 7);
            const double numpy_seconds = fastest(peer, 3);
            const double in_place_seconds = fastest(in_place, 7);
            against.worst_error = worst;
            against.roofline = copy_seconds / in_place_seconds;
            against.details.push_back(
                fmt::format("{:.2f} ms, NumPy {:.1f} ms; roofline: the copy past the caches",
                            1e3 * in_place_seconds, 1e3 * numpy_seconds));
        } else {
            against.details.push_back("not measured: no NumPy");
        }
        rows.push_back(against);
    }
    if (numpy) run_numpy("del x, y, c, s, angles");
    return rows;
}

}  // namespace

std::vector<Row> rotation_kernel_rows() {
    std::vector<Row> rows{cos_sin_row()};
    for (Row& row : rotation_rows())
        rows.push_back(std::move(row));
    return rows;
}

}  // namespace rope::benchmark
