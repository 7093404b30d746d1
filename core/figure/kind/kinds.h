// The kinds, one file each; registry.cpp lists them.
#pragma once

#include "core/figure/figure_inputs.h"

namespace rope {

extern const FigureKind kPairsKind, kScoresKind, kDecayKind, kFrequenciesKind, kAnglesKind, kSinusoidalKind,
    kBaseBoundKind, kInterpolationKind, kImageKind, kSchemesKind, kHelixKind, kPrecisionKind, kWarpKind,
    kRecoverKind, kMemoryKind, kLinearKind, kLayoutKind, kSequenceKind;

}  // namespace rope
