#include "core/measure/critical_dimension.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace rope {

CriticalDimension critical_dimension(const FrequencyTable& unscaled, double base, int rotary_dim,
                                     double train_length) {
    require(base > 0 && base != 1 && train_length > 0, "critical_dimension: no such base or length");
    CriticalDimension found;
    found.real_index = rotary_dim / 2.0 * std::log(train_length / (2 * std::numbers::pi)) / std::log(base);
    found.formula = 2 * static_cast<std::int64_t>(std::clamp(std::ceil(found.real_index), -1e15, 1e15));
    found.clamped = static_cast<int>(std::clamp<std::int64_t>(found.formula, 0, rotary_dim));
    for (int i = 0; i < unscaled.pairs(); ++i)
        found.full_turns += unscaled.wavelength(i) <= train_length ? 1 : 0;
    return found;
}

}  // namespace rope
