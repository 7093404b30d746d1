#include "core/scheme/deberta.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/phase.h"
#include "core/scheme/log_buckets.h"

namespace rope {
namespace {

constexpr std::int64_t kMostBuckets = 4096;

}  // namespace

Checked<DebertaBuckets> make_deberta_buckets(std::int64_t bucket_size, std::int64_t max_position) {
    if (bucket_size <= 0 || max_position <= 0) return DebertaBuckets{};
    const std::string size = "bucket_size = " + std::to_string(bucket_size);
    if (bucket_size == 1) {
        return Fault{.id = "bucket_size_too_small",
                     .subject = size,
                     .rule = "must be at least 2, or -1 for no buckets",
                     .remedy = "customary is 256",
                     .where = ""};
    }
    if (bucket_size > kMostBuckets) {
        return Fault{.id = "bucket_size_too_large",
                     .subject = size,
                     .rule = "must be at most " + std::to_string(kMostBuckets),
                     .remedy = "customary is 256",
                     .where = ""};
    }
    if (static_cast<double>(max_position) > kLargestPosition) {
        return Fault{.id = "max_position_too_large",
                     .subject = "max_position = " + std::to_string(max_position),
                     .rule = "must be at most 4294967296 (2³²)",
                     .remedy = "customary is 512",
                     .where = ""};
    }
    DebertaBuckets buckets{.exact = bucket_size / 2, .clamp = max_position - 1};
    if (buckets.clamp <= buckets.exact) return buckets;  // no distance reaches a logarithmic bucket
    const int steps = static_cast<int>(buckets.exact - 1);
    // ⌈x⌉ = c + 1 for x > c: bucket exact + c + 1 begins just after cut c, except that nothing at or below
    // `exact` is logarithmic.
    for (int step = 0; step < steps; ++step)
        buckets.first_distance.push_back(log_border(buckets.exact, buckets.clamp, steps, step, true));
    return buckets;
}

std::int64_t deberta_bucket(const DebertaBuckets& buckets, std::int64_t query_minus_key) {
    if (buckets.clamp < 0) return query_minus_key;
    const std::int64_t relative = std::clamp(query_minus_key, -buckets.clamp, buckets.clamp);
    const std::int64_t distance = std::abs(relative);
    if (distance <= buckets.exact) return relative;
    const auto after = std::ranges::upper_bound(buckets.first_distance, distance);
    const std::int64_t bucket = buckets.exact + (after - buckets.first_distance.begin());
    return relative < 0 ? -bucket : bucket;
}

std::int64_t deberta_index(const DebertaBuckets& buckets, std::int64_t span, std::int64_t query_minus_key) {
    return std::clamp<std::int64_t>(deberta_bucket(buckets, query_minus_key) + span, 0, 2 * span - 1);
}

std::string_view id(DebertaForm form) {
    return form == DebertaForm::program ? "program" : "paper";
}

DebertaTerms deberta_terms(const DebertaTables& tables, DebertaForm form, std::span<const double> q,
                           std::span<const double> k, std::int64_t i, std::int64_t j) {
    const double root = std::sqrt(tables.scale_factor * static_cast<double>(q.size()));
    const auto row_of = [&](std::int64_t relative) {
        return static_cast<std::size_t>(deberta_index(tables.buckets, tables.span, relative));
    };
    const auto query_row = row_of(form == DebertaForm::program ? i - j : j - i);
    return {.content_content = dot_product(q, k) / root,
            .content_position = dot_product(q, tables.key.row(row_of(i - j))) / root,
            .position_content = dot_product(k, tables.query.row(query_row)) / root};
}

}  // namespace rope
