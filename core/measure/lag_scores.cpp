#include "core/measure/parallel_lags.h"
#include "core/measure/score_waves.h"
#include "core/measure/scores.h"

namespace rope {

double score_at(const ScoreInputs& inputs, double delta) {
    const ScoreWaves score = score_waves(inputs);
    double sum = score.constant;
    for (std::size_t i = 0; i < score.waves.size(); ++i) {
        const Wave& wave = score.waves[i];
        const ExactPhase phase = ExactPhase{wave.origin} + inputs.table->phase(score.pair[i], delta);
        sum += wave.weight * cosine(phase);
    }
    return sum;
}

std::vector<double> scores_of_lags(const ScoreInputs& inputs, std::int64_t first, std::int64_t count,
                                   Progress& progress) {
    if (count <= 0) return {};
    ScoreWaves score = score_waves(inputs);
    for (std::size_t i = 0; i < score.waves.size(); ++i)
        score.waves[i].origin += wave_phase(*inputs.table, score.pair[i], first);
    const LagBlocks blocks(score.waves);
    std::vector<double> scores(static_cast<std::size_t>(count));
    const auto run = [&](std::size_t from, std::size_t to) {
        const std::span<double> range = std::span(scores).subspan(from, to - from);
        blocks.sums(static_cast<std::int64_t>(from), range);
        for (double& value : range)
            value += score.constant;
    };
    if (!for_ranges(scores.size(), blocks.terms() + 1, progress, run)) return {};
    return scores;
}

}  // namespace rope
