// What a figure says, for programs: words, axes, series, parameters and the data, as JSON.
#pragma once

#include <string>

#include "core/document/document.h"
#include "core/figure/figure.h"

namespace rope {

// The manual page describes the keys. `document`: what the figure was made from; null leaves out "models" and
// "parameters". Texts are plain, without markup. A map that depends on row − column alone is written as its
// "lags", rows + columns − 1 numbers: value (r, c) is lags[r − c + columns − 1]. Cost O(numbers).
std::string figure_json(const Figure& figure, const Document* document);

}  // namespace rope
