// What engines do to the scores of some models besides rotating and scaling. This program draws scores before
// it and says so.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/model_spec.h"

namespace rope {

// Whether scores of late queries grow in the layers shown.
bool has_query_growth(const ModelSpec& model);

// Of the layers shown, a sentence each; none for most models. Gemma 2: "Scores are before the softcap
// 50·tanh(score/50) of gemma-2-9b.", Ministral 3 and Llama 4: "Scores are without the factor
// 1 + 0.1·log(1 + ⌊m/16384⌋) of ministral for a query at m." `which`: whose scores, as in "Scores of RoPE".
std::vector<std::string> score_changes_left_out(const ModelSpec& model, std::string_view which = "Scores");

}  // namespace rope
