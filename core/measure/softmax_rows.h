// What causal softmax makes of a score that depends on the distance alone, for any number of rows in one
// pass. Source: docs/spec-attention.md, softmax_toeplitz.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace rope {

// Row m attends to the distances 0 … m.
struct SoftmaxRow {
    double log_sum_exp = 0;
    double weight_self = 0;                // of distance 0
    double weight_first = 0;               // of distance m: the first token, the farthest
    double weight_best = 0;                // the largest
    double entropy = 0;                    // [nats]
    double mean_distance = 0;              // [tokens]
    std::int64_t max_weight_distance = 0;  // the nearest one, should several tie
};

// One row further with every score. Sums are kept relative to the largest score so far and exclude it, so
// that neither scores of thousands overflow nor the entropy of a row with one winner is lost in rounding.
class SoftmaxRowSums {
  public:
    void add(double score);  // of the next distance, 0 first
    SoftmaxRow row() const;  // after at least one score

  private:
    std::int64_t count_ = 0;
    double first_ = 0, last_ = 0;
    double largest_ = 0;
    std::int64_t largest_at_ = 0;
    double rest_ = 0;      // Σ e^{s − largest} without the largest
    double surprise_ = 0;  // Σ (largest − s) e^{s − largest}
    double distance_ = 0;  // Σ Δ e^{s − largest} without the largest
};

// The rows asked for, in their order. 0 ≤ row < scores.size(). Cost O(largest row) and O(1) memory a row.
std::vector<SoftmaxRow> softmax_rows(std::span<const double> scores, std::span<const std::int64_t> rows);

// One row over keys that stand anywhere, masked or not: the same quantities by their definition, of the keys
// that are there. NaN scores are hidden keys; all NaN where every key is. Cost O(keys).
struct ListedRow {
    double log_sum_exp = 0;
    double entropy = 0;          // [nats]
    double mean_distance = 0;    // [tokens], signed: keys after the query count negatively
    double weight_self = 0;      // of the keys that stand where the query does; 0 where none does
    double weight_first = 0;     // of the key that stands first of all, the attention sink
    double weight_farthest = 0;  // of the key farthest from the query; the earlier of two
    double weight_best = 0;      // the largest
    double best_distance = 0;    // [tokens] of that key; of the one listed first, should several tie
};
ListedRow softmax_of_listed(std::span<const double> scores, std::span<const double> distances);

}  // namespace rope
