#include "core/model/layer_dictionaries.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/model/model_spec.h"

namespace rope {
namespace {

using nlohmann::json;

bool is_per_layer(const json& dictionary) {
    bool any = false;
    for (const auto& value : dictionary) {
        if (!value.is_object() && !value.is_null()) return false;
        any |= value.is_object();
    }
    return any;
}

// Kinds of layers without rotation that no dictionary names. The names of layers that rotate and of those
// that do not; empty where all do.
std::optional<std::pair<std::string, std::string>> layers_without_rotation(const ConfigFields& fields,
                                                                           StillLayers still,
                                                                           FirstFault& first) {
    if (still == StillLayers::full ||
        (still == StillLayers::full_beside_sliding && fields.has("sliding_window")))
        return std::pair(std::string(kSlidingLayers), std::string(kFullLayers));
    const auto list = fields.numbers("no_rope_layers");
    if (!list || list->empty()) {
        if (still != StillLayers::fourth) return {};
    } else {
        const auto without = std::count(list->begin(), list->end(), 0.0);
        if (without == 0) return {};
        if (without == std::ssize(*list)) {
            first.add("no_rope", "no_rope_layers, 0 for every layer,", "leaves no rotary position embedding");
            return {};
        }
    }
    return std::pair(std::string("rope"), std::string("nope"));
}

// A dictionary by kind of layer in which some are not dictionaries, or which leaves no layer that rotates.
void check_kinds(const ConfigFields& fields, const char* name, FirstFault& first) {
    const auto dictionary = fields.object(name);
    if (!dictionary || dictionary->json().empty()) return;
    bool all_null = true;
    for (const auto& value : dictionary->json())
        all_null &= value.is_null();
    const bool named =
        dictionary->json().contains(kFullLayers) || dictionary->json().contains(kSlidingLayers);
    if (all_null && named)
        first.add("no_rope", std::string(name) + " with null for every kind of layer",
                  "leaves no rotary position embedding");
    if (!all_null && named && !is_per_layer(dictionary->json()))
        first.add("not_an_object", name,
                  "must hold an object or null for each kind of layer, and nothing else");
}

}  // namespace

LayerDictionaries find_layer_dictionaries(const ConfigFields& fields, const ModelFamily* family,
                                          FirstFault& first) {
    for (const char* name : {"rope_scaling", "rope_parameters"})
        check_kinds(fields, name, first);
    const auto scaling = fields.object("rope_scaling");
    const auto parameters = fields.object("rope_parameters");
    const bool has_scaling = scaling && !scaling->json().empty();
    LayerDictionaries found;
    if (has_scaling && is_per_layer(scaling->json())) {
        for (const auto& [layer, dictionary] : scaling->json().items())
            found.by_layer[layer] = dictionary;
        return found;
    }
    if (parameters && is_per_layer(parameters->json())) {
        for (const auto& [layer, dictionary] : parameters->json().items())
            found.by_layer[layer] = dictionary;
        // A flat rope_scaling beside them belongs to the full layers, and wins there.
        if (has_scaling) {
            json& full = found.by_layer[std::string(kFullLayers)];
            if (full.is_null()) full = json::object();
            full.update(scaling->json());
        }
        return found;
    }
    if (has_scaling) {
        found.all = scaling->json();
        found.name = "rope_scaling";
    } else if (parameters) {
        found.all = parameters->json();
    } else if (fields.has("rope_type")) {
        found.all = fields.json();  // the fields alone, without a model around
        found.name = "";
    }
    if (fields.has("rope_local_base_freq") || fields.has("local_rope_theta"))
        found.by_layer = {{std::string(kFullLayers), found.all},
                          {std::string(kSlidingLayers), json::object()}};
    else if (const auto kinds = layers_without_rotation(
                 fields, family == nullptr ? StillLayers::none : family->still, first)) {
        found.by_layer = {{kinds->first, found.all}, {kinds->second, json()}};
        found.all_or_nothing = true;
    }
    return found;
}

}  // namespace rope
