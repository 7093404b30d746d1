// Curves over distances against the same in NumPy, maps of scores against OpenBLAS; one thread each.
#include <cblas.h>
#include <fmt/format.h>
#include <tbb/global_control.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <numeric>
#include <random>

#include "core/measure/base_bound.h"
#include "core/measure/causal_products.h"
#include "core/measure/decay.h"
#include "core/measure/fill_map.h"
#include "core/measure/lag_blocks.h"
#include "core/measure/score_waves.h"
#include "core/measure/scores.h"
#include "core/rope/exact_frequencies.h"
#include "core/vectors/vector_source.h"
#include "tests/benchmark/large_buffer.h"
#include "tests/benchmark/numpy.h"
#include "tests/benchmark/ratio.h"
#include "tests/benchmark/roofline.h"

namespace rope::benchmark {
namespace {

constexpr int kHeadDim = 128;
constexpr std::int64_t kDistances = 1'000'000;

// 4096 distances at a time, so that NumPy's temporaries stay in the caches.
constexpr const char* kNumPyCurve =
    "def cosine_sums(first, count):\n"
    "    return np.cos(np.outer(np.arange(first, first + count, dtype=np.float64), theta)).sum(axis=1)\n"
    "def curve():\n"
    "    return np.concatenate([cosine_sums(f, min(4096, 1000000 - f)) for f in range(0, 1000000, 4096)])\n"
    "def bound():\n"
    "    for f in range(1, 1000001, 4096):\n"
    "        negative = cosine_sums(f, min(4096, 1000001 - f)) < 0\n"
    "        if negative.any(): return f + int(negative.argmax())\n";

// Against NumPy, or a row that says there is none.
template <class Ours>
Row against_numpy(const char* name, double goal, const Ours& ours, const char* statement) {
    Row row = at_least(name, 0, goal);
    if (!start_numpy()) {
        row.details.push_back("not measured: no NumPy");
        return row;
    }
    run_numpy(kNumPyCurve);
    const auto peer = [&] { run_numpy(statement); };
    row.ratio = speedup(ours, peer, 7);
    row.details.push_back(
        fmt::format("{:.2f} ms, NumPy {:.0f} ms", 1e3 * fastest(ours, 10), 1e3 * fastest(peer, 1)));
    return row;
}

// A distance takes a multiplication and an addition, not fused, for each term that its block has.
double of_roofline(const LagBlocks& blocks, std::int64_t distances, double seconds) {
    return static_cast<double>(distances) * static_cast<double>(blocks.terms()) / products_float64() /
           seconds;
}

std::string terms_detail(const LagBlocks& blocks) {
    return fmt::format("{} terms for {} pairs; roofline: their products and sums", blocks.terms(),
                       kHeadDim / 2);
}

std::vector<Wave> cosine_waves(const FrequencyTable& table) {
    std::vector<Wave> waves;
    for (const TurnFraction step : table.step)
        waves.push_back({.step = step});
    return waves;
}

// The sum of the cosines from exact phases.
long double exact_cosines(const FrequencyTable& table, std::int64_t distance) {
    long double sum = 0;
    for (const TurnFraction step : table.step) {
        const auto phase = static_cast<std::int64_t>(phase_at(step, distance));
        sum += std::cos(static_cast<long double>(phase) * 2 * std::numbers::pi_v<long double> / 0x1p64L);
    }
    return sum;
}

Row decay_row() {
    const FrequencyTable table = make_table(default_frequencies(10000, kHeadDim), 1);
    std::vector<double> sums(kDistances);
    const std::vector<Wave> waves = cosine_waves(table);
    const auto ours = [&] { LagBlocks(waves).sums(0, sums); };
    if (start_numpy()) run_numpy("theta = 10000.0 ** (-np.arange(64) / 64)");
    Row row = against_numpy("decay-1e6-vs-numpy", 60, ours, "curve()");
    row.roofline = of_roofline(LagBlocks(waves), kDistances, fastest(ours, 10));
    row.worst_error = 0;
    for (std::size_t at = 0; at < sums.size(); at += 1009) {
        const long double error = sums[at] - exact_cosines(table, static_cast<std::int64_t>(at));
        row.worst_error = std::max(*row.worst_error, static_cast<double>(std::abs(error)));
    }
    row.details.push_back(terms_detail(LagBlocks(waves)) + "; limit of the error 2e-7");
    return row;
}

Row base_bound_row() {
    const FrequencyTable table = make_table(default_frequencies(1e9, kHeadDim), 1);  // never negative to 10⁶
    BaseBound found;
    const auto ours = [&] {
        Progress progress;
        found = base_bound(table, kDistances, progress);
        if (found.first_negative) std::abort();
    };
    if (start_numpy()) run_numpy("theta = 1e9 ** (-np.arange(64) / 64)");
    Row row = against_numpy("base-bound-1e6-vs-numpy", 40, ours, "assert bound() is None");
    const LagBlocks blocks(cosine_waves(table));
    row.roofline = of_roofline(blocks, kDistances, fastest(ours, 10));
    row.worst_error = static_cast<double>(std::abs(found.smallest - exact_cosines(table, found.smallest_at)));
    row.details.push_back(terms_detail(blocks) + "; error: of the smallest sum");
    return row;
}

constexpr std::size_t kTokens = 4096;

std::vector<Row> map_rows() {
    const HeadShape shape;
    const FrequencyTable table = make_table(default_frequencies(10000, kHeadDim), 1.0);
    const PairParts parts = pair_parts(make_vector({"gaussian:seed=1"}, kHeadDim, "q").value(),
                                       make_vector({"gaussian:seed=2"}, kHeadDim, "k").value(), shape);
    const ScoreInputs inputs{.table = &table, .parts = &parts, .head_dim = kHeadDim};
    constexpr std::int64_t kFirst = 1 - static_cast<std::int64_t>(kTokens), kLags = 2 * kTokens - 1;

    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    std::vector<float> q(kTokens * kHeadDim), k(q.size());
    std::generate(q.begin(), q.end(), [&] { return normal(random); });
    std::generate(k.begin(), k.end(), [&] { return normal(random); });
    LargeBuffer map(kTokens * kTokens), product(kTokens * kTokens);
    const std::span<float> out = map.all();
    openblas_set_num_threads(1);
    const float scale = 1 / std::sqrt(static_cast<float>(kHeadDim));
    const auto sgemm = [&] {
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, kTokens, kTokens, kHeadDim, scale, q.data(),
                    kHeadDim, k.data(), kHeadDim, 0.0F, product.all().data(), kTokens);
    };
    std::vector<double> lags;
    const auto as_lags = [&] {
        Progress progress;
        lags = scores_of_lags(inputs, kFirst, kLags, progress);
    };
    const auto filled = [&] {
        as_lags();
        fill_map(lags, kTokens, kTokens, out);
    };
    const auto causal = [&] { causal_products(q, k, kTokens, kHeadDim, scale, out); };
    std::vector<Row> rows;

    Row row = at_least("map-4096-filled-vs-sgemm", speedup(filled, sgemm, 11), 12);
    const double sgemm_seconds = fastest(sgemm, 5), filled_seconds = fastest(filled, 7);
    // What this memory takes at best when it is only written.
    const double written = fastest([&] { stream_fill(0.7F, out); }, 7);
    row.details.push_back(
        fmt::format("{:.2f} ms ({:.1f} GB/s), sgemm {:.2f} ms ({:.0f} Gflop/s); roofline: "
                    "writing the map; error: of a lag, then rounded to float32",
                    1e3 * filled_seconds, 1e-9 * static_cast<double>(out.size_bytes()) / filled_seconds,
                    1e3 * sgemm_seconds, 2e-9 * kTokens * kTokens * kHeadDim / sgemm_seconds));
    row.roofline = written / filled_seconds;
    double worst = 0;
    for (std::size_t at = 0; at < lags.size(); at += 31) {
        worst = std::max(worst, std::abs(lags[at] - score_at(inputs, static_cast<double>(kFirst) +
                                                                         static_cast<double>(at))));
    }
    row.worst_error = worst;
    rows.push_back(row);

    row = at_least("map-4096-lags-vs-sgemm", speedup(as_lags, sgemm, 15), 150);
    const double lag_seconds = fastest(as_lags, 50);
    row.worst_error = worst;
    row.roofline = of_roofline(LagBlocks(score_waves(inputs).waves), kLags, lag_seconds);
    row.details.push_back(fmt::format("{:.1f} us", 1e6 * lag_seconds));
    rows.push_back(row);

    row = at_least("causal-4096-vs-sgemm", speedup(causal, sgemm, 11), 1);
    const double causal_seconds = fastest(causal, 5);
    causal();
    worst = 0;
    for (std::size_t m = 0; m < kTokens; m += 61) {
        for (std::size_t n = 0; n <= m; ++n) {
            double exact = 0;
            for (std::size_t c = 0; c < kHeadDim; ++c)
                exact += static_cast<double>(q[m * kHeadDim + c]) * static_cast<double>(k[n * kHeadDim + c]);
            worst = std::max(worst, std::abs(static_cast<double>(out[m * kTokens + n]) -
                                             static_cast<double>(scale) * exact));
        }
    }
    row.worst_error = worst;
    const double visible = kTokens * (kTokens + 1) / 2.0 * kHeadDim;
    row.roofline = visible / products_float32() / causal_seconds;
    row.details.push_back(
        fmt::format("{:.2f} ms, {:.0f} Gflop/s of visible scores; roofline: fused float32 products",
                    1e3 * causal_seconds, 2e-9 * visible / causal_seconds));
    rows.push_back(row);
    return rows;
}

}  // namespace

std::vector<Row> lag_kernel_rows() {
    const tbb::global_control one_thread(tbb::global_control::max_allowed_parallelism, 1);
    std::vector<Row> rows{decay_row(), base_bound_row()};
    for (Row& row : map_rows())
        rows.push_back(std::move(row));
    return rows;
}

}  // namespace rope::benchmark
