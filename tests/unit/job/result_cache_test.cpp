#include "core/job/result_cache.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace rope {
namespace {

// Gets the number under `key`, counting how often it had to be made.
struct Counted {
    ResultCache cache;
    int made = 0;

    int get(const std::string& key, int value, std::size_t bytes = 10) {
        return *cache.get<int>(
            key,
            [&] {
                ++made;
                return std::make_shared<const int>(value);
            },
            [&](const int&) { return bytes; });
    }
};

TEST(ResultCache, MakesOnceAndFindsAgain) {
    Counted counted;
    EXPECT_EQ(counted.get("a", 1), 1);
    EXPECT_EQ(counted.get("a", 2), 1) << "the second answer is the first one's";
    EXPECT_EQ(counted.made, 1);
    const auto statistics = counted.cache.statistics();
    EXPECT_EQ(statistics.hits, 1u);
    EXPECT_EQ(statistics.misses, 1u);
    EXPECT_EQ(statistics.entries, 1u);
    EXPECT_EQ(statistics.bytes, 10u);
}

TEST(ResultCache, TheSameKeyOfAnotherTypeIsAnotherResult) {
    ResultCache cache;
    const auto one = [](const auto&) { return std::size_t{1}; };
    EXPECT_EQ(*cache.get<int>(
                  "a", [] { return std::make_shared<const int>(7); }, one),
              7);
    EXPECT_EQ(*cache.get<double>(
                  "a", [] { return std::make_shared<const double>(0.5); }, one),
              0.5);
}

TEST(ResultCache, TheLeastRecentlyUsedGoesFirst) {
    Counted counted{ResultCache(30)};
    counted.get("a", 1);
    counted.get("b", 2);
    counted.get("c", 3);
    counted.get("a", 1);  // now b is the oldest
    counted.get("d", 4);
    EXPECT_EQ(counted.made, 4);
    EXPECT_LE(counted.cache.statistics().bytes, 30u);
    counted.get("a", 1);
    counted.get("c", 3);
    EXPECT_EQ(counted.made, 4) << "a and c are still there";
    counted.get("b", 2);
    EXPECT_EQ(counted.made, 5) << "b had gone";
}

TEST(ResultCache, WhatCanNeverFitDrivesNothingOut) {
    Counted counted{ResultCache(30)};
    counted.get("a", 1);
    EXPECT_EQ(counted.get("huge", 2, 31), 2);
    EXPECT_EQ(counted.cache.statistics().entries, 1u);
    counted.get("a", 1);
    EXPECT_EQ(counted.made, 2);
}

TEST(ResultCache, ACancelledAnswerIsNotKept) {
    ResultCache cache;
    const auto one = [](const int&) { return std::size_t{1}; };
    EXPECT_EQ(cache.get<int>(
                  "a", [] { return std::shared_ptr<const int>(); }, one),
              nullptr);
    EXPECT_EQ(*cache.get<int>(
                  "a", [] { return std::make_shared<const int>(3); }, one),
              3);
}

TEST(ResultCache, ClearForgetsButWhoeverHoldsAResultKeepsIt) {
    ResultCache cache;
    const auto make = [] { return std::make_shared<const int>(3); };
    const auto one = [](const int&) { return std::size_t{1}; };
    const auto held = cache.get<int>("a", make, one);
    cache.clear();
    EXPECT_EQ(cache.statistics().entries, 0u);
    EXPECT_EQ(cache.statistics().bytes, 0u);
    EXPECT_EQ(*held, 3);
}

TEST(ResultCache, ServesManyThreads) {
    ResultCache cache(500);
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 2000; ++i) {
                const int number = (i * 7 + t) % 80;
                const auto got = cache.get<int>(
                    std::to_string(number), [&] { return std::make_shared<const int>(number); },
                    [](const int&) { return std::size_t{10}; });
                if (*got != number) ++wrong;
            }
        });
    }
    for (std::thread& thread : threads)
        thread.join();
    EXPECT_EQ(wrong, 0);
    EXPECT_LE(cache.statistics().bytes, 500u);
    EXPECT_EQ(cache.statistics().hits + cache.statistics().misses, 8000u);
}

}  // namespace
}  // namespace rope
