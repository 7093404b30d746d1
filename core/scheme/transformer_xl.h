// Transformer-XL: keys meet a projected sinusoid of their distance, queries two global vectors.
// Source: Dai et al. 2019 (arXiv:1901.02860), section 3.3; mem_transformer.py of the released program.
#pragma once

#include <span>

#include "core/base/matrix.h"
#include "core/scheme/sinusoidal.h"

namespace rope {

struct TransformerXl {
    std::vector<double> u{}, v{};  // [d] global content and position vectors
    Matrix key_from_sinusoid{};    // [d, sinusoids.width] W_kR
    Sinusoids sinusoids{};         // sines, then cosines: concat_2i_over_d
};

// The four products, not divided by √d.
struct TransformerXlTerms {
    double content = 0;           // a: q·k
    double content_position = 0;  // b: q·W_kR R(t)
    double global_content = 0;    // c: u·k
    double global_position = 0;   // d: v·W_kR R(t)
    double sum() const { return content + content_position + global_content + global_position; }
};

// W_kR R(t) for a distance t = query − key ≥ 0 [d].
std::vector<double> position_key(const TransformerXl& scheme, double distance);

TransformerXlTerms transformer_xl_terms(const TransformerXl& scheme, std::span<const double> q,
                                        std::span<const double> k, std::span<const double> position_key);

}  // namespace rope
