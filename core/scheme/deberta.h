// DeBERTa: content meets position both ways, through tables of clipped or bucketed distances.
// Source: He et al. 2021 (arXiv:2006.03654), equation 4; make_log_bucket_position and
// disentangled_attention_bias of the released program.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/checked.h"
#include "core/base/matrix.h"

namespace rope {

// Logarithmic buckets of query − key (DeBERTa-v2, v3); without buckets the distance itself.
struct DebertaBuckets {
    std::int64_t exact = 0;   // s/2: up to here the bucket is the distance
    std::int64_t clamp = -1;  // P − 1: distances beyond count as this one; −1 without buckets
    // [s/2 − 1] first distance of the buckets after s/2, ascending
    std::vector<std::int64_t> first_distance{};
};

// bucket_size ≤ 0 or max_position ≤ 0 (−1 in configs): no buckets. Faults: bucket_size_too_small (1),
// bucket_size_too_large (above 4096), max_position_too_large (above 2³²).
Checked<DebertaBuckets> make_deberta_buckets(std::int64_t bucket_size, std::int64_t max_position);

// An odd function of query − key, at most s − 1 in size when s is even. The released program clamps first;
// Hugging Face's copy does not, and its bucket keeps growing.
std::int64_t deberta_bucket(const DebertaBuckets& buckets, std::int64_t query_minus_key);

// Row of a table of 2·span rows: +span and beyond share the last row with span − 1.
std::int64_t deberta_index(const DebertaBuckets& buckets, std::int64_t span, std::int64_t query_minus_key);

// Which distance the position-to-content term looks up.
enum class DebertaForm {
    program,  // i − j, as for content-to-position: the public programs
    paper,    // j − i, as printed
};
std::string_view id(DebertaForm form);  // "program", "paper"

struct DebertaTables {
    Matrix key{}, query{};  // [2 span, d] Kr, Qr: projected distance embeddings
    std::int64_t span = 0;
    DebertaBuckets buckets{};
    double scale_factor = 3;  // scores are divided by √(scale_factor·d): the number of terms
};

struct DebertaTerms {
    double content_content = 0, content_position = 0, position_content = 0;  // each divided
    double sum() const { return content_content + content_position + position_content; }
};
// For one query i and one key j.
DebertaTerms deberta_terms(const DebertaTables& tables, DebertaForm form, std::span<const double> q,
                           std::span<const double> k, std::int64_t i, std::int64_t j);

}  // namespace rope
