#include "core/figure/kind/scheme_map.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/figure/kind/key.h"
#include "core/measure/toeplitz.h"
#include "core/scheme/attention.h"

namespace rope {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kMostWork = 1 << 24;  // positions² · head_dim of one map: some 20 ms

int read_positions(const FigureInputs& inputs) {
    const double head_dim = inputs.models.front().spec.shape.head_dim;
    const double most = std::max(2.0, std::floor(std::sqrt(kMostWork / head_dim)));
    return static_cast<int>(std::min(inputs.number("schemes.positions"), most));
}

// Rows may differ by a constant each, which softmax does not see: every row is taken relative to its own
// position, where the key is visible under any mask.
double relative_deviation(const Matrix& scores) {
    Matrix shifted = scores;
    for (std::size_t r = 0; r < scores.rows; ++r) {
        for (double& value : shifted.row(r))
            value -= scores(r, r);
    }
    for (std::size_t i = 0; i < scores.values.size(); ++i) {
        if (std::isinf(scores.values[i]) || (std::isnan(shifted.values[i]) && !std::isnan(scores.values[i])))
            return kNone;
    }
    return toeplitz_deviation(shifted).relative;
}

std::shared_ptr<const SchemeMap> compute(const Scheme& scheme, const SchemeInputs& inputs,
                                         const ResultKey& key) {
    auto map = std::make_shared<SchemeMap>();
    map->key = key.digest();
    Checked<Matrix> scores = scheme_scores(scheme, inputs);
    if (scores.ok()) {
        map->scores = std::move(scores).value();
        map->deviation = relative_deviation(map->scores);
    } else {
        map->fault = sentence(scores.fault());
    }
    return map;
}

void add_text(ResultKey& key, std::string_view text) {
    std::vector<double> letters;
    for (const char c : text)
        letters.push_back(static_cast<unsigned char>(c));
    key.add(letters);
}

ResultKey key_of(const Scheme& scheme, const SchemeInputs& inputs) {
    ResultKey key("scheme map");
    add_text(key, scheme.id);
    key.add(*inputs.table).add(inputs.q.values).add(inputs.k.values);
    key.add(std::int64_t{inputs.shape.head_dim}).add(std::int64_t{inputs.shape.rotary_dim});
    key.add(std::int64_t{inputs.shape.rotary_offset}).add(static_cast<std::int64_t>(inputs.shape.layout));
    key.add(inputs.query_positions.front()).add(static_cast<std::int64_t>(inputs.query_positions.size()));
    key.add(std::int64_t{inputs.causal}).add(inputs.attention_scale).add(inputs.scale_multiplier);
    for (const ParamSpec& row : scheme.params) {
        const auto value = inputs.values.find(row.id);
        if (value == inputs.values.end()) continue;
        add_text(key, row.id);
        std::visit(
            [&](const auto& held) {
                if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::string>)
                    add_text(key, held);
                else
                    key.add(static_cast<double>(held));
            },
            value->second);
    }
    return key;
}

}  // namespace

SchemeInputs scheme_head(const FigureInputs& inputs, bool causal) {
    const FigureModel& model = inputs.models.front();
    SchemeInputs scheme;
    scheme.shape = model.spec.shape;
    scheme.table = &model.frequencies->table;
    scheme.causal = causal;
    scheme.attention_scale = model.spec.attention_scale;
    scheme.scale_multiplier = model.spec.softmax_scale_multiplier;
    for (auto row = inputs.params.lower_bound("scheme.");
         row != inputs.params.end() && row->first.starts_with("scheme."); ++row)
        scheme.values.insert(*row);
    return scheme;
}

Matrix visible_weights(const Matrix& scores) {
    Matrix weights = attention_weights(scores);
    for (std::size_t i = 0; i < weights.values.size(); ++i) {
        if (std::isnan(scores.values[i])) weights.values[i] = kNone;
    }
    return weights;
}

SchemeInputs scheme_inputs(const FigureInputs& inputs) {
    SchemeInputs scheme = scheme_head(inputs, inputs.flag("schemes.causal"));
    scheme.q = Matrix(1, inputs.q.size());
    scheme.q.values = inputs.q;
    scheme.k = Matrix(1, inputs.k.size());
    scheme.k.values = inputs.k;
    const auto first = static_cast<std::int64_t>(inputs.number("schemes.from"));
    for (int i = 0; i < read_positions(inputs); ++i)
        scheme.query_positions.push_back(first + i);
    scheme.key_positions = scheme.query_positions;
    return scheme;
}

std::shared_ptr<const SchemeMap> scheme_map(const Scheme& scheme, const SchemeInputs& inputs,
                                            ResultCache& cache, Progress& progress) {
    const ResultKey key = key_of(scheme, inputs);
    return cache.get<SchemeMap>(
        key.text(),
        [&]() -> std::shared_ptr<const SchemeMap> {
            return progress.cancelled() ? nullptr : compute(scheme, inputs, key);
        },
        [](const SchemeMap& map) { return sizeof map + map.scores.values.size() * sizeof(double); });
}

}  // namespace rope
