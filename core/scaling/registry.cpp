#include "core/scaling/scaling.h"

namespace rope {

extern const Scaling kDefaultScaling, kLinearScaling, kNtkAwareScaling, kNtkByPartsScaling, kDynamicScaling,
    kYarnScaling, kLlama3Scaling, kLongRopeScaling, kProportionalScaling;

namespace {

constexpr const Scaling* kScalings[] = {
    &kDefaultScaling, &kLinearScaling, &kNtkAwareScaling, &kNtkByPartsScaling,   &kDynamicScaling,
    &kYarnScaling,    &kLlama3Scaling, &kLongRopeScaling, &kProportionalScaling,
};

}  // namespace

std::span<const Scaling* const> scalings() {
    return kScalings;
}

const Scaling* find_scaling(std::string_view id) {
    for (const Scaling* scaling : kScalings) {
        if (scaling->id == id) return scaling;
    }
    return nullptr;
}

}  // namespace rope
