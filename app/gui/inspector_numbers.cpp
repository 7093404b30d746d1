#include "app/gui/inspector_numbers.h"

#include <cmath>
#include <numbers>
#include <numeric>

#include "core/measure/scores.h"
#include "core/model/mrope.h"
#include "core/model/score_changes.h"
#include "core/rope/rotation.h"

namespace rope {
namespace {

double norm(const std::vector<double>& x) {
    return std::sqrt(std::inner_product(x.begin(), x.end(), x.begin(), 0.0));
}

PairRotation rotation_of(const std::vector<double>& x, double position, const FigureModel& model, int pair) {
    const FrequencyTable& table = model.frequencies->table;
    const auto i = static_cast<std::size_t>(pair);
    const auto [first, second] = pair_components(model.spec.shape, pair);
    PairRotation r;
    r.position = position;
    r.angle = angle(table.phase(i, position));
    r.cosine = std::cos(r.angle);
    r.sine = std::sin(r.angle);
    r.before = {x[static_cast<std::size_t>(first)], x[static_cast<std::size_t>(second)]};
    r.along = {r.before.x * r.cosine, r.before.y * r.cosine};
    r.across = {-r.before.y * r.sine, r.before.x * r.sine};
    FrequencyTable rotation_only = table;
    rotation_only.attention_factor = 1;
    const std::vector<double> rotated = rotate(x, model.spec.shape, rotation_only, position);
    r.after = {rotated[static_cast<std::size_t>(first)], rotated[static_cast<std::size_t>(second)]};
    r.norm = norm(x);
    r.rotated_norm = norm(rotated);
    return r;
}

}  // namespace

InspectorNumbers inspector_numbers(const FigureInputs& inputs) {
    const FigureModel& model = inputs.models.front();
    const FrequencyTable& table = model.frequencies->table;
    const auto i = static_cast<std::size_t>(inputs.pair);
    InspectorNumbers n;
    n.pair = inputs.pair;
    n.pairs = table.pairs();
    n.theta = table.theta[i];
    n.unscaled = model.frequencies->unscaled.theta[i];
    n.wavelength = table.wavelength(inputs.pair);
    n.turns = n.theta * static_cast<double>(model.spec.context_length) / (2 * std::numbers::pi);
    if (const auto axes = fitting_mrope_axes(model.spec)) n.mrope_axis = (*axes)[i];
    n.attention_factor = table.attention_factor;
    n.scale_multiplier = score_multiplier(model.spec);
    n.left_out = score_changes_left_out(model.spec);
    n.query = rotation_of(inputs.q, inputs.query_position, model, inputs.pair);
    n.key = rotation_of(inputs.k, inputs.key_position, model, inputs.pair);
    n.query_projected = !inputs.w_q_text.empty();
    n.key_projected = !inputs.w_k_text.empty();
    const double c = n.query.cosine, s = n.query.sine;
    n.identity = {c * c + s * s, -c * s + s * c, -s * c + c * s, s * s + c * c};
    n.delta = inputs.query_position - inputs.key_position;

    const PairParts parts = pair_parts(inputs.q, inputs.k, model.spec.shape);
    ScoreInputs scores{.table = &table,
                       .parts = &parts,
                       .head_dim = model.spec.shape.head_dim,
                       .pair = inputs.pair,
                       .scale_multiplier = score_multiplier(model.spec)};
    const auto part = [&](ScorePart which) {
        scores.part = which;
        return score_at(scores, n.delta);
    };
    n.score = part(ScorePart::total);
    n.content = part(ScorePart::content);
    n.position = part(ScorePart::position);
    n.pair_part = part(ScorePart::pair);
    // What pair_part would be if its angle were 0: a² and the multiplier are in both.
    n.pair_content = scores.scale_multiplier * table.attention_factor * table.attention_factor *
                     parts.amplitude[i] / std::sqrt(static_cast<double>(model.spec.shape.head_dim));
    return n;
}

}  // namespace rope
