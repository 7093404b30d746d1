// This order is the order of menus, `list figures` and tests.
#include <array>

#include "core/figure/kind/kinds.h"

namespace rope {
namespace {

constexpr std::array<const FigureKind*, 18> kAll{
    &kPairsKind,     &kScoresKind,        &kDecayKind,  &kFrequenciesKind, &kAnglesKind, &kSinusoidalKind,
    &kBaseBoundKind, &kInterpolationKind, &kImageKind,  &kSchemesKind,     &kHelixKind,  &kPrecisionKind,
    &kWarpKind,      &kRecoverKind,       &kMemoryKind, &kLinearKind,      &kLayoutKind, &kSequenceKind};

}  // namespace

std::span<const FigureKind* const> figure_kinds() {
    return kAll;
}

const FigureKind* find_figure_kind(std::string_view id) {
    for (const FigureKind* kind : kAll) {
        if (kind->id == id) return kind;
    }
    return nullptr;
}

}  // namespace rope
