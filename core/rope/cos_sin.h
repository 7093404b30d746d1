// cos and sin of many exact phases at once, on the widest vectors that the machine has. The quadrant is taken
// off in integers, so that only the polynomials on [−π/4, π/4] and the last roundings are left as errors.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/phase.h"

namespace rope {

// float32. cosine[r·P + i] = cos(step_i · position_r), the same for sine; P = step.size(), |position| ≤ 2³³.
// |error| ≤ 1.2e-7 whatever the position is. Cost: about one cycle a pair with AVX-512, and 8 bytes written.
// Last bits may differ between machines.
void cos_sin_rows(std::span<const TurnFraction> step, std::span<const std::int64_t> positions,
                  std::span<float> cosine, std::span<float> sine);

// float64. |error| ≤ 2e-16. The same bits on every machine: no fused operations, and no libm.
void cos_sin(std::span<const TurnFraction> phase, std::span<double> cosine, std::span<double> sine);

}  // namespace rope
