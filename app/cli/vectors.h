// V of the command line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/cli/console.h"
#include "core/document/document.h"
#include "core/figure/figure_inputs.h"

namespace rope::cli {

// Vectors of head_dim components: one, or the rows of a two-dimensional file. Says to `console` how many
// components are not finite. Faults: those of make_vectors.
Checked<std::vector<std::vector<double>>> read_vectors(const std::string& text, int head_dim,
                                                       std::string_view where, Console& console);
// The same where only one makes sense.
Checked<std::vector<double>> read_vector(const std::string& text, int head_dim, std::string_view where,
                                         Console& console);

// The document's query and key: head_dim components each, multiplied by W_q and W_k. Faults: those of
// make_vector and make_projection.
struct QueryAndKey {
    std::vector<double> q, k;
};
Checked<QueryAndKey> read_query_and_key(const Document& document, Console& console);

// That everything the figure reads can be read: q, k, W_q, W_k and the words' own vectors. The window draws
// zeros for a file that is gone and says so; where nobody looks that would be a wrong picture. A vector of
// another length is no fault: it is cut or padded, and a note says so. `flags`: faults name the flags
// --query, --key, --w-q and --w-k. Faults: those of make_vector and make_projection.
Checked<Done> check_sources(const Document& document, const FigureKind& kind, bool flags);

// Every row multiplied by W. Faults: those of make_projection.
Checked<std::vector<std::vector<double>>> project(std::vector<std::vector<double>> rows,
                                                  const ProjectionSource& source, const HeadShape& shape,
                                                  std::string_view where);

}  // namespace rope::cli
