#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>

#include "core/measure/decay.h"
#include "core/measure/lag_blocks.h"
#include "core/measure/scores.h"
#include "core/rope/rotation.h"
#include "tests/property/generators.h"

namespace rope {
namespace {

using namespace property;

// A random head with its vectors; not copied, because the inputs point into it.
struct AnyHead {
    HeadShape shape = *any_shape();
    FrequencyTable table = table_for(shape, *any_base(), *magnitude(0.5, 2));
    std::vector<double> q = *vector_of(shape.head_dim), k = *vector_of(shape.head_dim);
    PairParts parts = pair_parts(q, k, shape);
    ScoreInputs inputs{.table = &table, .parts = &parts, .head_dim = shape.head_dim};

    AnyHead() = default;
    AnyHead(const AnyHead&) = delete;
    AnyHead& operator=(const AnyHead&) = delete;
    double tolerance() const { return 1e-12 * (1 + 4 * norm(q) * norm(k)); }
};

// Waves of any speed, from none to half a turn a step, which is where they are shared out.
RC_GTEST_PROP(LagLaws, SumsAreTheSumsOfTheirWaves, ()) {
    std::vector<Wave> waves(*rc::gen::inRange<std::size_t>(0, 90));
    const double slowest = *magnitude(1e-18, 0.5);
    double weight = 0;
    for (Wave& wave : waves) {
        const double turns = *magnitude(slowest, 0.5);
        wave = {.weight = *number(-3, 3),
                .origin = *rc::gen::arbitrary<TurnFraction>(),
                .step = static_cast<TurnFraction>(turns * 0x1p64)};
        if (*rc::gen::arbitrary<bool>()) wave.step = -wave.step;
        weight += std::abs(wave.weight);
    }
    const std::int64_t first = *position(std::int64_t{1} << 33);
    std::vector<double> sums(*rc::gen::inRange<std::size_t>(1, 1300));
    LagBlocks(waves).sums(first, sums);
    const std::size_t at = *rc::gen::inRange<std::size_t>(0, sums.size());
    double sum = 0;
    for (const Wave& wave : waves) {
        const TurnFraction phase = phase_at(wave.step, first + static_cast<std::int64_t>(at));
        sum += wave.weight * std::cos(angle(wave.origin + phase));
    }
    RC_ASSERT(std::abs(sums[at] - sum) <= 1e-14 * weight);
}

RC_GTEST_PROP(ScoreLaws, LagsAreRotatedProducts, ()) {
    const AnyHead head;
    Progress progress;
    const std::int64_t first = *position(std::int64_t{1} << 31), key = *position(std::int64_t{1} << 30);
    const int count = *rc::gen::inRange(1, 300);
    const std::vector<double> scores = scores_of_lags(head.inputs, first, count, progress);
    RC_ASSERT(scores.size() == static_cast<std::size_t>(count));
    const int at = *rc::gen::inRange(0, count);
    const std::vector<double> qm =
        rotate(head.q, head.shape, head.table, static_cast<double>(first + at + key));
    const std::vector<double> kn = rotate(head.k, head.shape, head.table, static_cast<double>(key));
    const double direct = dot(qm, kn) / std::sqrt(static_cast<double>(head.shape.head_dim));
    RC_ASSERT(std::abs(scores[static_cast<std::size_t>(at)] - direct) <= head.tolerance());
}

RC_GTEST_PROP(ScoreLaws, NoScoreExceedsItsContent, ()) {
    AnyHead head;
    head.parts.constant = std::abs(head.parts.constant);
    const auto delta = static_cast<double>(*position(1 << 30));
    ScoreInputs content = head.inputs;
    content.part = ScorePart::content;
    RC_ASSERT(std::abs(score_at(head.inputs, delta)) <= score_at(content, delta) + head.tolerance());
}

RC_GTEST_PROP(BlockLaws, MeansAreTheMeansOfTheirCells, ()) {
    const AnyHead head;
    Progress progress;
    const LagView view{.query_from = *position(1000),
                       .key_from = *position(1000),
                       .cells = *rc::gen::inRange(1, 9),
                       .rows = *rc::gen::inRange(1, 5),
                       .columns = *rc::gen::inRange(1, 5),
                       .causal = *rc::gen::arbitrary<bool>()};
    const std::vector<double> means = block_means(head.inputs, view, progress);
    RC_ASSERT(means.size() == static_cast<std::size_t>(view.rows + view.columns - 1));
    const int r = *rc::gen::inRange(0, view.rows), c = *rc::gen::inRange(0, view.columns);
    double sum = 0, cells = 0;
    for (std::int64_t y = 0; y < view.cells; ++y) {
        for (std::int64_t x = 0; x < view.cells; ++x) {
            const std::int64_t delta =
                view.query_from + r * view.cells + y - (view.key_from + c * view.cells + x);
            if (view.causal && delta < 0) continue;
            sum += score_at(head.inputs, static_cast<double>(delta));
            cells += 1;
        }
    }
    const double mean = means[static_cast<std::size_t>(r - c + view.columns - 1)];
    if (cells == 0) {
        RC_ASSERT(std::isnan(mean));
    } else {
        RC_ASSERT(std::abs(mean - sum / cells) <= head.tolerance());
    }
}

RC_GTEST_PROP(BlockLaws, AnyZoomIsTheMeanOfTheZoomBelow, ()) {
    // Blocks too large to be added up: the mean over n·s cells is the mean of n² means over s cells.
    const AnyHead head;
    Progress progress;
    const std::int64_t cells = *rc::gen::inRange<std::int64_t>(1, 1 << 20);
    const int parts = *rc::gen::inRange(2, 6);
    const std::int64_t query_from = *position(1 << 30);
    const std::vector<double> fine = block_means(
        head.inputs, {.query_from = query_from, .cells = cells, .rows = parts, .columns = parts}, progress);
    const std::vector<double> coarse =
        block_means(head.inputs, {.query_from = query_from, .cells = parts * cells}, progress);
    double sum = 0;
    for (int r = 0; r < parts; ++r) {
        for (int c = 0; c < parts; ++c)
            sum += fine[static_cast<std::size_t>(r - c + parts - 1)];
    }
    RC_ASSERT(std::abs(coarse[0] - sum / (parts * parts)) <= head.tolerance());
}

RC_GTEST_PROP(SoftmaxLaws, WeightsOfARowAddUpToOne, ()) {
    const AnyHead head;
    Progress progress;
    const int context = *rc::gen::inRange(1, 40);
    const bool causal = *rc::gen::arbitrary<bool>();
    ScoreInputs inputs = head.inputs;
    inputs.scale_multiplier = *magnitude(0.01, 1000);
    const std::vector<double> weights =
        softmax_means(inputs, {.rows = context, .columns = context, .causal = causal}, context, progress);
    for (int m = 0; m < context; ++m) {
        double sum = 0;
        for (int n = 0; n < context; ++n) {
            const double weight = weights[static_cast<std::size_t>(m * context + n)];
            RC_ASSERT(std::isnan(weight) == (causal && n > m));
            if (n <= m || !causal) sum += weight;
        }
        RC_ASSERT(std::abs(sum - 1) <= 1e-10);
    }
}

RC_GTEST_PROP(DecayLaws, EnvelopesHoldWhatSingleDistancesGive, ()) {
    const AnyHead head;
    Progress progress;
    const std::size_t which = *rc::gen::inRange<std::size_t>(0, decay_measures().size());
    const DecayInputs inputs{.table = &head.table,
                             .measure = decay_measures()[which].measure,
                             .scores = &head.inputs,
                             .head_dim = head.shape.head_dim,
                             .query_norm = norm(head.q)};
    const std::int64_t first = *position(std::int64_t{1} << 31);
    std::vector<std::int64_t> columns{0};
    for (int c = *rc::gen::inRange(1, 6); c > 0; --c)
        columns.push_back(columns.back() + *rc::gen::inRange(0, 90));
    const DecayEnvelope envelope = decay_envelope(inputs, first, columns, progress);
    for (std::size_t c = 0; c + 1 < columns.size(); ++c) {
        std::vector<double> distances;
        for (std::int64_t at = columns[c]; at < columns[c + 1]; ++at)
            distances.push_back(static_cast<double>(first + at));
        if (distances.empty()) {
            RC_ASSERT(std::isnan(envelope.smallest[c]) && std::isnan(envelope.largest[c]));
            continue;
        }
        const DecayCurve curve = decay_at(inputs, distances);
        const auto [smallest, largest] = std::minmax_element(curve.values.begin(), curve.values.end());
        RC_ASSERT(std::abs(envelope.smallest[c] - *smallest) <= head.tolerance());
        RC_ASSERT(std::abs(envelope.largest[c] - *largest) <= head.tolerance());
        RC_ASSERT(envelope.deviation.empty() == curve.deviation.empty());
        if (curve.deviation.empty()) continue;
        const double mean = std::accumulate(curve.deviation.begin(), curve.deviation.end(), 0.0) /
                            static_cast<double>(distances.size());
        // √ near 0 turns an error of ε into √ε.
        RC_ASSERT(std::abs(envelope.deviation[c] - mean) <= 1e-6);
    }
}

RC_GTEST_PROP(DecayLaws, RotationBoundBoundsEveryRotatedPart, ()) {
    // Su et al. 2021, equation 37: |Σ h_i e^{iΔθ_i}| ≤ max|h_{i+1} − h_i| · Σ_j |S_j|, with h_P = 0.
    const AnyHead head;
    const auto delta = static_cast<double>(*position(1 << 24));
    double steepest = 0, real = 0;
    const std::size_t pairs = head.parts.amplitude.size();
    const auto content = [&](std::size_t i) -> std::pair<double, double> {
        if (i == pairs) return {0, 0};
        return {head.parts.amplitude[i] * std::cos(head.parts.phase[i]),
                head.parts.amplitude[i] * std::sin(head.parts.phase[i])};
    };
    for (std::size_t i = 0; i < pairs; ++i) {
        const auto [re, im] = content(i);
        const auto [next_re, next_im] = content(i + 1);
        steepest = std::max(steepest, std::hypot(next_re - re, next_im - im));
        real += head.parts.amplitude[i] * std::cos(head.parts.phase[i] + angle(head.table.phase(i, delta)));
    }
    const double bound = decay_at({.table = &head.table}, std::vector<double>{delta}).values[0];
    RC_ASSERT(std::abs(real) <= steepest * static_cast<double>(pairs) * bound + head.tolerance());
}

}  // namespace
}  // namespace rope
