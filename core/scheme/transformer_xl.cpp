#include "core/scheme/transformer_xl.h"

namespace rope {

std::vector<double> position_key(const TransformerXl& scheme, double distance) {
    const std::vector<double> sinusoid = encode(scheme.sinusoids, distance);
    std::vector<double> key;
    key.reserve(scheme.key_from_sinusoid.rows);
    for (std::size_t r = 0; r < scheme.key_from_sinusoid.rows; ++r)
        key.push_back(dot_product(scheme.key_from_sinusoid.row(r), sinusoid));
    return key;
}

TransformerXlTerms transformer_xl_terms(const TransformerXl& scheme, std::span<const double> q,
                                        std::span<const double> k, std::span<const double> position_key) {
    return {.content = dot_product(q, k),
            .content_position = dot_product(q, position_key),
            .global_content = dot_product(scheme.u, k),
            .global_position = dot_product(scheme.v, position_key)};
}

}  // namespace rope
