#include "core/figure/kind/score_view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/base/phase.h"
#include "core/figure/kind/key.h"
#include "core/figure/kind/room.h"

namespace rope {
namespace {

constexpr auto kLastPosition = static_cast<std::int64_t>(kLargestPosition);

constexpr std::array<std::pair<std::string_view, ScorePart>, 4> kParts{{{"total", ScorePart::total},
                                                                        {"content", ScorePart::content},
                                                                        {"position", ScorePart::position},
                                                                        {"pair", ScorePart::pair}}};

ResultKey key_of(const ScoreInputs& scores, const ScoreRequest& request, const LagView& view) {
    ResultKey key(request.softmax ? "softmax" : "scores");
    key.add(scores).add(view);
    if (request.softmax) key.add(request.context);
    return key;
}

// At least span/pixels tokens, and of those up to a seventh more the number that leaves the least over.
std::int64_t tokens_a_block(std::int64_t span, std::int64_t pixels) {
    constexpr std::int64_t kMostTried = 512;
    const std::int64_t least = (span + pixels - 1) / pixels;
    std::int64_t best = least;
    for (std::int64_t tokens = least; tokens <= least + std::min(least / 7, kMostTried); ++tokens)
        if (span % tokens < span % best) best = tokens;
    return best;
}

}  // namespace

ScoreRequest read_score_request(const FigureInputs& inputs) {
    ScoreRequest request;
    for (const auto& [id, part] : kParts) {
        if (inputs.choice("scores.part") == id) request.part = part;
    }
    request.causal = inputs.flag("scores.causal");
    request.softmax = inputs.flag("scores.softmax");
    request.context = std::clamp<std::int64_t>(inputs.models.front().spec.context_length, 1, kLastPosition);
    request.span = static_cast<std::int64_t>(inputs.number("scores.span"));
    if (request.span == 0) request.span = request.context;
    // Every token of the view is a position that can be computed exactly.
    const std::int64_t last_from = kLastPosition - request.span;
    request.query_from = std::min(static_cast<std::int64_t>(inputs.number("scores.query_from")), last_from);
    request.key_from = std::min(static_cast<std::int64_t>(inputs.number("scores.key_from")), last_from);
    if (request.softmax) {
        const ScoreRequest asked = request;
        request.span = std::min(request.span, request.context);
        const std::int64_t last = request.context - request.span;
        request.query_from = std::clamp<std::int64_t>(request.query_from, 0, last);
        request.key_from = std::clamp<std::int64_t>(request.key_from, 0, last);
        request.moved = request.span != asked.span || request.query_from != asked.query_from ||
                        request.key_from != asked.key_from;
    }
    return request;
}

LagView score_view(const ScoreRequest& request, std::int64_t pixels) {
    LagView view;
    view.query_from = request.query_from;
    view.key_from = request.key_from;
    view.causal = request.causal;
    view.cells = tokens_a_block(request.span, pixels);
    // Whole blocks only: what is over is not shown, rather than tokens that the context does not have.
    view.rows = view.columns = static_cast<int>(request.span / view.cells);
    return view;
}

std::shared_ptr<const std::vector<double>> score_values(const ScoreInputs& scores,
                                                        const ScoreRequest& request, const LagView& view,
                                                        ResultCache& cache, Progress& progress) {
    using Values = std::vector<double>;
    const auto make = [&]() -> std::shared_ptr<const Values> {
        Values values = request.softmax ? softmax_means(scores, view, request.context, progress)
                                        : block_means(scores, view, progress);
        if (progress.cancelled()) return nullptr;
        return std::make_shared<const Values>(std::move(values));
    };
    return cache.get<Values>(key_of(scores, request, view).text(), make,
                             [](const Values& values) { return values.size() * sizeof(double); });
}

Raster score_raster(const ScoreInputs& scores, const ScoreRequest& request, const LagView& view,
                    std::shared_ptr<const std::vector<double>> values) {
    Raster raster;
    raster.rows = view.rows;
    raster.columns = view.columns;
    raster.toeplitz = !request.softmax;
    raster.values = std::move(values);
    raster.key = "scores:" + key_of(scores, request, view).digest();
    return raster;
}

ScoreRange score_range(const std::vector<double>& values, const ScoreRequest& request,
                       ColourMapId signed_map) {
    ScoreRange range;
    std::vector<double> magnitudes;
    for (const double value : values) {
        if (std::isfinite(value)) magnitudes.push_back(std::abs(value));
        if (std::isinf(value)) ++range.broken;
    }
    range.all_masked = magnitudes.empty() && range.broken == 0;
    double end = 0;
    if (!magnitudes.empty()) {
        range.largest = end = *std::max_element(magnitudes.begin(), magnitudes.end());
        if (request.softmax) {
            // The first rows share their weight among few keys; a scale up to their 1 would leave every other
            // row without colour.
            const auto most = magnitudes.begin() + static_cast<std::ptrdiff_t>(magnitudes.size() * 99 / 100);
            std::nth_element(magnitudes.begin(), most, magnitudes.end());
            end = *most;
        }
    }
    if (end == 0) end = range.largest;
    range.scale.hi = rounded_up(end);
    range.clipped = range.largest > range.scale.hi;
    range.scale.lo = request.softmax ? 0 : -range.scale.hi;
    range.scale.map = request.softmax ? ColourMapId::sequential : signed_map;
    return range;
}

}  // namespace rope
