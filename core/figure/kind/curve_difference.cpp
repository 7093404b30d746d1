#include "core/figure/kind/curve_difference.h"

#include <fmt/core.h>

#include "core/figure/kind/words.h"

namespace rope {

Checked<Done> add_curve_differences(Figure& figure, const FigureInputs& inputs, DecayRequest request,
                                    const CurveQuantity& named, ResultCache& cache, Progress& progress) {
    if (request.sampled()) {
        figure.notes.push_back(fmt::format("The difference is drawn for up to {} distances.",
                                           position_text(static_cast<double>(kMostComputedDistances))));
        return Done{};
    }
    request.most_listed = kMostComputedDistances;
    const Checked<DecayCurves> computed = decay_curves(inputs, request, 0, cache, progress);
    if (!computed.ok()) return computed.fault();
    Compared quantity{named.name, named.unit, "", {}, {}, {}};
    for (std::int64_t distance = request.first; distance <= request.last; ++distance)
        quantity.x.push_back(static_cast<double>(distance));
    for (const ModelCurve& curve : computed.value().curves)
        quantity.models.emplace_back(curve.model, curve.values->smallest);
    add_difference(figure, inputs, {quantity});
    return Done{};
}

}  // namespace rope
