// The one value that says what the program shows. Always valid; replaced only by apply().
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/parameter.h"
#include "core/document/kept_json.h"
#include "core/model/model_spec.h"
#include "core/vectors/projection.h"
#include "core/vectors/token.h"
#include "core/vectors/vector_source.h"

namespace rope {

struct Selection {
    int pair = 0;                // 0 … P − 1 of model A
    double query_position = 64;  // m [tokens], |m| ≤ 2³²
    double key_position = 0;     // n [tokens]
    friend bool operator==(const Selection&, const Selection&) = default;
};

constexpr std::size_t kMostModels = 8;

struct Document {
    std::vector<ModelSpec> models{ModelSpec{}};  // A first; never empty; at most kMostModels
    // By ModelSpec::source: each changed model as its file or preset gave it. What "reset" goes back to, and
    // how a picture can say that a model is no longer the published one. Kept by apply().
    std::map<std::string, ModelSpec> loaded;
    VectorSource query{"gaussian:seed=1"}, key{"gaussian:seed=2"};  // x of q = W_q x and of k = W_k x
    ProjectionSource w_q, w_k;                                      // also of every token
    TokenSequence sequence;
    Selection selection;
    ParamValues settings;  // of figure kinds and views; only what differs from the table's default
    KeptJson unknown;      // keys of a session that this version does not know

    friend bool operator==(const Document&, const Document&) = default;
};

// Everything that must hold of a document, so that whatever is computed from it can be computed. Models and
// texts that `valid` (already found valid) holds as well are not looked at again. Pure: files are not opened.
Checked<Done> validate(const Document& document, const Document* valid = nullptr);

// The model as it was loaded, showing the same kind of layer; the default model where it has no source.
ModelSpec original_model(const Document& document, std::size_t model);

}  // namespace rope
