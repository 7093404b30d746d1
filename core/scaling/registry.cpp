#include "core/scaling/frequency_map.h"
#include "core/scaling/scaling.h"

namespace rope {

extern const Scaling kDefaultScaling, kLinearScaling, kNtkAwareScaling, kNtkByPartsScaling, kDynamicScaling,
    kYarnScaling, kLlama3Scaling, kLongRopeScaling, kProportionalScaling, kYarnGgmlScaling, kExponentScaling,
    kCustomScaling;
extern const FrequencyMap kAllpassWarp, kBilinearPrewarp;

namespace {

constexpr const Scaling* kScalings[] = {
    &kDefaultScaling,  &kLinearScaling,       &kNtkAwareScaling, &kNtkByPartsScaling,
    &kDynamicScaling,  &kYarnScaling,         &kYarnGgmlScaling, &kLlama3Scaling,
    &kLongRopeScaling, &kProportionalScaling, &kExponentScaling, &kCustomScaling,
};

constexpr const FrequencyMap* kMaps[] = {&kAllpassWarp, &kBilinearPrewarp};

}  // namespace

std::span<const Scaling* const> scalings() {
    return kScalings;
}

std::span<const FrequencyMap* const> frequency_maps() {
    return kMaps;
}

const Scaling* find_scaling(std::string_view id) {
    for (const Scaling* scaling : kScalings) {
        if (scaling->id == id) return scaling;
    }
    return nullptr;
}

}  // namespace rope
