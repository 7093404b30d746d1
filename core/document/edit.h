// Every change is an Edit: a dragged slider, a flag, an opened file, a lecture scene.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/document/parameters.h"

namespace rope {

struct SetParameter {
    std::string id;
    Value value;
    std::size_t model = 0;
    friend bool operator==(const SetParameter&, const SetParameter&) = default;
};
struct ResetParameter {
    std::string id;
    std::size_t model = 0;
    friend bool operator==(const ResetParameter&, const ResetParameter&) = default;
};
struct SetVector {
    bool query = true;  // else the key
    VectorSource source;
    friend bool operator==(const SetVector&, const SetVector&) = default;
};
struct SetModel {  // replaces model `index`; index == count adds one
    std::size_t index = 0;
    ModelSpec model;
    friend bool operator==(const SetModel&, const SetModel&) = default;
};
struct RemoveModel {
    std::size_t index = 0;
    friend bool operator==(const RemoveModel&, const RemoveModel&) = default;
};
using SingleEdit = std::variant<SetParameter, ResetParameter, SetVector, SetModel, RemoveModel>;
// Several at once: all or none, one step of undo. Rules between fields are checked after the last one, so
// their order matters only where one edit adds the model that another changes.
struct Together {
    std::vector<SingleEdit> edits;
    std::string label;
    friend bool operator==(const Together&, const Together&) = default;
};

using Edit = std::variant<SetParameter, ResetParameter, SetVector, SetModel, RemoveModel, Together>;

// Pure: no clock, no globals. A refused edit is a Fault and the caller keeps its document. Values that depend
// on another follow it and are said in `adjusted` (head_dim 64 makes rotary_dim 128 follow to 64; the chosen
// pair stays in range). An Edit is a std::variant, so write rope::apply where an argument is a temporary:
// std::apply would be the better match.
struct Applied {
    Document document;
    std::vector<std::string> adjusted;  // sentences for the status line
};
Checked<Applied> apply(const Document& document, const Edit& edit);

std::string label(const Edit& edit);  // "Base": what undo offers
// Two edits in a row of one drag (same target) become one step of undo.
bool same_target(const Edit& a, const Edit& b);

}  // namespace rope
