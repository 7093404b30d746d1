// Work that is computed on all cores: on two threads against one.
#include <fmt/format.h>
#include <tbb/global_control.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <span>
#include <thread>
#include <utility>

#include "core/measure/base_bound.h"
#include "core/measure/decay.h"
#include "core/measure/scores.h"
#include "core/rope/exact_frequencies.h"
#include "core/vectors/vector_source.h"
#include "tests/benchmark/ratio.h"

namespace rope::benchmark {
namespace {

struct Cost {
    double busiest = std::numeric_limits<double>::infinity();  // s that the busiest thread ran
    double waited = std::numeric_limits<double>::infinity();   // s from start to end
    // Whether the busiest thread ran noticeably less than ever before.
    bool keep_least(const Cost& other) {
        const bool less = other.busiest < 0.995 * busiest;
        busiest = std::min(busiest, other.busiest);
        waited = std::min(waited, other.waited);
        return less;
    }
};

// On one thread or two: of two, the other one ran what the process ran and this one did not.
Cost cost_on(std::size_t threads, const std::function<void()>& work) {
    const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
    const auto start = std::chrono::steady_clock::now();
    const double here = seconds_of(CLOCK_THREAD_CPUTIME_ID), all = seconds_of(CLOCK_PROCESS_CPUTIME_ID);
    work();
    const double ran = seconds_of(CLOCK_THREAD_CPUTIME_ID) - here;
    const double others = seconds_of(CLOCK_PROCESS_CPUTIME_ID) - all - ran;
    return {.busiest = std::max(ran, others),
            .waited = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count()};
}

// The ratio is of the busiest threads, as if no other program wanted a core: waits for locks are in the
// detail only. The error is 0 when both compute the same bits.
Row scaling_row(std::string name, const std::function<std::vector<double>()>& work) {
    Row row = at_least(std::move(name), 0, 1.7);
    if (std::thread::hardware_concurrency() < 2) {
        row.details.push_back("not measured: one core");
        return row;
    }
    std::vector<double> alone, shared;
    Cost one, two;
    // What other programs do to a round only ever costs more, so the least of many is what the work costs;
    // enough are many when none of the last ones was less. Whether the goal is met has no say in it.
    constexpr int kQuiet = 60, kMost = 400;
    for (int round = 0, last_less = 0; round < kMost && round - last_less < kQuiet; ++round) {
        const bool less_alone = one.keep_least(cost_on(1, [&] { alone = work(); }));
        const bool less_shared = two.keep_least(cost_on(2, [&] { shared = work(); }));
        if (less_alone || less_shared) last_less = round;
    }
    row.ratio = one.busiest / two.busiest;
    row.roofline = row.ratio / 2;
    const auto bytes = [](const std::vector<double>& values) { return std::as_bytes(std::span(values)); };
    const bool same = std::ranges::equal(bytes(alone), bytes(shared));
    row.worst_error = same ? 0 : std::numeric_limits<double>::infinity();
    row.details.push_back(
        fmt::format("busiest thread {:.2f} ms of one, {:.2f} ms of two; from start to end "
                    "{:.2f} and {:.2f} ms; roofline: two cores",
                    1e3 * one.busiest, 1e3 * two.busiest, 1e3 * one.waited, 1e3 * two.waited));
    return row;
}

}  // namespace

std::vector<Row> thread_rows() {
    constexpr int kHeadDim = 128;
    const FrequencyTable table = make_table(default_frequencies(10000, kHeadDim), 1);
    const PairParts parts = pair_parts(make_vector({"gaussian:seed=1"}, kHeadDim, "q").value(),
                                       make_vector({"gaussian:seed=2"}, kHeadDim, "k").value(), HeadShape{});
    const ScoreInputs scores{.table = &table, .parts = &parts, .head_dim = kHeadDim};
    std::vector<Row> rows;
    // The other measures are computed as the cosine sum, or the same at every distance. Tens of milliseconds
    // each, so that both threads get their turn on a busy machine.
    for (const auto& [id, distances] :
         {std::pair{"cosine-sum", 8'000'000}, {"random-same", 4'000'000}, {"rotation-bound", 500'000}}) {
        const DecayInputs inputs{.table = &table, .measure = find_decay_measure(id)->measure};
        std::vector<std::int64_t> columns;
        for (std::int64_t column = 0; column <= 1000; ++column)
            columns.push_back(column * distances / 1000);
        rows.push_back(scaling_row(fmt::format("decay-{}-two-threads", id), [inputs, columns] {
            Progress progress;
            return decay_envelope(inputs, 0, columns, progress).largest;
        }));
    }
    rows.push_back(scaling_row("softmax-means-65536-two-threads", [&] {
        Progress progress;
        const LagView view{.cells = 128, .rows = 512, .columns = 512, .causal = true};
        return softmax_means(scores, view, 65536, progress);
    }));
    const std::vector<double> bases = two_digit_bases(1e3, 1e7);
    rows.push_back(scaling_row("feasible-bases-65536-two-threads", [&] {
        Progress progress;
        const FeasibleBases found = feasible_bases(
            bases, 65536, [](double base) { return make_table(default_frequencies(base, kHeadDim), 1); },
            progress);
        return std::vector<double>(found.feasible.begin(), found.feasible.end());
    }));
    return rows;
}

}  // namespace rope::benchmark
