// No word of a figure that people publish lies on the data: every kind, the sizes of papers and slides.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/model/presets.h"
#include "tests/unit/figure_kind/covered_data.h"
#include "tests/unit/figure_kind/kind_inputs.h"

namespace rope {
namespace {

struct PublishedPage {
    const char* name;
    Size size;
    ThemeId theme;
};

const PublishedPage kPublishedPages[] = {
    {"default", {460.8, 288}, ThemeId::light},        {"window", {640, 400}, ThemeId::dark},
    {"single", {3.3 * 72, 2.5 * 72}, ThemeId::print}, {"single", {3.3 * 72, 2.5 * 72}, ThemeId::grey},
    {"double", {6.9 * 72, 3.5 * 72}, ThemeId::print}, {"slide", {960, 540}, ThemeId::lecture}};

void expect_free(const FigureInputs& document, const char* name, double least_width = 0,
                 std::string_view exempt = {}) {
    const FixedWidthText text;
    for (const PublishedPage& page : kPublishedPages) {
        if (page.size.width < least_width) continue;
        FigureInputs inputs = document;
        inputs.size = page.size;
        inputs.font_size = theme(page.theme).font_size;
        inputs.pixels_per_point = 2;
        for (const FigureKind* kind : figure_kinds()) {
            if (kind->id == exempt) continue;
            const Figure figure = build_figure(kind->id, inputs);
            for (const std::string& words : words_on_data(figure, page.size, theme(page.theme), text))
                ADD_FAILURE() << fmt::format("{} of {} on {} {}: {}", kind->id, name, page.name,
                                             id(page.theme), words);
        }
    }
}

FigureModel preset(std::string_view name) {
    FigureModel model;
    model.spec = read_preset(name).value();
    model.frequencies = std::make_shared<const ModelFrequencies>(frequencies(model.spec).value());
    return model;
}

TEST(WordsOnData, AreNoneOfTheDefaultDocument) {
    expect_free(kind_inputs(), "the default document");
}

// Its own curve lies among those of the methods.
TEST(WordsOnData, AreNoneOfALongContext) {
    FigureInputs inputs = kind_inputs(96);
    inputs.models[0] = preset("phi-3.5-mini");
    expect_free(inputs, "phi-3.5-mini");
}

// Not on one column of a paper, and not base-bound: it has six marks there, and each of their names is wider
// than the way to the next.
TEST(WordsOnData, AreNoneOfThreeModelsWithContextsOfTheirOwn) {
    FigureInputs inputs = kind_inputs();
    add_model(inputs, "interpolated", 10000, 4);
    add_model(inputs, "larger base", 500000, 1);
    inputs.models[1].spec.context_length = 4 * inputs.models[1].spec.trained_context;
    inputs.models[2].spec.trained_context = inputs.models[2].spec.context_length = 8192;
    for (auto& [id, value] : inputs.params)
        if (id.ends_with(".difference")) value = true;
    expect_free(inputs, "three models", 400, "base-bound");
}

// The law sees what it forbids: a label that is set across its own curve.
TEST(WordsOnData, AreSeen) {
    Figure figure;
    figure.panels.emplace_back();
    Panel& panel = figure.panels.back();
    panel.x.emplace();
    panel.y.emplace();
    LineMark line;
    line.points = {{0, 0.5}, {1, 0.5}};
    panel.marks.push_back(line);
    TextMark words;
    words.at = {0.5, 0.5};
    words.text = "across";
    words.middle = true;
    panel.marks.push_back(words);
    const FixedWidthText text;
    EXPECT_EQ(words_on_data(figure, {640, 400}, theme(ThemeId::light), text).size(), 1U);
    std::get<TextMark>(panel.marks[1]).at.y = 0.2;
    EXPECT_TRUE(words_on_data(figure, {640, 400}, theme(ThemeId::light), text).empty());
    // So it does within an area.
    BandMark band;
    band.x = {0, 1};
    band.lo = {0.6, 0.6};
    band.hi = {1, 1};
    panel.marks[0] = band;
    EXPECT_EQ(words_on_data(figure, {640, 400}, theme(ThemeId::light), text).size(), 1U);
}

}  // namespace
}  // namespace rope
