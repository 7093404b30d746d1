#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
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
    std::array<double, LagBlocks::kHalf> re{}, im{}, size{};
};

// (1/P) Σ_j |Σ_{i<j} e^{iΔθ}| for the block of lags around a centre.
std::array<double, LagBlocks::kLength> rotation_bound_block(const LagBlocks& blocks, const double* re,
                                                            const double* im) {
    constexpr std::size_t kHalf = LagBlocks::kHalf;
    const double scale = 1 / static_cast<double>(blocks.terms());
    PartialSums after, before;
    for (std::size_t i = 0; i < blocks.terms(); ++i) {
        const double *c = blocks.cosine(i), *s = blocks.sine(i);
        for (std::size_t j = 0; j < kHalf; ++j) {
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
    std::array<double, LagBlocks::kLength> block{};
    for (std::size_t j = 0; j < kHalf; ++j) {
        block[kHalf + j] = scale * after.size[j];
        block[kHalf - 1 - j] = scale * before.size[j];
    }
    return block;
}

// The same at first, first + 1, …
void rotation_bounds(const LagBlocks& blocks, std::int64_t first, std::span<double> out) {
    blocks.for_each_run(
        first, out.size(), [&](std::size_t offset, std::size_t count, const double* re, const double* im) {
            for (std::size_t b = 0; b < count; ++b, offset += LagBlocks::kLength) {
                const auto block =
                    rotation_bound_block(blocks, re + b * blocks.terms(), im + b * blocks.terms());
                std::copy_n(block.begin(), std::min(block.size(), out.size() - offset),
                            out.begin() + static_cast<std::ptrdiff_t>(offset));
            }
        });
}

std::vector<Wave> cosine_waves(const FrequencyTable& table, std::uint64_t multiple) {
    std::vector<Wave> waves;
    for (const TurnFraction step : table.step)
        waves.push_back({.step = multiple * step});
    return waves;
}

std::vector<Wave> waves_of(const DecayInputs& inputs, double& constant) {
    if (inputs.measure != DecayMeasure::query_key) return cosine_waves(*inputs.table, 1);
    require(inputs.scores != nullptr, "decay: query_key needs q and k");
    ScoreWaves score = score_waves(*inputs.scores);
    constant = score.constant;
    return std::move(score.waves);
}

// A measure at every whole distance, run by run.
class DecayRuns {
  public:
    explicit DecayRuns(const DecayInputs& inputs)
        : measure_(inputs.measure), pairs_(inputs.table->theta.size()), waves_(waves_of(inputs, constant_)) {
        if (is_random(measure_)) random_ = random_score(inputs);
        if (measure_ == DecayMeasure::random_same) squares_.emplace(cosine_waves(*inputs.table, 2));
    }

    bool random() const { return random_.has_value(); }
    std::size_t work() const { return (measure_ == DecayMeasure::rotation_bound ? 8 : 2) * pairs_ + 1; }

    void run(std::int64_t first, std::span<double> values, std::span<double> deviation) const {
        if (measure_ == DecayMeasure::rotation_bound) return rotation_bounds(waves_, first, values);
        if (random_ && !squares_) {  // the same at every distance
            std::fill(values.begin(), values.end(), random_->mean);
            std::fill(deviation.begin(), deviation.end(), random_->deviation_at(0));
            return;
        }
        waves_.sums(first, values);
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
    LagBlocks waves_;
    std::optional<LagBlocks> squares_;
    std::optional<RandomScore> random_;
};

}  // namespace

DecayEnvelope decay_envelope(const DecayInputs& inputs, std::int64_t first,
                             std::span<const std::int64_t> column_of_first, Progress& progress) {
    require(inputs.table != nullptr, "decay: a frequency table is needed");
    require(!column_of_first.empty() && std::is_sorted(column_of_first.begin(), column_of_first.end()),
            "decay_envelope: columns must ascend");
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    constexpr std::int64_t kAtOnce = std::int64_t{1} << 20;  // bounds the memory, whatever the context is
    const DecayRuns decay(inputs);
    const std::size_t columns = column_of_first.size() - 1;
    DecayEnvelope envelope{.smallest = std::vector<double>(columns, kNone),
                           .largest = std::vector<double>(columns, kNone),
                           .deviation = std::vector<double>(decay.random() ? columns : 0, 0.0)};
    std::size_t column = 0;
    for (std::int64_t start = column_of_first.front(); start < column_of_first.back(); start += kAtOnce) {
        const auto count = static_cast<std::size_t>(std::min(kAtOnce, column_of_first.back() - start));
        std::vector<double> values(count), deviation(decay.random() ? count : 0);
        const auto run = [&](std::size_t from, std::size_t to) {
            decay.run(first + start + static_cast<std::int64_t>(from),
                      std::span(values).subspan(from, to - from),
                      decay.random() ? std::span(deviation).subspan(from, to - from) : std::span<double>{});
        };
        if (!for_ranges(count, decay.work(), progress, run)) return {};
        for (std::size_t at = 0; at < count; ++at) {
            const std::int64_t offset = start + static_cast<std::int64_t>(at);
            while (offset >= column_of_first[column + 1])
                ++column;
            double &smallest = envelope.smallest[column], &largest = envelope.largest[column];
            if (!(smallest <= values[at])) smallest = values[at];
            if (!(largest >= values[at])) largest = values[at];
            if (decay.random()) envelope.deviation[column] += deviation[at];
        }
    }
    for (std::size_t c = 0; c < envelope.deviation.size(); ++c) {
        envelope.deviation[c] /= static_cast<double>(column_of_first[c + 1] - column_of_first[c]);
    }
    return envelope;
}

}  // namespace rope
