// The current length of a sequence, on which some scalings depend: LongRoPE chooses one of two lists of
// factors by it, dynamic NTK raises the base. Engines take it from the call, and rotate every position of the
// call alike.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/model_spec.h"

namespace rope {

// Whether the scaling of the layers shown reads it.
bool depends_on_length(const ModelSpec& model);

// What the model was given as `seq_len` [tokens]; none where that is missing or 0.
std::optional<std::int64_t> given_length(const ModelSpec& model);

// As engines count it: the largest position + 1, a whole number of tokens from 1 to kLargestContext.
std::int64_t length_of_call(std::span<const double> positions);

// The model as an engine rotates these positions: at the length of the call, where the scaling depends on it
// and no other was given.
ModelSpec at_length_of_call(ModelSpec model, std::span<const double> positions);

// How long a sequence may become before an engine forms other frequencies than the model has now [tokens];
// none where it never does.
std::optional<std::int64_t> length_limit(const ModelSpec& model);

// LongRoPE's lists of factors, "short" or "long"; empty for other scalings.
std::string_view factor_list_in_use(const ModelSpec& model);

}  // namespace rope
