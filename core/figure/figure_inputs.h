// All that a figure kind may read. The Document makes one of these (core/document/evaluate.h).
#pragma once

#include <string>
#include <vector>

#include "core/base/parameter.h"
#include "core/figure/figure.h"
#include "core/job/progress.h"
#include "core/job/result_cache.h"
#include "core/model/model_spec.h"
#include "core/vectors/projection.h"

namespace rope {

std::string model_letter(std::size_t model);  // "A", "B", ...: in tables, captions and labels

struct FigureModel {
    ModelSpec spec;
    std::shared_ptr<const ModelFrequencies> frequencies;
};

// A word of the document's sequence with its vector before W_q and W_k.
struct FigureToken {
    std::string word;
    std::string text;              // where the vector comes from
    bool own_vector = false;       // else the word's letters seed it
    std::vector<double> values{};  // [head_dim of A]
};

struct FigureInputs {
    std::vector<FigureModel> models;  // A first; never empty
    std::vector<double> q, k;         // [head_dim of A], after W_q and W_k
    std::string q_text, k_text;       // where they come from, for captions
    // Never null; of a head of A's shape.
    std::shared_ptr<const Projection> w_q = std::make_shared<const Projection>(), w_k = w_q;
    std::string w_q_text, w_k_text;        // empty: the identity
    std::vector<FigureToken> tokens;       // as written; only for kinds that read "sequence.tokens"
    std::vector<int> token_order;          // which of them stands at each place
    std::vector<std::string> token_notes;  // what was done to make their vectors fit
    int pair = 0;                          // chosen pair, 0 … P − 1 of A
    double query_position = 0;             // m [tokens]
    double key_position = 0;               // n [tokens]
    ParamValues params;                    // every setting there is, defaults filled in
    Size size{640, 400};                   // of the picture [pt]
    double pixels_per_point = 1;  // so that heatmaps snap to pixels and envelopes match pixel columns
    double map_detail =
        1;  // cells of a heatmap that may share a pixel's side: more in files that keep them all
    double font_size = 14;  // the theme's, so that a kind can guess how much room data has [pt]

    double map_cells_per_point() const { return pixels_per_point * map_detail; }

    double number(std::string_view id) const;  // number or integer parameter
    bool flag(std::string_view id) const;
    const std::string& choice(std::string_view id) const;
};

struct FigureKind {
    std::string_view id;                // "decay"
    std::string_view label;             // "Decay"
    std::string_view help;              // one sentence
    std::span<const ParamSpec> params;  // ids are "<kind>.<name>"
    // Pure: the same inputs give the same Figure, whatever the cache holds. Runs off the frame's thread.
    Checked<Figure> (*build)(const FigureInputs&, ResultCache&, Progress&);
    std::string_view also_reads{};  // rows of another room it reads besides its own: "scheme."; may be empty

    bool reads(std::string_view row) const;  // whether a setting of this id decides the figure
};

std::span<const FigureKind* const> figure_kinds();        // core/figure/kind/registry.cpp
const FigureKind* find_figure_kind(std::string_view id);  // null when unknown

}  // namespace rope
