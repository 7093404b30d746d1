// Linear attention with rotation (RoFormer, equation 19) and with random features, against softmax attention:
// the weights that one query gives to every key.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/number_text.h"
#include "core/base/utf8.h"
#include "core/figure/kind/key.h"
#include "core/figure/kind/kinds.h"
#include "core/figure/kind/room.h"
#include "core/figure/kind/series.h"
#include "core/figure/kind/words.h"
#include "core/measure/linear_attention.h"
#include "core/measure/random_features.h"
#include "core/scheme/attention.h"
#include "core/vectors/generator.h"

namespace rope {
namespace linear_figure {
namespace {

constexpr std::array<ParamChoice, 2> kVectors{
    {{"generated", "Normal, one of each token"}, {"given", "Given q, and given k at every token"}}};

constexpr std::array<ParamSpec, 6> kParams{
    {{.id = "linear.vectors",
      .label = "Vectors",
      .type = ParamType::choice,
      .initial_text = "generated",
      .choices = kVectors,
      .help = "Normal q and k of each token, or the given ones: with one k at every token only positions "
              "tell the "
              "keys apart."},
     {.id = "linear.tokens",
      .label = "Tokens",
      .unit = "tokens",
      .type = ParamType::integer,
      .min = 2,
      .max = 256,
      .initial = 64,
      .help = "Keys that the last token attends to, itself included."},
     {.id = "linear.features",
      .label = "Random features",
      .symbol = "*M*",
      .type = ParamType::integer,
      .min = 1,
      .max = 1024,
      .initial = 256,
      .help = "Positive random features (Performer): the more, the nearer to softmax.",
      .slider_min = 1,
      .slider_max = 512},
     {.id = "linear.stabilised",
      .label = "Stabilised",
      .type = ParamType::boolean,
      .initial = 1,
      .help = "Takes the largest exponent off before the features' exponential and adds 0.0001 to each, as "
              "Performer's "
              "program does; without it features are formed in float32, which has an end."},
     {.id = "linear.size",
      .label = "Size of q and k",
      .type = ParamType::number,
      .min = 0,
      .max = 4,
      .initial = 0.7,
      .help = "Standard deviation of the entries of q and k: the larger, the sharper softmax."},
     {.id = "linear.seed",
      .label = "Seed",
      .type = ParamType::integer,
      .min = 0,
      .max = 1e6,
      .initial = 1,
      .help = "Chooses the normal numbers of q, k and the features.",
      .slider_max = 20}}};

Matrix gaussian_matrix(std::size_t rows, std::size_t columns, double size, std::uint64_t seed) {
    Matrix made(rows, columns);
    made.values = gaussian_vector(static_cast<int>(rows * columns), seed);
    for (double& value : made.values)
        value *= size;
    return made;
}

Matrix repeated(std::span<const double> x, std::size_t rows) {
    Matrix made(rows, x.size());
    for (std::size_t r = 0; r < rows; ++r)
        std::copy(x.begin(), x.end(), made.row(r).begin());
    return made;
}

Matrix last_row(const Matrix& all) {
    Matrix row(1, all.columns);
    std::copy_n(all.row(all.rows - 1).begin(), all.columns, row.values.begin());
    return row;
}

Matrix identity(std::size_t n) {
    Matrix made(n, n);
    for (std::size_t i = 0; i < n; ++i)
        made(i, i) = 1;
    return made;
}

// With v = I the output is the weights themselves.
std::vector<double> linear_weights(const Matrix& weight_q, const Matrix& weight_k, const Matrix& plain_q,
                                   const Matrix& plain_k) {
    return linear_attention({weight_q, weight_k, plain_q, plain_k}, identity(weight_k.rows), false)
        .output.values;
}

struct Weights {
    std::vector<double> softmax, features, rotated, plain;  // [keys]
    Float32Weights unstabilised;                            // empty where stabilised
};

// How far the features' weights are from those they estimate.
double root_mean_square_error(const Weights& weights) {
    double squares = 0;
    for (std::size_t n = 0; n < weights.softmax.size(); ++n) {
        const double off = weights.features[n] - weights.softmax[n];
        squares += off * off;
    }
    return std::sqrt(squares / static_cast<double>(weights.softmax.size()));
}

bool uses_given_vectors(const FigureInputs& inputs) {
    return inputs.choice("linear.vectors") == "given";
}

Weights weights_of(const FigureInputs& inputs) {
    const FigureModel& model = inputs.models.front();
    const HeadShape& shape = model.spec.shape;
    const FrequencyTable& table = model.frequencies->table;
    const auto tokens = static_cast<std::size_t>(inputs.number("linear.tokens"));
    const auto width = static_cast<std::size_t>(shape.head_dim);
    const auto seed = static_cast<std::uint64_t>(inputs.number("linear.seed"));
    const double size = inputs.number("linear.size");
    const bool given = uses_given_vectors(inputs);
    const Matrix q = given ? repeated(inputs.q, tokens) : gaussian_matrix(tokens, width, size, 3 * seed);
    const Matrix k = given ? repeated(inputs.k, tokens) : gaussian_matrix(tokens, width, size, 3 * seed + 1);
    const Matrix turned_q = last_row(rotate_rows(q, shape, table)), turned_k = rotate_rows(k, shape, table);

    Weights weights;
    Matrix scores = row_products(turned_q, turned_k);
    for (double& score : scores.values)
        score /= std::sqrt(static_cast<double>(width));
    weights.softmax = attention_weights(scores).values;

    const Matrix projection =
        gaussian_matrix(static_cast<std::size_t>(inputs.number("linear.features")), width, 1, 3 * seed + 2);
    if (inputs.flag("linear.stabilised")) {
        const Matrix feature_q = stabilised_random_features(turned_q, projection, FeatureSide::query, 1e-4);
        const Matrix feature_k = stabilised_random_features(turned_k, projection, FeatureSide::key, 1e-4);
        weights.features = linear_weights(feature_q, feature_k, feature_q, feature_k);
    } else {
        weights.unstabilised = float32_feature_weights(turned_q, turned_k, projection);
        weights.features = weights.unstabilised.weights;
    }

    const Matrix elu_q = elu_plus_one(q), elu_k = elu_plus_one(k), elu_last = last_row(elu_q);
    weights.plain = linear_weights(elu_last, elu_k, elu_last, elu_k);
    weights.rotated = linear_weights(last_row(rotate_rows(elu_q, shape, table)),
                                     rotate_rows(elu_k, shape, table), elu_last, elu_k);
    return weights;
}

std::string vectors_words(const FigureInputs& inputs) {
    if (!uses_given_vectors(inputs)) return "normal q and k";
    return fmt::format("q = {} and k = {} at every token", printable(inputs.q_text),
                       printable(inputs.k_text));
}

std::string error_words(const Weights& weights) {
    const double error = root_mean_square_error(weights);
    return std::isfinite(error) ? fmt::format("off by {}, root mean square", display_text(error, 3))
                                : std::string("of which float32 leaves no weight");
}

void add_underflow_note(Figure& figure, const Float32Weights& weights) {
    if (weights.vanished == 0) return;
    figure.notes.push_back(
        fmt::format("{} of {} features are 0 in float32, which ends at e^−103: without the stabiliser their "
                    "exponents run from "
                    "{} to {}.",
                    position_text(static_cast<double>(weights.vanished)),
                    position_text(static_cast<double>(weights.features)), display_text(weights.smallest, 3),
                    display_text(weights.largest, 3)));
}

Checked<Figure> build(const FigureInputs& inputs, ResultCache& cache, Progress& progress) {
    const FigureModel& model = inputs.models.front();
    ResultKey key("linear");
    key.add(model.frequencies->table).add(std::int64_t{model.spec.shape.head_dim});
    key.add(static_cast<std::int64_t>(model.spec.shape.layout))
        .add(std::int64_t{model.spec.shape.rotary_offset});
    for (const char* id : {"linear.tokens", "linear.features", "linear.size", "linear.seed"})
        key.add(inputs.number(id));
    key.add(std::int64_t{inputs.flag("linear.stabilised")});
    if (uses_given_vectors(inputs)) key.add(std::span(inputs.q)).add(std::span(inputs.k));
    const auto weights = cache.get<Weights>(
        key.text(),
        [&]() -> std::shared_ptr<const Weights> {
            if (progress.cancelled()) return nullptr;
            return std::make_shared<const Weights>(weights_of(inputs));
        },
        [](const Weights& made) { return 4 * made.plain.size() * sizeof(double); });
    if (!weights) return cancelled_fault("linear attention");

    Figure figure;
    figure.kind = "linear";
    Panel panel;
    Extent extent{0, 0};
    panel.marks.push_back(zero_rule());
    const std::vector<double>* curves[] = {&weights->softmax, &weights->features, &weights->plain,
                                           &weights->rotated};
    const bool stabilised = inputs.flag("linear.stabilised");
    const std::array<std::string, 4> labels{"softmax",
                                            stabilised ? "random features" : "random features, unstabilised",
                                            "linear", "linear, rotated"};
    const std::array<std::string, 4> names{"softmax",
                                           stabilised ? "random_features" : "random_features_unstabilised",
                                           "linear", "linear_rotated"};
    Column position{"key", "tokens", {}};
    for (std::size_t n = 0; n < weights->plain.size(); ++n)
        position.values.push_back(static_cast<double>(n));
    figure.data.columns.push_back(position);
    double negative = 0, total = 0;
    for (std::size_t c = 0; c < 4; ++c) {
        LineMark line = series_line(c, labels[c]);
        for (std::size_t n = 0; n < position.values.size(); ++n)
            line.points.push_back({position.values[n], (*curves[c])[n]});
        extent.cover(line);
        panel.marks.push_back(std::move(line));
        figure.data.columns.push_back({names[c], "1", *curves[c]});
    }
    for (const double weight : weights->rotated) {
        negative += weight < 0;
        total += weight;
    }
    panel.x.emplace().title = "key position *n* (tokens)";
    panel.x->hi = position.values.back();
    panel.x->integers = true;
    const Range range = padded(extent.lo, extent.hi, 0.06);
    panel.y.emplace().title = "weight of the key";
    panel.y->lo = extent.lo < 0 ? range.lo : 0;
    panel.y->hi = range.hi;
    figure.panels.push_back(std::move(panel));
    figure.caption = statements_of(
        fmt::format("weights that the last of {} tokens gives to each", position.values.size()), model.spec);
    add_statement(figure, fmt::format("With rotation {} weights of linear attention are negative, sum {}.",
                                      negative, display_text(total, 3)));
    add_statement(
        figure, fmt::format("Softmax of rotated scores, {} random features of it{} ({}), linear attention "
                            "(elu + 1) with rotation (RoFormer, equation 19) and without, for {}.",
                            inputs.number("linear.features"), stabilised ? "" : " in float32, not stabilised",
                            error_words(*weights), vectors_words(inputs)));
    if (!stabilised) add_underflow_note(figure, weights->unstabilised);
    if (uses_given_vectors(inputs))
        figure.idle.push_back({"linear.size", "The given q and k have their own size."});
    add_only_first_model_note(figure, inputs);
    return figure;
}

}  // namespace
}  // namespace linear_figure

const FigureKind kLinearKind{
    "linear", "Linear attention",
    "Weights of linear attention with rotation and of random features, against softmax "
    "attention.",
    linear_figure::kParams, &linear_figure::build};

}  // namespace rope
