#include "core/figure/kind/words.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"
#include "core/base/utf8.h"
#include "core/figure/kind/series.h"
#include "core/model/current_length.h"
#include "core/model/score_changes.h"
#include "core/scaling/scaling.h"
#include "core/scaling/yarn.h"

namespace rope {
namespace {

constexpr int kPositionDigits = 11;  // 2³² and one decimal

// Where the scaling depends on it: "short factors up to 4096", "at a length of 9000"; short, because captions
// have one line for it and what the figure is.
std::string length_words(const ModelSpec& model) {
    if (!depends_on_length(model)) return "";
    const auto given = given_length(model);
    const std::string tokens =
        position_text(static_cast<double>(given ? *given : length_limit(model).value_or(kLargestContext)));
    const std::string_view list = factor_list_in_use(model);
    if (list.empty()) return (given ? "at a length of " : "at a length up to ") + tokens;
    return fmt::format("{} factors {} {}", list, given ? "at" : "up to", tokens);
}

std::string scaling_words(const ModelSpec& model) {
    const ScalingSpec& spec = model.scaling;
    if (spec.type == "default") return "";
    const Scaling* scaling = find_scaling(spec.type);
    const std::string label(scaling != nullptr ? scaling->label : std::string_view(spec.type));
    std::string words = ", " + label;
    if (const auto factor = spec.numbers.find("factor"); factor != spec.numbers.end())
        words += " by " + display_text(factor->second);
    else if (is_yarn(spec.type) && model.context_length != model.trained_context)
        words += fmt::format(" by {} (context over trained context)",
                             display_text(static_cast<double>(model.context_length) /
                                          static_cast<double>(model.trained_context)));
    return words;
}

// The name of nobody's model says no more than its facts.
bool is_named(const ModelSpec& model) {
    return !model.source.empty();
}

// Symbols such as q keep their letter.
std::string capital(std::string words) {
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    if (words.starts_with("a ") || (words.size() > 1 && is_letter(words[0]) && is_letter(words[1])))
        words[0] = static_cast<char>(words[0] - 'a' + 'A');
    return words;
}

}  // namespace

std::string position_text(double position) {
    return display_text(position, kPositionDigits);
}

std::string model_facts(const ModelSpec& model) {
    const std::string rotary = model.shape.rotary_dim == model.shape.head_dim
                                   ? ""
                                   : fmt::format(" ({} rotated)", model.shape.rotary_dim);
    if (without_positions(model))  // its file states a base all the same
        return fmt::format("d = {}, {} layers without positions", model.shape.head_dim,
                           printable(model.layer_type));
    return fmt::format("d = {}{}, base {}{}", model.shape.head_dim, rotary, position_text(model.base),
                       scaling_words(model));
}

std::string model_words(const ModelSpec& model) {
    const std::string length = length_words(model);
    const std::string facts = model_facts(model) + (length.empty() ? "" : ", " + length);
    return is_named(model) ? fmt::format("{} ({})", printable(model.name), facts) : facts;
}

std::vector<std::string> statements_of(const std::string& what, const ModelSpec& model) {
    std::vector<std::string> statements{
        is_named(model) ? fmt::format("{}: {}.", printable(model.name), what) : capital(what) + ".",
        model_facts(model) + "."};
    if (const std::string length = length_words(model); !length.empty())
        statements.insert(statements.begin() + 1, capital(length) + ".");
    return statements;
}

std::vector<std::string> statements_of(const std::string& what, const FigureInputs& inputs) {
    if (inputs.models.size() == 1) return statements_of(what, inputs.models.front().spec);
    const auto words = [&](std::size_t model) { return model_words(inputs.models[model].spec); };
    std::vector<std::string> statements{capital(what) + ".", of_models(inputs, words)};
    for (const FigureModel& model : inputs.models)
        if (const std::string length = length_words(model.spec); !length.empty())
            statements.insert(statements.end() - 1,
                              fmt::format("{}: {}.", printable(model.spec.name), length));
    return statements;
}

std::string vector_words(const FigureInputs& inputs) {
    return fmt::format("q = {}, k = {}.", printable(inputs.q_text), printable(inputs.k_text));
}

void add_length_note(Figure& figure, const std::vector<FigureModel>& models, double reach) {
    for (const FigureModel& model : models) {
        const auto limit = length_limit(model.spec);
        if (!limit || reach <= static_cast<double>(*limit)) continue;
        const bool lists = !factor_list_in_use(model.spec).empty();
        figure.notes.push_back(fmt::format(
            "{} {} engines {}.", models.size() > 1 ? printable(model.spec.name) + ": beyond" : "Beyond",
            position_text(static_cast<double>(*limit)), lists ? "take the long factors" : "raise the base"));
        figure.missing.push_back(figure.notes.back());
    }
}

void add_statement(Figure& figure, std::string statement) {
    if (!statement.empty()) figure.caption.push_back(std::move(statement));
}

std::string score_scale(const ModelSpec& model) {
    const double multiplier = score_multiplier(model);
    constexpr double kRounding = 1e-6;  // of files, which hold float32
    if (std::abs(multiplier - 1) <= kRounding) return "/√*d*";
    const double scale = multiplier / std::sqrt(static_cast<double>(model.shape.head_dim));
    return std::abs(scale - 1) < 1e-9 ? "" : "·" + display_text(scale, 3);
}

std::string multiplier_words(const ModelSpec& model, std::string_view which) {
    const std::string name = model.name.empty() ? "this model" : printable(model.name);
    std::string words;
    if (has_own_attention_scale(model))
        words = fmt::format("In {}, q·k is multiplied by {} instead of 1/√d.", name,
                            display_text(model.attention_scale, 5));
    if (model.softmax_scale_multiplier != 1)
        words +=
            fmt::format("{}{} include the factor {} of the softmax scale of {}.", words.empty() ? "" : " ",
                        which, display_text(model.softmax_scale_multiplier, 5), name);
    for (const std::string& sentence : score_changes_left_out(model, which))
        words += (words.empty() ? "" : " ") + sentence;
    return words;
}

void add_score_words(Figure& figure, const ModelSpec& model, std::string_view which) {
    std::string& first = figure.caption.front();
    const auto add = [&first](const std::string& words) {
        if (first.find(words) == std::string::npos) first.insert(first.size() - 1, words);  // before the stop
    };
    if (model.logit_softcap > 0) add(", before the softcap");
    if (has_query_growth(model)) add(", without the growth of late queries");
    add_statement(figure, multiplier_words(model, which));
}

std::vector<std::string> model_labels(const std::vector<FigureModel>& models) {
    std::vector<std::string> labels;
    for (std::size_t i = 0; i < models.size(); ++i) {
        const std::string& name = models[i].spec.name;
        const auto same_name = [&](const FigureModel& other) { return other.spec.name == name; };
        const bool shared = std::count_if(models.begin(), models.end(), same_name) > 1;
        labels.push_back((shared ? model_letter(i) + ": " : "") + escape_markup(printable(name)));
    }
    return labels;
}

void add_only_first_model_note(Figure& figure, const FigureInputs& inputs) {
    if (inputs.models.size() < 2) return;
    figure.only_first_model = true;
    figure.notes.push_back(
        fmt::format("Drawn for model A ({}) only.", printable(inputs.models.front().spec.name)));
    figure.missing.push_back(figure.notes.back());
}

}  // namespace rope
