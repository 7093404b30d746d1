// A view of 1024 × 1024 pixels onto 10⁶ × 10⁶ tokens against the matrix product that would fill a map of that
// many pixels.
#include <cblas.h>
#include <fmt/format.h>

#include "tests/benchmark/gaussian_scores.h"
#include "tests/benchmark/ratio.h"

namespace rope::benchmark {

std::vector<Row> score_map_rows() {
    constexpr int kPixels = 1024;
    constexpr int kHeadDim = GaussianScores::kHeadDim;
    const GaussianScores scores;
    const ScoreInputs inputs = scores.inputs();

    openblas_set_num_threads(1);
    std::vector<float> a(kPixels * kHeadDim, 0.5F), b(kPixels * kHeadDim, 0.25F), c(kPixels * kPixels);
    const auto product = [&] {
        cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, kPixels, kPixels, kHeadDim, 1.0F, a.data(),
                    kHeadDim, b.data(), kHeadDim, 0.0F, c.data(), kPixels);
    };
    std::vector<Row> rows;
    for (const bool causal : {false, true}) {
        const LagView view{.cells = 977, .rows = kPixels, .columns = kPixels, .causal = causal};
        const auto map = [&] {
            Progress progress;
            const std::vector<double> means = block_means(inputs, view, progress);
            if (means.size() != 2 * kPixels - 1) std::abort();
        };
        Row row{.name = causal ? "score-map-1e6-causal" : "score-map-1e6",
                .ratio = median_ratio(map, product, 31),
                .goal = 0.1,
                .at_most = true,
                .details = {}};
        row.details.push_back(fmt::format("means {:.3f} ms, sgemm 1024x1024x128 {:.3f} ms (one thread)",
                                          1e3 * fastest(map, 20), 1e3 * fastest(product, 20)));
        rows.push_back(row);
    }
    return rows;
}

}  // namespace rope::benchmark
