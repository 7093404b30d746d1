#include "core/figure/kind/scheme_maps.h"

#include <cmath>
#include <limits>

#include "core/scheme/attention.h"

namespace rope {

SchemeInputs scheme_head(const FigureInputs& inputs, bool causal) {
    const FigureModel& model = inputs.models.front();
    SchemeInputs scheme;
    scheme.shape = model.spec.shape;
    scheme.table = &model.frequencies->table;
    scheme.causal = causal;
    for (auto row = inputs.params.lower_bound("scheme.");
         row != inputs.params.end() && row->first.starts_with("scheme."); ++row)
        scheme.values.insert(*row);
    return scheme;
}

Matrix visible_weights(const Matrix& scores) {
    Matrix weights = attention_weights(scores);
    for (std::size_t i = 0; i < weights.values.size(); ++i) {
        if (std::isnan(scores.values[i])) weights.values[i] = std::numeric_limits<double>::quiet_NaN();
    }
    return weights;
}

}  // namespace rope
