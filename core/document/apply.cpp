#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/number_text.h"
#include "core/document/edit.h"
#include "core/figure/figure_inputs.h"
#include "core/model/mrope.h"

namespace rope {
namespace {

Fault no_such_model(std::size_t model, std::size_t count) {
    return {.id = "no_such_model",
            .subject = "model " + model_letter(model),
            .rule = fmt::format("does not exist; there {} {}", count == 1 ? "is" : "are", count),
            .remedy = "",
            .where = "",
            .kind = FaultKind::usage};
}

// Keys of a session that belong to a model move and go with it.
void forget_unknown_of_model(Document& document, std::size_t index, bool removed) {
    nlohmann::json unknown = document.unknown.get();
    const auto models = unknown.find("models");
    if (models == unknown.end() || index >= models->size()) return;
    if (removed) {
        models->erase(index);
    } else {
        (*models)[index] = nlohmann::json::object();
    }
    document.unknown.set(std::move(unknown));
}

// One edit without the rules between fields: those are checked when all of a Together are done.
struct Change {
    Document& document;

    Checked<Done> set(const Parameter& parameter, std::size_t model, const Value& value) const {
        if (parameter.per_model) {
            if (model >= document.models.size()) return no_such_model(model, document.models.size());
            // From the first change on, the document remembers what the source said.
            const ModelSpec& before = document.models[model];
            if (!before.source.empty()) document.loaded.try_emplace(before.source, before);
        }
        return parameter.set(document, parameter, model, value);
    }

    Checked<Done> operator()(const SetParameter& edit) const {
        const Checked<const Parameter*> parameter = parameter_named(edit.id);
        if (!parameter.ok()) return parameter.fault();
        const Checked<Value> value = checked_value(parameter.value()->spec, edit.value, "");
        if (!value.ok()) return value.fault();
        return set(*parameter.value(), edit.model, value.value());
    }
    Checked<Done> operator()(const ResetParameter& edit) const {
        const Checked<const Parameter*> parameter = parameter_named(edit.id);
        if (!parameter.ok()) return parameter.fault();
        if (parameter.value()->per_model && edit.model >= document.models.size()) {
            return no_such_model(edit.model, document.models.size());
        }
        return set(*parameter.value(), edit.model, default_value(document, *parameter.value(), edit.model));
    }
    Checked<Done> operator()(const SetVector& edit) const {
        (edit.query ? document.query : document.key) = edit.source;
        return Done{};
    }
    Checked<Done> operator()(const SetModel& edit) const {
        std::vector<ModelSpec>& models = document.models;
        if (edit.index > models.size()) return no_such_model(edit.index, models.size());
        // A copy of a model that is shown keeps what its source said; one just read says it anew.
        if (std::find(models.begin(), models.end(), edit.model) == models.end()) {
            document.loaded.erase(edit.model.source);
        }
        if (edit.index == models.size()) {
            models.push_back(edit.model);
        } else {
            models[edit.index] = edit.model;
            forget_unknown_of_model(document, edit.index, false);
        }
        return Done{};
    }
    Checked<Done> operator()(const RemoveModel& edit) const {
        std::vector<ModelSpec>& models = document.models;
        if (edit.index >= models.size()) return no_such_model(edit.index, models.size());
        if (models.size() == 1) {
            return Fault{.id = "last_model",
                         .subject = "the only model",
                         .rule = "cannot be removed",
                         .remedy = "open another one in its place",
                         .where = "",
                         .kind = FaultKind::usage};
        }
        models.erase(models.begin() + static_cast<std::ptrdiff_t>(edit.index));
        forget_unknown_of_model(document, edit.index, true);
        return Done{};
    }
};

bool sets(const std::vector<SingleEdit>& edits, std::string_view id, std::size_t model) {
    return std::any_of(edits.begin(), edits.end(), [&](const SingleEdit& edit) {
        const auto names = [&](const auto& e) { return e.id == id && e.model == model; };
        if (const auto* set = std::get_if<SetParameter>(&edit)) return names(*set);
        if (const auto* reset = std::get_if<ResetParameter>(&edit)) return names(*reset);
        return false;
    });
}

std::string of_model(const Document& document, std::size_t model) {
    return document.models.size() > 1 ? " of " + model_letter(model) : "";
}

// The rotated part of a head of `now` components that had `old` and of them `rotary`.
int kept_share(int rotary, int old, int now) {
    const int kept = 2 * static_cast<int>(std::lround(double(rotary) / old * now / 2));
    return std::clamp(kept, 2, now);
}

// A longer or shorter head keeps its rotated share, as partial_rotary_factor in a config does: the whole head
// stays the whole head, and what was at the head's end (MLA) stays there.
void follow_head_dim(const ModelSpec& before, Applied& out, std::size_t index) {
    ModelSpec& model = out.document.models[index];
    HeadShape& shape = model.shape;
    const HeadShape old = before.shape;
    shape.rotary_dim = kept_share(old.rotary_dim, old.head_dim, shape.head_dim);
    if (old.rotary_offset > 0) {
        const int room = shape.head_dim - shape.rotary_dim;
        const bool at_end = old.rotary_offset + old.rotary_dim == old.head_dim;
        shape.rotary_offset = at_end ? room : std::min(old.rotary_offset, room);
    }
    for (auto& [name, layer] : model.layer_types) {
        if (layer.head_dim > 0) continue;  // of its own
        layer.rotary_dim = kept_share(layer.rotary_dim, old.head_dim, shape.head_dim);
    }
    if (shape.rotary_dim != old.rotary_dim) {
        out.adjusted.push_back(fmt::format("The rotary dimension{} follows to {}{}.",
                                           of_model(out.document, index), shape.rotary_dim,
                                           shape.rotary_dim == shape.head_dim ? ", the whole head" : ""));
    }
}

// A scaling that is chosen without a factor gets the one that reaches the context, or the row's default, so
// that choosing it shows something. One whose own default is 1 (proportional) shows something without: it has
// the factor that engines take, none.
void follow_scaling(Applied& out, std::size_t index) {
    ModelSpec& model = out.document.models[index];
    const Parameter* factor = find_parameter("model.factor");
    if (!factor || !is_relevant(*factor, out.document, index) || model.scaling.numbers.contains("factor"))
        return;
    const auto rows = find_scaling(model.scaling.type)->params;  // known: a row of it is relevant
    const auto own = std::find_if(rows.begin(), rows.end(),
                                  [&](const ParamSpec& row) { return row.id == factor->spec.id; });
    if (own != rows.end() && own->initial == 1) return;
    const double reach = double(model.context_length) / double(model.trained_context);
    const double value =
        reach > 1 ? std::clamp(reach, factor->spec.min, factor->spec.max) : factor->spec.initial;
    model.scaling.numbers["factor"] = value;
    out.adjusted.push_back(fmt::format("The factor{} is {}{}.", of_model(out.document, index),
                                       display_text(value, 6),
                                       reach > 1 ? ", context over trained context" : ""));
}

// Sections of another head say nothing about this one. They stay, so that going back loses nothing.
void say_sections(const ModelSpec& before, Applied& out, std::size_t index) {
    const ModelSpec& model = out.document.models[index];
    if (!has_mrope(model) || !fitting_mrope_axes(before) || fitting_mrope_axes(model)) return;
    out.adjusted.push_back(
        fmt::format("The M-RoPE sections{} are of another number of pairs than {}: all turn by one position.",
                    of_model(out.document, index), model.shape.pairs()));
}

// Sections that are set must fit the head that the edits leave.
Checked<Done> check_sections(const std::vector<SingleEdit>& edits, const Document& document) {
    constexpr std::string_view kRow = "model.mrope_section";
    for (std::size_t i = 0; i < document.models.size(); ++i) {
        if (!sets(edits, kRow, i) || !has_mrope(document.models[i])) continue;
        const auto axes = mrope_axes_of(document.models[i]);
        if (axes.ok()) continue;
        Fault fault = axes.fault();
        fault.where = kRow;
        fault.kind = FaultKind::usage;
        return fault;
    }
    return Done{};
}

void follow_pair(Applied& out) {
    Document& document = out.document;
    const int pairs = document.models[0].shape.pairs();
    if (pairs < 1 || document.selection.pair < pairs) return;
    out.adjusted.push_back(fmt::format("Pair {} is chosen: there {} {} pair{} now.", pairs - 1,
                                       pairs == 1 ? "is" : "are", pairs, pairs == 1 ? "" : "s"));
    document.selection.pair = pairs - 1;
}

// More or fewer words stand as they are written, and so do those that the usual order does not fit; as many
// as before keep their order.
void follow_tokens(const Document& before, const std::vector<SingleEdit>& edits, Applied& out) {
    TokenSequence& now = out.document.sequence;
    const bool other_count = now.tokens.size() != before.sequence.tokens.size();
    const bool reset = std::any_of(edits.begin(), edits.end(), [](const SingleEdit& edit) {
        const auto* reset_edit = std::get_if<ResetParameter>(&edit);
        return reset_edit != nullptr && reset_edit->id == "sequence.order";
    });
    const bool follows = reset ? !check_tokens(now).ok() : other_count && !sets(edits, "sequence.order", 0);
    if (!follows || now.order.empty()) return;
    now.order.clear();
    out.adjusted.push_back("The words stand in the order in which they are written.");
}

// What is set for the kind of layer that is shown stays when another one was looked at.
void keep_in_layer_type(ModelSpec& model) {
    const auto layer = model.layer_types.find(model.layer_type);
    if (layer == model.layer_types.end() || layer->second.no_positions) return;
    if (layer->second.head_dim > 0) layer->second.head_dim = model.shape.head_dim;
    layer->second.rotary_dim = model.shape.rotary_dim;
    layer->second.base = model.base;
    layer->second.scaling = model.scaling;
}

// True when one of the edits changes a parameter of the model (a model put in whole is as it should be).
bool changes_parameters(const std::vector<SingleEdit>& edits, std::size_t model) {
    return std::any_of(edits.begin(), edits.end(), [&](const SingleEdit& edit) {
        const auto concerns = [&](const auto& e) { return e.model == model && e.id.starts_with("model."); };
        if (const auto* set = std::get_if<SetParameter>(&edit)) return concerns(*set);
        if (const auto* reset = std::get_if<ResetParameter>(&edit)) return concerns(*reset);
        return false;
    });
}

void follow(const Document& before, const std::vector<SingleEdit>& edits, Applied& out) {
    Document& now = out.document;
    for (std::size_t i = 0; i < now.models.size(); ++i) {
        if (!changes_parameters(edits, i)) continue;
        ModelSpec& model = now.models[i];
        if (i < before.models.size() && sets(edits, "model.head_dim", i) &&
            !sets(edits, "model.rotary_dim", i) && model.shape.head_dim != before.models[i].shape.head_dim) {
            follow_head_dim(before.models[i], out, i);
        }
        if (sets(edits, "model.scaling", i)) follow_scaling(out, i);
        if (i < before.models.size()) say_sections(before.models[i], out, i);
        model.softmax_scale_multiplier = mla_softmax_multiplier(model);
        keep_in_layer_type(model);
    }
    if (!sets(edits, "view.pair", 0)) follow_pair(out);
    follow_tokens(before, edits, out);
    std::erase_if(now.loaded, [&](const auto& entry) {
        return std::none_of(now.models.begin(), now.models.end(), [&](const ModelSpec& model) {
            return model.source == entry.first && !(model == entry.second);
        });
    });
}

std::vector<SingleEdit> single_edits(const Edit& edit) {
    if (const Together* together = std::get_if<Together>(&edit)) return together->edits;
    std::vector<SingleEdit> one;
    std::visit(
        [&](const auto& e) {
            if constexpr (!std::is_same_v<std::decay_t<decltype(e)>, Together>) one.emplace_back(e);
        },
        edit);
    return one;
}

}  // namespace

Checked<Applied> apply(const Document& document, const Edit& edit) {
    Applied out{document, {}};
    const std::vector<SingleEdit> edits = single_edits(edit);
    for (const SingleEdit& single : edits) {
        if (Checked<Done> done = std::visit(Change{out.document}, single); !done.ok()) return done.fault();
    }
    follow(document, edits, out);
    if (Checked<Done> sections = check_sections(edits, out.document); !sections.ok()) return sections.fault();
    if (Checked<Done> valid = validate(out.document, &document); !valid.ok()) return valid.fault();
    return out;
}

}  // namespace rope
