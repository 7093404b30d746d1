// Which of the dictionaries of config.json belongs to which kind of layer, and which kinds do not rotate.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "core/model/config_fields.h"
#include "core/model/model_family.h"

namespace rope {

// Where the layers' parameters stand: one dictionary for all, or one for each kind of layer.
struct LayerDictionaries {
    nlohmann::json all = nlohmann::json::object();
    const char* name = "rope_parameters";            // of `all`, for faults: as the file calls it
    std::map<std::string, nlohmann::json> by_layer;  // null: no rotation there
    bool all_or_nothing = false;                     // kinds of layers either have `all` or do not rotate
};

// `family`: null where it is not known. Faults: not_an_object, no_rope where no layer rotates.
LayerDictionaries find_layer_dictionaries(const ConfigFields& fields, const ModelFamily* family,
                                          FirstFault& first);

}  // namespace rope
