// T5: a learned number per bucket of distance and head, added to q·k, which is NOT divided by √d.
// Source: Raffel et al. 2020 (arXiv:1910.10683), section 2.1; `_relative_position_bucket` of Mesh TensorFlow
// and of Hugging Face's modeling_t5.py.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/checked.h"

namespace rope {

struct T5Rule {
    bool bidirectional = true;  // half of the buckets for keys after the query; else those share bucket 0
    int num_buckets = 32;
    std::int64_t max_distance = 128;  // from here on, one bucket
};

struct T5Buckets {
    bool bidirectional = true;
    int per_direction = 16;  // B
    // [B] smallest distance of each bucket, ascending: exact up to B/2, then logarithmic. A bucket that no
    // distance falls into begins where the next one does.
    std::vector<std::int64_t> first_distance{};
};

// Faults: too_few_buckets, too_many_buckets (above 4096), max_distance_too_small (must exceed B/2),
// max_distance_too_large (above 2³²).
Checked<T5Buckets> make_t5_buckets(const T5Rule& rule);

// Bucket of a key at key_minus_query from the query. Cost O(log buckets).
int t5_bucket(const T5Buckets& buckets, std::int64_t key_minus_query);

}  // namespace rope
