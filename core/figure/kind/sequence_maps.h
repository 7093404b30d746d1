// The numbers of the kind "sequence": score maps of named tokens in two orders, with positions and without.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/figure/figure_inputs.h"
#include "core/measure/order_change.h"
#include "core/scheme/scheme.h"

namespace rope {

// One way of telling positions, or none.
struct SequenceMap {
    Matrix now, as_written;  // scores or weights [places, places], queries down; NaN where hidden
    OrderChange change;
};

struct SequenceMaps {
    const Scheme* scheme = nullptr;  // of `with`
    std::vector<int> order;          // which token stands at each place
    bool moved = false;              // any of them is not where it is written
    SequenceMap without;
    std::optional<SequenceMap> with;
    std::string fault;         // why there is no `with`
    std::size_t left_out = 0;  // tokens as written, from the last, that there is no time for
};

// Positions are 0, 1, 2, ... in either order. As many tokens as one map of some 20 ms allows. Null when
// cancelled. Cost O(tokens·head_dim² + tokens²·head_dim).
std::optional<SequenceMaps> sequence_maps(const FigureInputs& inputs, Progress& progress);

}  // namespace rope
