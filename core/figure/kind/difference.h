// The optional panel below a figure that draws several models on one axis: A − B, A − C, ... One mechanism
// for every such kind: a row of parameters, and a call at the end of its build.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/figure/figure_inputs.h"

namespace rope {

// The row "<kind>.difference" that switches it on.
constexpr ParamSpec difference_row(std::string_view id) {
    return {
        .id = id,
        .label = "Difference",
        .type = ParamType::boolean,
        .help = "Draws model A minus each other model below, or A over it where the axis is logarithmic."};
}

// One quantity of the models over common abscissae.
struct Compared {
    std::string name, unit;  // of the columns: "value"
    std::string label;       // of the curve besides "A − B"; may be empty
    std::vector<double> x;   // ascending
    std::vector<std::pair<std::size_t, std::vector<double>>> models;  // by model; [x]; NaN where none
    std::optional<Ink> ink;                                           // empty: the other model's
};

// Appends the panel below `figure`'s first, whose axes it follows, and columns "value_A_minus_B" (or
// "value_A_over_B") to its table where the table has the same rows. Where there are more values than pixel
// columns each column holds the smallest and largest of its own: differences are formed first. With one
// model, or in a picture too low for it, a note says why there is none.
void add_difference(Figure& figure, const FigureInputs& inputs, const std::vector<Compared>& compared);

// The same from columns of the figure's own table, whose first one is x: NAME_A, NAME_B, ... for each name.
struct ComparedColumn {
    std::string name, label;
    std::optional<Ink> ink;
};
void add_difference_of_columns(Figure& figure, const FigureInputs& inputs,
                               const std::vector<ComparedColumn>& names);

}  // namespace rope
