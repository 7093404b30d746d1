#include <algorithm>
#include <cmath>
#include <limits>

#include "core/measure/parallel_lags.h"
#include "core/measure/scores.h"

namespace rope {
namespace {

// Prefix sums of exp(score) along one direction of lags. A score more than kHeadroom above the reference
// starts a new epoch with a reference of its own, so that neither late scores overflow nor early rows vanish.
class WeightPrefix {
  public:
    explicit WeightPrefix(std::span<const double> scores) : sums_(scores.size() + 1) {
        epochs_.push_back({0, scores.empty() ? 0 : scores[0]});
        for (std::size_t t = 0; t < scores.size(); ++t) {
            double before = sums_[t];
            const double reference = epochs_.back().reference;
            if (scores[t] > reference + kHeadroom) {
                before *= std::exp(reference - scores[t]);
                epochs_.push_back({t + 1, scores[t]});
            }
            sums_[t + 1] = before + std::exp(scores[t] - epochs_.back().reference);
        }
    }

    double reference(std::size_t terms) const { return epoch(terms).reference; }

    // Σ of the first `terms` weights exp(score − reference).
    double sum(std::size_t terms, double reference) const {
        if (terms == 0) return 0;
        const double own = epochs_.size() == 1 ? epochs_[0].reference : epoch(terms).reference;
        return own == reference ? sums_[terms] : sums_[terms] * std::exp(own - reference);
    }

    // Σ of the weights from … to − 1.
    double between(std::int64_t from, std::int64_t to, double reference) const {
        return sum(static_cast<std::size_t>(to), reference) - sum(static_cast<std::size_t>(from), reference);
    }

  private:
    static constexpr double kHeadroom = 300;
    struct Epoch {
        std::size_t from;  // first index into sums_ that it holds for
        double reference;
    };
    const Epoch& epoch(std::size_t terms) const {
        const auto after = std::upper_bound(epochs_.begin(), epochs_.end(), terms,
                                            [](std::size_t t, const Epoch& e) { return t < e.from; });
        return *std::prev(after);
    }

    std::vector<double> sums_;
    std::vector<Epoch> epochs_;
};

std::vector<double> backward_scores(const ScoreInputs& inputs, std::int64_t count, Progress& progress) {
    std::vector<double> scores = scores_of_lags(inputs, -count, count, progress);  // −count … −1
    std::reverse(scores.begin(), scores.end());
    return scores;
}

// The queries of one row of blocks, whose sums are taken block by block: over consecutive queries both ends
// of a block move along the prefix sums one by one, so that what is read next is at hand.
class BlockRow {
  public:
    BlockRow(const WeightPrefix& past, const WeightPrefix& future, std::int64_t keys, bool causal,
             std::int64_t first, std::int64_t end)
        : past_(past), future_(future), keys_(keys), causal_(causal), first_(first) {
        for (std::int64_t m = first; m < end; ++m) {
            const auto before = static_cast<std::size_t>(m + 1);
            const auto after = static_cast<std::size_t>(causal ? 0 : keys - 1 - m);
            const double reference = after > 0 ? std::max(past.reference(before), future.reference(after))
                                               : past.reference(before);
            reference_.push_back(reference);
            total_.push_back(past.sum(before, reference) + future.sum(after, reference));
        }
    }

    // Mean weight of the keys from … to − 1 that exist and are visible; NaN where none is.
    double mean(std::int64_t from, std::int64_t to) const {
        double sum = 0;
        std::int64_t cells = 0;
        const std::int64_t first = std::max<std::int64_t>(from, 0);
        for (std::size_t i = 0; i < total_.size(); ++i) {
            const std::int64_t m = first_ + static_cast<std::int64_t>(i);
            const std::int64_t last = std::min(to, causal_ ? m + 1 : keys_);
            if (first >= last) continue;
            const std::int64_t split = std::clamp(m + 1, first, last);
            double weight = 0;
            if (first < split) {  // keys first … split − 1 lie m − split + 1 … m − first behind
                weight += past_.between(m - split + 1, m - first + 1, reference_[i]);
            }
            if (split < last) weight += future_.between(split - 1 - m, last - 1 - m, reference_[i]);
            sum += weight / total_[i];
            cells += last - first;
        }
        return cells > 0 ? sum / static_cast<double>(cells) : std::numeric_limits<double>::quiet_NaN();
    }

  private:
    const WeightPrefix& past_;    // lags 0, 1, 2, …: keys at and before the query
    const WeightPrefix& future_;  // lags −1, −2, …: empty if causal
    std::int64_t keys_;
    bool causal_;
    std::int64_t first_;
    std::vector<double> reference_, total_;  // of each query
};

}  // namespace

std::vector<double> softmax_means(const ScoreInputs& inputs, const LagView& view, std::int64_t context,
                                  Progress& progress) {
    require(view.rows >= 1 && view.columns >= 1 && view.cells >= 1, "softmax_means: an empty view");
    require(context >= 1 && view.query_from >= 0, "softmax_means: rows before the first token");
    const std::int64_t end = std::min(context, view.query_from + view.rows * view.cells);
    const std::vector<double> past_scores = scores_of_lags(inputs, 0, end, progress);
    const std::vector<double> future_scores =
        view.causal ? std::vector<double>{}
                    : backward_scores(inputs, context - 1 - view.query_from, progress);
    if (progress.cancelled()) return {};
    const WeightPrefix past(past_scores), future(future_scores);

    const auto columns = static_cast<std::size_t>(view.columns);
    std::vector<double> means(static_cast<std::size_t>(view.rows) * columns);
    const auto run = [&](std::size_t from, std::size_t to) {
        for (std::size_t r = from; r < to && !progress.cancelled(); ++r) {
            const std::int64_t first = view.query_from + static_cast<std::int64_t>(r) * view.cells;
            const BlockRow row(past, future, context, view.causal, first,
                               std::min(first + view.cells, context));
            for (std::size_t c = 0; c < columns; ++c) {
                const std::int64_t key = view.key_from + static_cast<std::int64_t>(c) * view.cells;
                means[r * columns + c] = row.mean(key, key + view.cells);
            }
        }
    };
    const std::size_t row_work = static_cast<std::size_t>(view.cells) * columns;
    if (!for_ranges(static_cast<std::size_t>(view.rows), row_work, progress, run)) return {};
    return means;
}

}  // namespace rope
