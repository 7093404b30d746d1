#include "core/job/latest_job.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace rope {

struct LatestJob::State {
    struct Request {
        std::string key;
        Work work;
    };

    explicit State(std::function<void()> wake_when_done) : wake(std::move(wake_when_done)) {}

    void run();

    const std::function<void()> wake;
    mutable std::mutex mutex;
    std::condition_variable changed;  // a request came, one finished, or it is time to leave
    std::optional<Request> waiting;
    std::shared_ptr<Progress> running;  // null when nothing runs
    Answer answer;
    bool leaving = false;
    std::thread worker;
};

void LatestJob::State::run() {
    std::unique_lock lock(mutex);
    while (true) {
        changed.wait(lock, [&] { return leaving || waiting; });
        if (leaving) return;
        Request request = std::move(*waiting);
        waiting.reset();
        const auto progress = std::make_shared<Progress>();
        running = progress;
        lock.unlock();

        std::shared_ptr<const void> result = request.work(*progress);
        request.work = nullptr;  // what it captured is released here, not under the lock

        lock.lock();
        running.reset();
        const bool answers = result && !progress->cancelled();
        if (answers) answer = {std::move(request.key), std::move(result)};
        changed.notify_all();
        if (answers && wake) {
            lock.unlock();
            wake();
            lock.lock();
        }
    }
}

LatestJob::LatestJob(std::function<void()> wake) : state_(std::make_unique<State>(std::move(wake))) {
    state_->worker = std::thread([state = state_.get()] { state->run(); });
}

LatestJob::~LatestJob() {
    {
        const std::lock_guard lock(state_->mutex);
        state_->leaving = true;
        if (state_->running) state_->running->cancel();
    }
    state_->changed.notify_all();
    state_->worker.join();
}

void LatestJob::request(std::string key, Work work) {
    std::optional<State::Request> replaced;  // destroyed after the lock
    const std::lock_guard lock(state_->mutex);
    replaced = std::exchange(state_->waiting, State::Request{std::move(key), std::move(work)});
    if (state_->running) state_->running->cancel();
    state_->changed.notify_all();
}

bool LatestJob::wait_for(std::chrono::microseconds limit) {
    std::unique_lock lock(state_->mutex);
    return state_->changed.wait_for(lock, limit, [&] { return !state_->waiting && !state_->running; });
}

LatestJob::Answer LatestJob::take() {
    const std::lock_guard lock(state_->mutex);
    return std::exchange(state_->answer, {});
}

bool LatestJob::busy() const {
    const std::lock_guard lock(state_->mutex);
    return state_->waiting || state_->running;
}

double LatestJob::fraction() const {
    const std::lock_guard lock(state_->mutex);
    return state_->running ? state_->running->fraction() : 0;
}

}  // namespace rope
