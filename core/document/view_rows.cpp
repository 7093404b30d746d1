#include "core/document/parameter_rows.h"

namespace rope {

std::vector<Row> view_rows() {
    return {
        field(
            {.id = "view.pair",
             .label = "Pair",
             .symbol = "*i*",
             .type = ParamType::integer,
             .min = 0,
             .max = kLargestHeadDim / 2.0 - 1,
             .initial = 0,
             .help = "The chosen pair of entries, counted from 0; pair 0 turns fastest, by 1 rad per token.",
             .slider_min = 0,
             .slider_max = 63},
            [](auto& d, std::size_t) -> auto& { return d.selection.pair; }),
        field(
            {.id = "view.m",
             .label = "Query position",
             .symbol = "*m*",
             .unit = "tokens",
             .type = ParamType::number,
             .min = -kLargestPosition,
             .max = kLargestPosition,
             .initial = 64,
             .help = "Where the query stands; scores depend on Δ = m − n alone.",
             .slider_min = 0,
             .slider_max = 4096},
            [](auto& d, std::size_t) -> auto& { return d.selection.query_position; }),
        field(
            {.id = "view.n",
             .label = "Key position",
             .symbol = "*n*",
             .unit = "tokens",
             .type = ParamType::number,
             .min = -kLargestPosition,
             .max = kLargestPosition,
             .initial = 0,
             .help = "Where the key stands; scores depend on Δ = m − n alone.",
             .slider_min = 0,
             .slider_max = 4096},
            [](auto& d, std::size_t) -> auto& { return d.selection.key_position; }),
        {{.id = "view.delta",
          .label = "Distance",
          .symbol = "Δ",
          .unit = "tokens",
          .type = ParamType::number,
          .min = -2 * kLargestPosition,
          .max = 2 * kLargestPosition,
          .initial = 64,
          .help = "Δ = m − n, how far the key lies before the query; setting it moves m and leaves n.",
          .slider_min = 0,
          .slider_max = 4096},
         [](const Document& d, const Parameter&, std::size_t) -> Value {
             return d.selection.query_position - d.selection.key_position;
         },
         [](Document& d, const Parameter&, std::size_t, const Value& v) -> Checked<Done> {
             d.selection.query_position = d.selection.key_position + std::get<double>(v);
             return Done{};
         }},
        field(
            {.id = "vectors.query",
             .label = "Query vector",
             .symbol = "*q*",
             .type = ParamType::text,
             .initial_text = "gaussian:seed=1",
             .help = "The query before rotation: numbers joined by commas, a .npy file, "
                     "a .safetensors file:TENSOR[ROW], or ones, onehot:INDEX, "
                     "gaussian:seed=N."},
            [](auto& d, std::size_t) -> auto& { return d.query.text; }),
        field(
            {.id = "vectors.key",
             .label = "Key vector",
             .symbol = "*k*",
             .type = ParamType::text,
             .initial_text = "gaussian:seed=2",
             .help = "The key before rotation: numbers joined by commas, a .npy file, "
                     "a .safetensors file:TENSOR[ROW], or ones, onehot:INDEX, "
                     "gaussian:seed=N."},
            [](auto& d, std::size_t) -> auto& { return d.key.text; }),
        field(
            {.id = "vectors.w_q",
             .label = "Query projection",
             .symbol = "*W*_{q}",
             .type = ParamType::text,
             .initial_text = "identity",
             .help = "The query is W_q times the query vector: identity, orthogonal:seed=N, rows 0,-1;1,0, a "
                     ".npy file or a .safetensors file:TENSOR; 2 × 2 acts on every pair."},
            [](auto& d, std::size_t) -> auto& { return d.w_q.text; }),
        field(
            {.id = "vectors.w_k",
             .label = "Key projection",
             .symbol = "*W*_{k}",
             .type = ParamType::text,
             .initial_text = "identity",
             .help = "The key is W_k times the key vector: identity, orthogonal:seed=N, rows 0,-1;1,0, a "
                     ".npy file or a .safetensors file:TENSOR; 2 × 2 acts on every pair."},
            [](auto& d, std::size_t) -> auto& { return d.w_k.text; }),
        {{.id = "sequence.tokens",
          .label = "Words",
          .type = ParamType::text,
          .initial_text = "The cat chased the mouse",
          .help = "The tokens of a sequence: words between blanks, each with a vector seeded by its letters; "
                  "cat:=1,0,0.5 or cat:=q.npy gives one of its own, and a backslash keeps a blank."},
         [](const Document& d, const Parameter&, std::size_t) -> Value {
             return tokens_text(d.sequence.tokens);
         },
         [](Document& d, const Parameter&, std::size_t, const Value& v) -> Checked<Done> {
             d.sequence.tokens = parse_tokens(std::get<std::string>(v));
             return Done{};
         }},
        {{.id = "sequence.order",
          .label = "Order",
          .type = ParamType::text,
          .initial_text = "0,4,2,3,1",
          .help = "Which word stands at each place, counted from 0 as they are written; empty: as written."},
         [](const Document& d, const Parameter&, std::size_t) -> Value {
             return order_text(d.sequence.order);
         },
         [](Document& d, const Parameter& row, std::size_t, const Value& v) -> Checked<Done> {
             Checked<std::vector<int>> order = parse_order(std::get<std::string>(v), row.spec.id);
             if (!order.ok()) return order.fault();
             d.sequence.order = std::move(order).value();
             return Done{};
         }},
    };
}

ParamSpec scheme_row(std::span<const ParamChoice> scheme_choices) {
    return {.id = "view.scheme",
            .label = "Scheme",
            .type = ParamType::choice,
            .initial_text = "rope",
            .choices = scheme_choices,
            .help = "The position scheme that the inspector explains, with its score of q and k at m and n."};
}

}  // namespace rope
