#include <cmath>
#include <numbers>

#include "core/measure/score_waves.h"
#include "core/measure/scores.h"

namespace rope {

PairParts pair_parts(std::span<const double> q, std::span<const double> k, const HeadShape& shape) {
    const auto head_dim = static_cast<std::size_t>(shape.head_dim);
    require(q.size() == head_dim && k.size() == head_dim, "pair_parts: q and k must have head_dim entries");
    PairParts parts;
    for (int i = 0; i < shape.pairs(); ++i) {
        const auto [first, second] = pair_components(shape, i);
        const double qu = q[static_cast<std::size_t>(first)], qv = q[static_cast<std::size_t>(second)];
        const double ku = k[static_cast<std::size_t>(first)], kv = k[static_cast<std::size_t>(second)];
        parts.radius_q.push_back(std::hypot(qu, qv));
        parts.radius_k.push_back(std::hypot(ku, kv));
        parts.amplitude.push_back(parts.radius_q.back() * parts.radius_k.back());
        // arg(q k*): one arctangent, so that equal directions give exactly 0.
        double phase = parts.amplitude.back() > 0 ? std::atan2(qv * ku - qu * kv, qu * ku + qv * kv) : 0;
        if (phase == -std::numbers::pi) phase = std::numbers::pi;
        parts.phase.push_back(std::isfinite(phase) ? phase : 0);
    }
    for (std::size_t c = 0; c < head_dim; ++c) {
        const auto start = static_cast<std::size_t>(shape.rotary_offset);
        const bool rotated = c >= start && c < start + static_cast<std::size_t>(shape.rotary_dim);
        if (!rotated) parts.constant += q[c] * k[c];
    }
    return parts;
}

ScoreWaves score_waves(const ScoreInputs& inputs) {
    require(inputs.table != nullptr && inputs.parts != nullptr, "score: table and parts are needed");
    const FrequencyTable& table = *inputs.table;
    const PairParts& parts = *inputs.parts;
    const std::size_t pairs = parts.amplitude.size();
    require(table.theta.size() == pairs, "score: one frequency per pair");
    const double square = table.attention_factor * table.attention_factor;
    const double scale = inputs.scale_multiplier / std::sqrt(static_cast<double>(inputs.head_dim));

    ScoreWaves made;
    const auto add = [&](std::size_t i, double weight) {
        if (weight == 0) return;
        made.waves.push_back({weight, phase_of(parts.phase[i]), table.step[i]});
        made.pair.push_back(i);
    };
    switch (inputs.part) {
        case ScorePart::total:
            made.constant = scale * parts.constant;
            for (std::size_t i = 0; i < pairs; ++i)
                add(i, scale * square * parts.amplitude[i]);
            break;
        case ScorePart::content: {
            double sum = 0;
            for (const double amplitude : parts.amplitude)
                sum += amplitude;
            made.constant = scale * (parts.constant + square * sum);
            break;
        }
        case ScorePart::position:
            for (std::size_t i = 0; i < pairs; ++i)
                add(i, square / static_cast<double>(pairs));
            break;
        case ScorePart::pair: {
            require(inputs.pair >= 0 && static_cast<std::size_t>(inputs.pair) < pairs, "score: no such pair");
            const auto i = static_cast<std::size_t>(inputs.pair);
            add(i, scale * square * parts.amplitude[i]);
            break;
        }
    }
    return made;
}

}  // namespace rope
