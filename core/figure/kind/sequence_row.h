// The row of words above the maps of the kind "sequence".
#pragma once

#include <string>
#include <vector>

#include "core/figure/figure_inputs.h"
#include "core/figure/kind/sequence_maps.h"

namespace rope {

// At most about `most` usual letters of a word; signs of wide scripts and emoji count twice. Plain text.
std::string shortened(const std::string& word, std::size_t most);

// All in multiples of the font size.
struct TokenRow {
    double height = 0;        // 0: there is no room for it
    double inner = 0;         // what must fit into it
    double panel = 0;         // width of the panel that it stands in the middle of
    double width = 0;         // of the whole row
    double label = 0;         // of "written" and "now", left of the words
    std::size_t letters = 0;  // that fit into a box; under 2 no words are set
    bool says = false;        // room for a sentence on each map below
};
TokenRow plan_row(const FigureInputs& inputs, std::size_t count, bool moved);

// Each word in a box that can be dragged (Role::token with its place); above it the order as written, with a
// line from where each came; below it the sentences, where there is room.
Panel token_panel(const FigureInputs& inputs, const SequenceMaps& maps, const TokenRow& row,
                  const std::vector<std::string>& sentences);

}  // namespace rope
