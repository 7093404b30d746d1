#include "core/measure/softmax_rows.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/checked.h"

namespace rope {

void SoftmaxRowSums::add(double score) {
    const std::int64_t delta = count_++;
    last_ = score;
    if (delta == 0) {
        first_ = largest_ = score;
    } else if (score > largest_) {
        const double rise = score - largest_, fade = std::exp(-rise);
        // Each old term e^{s − largest} becomes e^{s − score}; the old largest joins them.
        surprise_ = fade == 0 ? 0 : fade * (surprise_ + rise * (1 + rest_));
        distance_ = fade * (distance_ + static_cast<double>(largest_at_));
        rest_ = fade * (1 + rest_);
        largest_ = score;
        largest_at_ = delta;
    } else {
        const double fall = largest_ - score, weight = std::exp(-fall);
        rest_ += weight;
        surprise_ += weight == 0 ? 0 : fall * weight;
        distance_ += static_cast<double>(delta) * weight;
    }
}

SoftmaxRow SoftmaxRowSums::row() const {
    require(count_ > 0, "softmax row without scores");
    const double total = 1 + rest_;
    const double log_total = std::log1p(rest_);
    return {.log_sum_exp = largest_ + log_total,
            .weight_self = std::exp(first_ - largest_ - log_total),
            .weight_first = std::exp(last_ - largest_ - log_total),
            .weight_best = std::exp(-log_total),
            .entropy = log_total + surprise_ / total,
            .mean_distance = (static_cast<double>(largest_at_) + distance_) / total,
            .max_weight_distance = largest_at_};
}

std::vector<SoftmaxRow> softmax_rows(std::span<const double> scores, std::span<const std::int64_t> rows) {
    std::vector<std::size_t> order(rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rows[a] < rows[b]; });
    std::vector<SoftmaxRow> found(rows.size());
    SoftmaxRowSums sums;
    std::size_t added = 0;
    for (const std::size_t at : order) {
        require(rows[at] >= 0 && static_cast<std::size_t>(rows[at]) < scores.size(),
                "softmax_rows: no such row");
        while (added <= static_cast<std::size_t>(rows[at]))
            sums.add(scores[added++]);
        found[at] = sums.row();
    }
    return found;
}

ListedRow softmax_of_listed(std::span<const double> scores, std::span<const double> distances) {
    require(scores.size() == distances.size(), "softmax_of_listed: one distance per score");
    std::size_t largest = scores.size();
    for (std::size_t i = 0; i < scores.size(); ++i) {
        if (!std::isnan(scores[i]) && (largest == scores.size() || scores[i] > scores[largest])) largest = i;
    }
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    if (largest == scores.size()) return {kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone};
    // Without the largest, whose weight is 1: so a row with one winner keeps its entropy.
    double rest = 0, surprise = 0, distance = distances[largest];
    std::size_t first = largest, farthest = largest;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        if (i == largest || std::isnan(scores[i])) continue;
        const double fall = scores[largest] - scores[i], weight = std::exp(-fall);
        rest += weight;
        surprise += weight == 0 ? 0 : fall * weight;
        distance += weight * distances[i];
        const double beyond = std::abs(distances[i]) - std::abs(distances[farthest]);
        if (distances[i] > distances[first]) first = i;
        if (beyond > 0 || (beyond == 0 && distances[i] > distances[farthest])) farthest = i;
    }
    const double log_total = std::log1p(rest);
    const auto weight_of = [&](std::size_t i) { return std::exp(scores[i] - scores[largest] - log_total); };
    ListedRow row{.log_sum_exp = scores[largest] + log_total,
                  .entropy = log_total + surprise / (1 + rest),
                  .mean_distance = distance / (1 + rest),
                  .weight_first = weight_of(first),
                  .weight_farthest = weight_of(farthest),
                  .weight_best = weight_of(largest),
                  .best_distance = distances[largest]};
    for (std::size_t i = 0; i < scores.size(); ++i) {
        if (distances[i] == 0 && !std::isnan(scores[i])) row.weight_self += weight_of(i);
    }
    return row;
}

}  // namespace rope
