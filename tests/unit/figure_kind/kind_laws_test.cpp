// Laws over every kind in the registry, every page and many documents.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

#include "tests/unit/figure_kind/kind_inputs.h"
#include "tests/unit/figure_kind/page_laws.h"

namespace rope {
namespace {

constexpr std::array<Size, 9> kPages{{{400, 320},
                                      {800, 250},
                                      {1500, 500},
                                      {237.6, 180},  // 3.3 × 2.5 in
                                      {460.8, 288},
                                      {250, 900},
                                      {120, 60},
                                      {30, 30},
                                      {1, 1}}};

class RandomInputs {
  public:
    explicit RandomInputs(unsigned seed) : random_(seed) {}

    FigureInputs make() {
        constexpr std::array<int, 9> kHeads{2, 4, 6, 32, 64, 80, 128, 256, 1024};
        FigureInputs inputs = kind_inputs(pick(kHeads), std::pow(10, uniform(0.01, 9)));
        const int more = whole(0, 3);
        for (int i = 0; i < more; ++i) {
            add_model(inputs, fmt::format("model {} with a longer name", i), std::pow(10, uniform(2, 7)),
                      uniform(1, 32));
        }
        for (FigureModel& model : inputs.models) {
            model.spec.context_length = std::int64_t{1} << whole(0, 14);
            model.spec.trained_context = std::int64_t{1} << whole(0, 14);
        }
        // Images and videos: sections for time, rows and columns.
        if (const int pairs = inputs.models[0].spec.shape.pairs(); pairs >= 3 && whole(0, 1) == 0) {
            ScalingSpec& scaling = inputs.models[0].spec.scaling;
            const double third = pairs / 3;
            scaling.lists["mrope_section"] = {pairs - 2 * third, third, third};
            scaling.numbers["mrope_interleaved"] = whole(0, 1);
        }
        constexpr std::array<double, 6> kSizes{1, 1, 0, 1e-200, 1e150, 1e308};
        const double size = pick(kSizes);
        for (double& x : inputs.q)
            x *= size;
        if (whole(0, 9) == 0) inputs.k[0] = std::nan("");
        inputs.pair = whole(0, inputs.models[0].spec.shape.pairs() - 1);
        constexpr std::array<double, 7> kPositions{0, 1, 64, -17.5, 4095, 1e6, 4294967296.0};
        inputs.query_position = pick(kPositions);
        inputs.key_position = pick(kPositions);
        for (const FigureKind* kind : figure_kinds()) {
            for (const ParamSpec& spec : kind->params) {
                if (whole(0, 1) == 0) inputs.params[std::string(spec.id)] = any_value(spec);
            }
        }
        constexpr std::array<double, 3> kPixels{1, 2, 150.0 / 72};
        inputs.pixels_per_point = pick(kPixels);
        return inputs;
    }

    int whole(int lo, int hi) { return std::uniform_int_distribution<int>(lo, hi)(random_); }

  private:
    double uniform(double lo, double hi) { return std::uniform_real_distribution<double>(lo, hi)(random_); }
    template <class T, std::size_t N>
    T pick(const std::array<T, N>& from) {
        return from[static_cast<std::size_t>(whole(0, static_cast<int>(N) - 1))];
    }
    Value any_value(const ParamSpec& spec) {
        switch (spec.type) {
            case ParamType::boolean:
                return whole(0, 1) == 1;
            case ParamType::choice:
                return std::string(spec.choices[static_cast<std::size_t>(
                                                    whole(0, static_cast<int>(spec.choices.size()) - 1))]
                                       .id);
            case ParamType::integer: {
                const double size = std::floor(std::pow(2, uniform(0, 14)));
                const double value = whole(0, 39) == 0                  ? spec.max
                                     : spec.min < 0 && whole(0, 1) == 0 ? -size
                                                                        : size;
                const double allowed = std::clamp(value, spec.min, spec.max);
                return static_cast<std::int64_t>(spec.min +
                                                 std::floor((allowed - spec.min) / spec.step) * spec.step);
            }
            default:
                return initial_value(spec);
        }
    }
    std::mt19937 random_;
};

class KindLaws : public testing::TestWithParam<int> {};

TEST_P(KindLaws, HoldOnEveryPage) {
    RandomInputs random(static_cast<unsigned>(GetParam()) + 1);
    const FixedWidthText text;
    for (int document = 0; document < 8; ++document) {
        FigureInputs inputs = random.make();
        // Weights over four thousand million rows are honest work, but no test.
        if (inputs.flag("scores.softmax")) inputs.params["scores.span"] = std::int64_t{300};
        // So are the reaches of hundreds of bases.
        if (inputs.choice("base-bound.show") != "sum") inputs.params["base-bound.to"] = std::int64_t{4000};
        // Ten maps of every pair of positions, likewise.
        inputs.params["schemes.positions"] =
            std::min(std::get<std::int64_t>(inputs.params["schemes.positions"]), std::int64_t{24});
        for (const FigureKind* kind : figure_kinds()) {
            const Size page = kPages[static_cast<std::size_t>(random.whole(0, kPages.size() - 1))];
            const Theme& look = theme(
                themes()[static_cast<std::size_t>(random.whole(0, static_cast<int>(themes().size()) - 1))]);
            const bool caption = random.whole(0, 1) == 1;
            inputs.size = page;
            inputs.font_size = look.font_size;
            const Figure figure = build_figure(kind->id, inputs);
            EXPECT_EQ(figure.kind, kind->id);
            EXPECT_NE(figure.sentence.empty(), figure.panels.empty());
            for (const std::string& law : broken_page_laws(figure, page, look, text, caption)) {
                ADD_FAILURE() << fmt::format("{} on {:.0f} x {:.0f} pt, theme {}, document {}: {}", kind->id,
                                             page.width, page.height, id(look.id), document, law);
            }
        }
    }
}

// Sanitizers make each seed take twenty seconds; the laws themselves are held by the release build.
constexpr int kSeeds = ROPE_SANITIZED ? 3 : 16;
INSTANTIATE_TEST_SUITE_P(Seeds, KindLaws, testing::Range(0, kSeeds));

// The same inputs give the same Figure, whatever the cache holds.
TEST(KindLaws, CacheDoesNotChangeAFigure) {
    ResultCache warm;
    Progress progress;
    FigureInputs inputs = kind_inputs();
    for (const FigureKind* kind : figure_kinds()) {
        const auto first = kind->build(inputs, warm, progress);
        inputs.models[0] = kind_inputs(128, 20000).models[0];
        const auto other = kind->build(inputs, warm, progress);
        inputs.models[0] = kind_inputs().models[0];
        const auto again = kind->build(inputs, warm, progress);
        ASSERT_TRUE(first.ok() && other.ok() && again.ok());
        const auto values = [](const Figure& figure) {
            return figure.data.grid ? *figure.data.grid->values : figure.data.columns.back().values;
        };
        EXPECT_EQ(values(first.value()), values(again.value())) << kind->id;
        EXPECT_NE(values(first.value()), values(other.value())) << kind->id;
    }
}

TEST(KindLaws, CancelledWorkIsAFaultOrAFigureAndIsNotKept) {
    for (const FigureKind* kind : figure_kinds()) {
        ResultCache cache;
        Progress cancelled;
        cancelled.cancel();
        FigureInputs inputs = kind_inputs();
        (void)kind->build(inputs, cache, cancelled);
        Progress progress;
        const auto figure = kind->build(inputs, cache, progress);
        ASSERT_TRUE(figure.ok());
        const Figure fresh = build_figure(kind->id, inputs);
        EXPECT_EQ(figure.value().data.columns.size(), fresh.data.columns.size());
        EXPECT_FALSE(figure.value().panels.empty());
        if (fresh.data.grid) {
            EXPECT_EQ(*figure.value().data.grid->values, *fresh.data.grid->values);
        }
    }
}

TEST(KindLaws, EveryRowOfParametersBelongsToItsKind) {
    for (const FigureKind* kind : figure_kinds()) {
        EXPECT_EQ(find_figure_kind(kind->id), kind);
        for (const ParamSpec& spec : kind->params) {
            EXPECT_TRUE(spec.id.starts_with(std::string(kind->id) + ".")) << spec.id;
            EXPECT_FALSE(spec.label.empty()) << spec.id;
            EXPECT_TRUE(spec.help.ends_with(".")) << spec.id;
        }
    }
    EXPECT_EQ(find_figure_kind("helices"), nullptr);
}

}  // namespace
}  // namespace rope
