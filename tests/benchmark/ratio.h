// Ratios of two pieces of work timed alternately in one process, so that a noisy machine slows both. Time is
// what the thread ran, not what other programs took from it.
#pragma once

#include <time.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace rope::benchmark {

struct Row {
    std::string name;
    double ratio = 0;
    double goal = 0;
    bool at_most = true;                     // ratio ≤ goal is good; else ratio ≥ goal
    std::optional<double> worst_error = {};  // against exact values
    std::optional<double> roofline = {};     // what the machine needs at least, of what it took
    std::vector<std::string> details;        // printed below on standard error
    bool met() const { return at_most ? ratio <= goal : ratio >= goal; }
};

// A row whose ratio must reach its goal.
Row at_least(std::string name, double ratio, double goal);

// What one of POSIX's clocks says: CLOCK_THREAD_CPUTIME_ID for what this thread ran.
double seconds_of(clockid_t clock);

// Seconds of the fastest of `repeats` runs after one warm-up: what the work costs when nothing disturbs it.
double fastest(const std::function<void()>& work, int repeats);

// Median over `rounds` of time(work)/time(peer), timed in turn.
double median_ratio(const std::function<void()>& work, const std::function<void()>& peer, int rounds);

// Median of time(peer)/time(work): how many times faster than its peer the work is.
double speedup(const std::function<void()>& work, const std::function<void()>& peer, int rounds);

std::vector<Row> drag_frame_rows();       // drag_frame.cpp
std::vector<Row> lag_kernel_rows();       // lag_kernels.cpp
std::vector<Row> picture_rows();          // pictures.cpp
std::vector<Row> rotation_kernel_rows();  // rotation_kernels.cpp
std::vector<Row> score_map_rows();        // score_map.cpp
std::vector<Row> slider_step_rows();      // slider_step.cpp
std::vector<Row> thread_rows();           // threads.cpp

}  // namespace rope::benchmark
