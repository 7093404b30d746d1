#include "core/job/latest_job.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

namespace rope {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

LatestJob::Work answering(int value) {
    return [value](Progress&) { return std::make_shared<const int>(value); };
}

// Runs until it is cancelled; says when it has started.
LatestJob::Work endless(std::promise<void>& started) {
    return [&started](Progress& progress) -> std::shared_ptr<const void> {
        started.set_value();
        while (!progress.cancelled())
            std::this_thread::sleep_for(1ms);
        return std::make_shared<const int>(-1);
    };
}

int number(const LatestJob::Answer& answer) {
    return *std::static_pointer_cast<const int>(answer.result);
}

TEST(LatestJob, AnswersOnceWithItsKeyAndWakes) {
    std::atomic<int> woken{0};
    std::promise<void> first_wake;
    LatestJob job([&] {
        if (++woken == 1) first_wake.set_value();
    });
    EXPECT_FALSE(job.busy());
    job.request("a", answering(5));
    ASSERT_TRUE(job.wait_for(10s));
    const LatestJob::Answer answer = job.take();
    EXPECT_EQ(answer.key, "a");
    ASSERT_NE(answer.result, nullptr);
    EXPECT_EQ(number(answer), 5);
    EXPECT_EQ(job.take().result, nullptr) << "an answer is taken once";
    EXPECT_FALSE(job.busy());
    ASSERT_EQ(first_wake.get_future().wait_for(10s), std::future_status::ready);
    EXPECT_EQ(woken, 1);
}

TEST(LatestJob, ANewerRequestCancelsTheRunningOneWhichNeverAnswers) {
    LatestJob job({});
    std::promise<void> started;
    job.request("old", endless(started));
    started.get_future().wait();
    job.request("new", answering(2));
    ASSERT_TRUE(job.wait_for(10s));
    const LatestJob::Answer answer = job.take();
    EXPECT_EQ(answer.key, "new");
    EXPECT_EQ(number(answer), 2);
}

TEST(LatestJob, OfManyWaitingOnlyTheNewestRuns) {
    LatestJob job({});
    std::promise<void> started;
    std::atomic<int> ran{0};
    job.request("first", endless(started));
    started.get_future().wait();
    std::promise<void> release;
    const std::shared_future<void> released = release.get_future().share();
    // The first of these may be picked up as soon as `first` is cancelled; all between it and the last never
    // run.
    for (int i = 1; i <= 100; ++i) {
        job.request(std::to_string(i), [&ran, released, i](Progress&) {
            released.wait();
            ++ran;
            return std::make_shared<const int>(i);
        });
    }
    release.set_value();
    ASSERT_TRUE(job.wait_for(10s));
    EXPECT_EQ(job.take().key, "100");
    EXPECT_LE(ran, 2);
}

TEST(LatestJob, ReportsTheFractionOfTheRunningWork) {
    LatestJob job({});
    std::promise<void> reported;
    job.request("a", [&](Progress& progress) -> std::shared_ptr<const void> {
        progress.report(0.25);
        reported.set_value();
        while (!progress.cancelled())
            std::this_thread::sleep_for(1ms);
        return nullptr;
    });
    reported.get_future().wait();
    EXPECT_TRUE(job.busy());
    EXPECT_EQ(job.fraction(), 0.25);
    EXPECT_FALSE(job.wait_for(1ms)) << "it is not done";
}

TEST(LatestJob, FaultsRow68_LeavingCancelsLongWorkInUnder100Milliseconds) {
    std::promise<void> started;
    auto job = std::make_unique<LatestJob>(nullptr);
    job->request("a", endless(started));
    started.get_future().wait();
    job->request("b", answering(1));
    const auto before = Clock::now();
    job.reset();
    EXPECT_LT(Clock::now() - before, 100ms);
}

TEST(LatestJob, AnAnswerNotYetTakenOutlivesANewerRequest) {
    LatestJob job({});
    job.request("a", answering(1));
    ASSERT_TRUE(job.wait_for(10s));
    std::promise<void> started;
    job.request("b", endless(started));
    started.get_future().wait();
    EXPECT_EQ(job.take().key, "a") << "the last finished result stays on screen, so it must arrive there";
}

}  // namespace
}  // namespace rope
