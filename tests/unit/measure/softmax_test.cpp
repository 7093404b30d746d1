#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>

#include "core/measure/scores.h"
#include "tests/unit/measure/measure_inputs.h"

namespace rope {
namespace {

using test::Head;

// Softmax by its definition, cell by cell.
std::vector<double> brute_softmax(const ScoreInputs& inputs, const LagView& view, std::int64_t context) {
    std::vector<double> sums(static_cast<std::size_t>(view.rows * view.columns), 0.0);
    std::vector<int> cells(sums.size(), 0);
    for (int y = 0; y < view.rows * view.cells; ++y) {
        const std::int64_t m = view.query_from + y;
        if (m >= context) break;
        std::vector<double> scores;
        for (std::int64_t n = 0; n < (view.causal ? m + 1 : context); ++n) {
            scores.push_back(score_at(inputs, static_cast<double>(m - n)));
        }
        const double largest = *std::max_element(scores.begin(), scores.end());
        double total = 0;
        for (const double score : scores)
            total += std::exp(score - largest);
        for (int x = 0; x < view.columns * view.cells; ++x) {
            const std::int64_t n = view.key_from + x;
            if (n < 0 || n >= static_cast<std::int64_t>(scores.size())) continue;
            const std::int64_t block = y / view.cells * view.columns + x / view.cells;
            sums[static_cast<std::size_t>(block)] +=
                std::exp(scores[static_cast<std::size_t>(n)] - largest) / total;
            ++cells[static_cast<std::size_t>(block)];
        }
    }
    for (std::size_t i = 0; i < sums.size(); ++i)
        sums[i] = cells[i] > 0 ? sums[i] / cells[i] : std::nan("");
    return sums;
}

void expect_same(const std::vector<double>& got, const std::vector<double>& want, double tolerance) {
    ASSERT_EQ(got.size(), want.size());
    for (std::size_t i = 0; i < got.size(); ++i) {
        if (std::isnan(want[i])) {
            EXPECT_TRUE(std::isnan(got[i])) << i;
        } else {
            EXPECT_NEAR(got[i], want[i], tolerance) << i;
        }
    }
}

TEST(Softmax, EqualsItsDefinition) {
    const Head head;
    Progress progress;
    for (const bool causal : {false, true}) {
        for (const LagView& view :
             {LagView{.cells = 1, .rows = 12, .columns = 12, .causal = causal},
              LagView{.query_from = 4, .key_from = 2, .cells = 5, .rows = 5, .columns = 6, .causal = causal},
              LagView{
                  .query_from = 0, .key_from = -3, .cells = 4, .rows = 9, .columns = 9, .causal = causal}}) {
            expect_same(softmax_means(head.inputs(), view, 27, progress),
                        brute_softmax(head.inputs(), view, 27), 1e-14);
        }
    }
}

TEST(Softmax, RowsWhoseScoresDifferByThousandsStillAddUpToOne) {
    // Scores grow with distance by far more than a double's exponent range: q against −q.
    const HeadShape shape{.head_dim = 2, .rotary_dim = 2, .rotary_offset = 0, .layout = Layout::half};
    const FrequencyTable table = make_table(std::vector<double>{0.01}, 1);
    Progress progress;
    // 4 million: even neighbouring scores differ by more than the range.
    for (const auto& [size, causal] : {std::pair{4e3, false}, {4e3, true}, {4e6, false}, {4e6, true}}) {
        const PairParts parts = pair_parts(std::vector<double>{size, 0}, std::vector<double>{-1, 0}, shape);
        const ScoreInputs inputs{.table = &table, .parts = &parts, .head_dim = 2};
        const LagView view{.cells = 1, .rows = 300, .columns = 300, .causal = causal};
        const std::vector<double> weights = softmax_means(inputs, view, 300, progress);
        expect_same(weights, brute_softmax(inputs, view, 300), 1e-12 + 3e-16 * size);  // the scores round
        for (std::size_t r = 0; r < 300; ++r) {
            double sum = 0;
            for (std::size_t c = 0; c < 300; ++c) {
                if (!std::isnan(weights[r * 300 + c])) sum += weights[r * 300 + c];
            }
            EXPECT_NEAR(sum, 1, 1e-12) << r;
        }
    }
}

}  // namespace
}  // namespace rope
