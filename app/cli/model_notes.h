// What commands say beside their numbers: of the current length of a sequence, where the scaling depends on
// it, and of what engines do to scores besides; nothing elsewhere.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/cli/console.h"
#include "core/base/json_object.h"
#include "core/model/model_spec.h"

namespace rope::cli {

// Keys "seq_len" (null where none was given) and, of LongRoPE, "factor_list".
void add_length(JsonObject& object, const ModelSpec& model);

// The same as a line of facts: "seq_len", "5001, long factors".
void add_length(std::vector<std::pair<std::string, std::string>>& facts, const ModelSpec& model);

// Tables hold no facts, so that it is said beside them at which length of the call they were computed: `used`
// is the model at_length_of_call, `given` the one before. Silent where the length was given.
void note_length(const ModelSpec& given, const ModelSpec& used, std::string_view largest, Console& console);

// What engines do to the scores of this model that the numbers lack (core/model/score_changes.h), a note
// each.
void note_score_changes(const ModelSpec& model, Console& console);

}  // namespace rope::cli
