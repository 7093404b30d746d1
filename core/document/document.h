// The one value that says what the program shows. Always valid; replaced only by apply().
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "core/base/parameter.h"
#include "core/model/model_spec.h"
#include "core/vectors/vector_source.h"

namespace rope {

struct Selection {
    int pair = 0;                // 0 … P − 1 of model A
    double query_position = 64;  // m [tokens], |m| ≤ 2³²
    double key_position = 0;     // n [tokens]
    friend bool operator==(const Selection&, const Selection&) = default;
};

struct Document {
    std::vector<ModelSpec> models{ModelSpec{}};  // A first; never empty; at most 8
    VectorSource query{"gaussian:seed=1"}, key{"gaussian:seed=2"};
    Selection selection;
    ParamValues settings;  // of figure kinds and views; only what differs from the table's default
    nlohmann::json unknown =
        nlohmann::json::object();  // keys of a session that this version does not know: kept

    friend bool operator==(const Document&, const Document&) = default;
};

}  // namespace rope
