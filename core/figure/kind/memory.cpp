// What a memory of recursions keeps of the past, one complex pole a pair: for ever, in a window, or a window
// with a recursive tail. Definitions: core/measure/truncated_iir.h.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/number_text.h"
#include "core/figure/kind/key.h"
#include "core/figure/kind/kinds.h"
#include "core/figure/kind/room.h"
#include "core/figure/kind/series.h"
#include "core/figure/kind/words.h"
#include "core/measure/truncated_iir.h"
#include "core/vectors/generator.h"

namespace rope {
namespace {

constexpr std::array<ParamChoice, 2> kShown{{{"weights", "Weight of the past"}, {"output", "Output"}}};

constexpr std::array<ParamSpec, 5> kParams{
    {{.id = "memory.show",
      .label = "Show",
      .type = ParamType::choice,
      .initial_text = "weights",
      .choices = kShown,
      .help = "How much a token of k steps ago counts, or what comes out for normal numbers."},
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
      .min = 2,
      .max = 8192,
      .initial = 256,
      .help = "How many tokens are drawn.",
      .slider_min = 2,
      .slider_max = 1024}}};

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
            // A pole's θ counts modulo a turn; make_pole refuses what no sampled turn needs.
            const Pole pole = make_pole(decay, std::min(theta, 1e6), window);
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

Checked<Figure> build(const FigureInputs& inputs, ResultCache& cache, Progress& progress) {
    Figure figure;
    figure.kind = "memory";
    const bool weights = inputs.choice("memory.show") == "weights";
    const auto tokens = static_cast<std::size_t>(inputs.number("memory.tokens"));
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
    return figure;
}

}  // namespace

const FigureKind kMemoryKind{
    "memory", "Memory",
    "What recursions remember: all of the past, a window (truncated IIR), or a window "
    "with a recursive tail.",
    kParams, &build};

}  // namespace rope
