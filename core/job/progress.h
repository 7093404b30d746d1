// Passed down into long computations: they report a fraction and ask whether anybody still wants the answer.
#pragma once

#include <atomic>

namespace rope {

class Progress {
  public:
    void report(double fraction) { fraction_.store(fraction, std::memory_order_relaxed); }  // 0 … 1
    double fraction() const { return fraction_.load(std::memory_order_relaxed); }
    void cancel() { cancelled_.store(true, std::memory_order_relaxed); }
    // Ask at least every millisecond of work; when true, return anything: the answer is thrown away.
    bool cancelled() const { return cancelled_.load(std::memory_order_relaxed); }

  private:
    std::atomic<double> fraction_{0};
    std::atomic<bool> cancelled_{false};
};

}  // namespace rope
