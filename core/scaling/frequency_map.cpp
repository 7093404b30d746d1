#include "core/scaling/frequency_map.h"

namespace rope {
namespace {

constexpr std::string_view kModelPrefix = "model.";

}  // namespace

Checked<ScaledFrequencies> scaled_frequencies(const ScalingInputs& inputs) {
    require(inputs.spec != nullptr, "scaled_frequencies: no spec");
    const Scaling* scaling = find_scaling(inputs.spec->type);
    require(scaling != nullptr, "scaled_frequencies: a scaling that is not in the registry");
    Checked<ScaledFrequencies> scaled = scaling->apply(inputs);
    if (!scaled.ok()) return scaled;
    for (const FrequencyMap* map : frequency_maps()) {
        const double value = inputs.number(map->param.id.substr(kModelPrefix.size()), map->param.initial);
        if (value == map->param.initial) continue;
        for (Extended& theta : scaled.value().theta) {
            Checked<Extended> bent = map->apply(theta, value);
            if (!bent.ok()) return bent.fault();
            theta = bent.value();
        }
    }
    return scaled;
}

}  // namespace rope
