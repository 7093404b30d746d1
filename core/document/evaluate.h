// From a Document to what a figure kind may read, and on to the Figure.
#pragma once

#include "core/document/document.h"
#include "core/figure/figure_inputs.h"

namespace rope {

// How a picture is asked for; together with the Document it decides every byte of it.
struct PictureSize {
    Size size{640, 400};  // [pt]
    double pixels_per_point = 1;
    double font_size = 14;  // [pt]
    double map_detail = 1;  // see FigureInputs
};

// Typed or loaded vectors whose length is not head_dim are cut or padded with zeros and `notes` says so; a
// missing file is replaced by zeros and `notes` says so; a projection that does not fit is left out and
// `notes` says so. Models carry their label (see parameters.h) as name. Frequencies and vectors are cached:
// when nothing of them changed the cost is O(head_dim + parameters).
struct Evaluated {
    FigureInputs inputs;
    std::vector<std::string> notes;
};
// The words of the sequence are there for a kind that reads them.
Checked<Evaluated> figure_inputs(const Document& document, const PictureSize& picture, ResultCache& cache,
                                 const FigureKind* kind = nullptr);

// The whole way: inputs, build. The key is exactly what decides the result. Notes of the inputs come before
// the figure's. Null when `progress` was cancelled. Faults: those of the kind, out_of_memory.
std::string figure_key(const Document& document, std::string_view kind, const PictureSize& picture);
Checked<std::shared_ptr<const Figure>> make_figure(const Document& document, const FigureKind& kind,
                                                   const PictureSize& picture, ResultCache& cache,
                                                   Progress& progress);

}  // namespace rope
