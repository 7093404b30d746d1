// scores: the attention scores between vectors at listed positions.
#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>
#include <unordered_map>

#include "app/cli/command.h"
#include "app/cli/model_options.h"
#include "app/cli/number_list.h"
#include "app/cli/output_format.h"
#include "app/cli/vectors.h"
#include "core/measure/scores.h"
#include "core/rope/rotation.h"

namespace rope::cli {
namespace {

constexpr std::size_t kMostPositions = 4096;  // 16.8 million scores, about 400 MB of text
constexpr double kMasked = std::numeric_limits<double>::quiet_NaN();

struct State {
    DocumentOptions document;
    OutputFormat format = OutputFormat::text;
    std::string queries = "gaussian:seed=1", keys = "gaussian:seed=2";
    std::vector<double> positions;
    bool softmax = false, causal = false;
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
                  .scale_multiplier = model.softmax_scale_multiplier} {}

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

// A vector for each position: every one is rotated once, and scores are products.
class ScoreByVectors {
  public:
    ScoreByVectors(const State& state, const ModelSpec& model, const FrequencyTable& table,
                   const Rows& queries, const Rows& keys)
        : scale_(model.softmax_scale_multiplier / std::sqrt(model.shape.head_dim)) {
        for (std::size_t i = 0; i < state.positions.size(); ++i) {
            queries_.push_back(
                rotate(queries[queries.size() == 1 ? 0 : i], model.shape, table, state.positions[i]));
            keys_.push_back(rotate(keys[keys.size() == 1 ? 0 : i], model.shape, table, state.positions[i]));
        }
    }

    double at(std::size_t query, std::size_t key) const {
        const std::vector<double>&q = queries_[query], &k = keys_[key];
        return scale_ * std::inner_product(q.begin(), q.end(), k.begin(), 0.0);
    }

  private:
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

Rows score_rows(const State& state, const ModelSpec& model, const FrequencyTable& table, const Rows& queries,
                const Rows& keys) {
    if (queries.size() == 1 && keys.size() == 1) {
        ScoreByDistance scores(model, table, queries, keys);
        return score_rows(state, [&](std::size_t m, std::size_t n) {
            return scores.at(state.positions[m] - state.positions[n]);
        });
    }
    const ScoreByVectors scores(state, model, table, queries, keys);
    return score_rows(state, [&](std::size_t m, std::size_t n) { return scores.at(m, n); });
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

Checked<Done> run(const State& state, Console& console) {
    if (state.positions.empty()) return missing_option("--positions", "--positions 0:15");
    if (state.positions.size() > kMostPositions) {
        return usage_fault("too_many_numbers", std::to_string(state.positions.size()) + " positions",
                           "are more than the " + std::to_string(kMostPositions) + " that can be listed",
                           "for larger maps use rope-explorer plot scores", "--positions");
    }
    const Checked<Document> document = state.document.one_model(console);
    if (!document.ok()) return document.fault();
    const ModelSpec& model = document.value().models[0];
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
    Rows scores = score_rows(state, model, found.value().table, queries.value(), keys.value());
    if (state.softmax) std::for_each(scores.begin(), scores.end(), softmax);
    switch (state.format) {
        case OutputFormat::csv:
            return console.write(csv_table(columns(state, scores)));
        case OutputFormat::json:
            return console.write(
                JsonObject().numbers("positions", state.positions).rows("scores", scores).done());
        case OutputFormat::text:
            break;
    }
    return console.write(text_table(columns(state, scores)));
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
    options.flag("--softmax", "weights instead of scores: softmax over each row", state->softmax);
    options.flag("--causal", "mask the keys that come after the query", state->causal);
    declare_format(options, state->format);
    state->document.declare_projections(options);
    state->document.declare_model(options);
    return [state](Console& console) { return run(*state, console); };
}

}  // namespace

extern const Command scores_command{
    "scores",
    "[MODEL] [--queries~V] [--keys~V] [--w-q~W] [--w-k~W] --positions~P [--softmax] [--causal] "
    "[--format~text|csv|json]",
    "Print the attention scores of queries and keys at the given positions.",
    "The score of a query at m and a key at n is qₘᵀkₙ/√head_dim after both are multiplied by --w-q and "
    "--w-k "
    "and rotated, before softmax. The "
    "attention factor a enters as a² (it multiplies q and k), and so does the factor by which engines "
    "multiply "
    "the softmax scale of MLA models with YaRN.\n\n"
    "Rows are queries, columns keys. JSON keys: positions[], scores[][]. A masked score is null in JSON, an "
    "empty field in CSV, a dash in text.",
    "  rope-explorer scores --head-dim 64 --queries ones --keys ones --positions 0:7 --causal --softmax\n",
    declare};

}  // namespace rope::cli
