#include "core/base/extended.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace rope {
namespace {

// Under tsan this finds what the library below fills on first use without a lock.
TEST(Extended, SeveralThreadsMayBeginAtOnce) {
    const auto work = [](double x) {
        double sum = 0;
        for (int i = 1; i <= 20; ++i) {
            const Extended y(x + i);
            const Extended all = log(y) + pow(y, Extended(-2) / 7) + sin(y) + cos(y) + tan(y) + atan(y) +
                                 atan2(y, Extended(2)) + floor(y) + ceil(y) + abs(-y) + two_pi();
            sum += all.to_double() + static_cast<double>(turn_step(y));
        }
        return sum;
    };
    std::vector<double> sums(4);
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < sums.size(); ++i)
        threads.emplace_back([&, i] { sums[i] = work(static_cast<double>(i)); });
    for (std::thread& thread : threads)
        thread.join();
    for (std::size_t i = 0; i < sums.size(); ++i)
        EXPECT_EQ(sums[i], work(static_cast<double>(i)));
}

}  // namespace
}  // namespace rope
