// What a memory of recursions keeps of the past, one complex pole a pair: for ever, in a window, or a window
// with a recursive tail; and how far the window drifts in float32. Definitions: core/measure/truncated_iir.h.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>

#include "core/base/number_text.h"
#include "core/figure/kind/key.h"
#include "core/figure/kind/kinds.h"
#include "core/figure/kind/room.h"
#include "core/figure/kind/series.h"
#include "core/figure/kind/words.h"
#include "core/measure/parallel_lags.h"
#include "core/measure/truncated_iir.h"
#include "core/vectors/generator.h"

namespace rope {
namespace memory_figure {
namespace {

constexpr std::array<ParamChoice, 3> kShown{
    {{"weights", "Weight of the past"}, {"output", "Output"}, {"drift", "Drift in float32"}}};

constexpr std::array<ParamSpec, 6> kParams{
    {{.id = "memory.show",
      .label = "Show",
      .type = ParamType::choice,
      .initial_text = "weights",
      .choices = kShown,
      .help =
          "How much a token of k steps ago counts, what comes out for normal numbers, or how far the window "
          "is off in float32."},
     {.id = "memory.window",
      .label = "Window",
      .symbol = "*W*",
      .unit = "tokens",
      .type = ParamType::integer,
      .min = 1,
      .max = 4096,
      .initial = 64,
      .help = "Tokens that are remembered exactly.",
      .slider_min = 1,
      .slider_max = 512},
     {.id = "memory.decay",
      .label = "Decay",
      .symbol = "*α*",
      .unit = "1/token",
      .type = ParamType::number,
      .min = 0,
      .max = 1,
      .initial = 0.005,
      .help = "A pole is e^(−α + iθ): 0 never forgets.",
      .slider_max = 0.1},
     {.id = "memory.tail",
      .label = "Tail",
      .symbol = "*β*",
      .type = ParamType::number,
      .min = -4,
      .max = 4,
      .initial = 0.5,
      .help =
          "Weight of what lies before the window in the hybrid: 0 is the window alone, 1 all of the past.",
      .slider_min = 0,
      .slider_max = 1},
     {.id = "memory.tokens",
      .label = "Tokens",
      .unit = "tokens",
      .type = ParamType::integer,
      .min = 0,
      .max = 131072,
      .initial = 0,
      .help = "How many tokens are drawn; 0 takes 256, and 65 536 of a drift.",
      .slider_max = 1024,
      .zero_text = "automatic"},
     {.id = "memory.refresh",
      .label = "Refreshed every",
      .symbol = "*R*",
      .unit = "tokens",
      .type = ParamType::integer,
      .min = 0,
      .max = 131072,
      .initial = 0,
      .help = "After how many tokens a second state, begun afresh a window before, replaces the first; 0 "
              "takes the "
              "window.",
      .slider_max = 4096,
      .zero_text = "window"}}};

std::size_t tokens_of(const FigureInputs& inputs, std::size_t automatic) {
    const auto tokens = static_cast<std::size_t>(inputs.number("memory.tokens"));
    return tokens == 0 ? automatic : std::max<std::size_t>(tokens, 2);
}

// A pole's θ counts modulo a turn; make_pole refuses what no sampled turn needs.
Pole pole_of(double decay, double theta, std::size_t window) {
    return make_pole(decay, std::min(theta, 1e6), window);
}

struct Memories {
    std::vector<double> full, window, hybrid;  // [tokens], the mean over the pairs
};

// Full is the recursion, window the one that takes back what it drops, hybrid the window plus β times the
// rest: all linear, so that the mean over the pairs is one memory.
std::shared_ptr<const Memories> memories_of(const FigureInputs& inputs, const std::vector<double>& x,
                                            ResultCache& cache, Progress& progress) {
    const FrequencyTable& table = inputs.models.front().frequencies->table;
    const auto window = static_cast<std::size_t>(inputs.number("memory.window"));
    const double decay = inputs.number("memory.decay"), tail = inputs.number("memory.tail");
    const auto make = [&]() -> std::shared_ptr<const Memories> {
        Memories sums;
        sums.full.assign(x.size(), 0);
        sums.window = sums.hybrid = sums.full;
        const double share = 1.0 / table.pairs();
        for (const double theta : table.theta) {
            if (progress.cancelled()) return nullptr;
            const Pole pole = pole_of(decay, theta, window);
            const std::vector<Phasor> all = full_response(pole, x), recent = windowed_response(pole, x);
            for (std::size_t n = 0; n < x.size(); ++n) {
                sums.full[n] += share * all[n].re;
                sums.window[n] += share * recent[n].re;
                sums.hybrid[n] += share * (recent[n].re + tail * (all[n].re - recent[n].re));
            }
        }
        return std::make_shared<const Memories>(std::move(sums));
    };
    ResultKey key("memory");
    key.add(table).add(x).add(static_cast<std::int64_t>(window)).add(decay).add(tail);
    return cache.get<Memories>(
        key.text(), make, [](const Memories& memories) { return 3 * memories.full.size() * sizeof(double); });
}

Checked<Figure> build_memories(const FigureInputs& inputs, ResultCache& cache, Progress& progress) {
    Figure figure;
    figure.kind = "memory";
    const bool weights = inputs.choice("memory.show") == "weights";
    const std::size_t tokens = tokens_of(inputs, 256);
    std::vector<double> x =
        weights ? std::vector<double>(tokens, 0) : gaussian_vector(static_cast<int>(tokens), 1);
    if (weights) x[0] = 1;
    const auto memories = memories_of(inputs, x, cache, progress);
    if (!memories) return cancelled_fault("the memory");

    const double window = inputs.number("memory.window"), tail = inputs.number("memory.tail");
    Panel panel;
    Extent extent{0, 0};
    panel.marks.push_back(zero_rule());
    const std::vector<double>* curves[] = {&memories->full, &memories->hybrid, &memories->window};
    const std::array<std::string, 3> labels{"all of the past", "hybrid", "window"};
    Column step{weights ? "lag" : "token", "tokens", {}};
    for (std::size_t n = 0; n < tokens; ++n)
        step.values.push_back(static_cast<double>(n));
    figure.data.columns.push_back(std::move(step));
    for (std::size_t c = 0; c < 3; ++c) {
        LineMark line = series_line(c, labels[c]);
        if (c == 2) line.weight = 1.5;
        for (std::size_t n = 0; n < tokens; ++n)
            line.points.push_back({static_cast<double>(n), (*curves[c])[n]});
        extent.cover(line);
        panel.marks.push_back(std::move(line));
        figure.data.columns.push_back({c == 0 ? "full" : labels[c], "1", *curves[c]});
    }
    if (window < static_cast<double>(tokens)) {
        RuleMark rule;
        rule.value = window;
        rule.label = "window";
        rule.tag.index = 1;
        panel.marks.push_back(std::move(rule));
    }
    panel.x.emplace().title = weights ? "tokens ago *k*" : "token *n*";
    panel.x->hi = static_cast<double>(tokens - 1);
    panel.x->integers = true;
    const Range range = padded(extent.lo, extent.hi, 0.06);
    panel.y.emplace().title = weights ? "weight e^{−*αk*} cos *kθ*, mean" : "output *y*_{*n*}";
    if (weights) panel.y->short_title = "mean weight";
    panel.y->lo = range.lo;
    panel.y->hi = range.hi;
    figure.panels.push_back(std::move(panel));
    figure.caption =
        statements_of(weights ? "what a token of k steps ago counts" : "a memory of normal numbers",
                      inputs.models.front().spec);
    add_statement(figure,
                  fmt::format("Recursion with one complex pole a pair, mean over {} pairs, decay {} a token.",
                              inputs.models.front().frequencies->table.pairs(),
                              display_text(inputs.number("memory.decay"))));
    add_statement(figure,
                  fmt::format("All of the past, the last {} tokens, and these with {} times what lies "
                              "before.",
                              position_text(window), display_text(tail)));
    add_only_first_model_note(figure, inputs);
    figure.idle.push_back({"memory.refresh", "Refreshing matters for the drift only: choose it in “Show”."});
    return figure;
}

// ---- rounding

// The largest error of any pair at each token [tokens], of a window that never decays (as RoPE has it) unless
// `decay` says so.
using Drift = std::vector<double>;
struct DriftRequest {
    std::size_t window = 1, tokens = 2, refresh = 0;  // 0: never
    double decay = 0;
};

std::shared_ptr<const Drift> drift_of(const FrequencyTable& table, const DriftRequest& request,
                                      ResultCache& cache, Progress& progress) {
    const auto make = [&]() -> std::shared_ptr<const Drift> {
        std::vector<float> x;
        for (const double value : gaussian_vector(static_cast<int>(request.tokens), 1))
            x.push_back(static_cast<float>(value));
        Drift worst(request.tokens, 0);
        std::mutex merging;
        const auto add = [&](std::size_t from, std::size_t to) {
            for (std::size_t i = from; i < to && !progress.cancelled(); ++i) {
                const Drift drift =
                    float32_drift(pole_of(request.decay, table.theta[i], request.window), x, request.refresh);
                const std::lock_guard lock(merging);
                for (std::size_t n = 0; n < worst.size(); ++n)
                    worst[n] = std::max(worst[n], drift[n]);
            }
        };
        if (!for_ranges(table.theta.size(), 8 * request.tokens, progress, add)) return nullptr;
        return std::make_shared<const Drift>(std::move(worst));
    };
    ResultKey key("float32 drift");
    key.add(table).add(request.decay);
    for (const std::size_t count : {request.window, request.tokens, request.refresh})
        key.add(static_cast<std::int64_t>(count));
    return cache.get<Drift>(key.text(), make,
                            [](const Drift& drift) { return drift.size() * sizeof(double); });
}

struct DriftCurve {
    std::string name, label, words;  // of the column, beside the curve, in the caption
    std::shared_ptr<const Drift> drift;
};

double worst_of(const DriftCurve& curve) {
    return *std::max_element(curve.drift->begin(), curve.drift->end());
}

// No power of ten is 0: a line on this axis breaks where nothing is rounded.
double above_zero(double error) {
    return error > 0 ? error : kNoValue;
}

// The errors as they are, faint, and above them the largest so far, which tells a drift from noise.
void add_drift(Panel& panel, const DriftCurve& curve, std::size_t series, Extent& extent) {
    LineMark errors = series_line(series, ""), largest = series_line(series, curve.label);
    errors.ink.opacity = 0.3;
    errors.weight = 0.5;
    errors.dash = Dash::solid;
    errors.tag = {Role::ghost, static_cast<int>(series)};
    double so_far = 0;
    for (std::size_t n = 0; n < curve.drift->size(); ++n) {
        const auto token = static_cast<double>(n);
        so_far = std::max(so_far, (*curve.drift)[n]);
        errors.points.push_back({token, above_zero((*curve.drift)[n])});
        largest.points.push_back({token, above_zero(so_far)});
    }
    extent.cover(largest);
    panel.marks.push_back(std::move(errors));
    panel.marks.push_back(std::move(largest));
}

Checked<Figure> build_drift(const FigureInputs& inputs, ResultCache& cache, Progress& progress) {
    Figure figure;
    figure.kind = "memory";
    const FrequencyTable& table = inputs.models.front().frequencies->table;
    DriftRequest never;
    never.window = static_cast<std::size_t>(inputs.number("memory.window"));
    never.tokens = tokens_of(inputs, 65536);
    DriftRequest refreshed = never, decayed = never;
    const auto wanted = static_cast<std::size_t>(inputs.number("memory.refresh"));
    refreshed.refresh = std::max(wanted, never.window);
    decayed.decay = inputs.number("memory.decay");

    std::vector<DriftCurve> curves;
    curves.push_back(
        {"never_refreshed", "never refreshed", "never refreshed", drift_of(table, never, cache, progress)});
    const std::string every = position_text(static_cast<double>(refreshed.refresh));
    curves.push_back({"refreshed", "refreshed", fmt::format("refreshed every {} tokens", every),
                      drift_of(table, refreshed, cache, progress)});
    if (decayed.decay > 0)
        curves.push_back({"decayed", fmt::format("decay {}", display_text(decayed.decay)),
                          fmt::format("decaying by {} a token", display_text(decayed.decay)),
                          drift_of(table, decayed, cache, progress)});
    Panel panel;
    Extent extent;
    Column token{"token", "tokens", {}};
    for (std::size_t n = 0; n < never.tokens; ++n)
        token.values.push_back(static_cast<double>(n));
    figure.data.columns.push_back(std::move(token));
    std::string worst;
    for (const DriftCurve& curve : curves) {
        if (!curve.drift) return cancelled_fault("the drift in float32");
        add_drift(panel, curve, figure.data.columns.size() - 1, extent);
        figure.data.columns.push_back({curve.name, "1", *curve.drift});
        worst +=
            fmt::format("{}{} {}", worst.empty() ? "" : ", ", display_text(worst_of(curve), 3), curve.words);
    }
    panel.x.emplace().title = "token *n*";
    panel.x->hi = static_cast<double>(never.tokens - 1);
    panel.x->integers = true;
    panel.y.emplace().title = "largest error of a pair";
    panel.y->scale = AxisScale::logarithmic;
    // The first few roundings are smaller than all that follow.
    panel.y->lo = extent.empty() ? 1e-8 : std::max(extent.lo / 2, extent.hi / 1e3);
    panel.y->hi = extent.empty() ? 1e-7 : extent.hi * 2;
    figure.panels.push_back(std::move(panel));
    figure.caption = statements_of(fmt::format("a recursive window of {} tokens in float32",
                                               position_text(static_cast<double>(never.window))),
                                   inputs.models.front().spec);
    figure.caption.insert(figure.caption.begin() + 1, fmt::format("Error at worst {}.", worst));
    add_statement(figure, fmt::format("Largest of {} pairs over {} normal numbers; bold: largest so far.",
                                      table.pairs(), position_text(static_cast<double>(never.tokens))));
    add_only_first_model_note(figure, inputs);
    if (wanted > 0 && wanted < never.window)
        figure.notes.push_back(
            fmt::format("A state is whole after a window of tokens: refreshed every {} tokens instead of {}.",
                        every, position_text(static_cast<double>(wanted))));
    figure.idle.push_back({"memory.tail", "The drift is that of the window: its tail is not drawn."});
    return figure;
}

Checked<Figure> build(const FigureInputs& inputs, ResultCache& cache, Progress& progress) {
    return inputs.choice("memory.show") == "drift" ? build_drift(inputs, cache, progress)
                                                   : build_memories(inputs, cache, progress);
}

}  // namespace
}  // namespace memory_figure

const FigureKind kMemoryKind{
    "memory", "Memory",
    "What recursions remember: all of the past, a window (truncated IIR), or a window "
    "with a recursive tail; and the drift of float32.",
    memory_figure::kParams, &memory_figure::build};

}  // namespace rope
