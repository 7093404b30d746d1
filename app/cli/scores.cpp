// scores: the attention scores between vectors at listed positions.
#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>
#include <unordered_map>

#include "app/cli/command.h"
#include "app/cli/model_notes.h"
#include "app/cli/model_options.h"
#include "app/cli/number_list.h"
#include "app/cli/output_format.h"
#include "app/cli/precision_option.h"
#include "app/cli/vectors.h"
#include "core/measure/scores.h"
#include "core/measure/softmax_rows.h"
#include "core/model/current_length.h"
#include "core/rope/rotation.h"
#include "core/scaling/engine_frequencies.h"
#include "core/scheme/scheme.h"

namespace rope::cli {
namespace command_scores {
namespace {

constexpr std::size_t kMostPositions = 4096;  // 16.8 million scores, about 400 MB of text
constexpr double kMasked = std::numeric_limits<double>::quiet_NaN();

struct State {
    DocumentOptions document;
    OutputFormat format = OutputFormat::text;
    std::string queries = "gaussian:seed=1", keys = "gaussian:seed=2";
    std::vector<double> positions;
    bool softmax = false, causal = false, undivided = false, rows = false;
    const Scheme* scheme = nullptr;  // null: RoPE
    PrecisionOption precision;
};

using Rows = std::vector<std::vector<double>>;

// One vector serves every position; several must be one for each.
Checked<Rows> vectors_for(const std::string& text, int head_dim, std::size_t positions,
                          std::string_view where, Console& console) {
    Checked<Rows> rows = read_vectors(text, head_dim, where, console);
    if (!rows.ok() || rows.value().size() == 1 || rows.value().size() == positions) return rows;
    return usage_fault(
        "wrong_vector_count",
        std::to_string(rows.value().size()) + " vectors for " + std::to_string(positions) + " positions",
        "cannot be matched", "give one vector, or one for each position", std::string(where));
}

// One q and one k: the score depends on the distance alone, so each distance is computed once.
class ScoreByDistance {
  public:
    ScoreByDistance(const ModelSpec& model, const FrequencyTable& table, const Rows& queries,
                    const Rows& keys)
        : parts_(pair_parts(queries[0], keys[0], model.shape)),
          inputs_{.table = &table,
                  .parts = &parts_,
                  .head_dim = model.shape.head_dim,
                  .part = ScorePart::total,
                  .pair = 0,
                  .scale_multiplier = score_multiplier(model)} {}

    double at(double delta) {
        const auto [known, is_new] = scores_.try_emplace(delta, 0.0);
        if (is_new) known->second = score_at(inputs_, delta);
        return known->second;
    }

  private:
    PairParts parts_;
    ScoreInputs inputs_;
    std::unordered_map<double, double> scores_;
};

// What a product q·k is multiplied by.
double score_scale(const State& state, const ModelSpec& model) {
    return state.undivided ? 1 : score_multiplier(model) / std::sqrt(double(model.shape.head_dim));
}

// What --precision asks for, and the frequencies that its engine forms.
struct Emulation {
    Precision precision;
    EngineFrequencies frequencies;
};

// A vector for each position: every one is rotated once, and scores are products; with `emulation` as an
// engine forms both in its number formats.
class ScoreByVectors {
  public:
    ScoreByVectors(const State& state, const ModelSpec& model, const FrequencyTable& table,
                   const std::optional<Emulation>& emulation, const Rows& queries, const Rows& keys)
        : scale_(score_scale(state, model)) {
        if (emulation) precision_ = emulation->precision;
        const auto rotated = [&](const std::vector<double>& x, double position) {
            if (!emulation) return rotate(x, model.shape, table, position);
            return emulated_rotation(x, model.shape,
                                     engine_angles(emulation->frequencies, position, *precision_),
                                     precision_->multiply);
        };
        for (std::size_t i = 0; i < state.positions.size(); ++i) {
            queries_.push_back(rotated(queries[queries.size() == 1 ? 0 : i], state.positions[i]));
            keys_.push_back(rotated(keys[keys.size() == 1 ? 0 : i], state.positions[i]));
        }
    }

    double at(std::size_t query, std::size_t key) const {
        const std::vector<double>&q = queries_[query], &k = keys_[key];
        return scale_ * (precision_ ? emulated_score(q, k, *precision_).kept
                                    : std::inner_product(q.begin(), q.end(), k.begin(), 0.0));
    }

  private:
    std::optional<Precision> precision_;
    Rows queries_, keys_;
    double scale_;
};

template <class Score>
Rows score_rows(const State& state, Score&& score) {
    const std::size_t count = state.positions.size();
    Rows scores(count, std::vector<double>(count, kMasked));
    for (std::size_t m = 0; m < count; ++m) {
        for (std::size_t n = 0; n < count; ++n) {
            if (!state.causal || state.positions[m] >= state.positions[n]) scores[m][n] = score(m, n);
        }
    }
    return scores;
}

Rows score_rows(const State& state, const ModelSpec& model, const FrequencyTable& table,
                const std::optional<Emulation>& emulation, const Rows& queries, const Rows& keys) {
    if (queries.size() == 1 && keys.size() == 1 && !emulation && !state.undivided) {
        ScoreByDistance scores(model, table, queries, keys);
        return score_rows(state, [&](std::size_t m, std::size_t n) {
            return scores.at(state.positions[m] - state.positions[n]);
        });
    }
    const ScoreByVectors scores(state, model, table, emulation, queries, keys);
    return score_rows(state, [&](std::size_t m, std::size_t n) { return scores.at(m, n); });
}

Matrix as_matrix(const Rows& rows) {
    Matrix matrix(rows.size(), rows.front().size());
    for (std::size_t r = 0; r < rows.size(); ++r)
        std::copy(rows[r].begin(), rows[r].end(), matrix.row(r).begin());
    return matrix;
}

// The same q and k under another scheme.
Checked<Rows> scheme_rows(const State& state, const Document& document, const FrequencyTable& table,
                          const Rows& queries, const Rows& keys) {
    SchemeInputs inputs{.q = as_matrix(queries), .k = as_matrix(keys)};
    for (const double position : state.positions) {
        if (position != std::floor(position))
            return usage_fault("fractional_position", "position " + position_text(position),
                               "is between two tokens", "schemes other than rope count whole ones",
                               "--positions");
        inputs.query_positions.push_back(static_cast<std::int64_t>(position));
    }
    inputs.key_positions = inputs.query_positions;
    inputs.causal = state.causal;
    inputs.shape = document.models[0].shape;
    inputs.scale_multiplier = document.models[0].softmax_scale_multiplier;
    inputs.attention_scale = document.models[0].attention_scale;
    inputs.table = &table;
    inputs.values = document.settings;
    const Checked<Matrix> scores = scheme_scores(*state.scheme, inputs);
    if (!scores.ok()) {
        Fault fault = scores.fault();  // of positions and rows that were given here, never of a file
        fault.kind = FaultKind::usage;
        if (fault.where.empty()) fault.where = "--scheme " + std::string(state.scheme->id);
        return fault;
    }
    Rows rows;
    for (std::size_t r = 0; r < scores.value().rows; ++r)
        rows.emplace_back(scores.value().row(r).begin(), scores.value().row(r).end());
    return rows;
}

// Of RoPE alone.
Checked<Done> check_scheme(const State& state, bool has_precision) {
    if (state.scheme == nullptr || state.scheme->id == "rope") return Done{};
    const char* flag = has_precision ? "--precision" : state.undivided ? "--undivided" : nullptr;
    if (flag == nullptr) return Done{};
    return usage_fault("not_of_this_scheme", flag, "is about the rotation of RoPE",
                       "leave it out, or use --scheme rope", "--scheme " + std::string(state.scheme->id));
}

// Weights over the visible keys of one row; the largest score is taken off first, so that exp cannot
// overflow.
void softmax(std::vector<double>& row) {
    double largest = -std::numeric_limits<double>::infinity();
    for (const double score : row) {
        if (!std::isnan(score)) largest = std::max(largest, score);
    }
    double sum = 0;
    for (double& score : row) {
        if (std::isnan(score)) continue;
        score = std::exp(score - largest);
        sum += score;
    }
    for (double& score : row)
        score /= sum;
}

std::vector<Column> columns(const State& state, const Rows& scores) {
    std::vector<Column> columns{{"query position", "tokens", state.positions}};
    for (std::size_t n = 0; n < state.positions.size(); ++n) {
        columns.push_back({"key " + position_text(state.positions[n]), "1", {}});
        for (const std::vector<double>& row : scores)
            columns.back().values.push_back(row[n]);
    }
    return columns;
}

// What softmax makes of each row, whether weights are printed or scores.
using RowStatistics = std::vector<ListedRow>;

std::vector<double> of_rows(const RowStatistics& rows, double ListedRow::*field) {
    std::vector<double> values;
    for (const ListedRow& row : rows)
        values.push_back(row.*field);
    return values;
}

RowStatistics row_statistics(const State& state, const Rows& scores) {
    RowStatistics all;
    std::vector<double> distances(state.positions.size());
    for (std::size_t m = 0; m < scores.size(); ++m) {
        for (std::size_t n = 0; n < distances.size(); ++n)
            distances[n] = state.positions[m] - state.positions[n];
        all.push_back(softmax_of_listed(scores[m], distances));
    }
    return all;
}

std::vector<Column> row_columns(const State& state, const RowStatistics& rows) {
    return {{"query position", "tokens", state.positions},
            {"log-sum-exp", "1", of_rows(rows, &ListedRow::log_sum_exp)},
            {"entropy", "nats", of_rows(rows, &ListedRow::entropy)},
            {"mean distance", "tokens", of_rows(rows, &ListedRow::mean_distance)},
            {"weight of self", "1", of_rows(rows, &ListedRow::weight_self)},
            {"weight of first key", "1", of_rows(rows, &ListedRow::weight_first)},
            {"weight of farthest key", "1", of_rows(rows, &ListedRow::weight_farthest)},
            {"weight of best key", "1", of_rows(rows, &ListedRow::weight_best)},
            {"distance of best key", "tokens", of_rows(rows, &ListedRow::best_distance)}};
}

std::string as_json(const State& state, const ModelSpec& model, const std::optional<Precision>& precision,
                    const Rows& scores, const RowStatistics& rows) {
    JsonObject object, softmax;
    softmax.numbers("log_sum_exp", of_rows(rows, &ListedRow::log_sum_exp))
        .numbers("entropy", of_rows(rows, &ListedRow::entropy))
        .numbers("mean_distance", of_rows(rows, &ListedRow::mean_distance))
        .numbers("weight_self", of_rows(rows, &ListedRow::weight_self))
        .numbers("weight_first", of_rows(rows, &ListedRow::weight_first))
        .numbers("weight_farthest", of_rows(rows, &ListedRow::weight_farthest))
        .numbers("weight_best", of_rows(rows, &ListedRow::weight_best))
        .numbers("best_distance", of_rows(rows, &ListedRow::best_distance));
    if (state.scheme != nullptr) object.text("scheme", state.scheme->id);
    if (precision) object.text("precision", precision_words(*precision));
    add_length(object, model);
    return object.numbers("positions", state.positions)
        .rows("scores", scores)
        .object("softmax_rows", softmax)
        .done();
}

Checked<Done> run(const State& state, Console& console) {
    if (state.positions.empty()) return missing_option("--positions", "--positions 0:15");
    if (state.positions.size() > kMostPositions) {
        return usage_fault("too_many_numbers", std::to_string(state.positions.size()) + " positions",
                           "are more than the " + std::to_string(kMostPositions) + " that can be listed",
                           "for larger maps use rope-explorer plot scores", "--positions");
    }
    const Checked<Document> document = state.document.one_model(console);
    if (!document.ok()) return document.fault();
    const ModelSpec model = at_length_of_call(document.value().models[0], state.positions);
    if (state.format != OutputFormat::json)
        note_length(document.value().models[0], model, "position", console);
    note_score_changes(model, console);
    const Checked<ModelFrequencies> found = frequencies(model);
    if (!found.ok()) return found.fault();
    const int head_dim = model.shape.head_dim;
    Checked<Rows> queries =
        vectors_for(state.queries, head_dim, state.positions.size(), "--queries", console);
    if (!queries.ok()) return queries.fault();
    Checked<Rows> keys = vectors_for(state.keys, head_dim, state.positions.size(), "--keys", console);
    if (!keys.ok()) return keys.fault();
    queries = project(std::move(queries).value(), document.value().w_q, model.shape, "--w-q");
    if (!queries.ok()) return queries.fault();
    keys = project(std::move(keys).value(), document.value().w_k, model.shape, "--w-k");
    if (!keys.ok()) return keys.fault();
    const std::optional<Precision> precision = state.precision.chosen(state.document, document.value());
    if (const Checked<Done> fits = check_scheme(state, precision.has_value()); !fits.ok())
        return fits.fault();
    Rows scores;
    if (state.scheme != nullptr && state.scheme->id != "rope") {
        Checked<Rows> rows =
            scheme_rows(state, document.value(), found.value().table, queries.value(), keys.value());
        if (!rows.ok()) return rows.fault();
        scores = std::move(rows).value();
    } else {
        std::optional<Emulation> emulation;
        if (precision) {
            Checked<EngineFrequencies> formed = engine_frequencies(model, precision->frequency);
            if (!formed.ok()) return formed.fault();
            emulation = {*precision, std::move(formed).value()};
        }
        scores = score_rows(state, model, found.value().table, emulation, queries.value(), keys.value());
    }
    const bool wants_rows = state.rows || state.format == OutputFormat::json;
    const RowStatistics rows = wants_rows ? row_statistics(state, scores) : RowStatistics{};
    if (state.softmax) std::for_each(scores.begin(), scores.end(), softmax);
    const auto table = [&] { return state.rows ? row_columns(state, rows) : columns(state, scores); };
    switch (state.format) {
        case OutputFormat::csv:
            return console.write(csv_table(table()));
        case OutputFormat::json:
            return console.write(as_json(state, model, precision, scores, rows));
        case OutputFormat::text:
            break;
    }
    return console.write(text_table(table()));
}

Checked<Done> take_scheme(State& state, const std::string& name) {
    state.scheme = find_scheme(name);
    if (state.scheme != nullptr) return Done{};
    std::vector<std::string_view> known;
    for (const Scheme* each : schemes())
        known.push_back(each->id);
    return usage_fault("unknown_scheme", "'" + name + "'", "is not a scheme",
                       did_you_mean(name, known, "`rope-explorer list schemes` names them all"), "--scheme");
}

Action declare(Options& options) {
    const auto state = std::make_shared<State>();
    options.text(
        "--queries", "V",
        "one vector for every position (1,0,0.5 or gaussian:seed=1, ones, onehot:3), or a two-dimensional "
        ".npy or .safetensors:tensor with a row for each (default gaussian:seed=1)",
        state->queries);
    options.text("--keys", "V", "the same for the keys (default gaussian:seed=2)", state->keys);
    declare_number_list(options, "--positions",
                        "positions of queries and of keys [tokens]: 0,1,5,10:100:10, end included; needed",
                        state->positions);
    options.value("--scheme", "NAME",
                  "how attention learns where tokens stand, see: rope-explorer list schemes; its parameters: "
                  "--set scheme.clip=16 (default rope)",
                  [state](const std::string& name) { return take_scheme(*state, name); });
    state->precision.declare(options);
    options.flag("--undivided", "qᵀk itself, not divided by √head_dim", state->undivided);
    options.flag("--softmax", "weights instead of scores: softmax over each row", state->softmax);
    options.flag(
        "--rows",
        "instead of scores, what softmax makes of each row: log-sum-exp, entropy [nats], mean distance "
        "[tokens], and the weights of the query's own key, the first, the farthest and the best",
        state->rows);
    options.flag("--causal", "mask the keys that come after the query", state->causal);
    declare_format(options, state->format);
    state->document.declare_projections(options);
    state->document.declare_model(options);
    return [state](Console& console) { return run(*state, console); };
}

}  // namespace
}  // namespace command_scores

extern const Command scores_command{
    "scores",
    "[MODEL] [--queries~V] [--keys~V] [--w-q~W] [--w-k~W] --positions~P [--scheme~NAME] [--precision~NAME] "
    "[--undivided] [--softmax] [--rows] [--causal] [--format~text|csv|json]",
    "Print the attention scores of queries and keys at the given positions.",
    "The score of a query at m and a key at n is qₘᵀkₙ/√head_dim after both are multiplied by --w-q and "
    "--w-k "
    "and rotated, before softmax. The "
    "attention factor a enters as a² (it multiplies q and k), and so does the factor by which engines "
    "multiply "
    "the softmax scale of MLA models with YaRN. Models with an attention scale of their own (Gemma 2 to 4, "
    "Granite) have it in place of 1/√head_dim.\n\n"
    "With --scheme the same vectors are scored by another position scheme, as its softmax would see them; it "
    "takes whole positions. With --precision every stage is rounded as an engine rounds it, bit for bit: "
    "scores are then the sum in its format, divided in double.\n\n"
    "Rows are queries, columns keys. JSON keys: scheme and precision where given, seq_len where the scaling "
    "depends on it, with factor_list (short or long) of LongRoPE, positions[], scores[][], "
    "softmax_rows with log_sum_exp[], entropy[], mean_distance[], weight_self[], weight_first[] (the first "
    "key: the attention sink), weight_farthest[], weight_best[] and best_distance[] of each row's softmax "
    "over the visible keys. A "
    "masked score is null in JSON, an "
    "empty field in CSV, a dash in text.",
    "  rope-explorer scores --head-dim 64 --queries ones --keys ones --positions 0:7 --causal --softmax\n"
    "  rope-explorer scores --scheme alibi --positions 0:7 --set scheme.alibi_head=2\n"
    "  rope-explorer scores --precision bf16_all --positions 0,4000\n",
    command_scores::declare};

}  // namespace rope::cli
