#include "tests/benchmark/ratio.h"

#include <algorithm>
#include <limits>

namespace rope::benchmark {
namespace {

double seconds(const std::function<void()>& work) {
    const double start = seconds_of(CLOCK_THREAD_CPUTIME_ID);
    work();
    return seconds_of(CLOCK_THREAD_CPUTIME_ID) - start;
}

}  // namespace

double seconds_of(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

Row at_least(std::string name, double ratio, double goal) {
    return {.name = std::move(name), .ratio = ratio, .goal = goal, .at_most = false, .details = {}};
}

double fastest(const std::function<void()>& work, int repeats) {
    work();
    double best = std::numeric_limits<double>::infinity();
    for (int i = 0; i < repeats; ++i)
        best = std::min(best, seconds(work));
    return best;
}

double median_ratio(const std::function<void()>& work, const std::function<void()>& peer, int rounds) {
    work();
    peer();
    std::vector<double> ratios;
    for (int i = 0; i < rounds; ++i) {
        const double ours = seconds(work);
        ratios.push_back(ours / seconds(peer));
    }
    std::nth_element(ratios.begin(), ratios.begin() + rounds / 2, ratios.end());
    return ratios[static_cast<std::size_t>(rounds / 2)];
}

double speedup(const std::function<void()>& work, const std::function<void()>& peer, int rounds) {
    return 1 / median_ratio(work, peer, rounds);
}

}  // namespace rope::benchmark
