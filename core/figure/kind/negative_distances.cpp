#include "core/figure/kind/negative_distances.h"

#include <fmt/core.h>

#include <algorithm>

#include "core/figure/kind/key.h"
#include "core/figure/kind/series.h"
#include "core/figure/kind/words.h"
#include "core/measure/base_bound.h"

namespace rope {
namespace {

using Counts = std::vector<std::int64_t>;

std::shared_ptr<const Counts> cached_counts(const FrequencyTable& table, const Counts& contexts,
                                            ResultCache& cache, Progress& progress) {
    ResultKey key("negative counts");
    key.add(table).add(contexts.front()).add(contexts.back());
    key.add(static_cast<std::int64_t>(contexts.size()));
    return cache.get<Counts>(
        key.text(),
        [&]() -> std::shared_ptr<const Counts> {
            Counts counts = negative_counts(table, contexts, progress);
            if (progress.cancelled()) return nullptr;
            return std::make_shared<const Counts>(std::move(counts));
        },
        [](const Counts& counts) { return counts.size() * sizeof(std::int64_t); });
}

// Evenly spaced by a power of two, so that the usual contexts are among them.
Counts even_contexts(std::int64_t longest) {
    constexpr std::int64_t kPlaces = 512;
    std::int64_t step = 1;
    while (step * kPlaces < longest)
        step *= 2;
    Counts contexts;
    for (std::int64_t context = 0; context < longest; context += step)
        contexts.push_back(context);
    contexts.push_back(longest);
    return contexts;
}

}  // namespace

std::int64_t longest_context(const FigureInputs& inputs) {
    std::int64_t longest = 1;
    for (const FigureModel& model : inputs.models)
        longest = std::max(longest, model.spec.context_length);
    return std::min(longest, kFarthestDistance);
}

Checked<Figure> negative_distances_figure(const FigureInputs& inputs, ResultCache& cache,
                                          Progress& progress) {
    const auto wanted = static_cast<std::int64_t>(inputs.number("base-bound.to"));
    const std::int64_t longest =
        std::clamp<std::int64_t>(wanted > 0 ? wanted : longest_context(inputs), 2, kFarthestDistance / 4);
    const Counts contexts = even_contexts(longest);
    Figure figure;
    figure.kind = "base-bound";
    Panel panel;
    Extent extent{0, 1};
    const std::vector<std::string> labels = model_labels(inputs.models);
    figure.data.columns.push_back({"context", "tokens", {contexts.begin(), contexts.end()}});
    for (std::size_t m = 0; m < inputs.models.size(); ++m) {
        const auto counts = cached_counts(inputs.models[m].frequencies->table, contexts, cache, progress);
        if (!counts) return cancelled_fault("counting negative distances");
        LineMark line = series_line(m, inputs.models.size() > 1 ? labels[m] : "");
        for (std::size_t i = 0; i < contexts.size(); ++i)
            line.points.push_back({static_cast<double>(contexts[i]), static_cast<double>((*counts)[i])});
        extent.cover(line);
        figure.data.columns.push_back(
            {"negative" + model_suffix(inputs, m), "tokens", {counts->begin(), counts->end()}});
        panel.marks.push_back(std::move(line));
    }
    for (RuleMark& rule : context_rules(inputs.models, 0, static_cast<double>(longest)))
        panel.marks.push_back(std::move(rule));
    panel.x.emplace().title = "context *L* (tokens)";
    panel.x->hi = static_cast<double>(longest);
    panel.x->integers = true;
    panel.y.emplace().title = "distances with a negative sum";
    panel.y->lo = -0.04 * extent.hi;
    panel.y->hi = 1.06 * extent.hi;
    panel.y->integers = true;
    figure.panels.push_back(std::move(panel));
    figure.caption = {"How many distances 0 ≤ Δ < L have Σcos Δθ below 0.",
                      of_models(inputs, [&](std::size_t m) {
                          return fmt::format("{}: {} of {}", model_words(inputs.models[m].spec),
                                             position_text(figure.data.columns[m + 1].values.back()),
                                             position_text(static_cast<double>(longest)));
                      })};
    return figure;
}

}  // namespace rope
