// V of the command line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/cli/console.h"
#include "core/document/document.h"

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

// Every row multiplied by W. Faults: those of make_projection.
Checked<std::vector<std::vector<double>>> project(std::vector<std::vector<double>> rows,
                                                  const ProjectionSource& source, const HeadShape& shape,
                                                  std::string_view where);

}  // namespace rope::cli
