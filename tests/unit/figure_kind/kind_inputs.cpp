#include "tests/unit/figure_kind/kind_inputs.h"

#include <gtest/gtest.h>

#include <random>

#include "core/rope/exact_frequencies.h"
#include "core/scheme/scheme.h"

namespace rope {
namespace {

FigureModel make_model(const std::string& name, int head_dim, double base, double factor) {
    FigureModel model;
    model.spec.name = name;
    model.spec.base = base;
    model.spec.shape.head_dim = model.spec.shape.rotary_dim = head_dim;
    std::vector<Extended> theta = default_frequencies(base, head_dim);
    ModelFrequencies frequencies;
    frequencies.unscaled = make_table(theta, 1);
    for (Extended& t : theta)
        t /= factor;
    frequencies.table = make_table(theta, 1);
    model.frequencies = std::make_shared<const ModelFrequencies>(std::move(frequencies));
    return model;
}

std::vector<double> random_vector(int length, unsigned seed) {
    std::mt19937 random(seed);
    std::vector<double> x;
    // Sums of uniforms: the same on every machine, unlike std::normal_distribution.
    for (int i = 0; i < length; ++i) {
        double sum = -6;
        for (int j = 0; j < 12; ++j)
            sum += static_cast<double>(random()) / 4294967296.0;
        x.push_back(sum);
    }
    return x;
}

}  // namespace

FigureInputs kind_inputs(int head_dim, double base) {
    FigureInputs inputs;
    inputs.models.push_back(make_model("default", head_dim, base, 1));
    inputs.q = random_vector(head_dim, 1);
    inputs.k = random_vector(head_dim, 2);
    inputs.q_text = "seed 1";
    inputs.k_text = "seed 2";
    inputs.query_position = 64;
    for (const char* word : {"The", "cat", "chased", "the", "mouse"}) {
        const auto seed = static_cast<unsigned>(10 + inputs.tokens.size());
        inputs.tokens.push_back({word, "seed " + std::to_string(seed), false, random_vector(head_dim, seed)});
    }
    inputs.token_order = {0, 4, 2, 3, 1};
    for (const Scheme* scheme : schemes()) {
        for (const ParamSpec& spec : scheme->params)
            inputs.params[std::string(spec.id)] = initial_value(spec);
    }
    for (const FigureKind* kind : figure_kinds()) {
        for (const ParamSpec& spec : kind->params)
            inputs.params[std::string(spec.id)] = initial_value(spec);
    }
    return inputs;
}

void add_model(FigureInputs& inputs, const std::string& name, double base, double factor) {
    inputs.models.push_back(make_model(name, inputs.models.front().spec.shape.head_dim, base, factor));
}

void set(FigureInputs& inputs, const std::string& id, Value value) {
    ASSERT_TRUE(inputs.params.contains(id)) << id;
    inputs.params[id] = std::move(value);
}

Figure build_figure(std::string_view kind, const FigureInputs& inputs) {
    ResultCache cache;
    Progress progress;
    const FigureKind* found = find_figure_kind(kind);
    if (found == nullptr) {
        ADD_FAILURE() << "no kind " << kind;
        return {};
    }
    Checked<Figure> figure = found->build(inputs, cache, progress);
    if (!figure.ok()) {
        ADD_FAILURE() << sentence(figure.fault());
        return {};
    }
    return std::move(figure).value();
}

const Column& column(const Figure& figure, std::string_view name) {
    for (const Column& each : figure.data.columns) {
        if (each.name == name) return each;
    }
    ADD_FAILURE() << "no column " << name;
    static const Column kNone;
    return kNone;
}

}  // namespace rope
