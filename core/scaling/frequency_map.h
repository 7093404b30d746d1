// Maps that bend θ after any scaling. One file each, listed in registry.cpp.
#pragma once

#include "core/base/extended.h"
#include "core/scaling/scaled_frequencies.h"
#include "core/scaling/scaling.h"

namespace rope {

struct FrequencyMap {
    std::string_view source;
    ParamSpec param;  // its one number, "model.<key>"; at the row's initial value nothing changes
    Checked<Extended> (*apply)(const Extended& theta, double value);
};

std::span<const FrequencyMap* const> frequency_maps();  // in the order in which they are applied

// The scaling that inputs.spec names (known in the registry), then every map whose number is given. What all
// views and commands compute with.
Checked<ScaledFrequencies> scaled_frequencies(const ScalingInputs& inputs);

}  // namespace rope
