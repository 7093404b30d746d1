#include "core/document/document.h"

#include <fmt/format.h>

#include <cmath>

#include "core/document/parameters.h"

namespace rope {
namespace {

Fault fault(const char* id, std::string subject, std::string rule, std::string remedy = {}) {
    return {.id = id,
            .subject = std::move(subject),
            .rule = std::move(rule),
            .remedy = std::move(remedy),
            .where = "",
            .kind = FaultKind::usage};
}

Checked<Done> validate_model(const ModelSpec& model) {
    // Some rules are known only to the scaling's formula.
    if (const auto formed = frequencies(model); !formed.ok()) return formed.fault();
    return Done{};
}

Checked<Done> validate_selection(const Document& document) {
    const Selection& selection = document.selection;
    const int pairs = document.models[0].shape.pairs();
    if (selection.pair < 0 || selection.pair >= pairs) {
        return fault("pair_out_of_range", fmt::format("view.pair = {}", selection.pair),
                     fmt::format("must be from 0 to {}, because model A has {} pairs", pairs - 1, pairs));
    }
    const std::pair<const char*, double> positions[] = {{"view.m", selection.query_position},
                                                        {"view.n", selection.key_position}};
    for (const auto& [name, position] : positions) {
        if (!(std::abs(position) <= kLargestPosition)) {
            return fault("position_out_of_range", fmt::format("{} = {}", name, value_text(position)),
                         "must be from −2³² to 2³² tokens, where angles are still exact");
        }
    }
    return Done{};
}

// Files are opened when a picture needs them: a document may name one that is not there.
Checked<Done> validate_vector(const VectorSource& source, const char* where) {
    if (!file_of(source).empty()) return Done{};
    constexpr int kLongHead = 4096;  // a one-hot position need only exist in some head
    const Checked<std::vector<double>> made = make_vector_of_own_length(source, kLongHead, where);
    if (!made.ok()) return made.fault();
    return Done{};
}

// The texts that vectors are made from, where `valid` does not hold the same.
Checked<Done> validate_vectors(const Document& document, const Document* valid) {
    if (!valid || !(valid->query == document.query)) {
        if (Checked<Done> query = validate_vector(document.query, "vectors.query"); !query.ok()) return query;
    }
    if (!valid || !(valid->key == document.key)) {
        if (Checked<Done> key = validate_vector(document.key, "vectors.key"); !key.ok()) return key;
    }
    if (!valid || !(valid->w_q == document.w_q)) {
        if (Checked<Done> w = check_projection(document.w_q, "vectors.w_q"); !w.ok()) return w;
    }
    if (!valid || !(valid->w_k == document.w_k)) {
        if (Checked<Done> w = check_projection(document.w_k, "vectors.w_k"); !w.ok()) return w;
    }
    if (!valid || !(valid->sequence == document.sequence)) return check_tokens(document.sequence);
    return Done{};
}

Checked<Done> validate_settings(const ParamValues& settings) {
    for (const auto& [name, value] : settings) {
        const Checked<const Parameter*> parameter = parameter_named(name);
        if (!parameter.ok()) return parameter.fault();
        const Checked<Value> checked = checked_value(parameter.value()->spec, value, "");
        if (!checked.ok()) return checked.fault();
    }
    return Done{};
}

}  // namespace

Checked<Done> validate(const Document& document, const Document* valid) {
    if (document.models.empty()) return fault("no_model", "a document", "needs at least one model");
    if (document.models.size() > kMostModels) {
        return fault("too_many_models", fmt::format("{} models", document.models.size()),
                     fmt::format("are more than {}", kMostModels), "remove one first");
    }
    for (std::size_t i = 0; i < document.models.size(); ++i) {
        if (valid && i < valid->models.size() && valid->models[i] == document.models[i]) continue;
        if (Checked<Done> model = validate_model(document.models[i]); !model.ok()) return model;
    }
    if (Checked<Done> selection = validate_selection(document); !selection.ok()) return selection;
    if (Checked<Done> vectors = validate_vectors(document, valid); !vectors.ok()) return vectors;
    if (!valid || valid->settings != document.settings) return validate_settings(document.settings);
    return Done{};
}

ModelSpec original_model(const Document& document, std::size_t index) {
    const ModelSpec& model = document.models[index];
    if (model.source.empty()) return ModelSpec{};
    const auto found = document.loaded.find(model.source);
    if (found == document.loaded.end()) return model;
    if (model.layer_type == found->second.layer_type) return found->second;
    Checked<ModelSpec> shown = with_layer_type(found->second, model.layer_type);
    return shown.ok() ? std::move(shown).value() : found->second;
}

}  // namespace rope
