#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <mutex>
#include <numeric>
#include <optional>

#include "core/measure/decay.h"
#include "core/measure/lag_blocks.h"
#include "core/measure/parallel_lags.h"
#include "core/measure/random_score.h"
#include "core/measure/score_waves.h"

namespace rope {
namespace {

// |re + i im| summed over growing partial sums, one pair at a time, for the lags on one side of a centre.
struct PartialSums {
    std::array<double, kHalfBlock> re{}, im{}, size{};
};

// (1/P) Σ_j |Σ_{i<j} e^{iΔθ}| at runs of whole distances. Its terms cannot share a polynomial: every partial
// sum counts.
class RotationBounds {
  public:
    explicit RotationBounds(std::span<const Wave> waves) : centres_(waves), offsets_(wave_offsets(waves)) {}

    void run(std::int64_t first, std::span<double> out) const {
        const std::size_t terms = centres_.terms();
        std::vector<double> re(kRunBlocks * terms), im(re.size());
        for (std::size_t offset = 0; offset < out.size(); offset += kRunLags) {
            const std::span<double> rest = out.subspan(offset, std::min(kRunLags, out.size() - offset));
            const std::size_t blocks = (rest.size() + kBlockLags - 1) / kBlockLags;
            centres_.find(first + static_cast<std::int64_t>(offset), terms, re.data(), im.data());
            for (std::size_t b = 0; b < blocks; ++b) {
                const std::array<double, kBlockLags> bounds = block(&re[b * terms], &im[b * terms]);
                const std::span<double> to = rest.subspan(b * kBlockLags);
                std::copy_n(bounds.begin(), std::min(kBlockLags, to.size()), to.begin());
            }
        }
    }

  private:
    // For the block of lags around a centre.
    std::array<double, kBlockLags> block(const double* re, const double* im) const {
        const double scale = 1 / static_cast<double>(centres_.terms());
        PartialSums after, before;
        for (std::size_t i = 0; i < centres_.terms(); ++i) {
            const double *c = &offsets_.cosine[i * kHalfBlock], *s = &offsets_.sine[i * kHalfBlock];
            for (std::size_t j = 0; j < kHalfBlock; ++j) {
                const double re_c = re[i] * c[j], im_s = im[i] * s[j];
                const double im_c = im[i] * c[j], re_s = re[i] * s[j];
                after.re[j] += re_c - im_s;
                after.im[j] += im_c + re_s;
                before.re[j] += re_c + im_s;
                before.im[j] += im_c - re_s;
                after.size[j] += std::sqrt(after.re[j] * after.re[j] + after.im[j] * after.im[j]);
                before.size[j] += std::sqrt(before.re[j] * before.re[j] + before.im[j] * before.im[j]);
            }
        }
        std::array<double, kBlockLags> bounds{};
        for (std::size_t j = 0; j < kHalfBlock; ++j) {
            bounds[kHalfBlock + j] = scale * after.size[j];
            bounds[kHalfBlock - 1 - j] = scale * before.size[j];
        }
        return bounds;
    }

    WaveCentres centres_;
    WaveOffsets offsets_;
};

// Distances are counted from `start`, here and below.
std::vector<Wave> cosine_waves(const FrequencyTable& table, std::uint64_t multiple, std::int64_t start) {
    std::vector<Wave> waves;
    for (std::size_t i = 0; i < table.step.size(); ++i)
        waves.push_back({.origin = multiple * wave_phase(table, i, start), .step = multiple * table.step[i]});
    return waves;
}

std::vector<Wave> waves_of(const DecayInputs& inputs, std::int64_t start, double& constant) {
    if (inputs.measure != DecayMeasure::query_key) return cosine_waves(*inputs.table, 1, start);
    require(inputs.scores != nullptr, "decay: query_key needs q and k");
    ScoreWaves score = score_waves(*inputs.scores);
    constant = score.constant;
    for (std::size_t i = 0; i < score.waves.size(); ++i)
        score.waves[i].origin += wave_phase(*inputs.scores->table, score.pair[i], start);
    return std::move(score.waves);
}

// A measure at every whole distance, run by run.
class DecayRuns {
  public:
    DecayRuns(const DecayInputs& inputs, std::int64_t start)
        : measure_(inputs.measure), pairs_(inputs.table->theta.size()) {
        const std::vector<Wave> waves = waves_of(inputs, start, constant_);
        if (measure_ == DecayMeasure::rotation_bound) {
            bounds_.emplace(waves);
        } else {
            waves_.emplace(waves);
        }
        if (is_random(measure_)) random_ = random_score(inputs);
        if (measure_ == DecayMeasure::random_same) squares_.emplace(cosine_waves(*inputs.table, 2, start));
    }

    bool random() const { return random_.has_value(); }
    std::size_t work() const { return (measure_ == DecayMeasure::rotation_bound ? 8 : 2) * pairs_ + 1; }

    void run(std::int64_t first, std::span<double> values, std::span<double> deviation) const {
        if (bounds_) return bounds_->run(first, values);
        if (random_ && !squares_) {  // the same at every distance
            std::fill(values.begin(), values.end(), random_->mean);
            std::fill(deviation.begin(), deviation.end(), random_->deviation_at(0));
            return;
        }
        waves_->sums(first, values);
        if (!random_) {
            for (double& value : values)
                value += constant_;
            return;
        }
        for (double& value : values)
            value = random_->mean_at(value);
        // Σcos² φ = (P + Σcos 2φ)/2
        squares_->sums(first, deviation);
        for (double& value : deviation) {
            value = random_->deviation_at(std::max(0.0, (static_cast<double>(pairs_) + value) / 2));
        }
    }

  private:
    DecayMeasure measure_;
    std::size_t pairs_;
    double constant_ = 0;
    std::optional<RotationBounds> bounds_;
    std::optional<LagBlocks> waves_, squares_;
    std::optional<RandomScore> random_;
};

// The columns of a range of distances, the first and last of them perhaps in part.
struct Part {
    std::size_t from = 0;                              // offset of the range
    std::size_t column = 0;                            // the first
    std::vector<double> smallest, largest, deviation;  // deviation: the sum
};

Part part_of(std::span<const double> values, std::span<const double> deviation, std::size_t from,
             std::span<const std::int64_t> column_of_first) {
    const auto last_of = [&](std::size_t column) {
        return static_cast<std::size_t>(column_of_first[column + 1] - column_of_first[0]);
    };
    Part part{.from = from, .column = 0, .smallest = {}, .largest = {}, .deviation = {}};
    while (last_of(part.column) <= from)
        ++part.column;
    std::size_t at = 0;
    for (std::size_t column = part.column; at < values.size(); ++column) {
        const std::size_t count = std::min(last_of(column) - from, values.size()) - at;
        const std::span<const double> of_column = values.subspan(at, count);
        part.smallest.push_back(smallest_of(of_column));
        part.largest.push_back(largest_of(of_column));
        if (!deviation.empty()) {
            const std::span<const double> of_deviation = deviation.subspan(at, count);
            part.deviation.push_back(std::accumulate(of_deviation.begin(), of_deviation.end(), 0.0));
        }
        at += count;
    }
    return part;
}

}  // namespace

DecayEnvelope decay_envelope(const DecayInputs& inputs, std::int64_t first,
                             std::span<const std::int64_t> column_of_first, Progress& progress) {
    require(inputs.table != nullptr, "decay: a frequency table is needed");
    require(!column_of_first.empty() && std::is_sorted(column_of_first.begin(), column_of_first.end()),
            "decay_envelope: columns must ascend");
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    const DecayRuns decay(inputs, first + column_of_first.front());
    const std::size_t columns = column_of_first.size() - 1;
    DecayEnvelope envelope{.smallest = std::vector<double>(columns, kNone),
                           .largest = std::vector<double>(columns, kNone),
                           .deviation = std::vector<double>(decay.random() ? columns : 0, 0.0)};
    std::vector<Part> parts;
    std::mutex adding;
    const auto range = [&](std::size_t from, std::size_t to) {
        std::vector<double> values(to - from), deviation(decay.random() ? to - from : 0);
        decay.run(static_cast<std::int64_t>(from), values, deviation);
        Part part = part_of(values, deviation, from, column_of_first);
        const std::scoped_lock lock(adding);
        parts.push_back(std::move(part));
    };
    const auto count = static_cast<std::size_t>(column_of_first.back() - column_of_first.front());
    if (!for_ranges(count, decay.work(), progress, range)) return {};
    // In order, so that sums round the same however many threads there were.
    std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.from < b.from; });
    for (const Part& part : parts) {
        for (std::size_t c = 0; c < part.smallest.size(); ++c) {
            if (part.smallest[c] > part.largest[c]) continue;  // no distance in this column
            double &smallest = envelope.smallest[part.column + c],
                   &largest = envelope.largest[part.column + c];
            if (!(smallest <= part.smallest[c])) smallest = part.smallest[c];
            if (!(largest >= part.largest[c])) largest = part.largest[c];
            if (decay.random()) envelope.deviation[part.column + c] += part.deviation[c];
        }
    }
    for (std::size_t c = 0; c < envelope.deviation.size(); ++c) {
        envelope.deviation[c] /= static_cast<double>(column_of_first[c + 1] - column_of_first[c]);
    }
    return envelope;
}

}  // namespace rope
