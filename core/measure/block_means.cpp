#include <cmath>
#include <limits>

#include "core/measure/box_mean.h"
#include "core/measure/parallel_lags.h"
#include "core/measure/score_waves.h"
#include "core/measure/scores.h"

namespace rope {
namespace {

double visible_mean(const ScoreWaves& score, const CellBox& box) {
    const std::vector<LagPiece> pieces = visible_pieces(box);
    double sum = 0;
    for (const Wave& wave : score.waves) {
        Phasor of_wave;
        for (const LagPiece& piece : pieces)
            of_wave = of_wave + piece_sum(wave.step, piece);
        sum += wave.weight * (unit_phasor(wave.origin) * of_wave).re;
    }
    return score.constant + sum / visible_cells(box);
}

}  // namespace

std::vector<double> block_means(const ScoreInputs& inputs, const LagView& view, Progress& progress) {
    require(view.rows >= 1 && view.columns >= 1 && view.cells >= 1, "block_means: an empty view");
    const ScoreWaves score = score_waves(inputs);
    const std::int64_t first = 1 - view.columns;  // r − c of the first value
    const std::int64_t corner = view.query_from - view.key_from;

    // The means of one diagonal of blocks after another are waves again, slower by cells and damped by K².
    std::vector<Wave> waves;
    for (std::size_t i = 0; i < score.waves.size(); ++i) {
        const Wave& wave = score.waves[i];
        const double kernel = reduced_box_kernel(wave.step, view.cells);
        waves.push_back({.weight = wave.weight * kernel * kernel,
                         .origin = wave.origin + wave_phase(*inputs.table, score.pair[i], corner),
                         .step = wave_phase(*inputs.table, score.pair[i], view.cells)});
    }
    const LagBlocks blocks(waves);
    std::vector<double> means(static_cast<std::size_t>(view.rows + view.columns - 1));
    const auto run = [&](std::size_t from, std::size_t to) {
        const std::span<double> range = std::span(means).subspan(from, to - from);
        blocks.sums(first + static_cast<std::int64_t>(from), range);
        for (double& value : range)
            value += score.constant;
    };
    if (!for_ranges(means.size(), blocks.terms() + 1, progress, run)) return {};

    if (view.causal) {
        for (std::size_t at = 0; at < means.size(); ++at) {
            const std::int64_t lag = corner + (first + static_cast<std::int64_t>(at)) * view.cells;
            if (lag - (view.cells - 1) >= 0) break;  // this block and all after it are fully visible
            const bool hidden = lag + view.cells - 1 < 0;
            means[at] = hidden ? std::numeric_limits<double>::quiet_NaN()
                               : visible_mean(score, {lag, 0, view.cells, view.cells});
        }
    }
    return means;
}

}  // namespace rope
