// Multipliers of one's own in a panel of pairs: where they stand, and the room to draw them in.
#pragma once

#include <functional>

#include "core/figure/figure_inputs.h"

namespace rope {

// Value on the y axis of pair i of a model before scaling.
using UnscaledValue = std::function<double(const FigureModel&, std::size_t i)>;

// Of every model whose scaling is `custom` and whose speeds nothing else changes: under a warp the curve
// would not follow the pointer.
std::vector<MultiplierHandles> multiplier_handles(const std::vector<FigureModel>& models,
                                                  const UnscaledValue& value, bool falling);

// Whole decades of a logarithmic axis with room for multipliers around those drawn: they stay as they are
// while the pointer draws inside them.
void make_room_for_multipliers(Axis& y, const std::vector<MultiplierHandles>& handles);

}  // namespace rope
