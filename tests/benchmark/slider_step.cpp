// One slider step: from an Edit to the three finished figures of the Explore workspace at 1280 × 720.
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>

#include "core/document/edit.h"
#include "core/document/evaluate.h"
#include "tests/benchmark/ratio.h"

namespace rope::benchmark {
namespace {

using Clock = std::chrono::steady_clock;

struct Part {
    std::string_view kind;
    Size size;  // what the view gets in the window
    double seconds = 0;
};

}  // namespace

std::vector<Row> slider_step_rows() {
    constexpr double kLimit = 4e-3;  // seconds of computing
    constexpr int kSteps = 41;
    std::vector<Part> parts{{"pairs", {400, 320}, 0}, {"scores", {400, 320}, 0}, {"decay", {800, 320}, 0}};
    Document document;  // head_dim 128, context 4096
    ResultCache cache;
    double edit_seconds = 0;
    std::vector<double> steps;
    for (int step = 0; step < kSteps; ++step) {
        const auto start = Clock::now();
        auto applied = apply(document, SetParameter{"model.base", 10000.0 * (1.0 + 0.01 * step)});
        if (!applied.ok()) std::abort();
        document = applied.value().document;
        edit_seconds += std::chrono::duration<double>(Clock::now() - start).count();
        for (Part& part : parts) {
            const auto part_start = Clock::now();
            Progress progress;
            const auto figure = make_figure(document, *find_figure_kind(part.kind),
                                            PictureSize{.size = part.size}, cache, progress);
            if (!figure.ok()) std::abort();
            part.seconds += std::chrono::duration<double>(Clock::now() - part_start).count();
        }
        steps.push_back(std::chrono::duration<double>(Clock::now() - start).count());
    }
    std::nth_element(steps.begin(), steps.begin() + kSteps / 2, steps.end());
    Row row{.name = "slider-step-of-4ms",
            .ratio = steps[kSteps / 2] / kLimit,
            .goal = 1,
            .at_most = true,
            .details = {}};
    row.details.push_back(fmt::format("median {:.3f} ms; edit {:.3f} ms", 1e3 * steps[kSteps / 2],
                                      1e3 * edit_seconds / kSteps));
    for (const Part& part : parts) {
        row.details.push_back(fmt::format("{} {:.3f} ms (mean)", part.kind, 1e3 * part.seconds / kSteps));
    }
    return {row};
}

}  // namespace rope::benchmark
