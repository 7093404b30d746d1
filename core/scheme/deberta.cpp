#include "core/scheme/deberta.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/phase.h"
#include "core/scheme/log_buckets.h"
#include "core/scheme/scheme_values.h"

namespace rope {
namespace deberta_scheme {
namespace {

constexpr std::int64_t kMostBuckets = 4096;

}  // namespace
}  // namespace deberta_scheme

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
    if (bucket_size > deberta_scheme::kMostBuckets) {
        return Fault{.id = "bucket_size_too_large",
                     .subject = size,
                     .rule = "must be at most " + std::to_string(deberta_scheme::kMostBuckets),
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

namespace deberta_scheme {
namespace {

constexpr ParamSpec kSpan{.id = "scheme.span",
                          .label = "Span",
                          .symbol = "*k*",
                          .type = ParamType::integer,
                          .min = 1,
                          .max = kMostBuckets,
                          .initial = 256,
                          .help =
                              "The tables have twice as many rows: 256 with as many buckets in DeBERTa-v3, "
                              "512 tokens in the paper."};
constexpr ParamSpec kBucketSize{.id = "scheme.bucket_size",
                                .label = "Buckets",
                                .type = ParamType::integer,
                                .min = -1,
                                .max = kMostBuckets,
                                .initial = 256,
                                .help =
                                    "Distances beyond half of it are bucketed by their logarithm; 256 in "
                                    "DeBERTa-v3, -1 for none."};
constexpr ParamSpec kMaxPosition{.id = "scheme.max_position",
                                 .label = "Largest position",
                                 .unit = "tokens",
                                 .type = ParamType::integer,
                                 .min = -1,
                                 .max = kLargestPosition,
                                 .initial = 512,
                                 .help = "Distances from here on count as one; 512 in DeBERTa-v3.",
                                 .slider_min = -1,
                                 .slider_max = 4096};
// In the order of DebertaForm.
constexpr ParamChoice kForms[] = {{"program", "Public programs"}, {"paper", "As printed"}};
constexpr ParamSpec kForm{
    .id = "scheme.deberta_form",
    .label = "Position to content",
    .type = ParamType::choice,
    .initial_text = "program",
    .choices = kForms,
    .help = "Programs look up i - j for both terms; the paper prints j - i for the second."};
constexpr ParamSpec kParams[] = {kSpan, kBucketSize, kMaxPosition, kForm, kSpreadParam, kSeedParam};

std::int64_t learned_numbers(const SchemeInputs& inputs) {
    return 2 * 2 * whole(inputs, kSpan) * inputs.shape.head_dim;  // Kr and Qr
}

Checked<Matrix> scores(const SchemeInputs& inputs) {
    const Checked<DebertaBuckets> buckets =
        make_deberta_buckets(whole(inputs, kBucketSize), whole(inputs, kMaxPosition));
    if (!buckets.ok()) return buckets.fault();
    const std::int64_t span = whole(inputs, kSpan);
    const auto rows = static_cast<std::size_t>(2 * span);
    Checked<Matrix> key = seeded_table(inputs, rows, inputs.q.columns, 0);
    if (!key.ok()) return key;
    Checked<Matrix> query = seeded_table(inputs, rows, inputs.q.columns, 1);
    if (!query.ok()) return query;
    const DebertaTables tables{.key = std::move(key).value(),
                               .query = std::move(query).value(),
                               .span = span,
                               .buckets = buckets.value()};
    const auto form = static_cast<DebertaForm>(choice(inputs, kForm));
    return score_map(inputs, [&](std::span<const double> q, std::span<const double> k, std::int64_t m,
                                 std::int64_t n) { return deberta_terms(tables, form, q, k, m, n).sum(); });
}

}  // namespace
}  // namespace deberta_scheme

extern const Scheme kDebertaScheme;
const Scheme kDebertaScheme{
    .id = "deberta",
    .label = "DeBERTa",
    .source = "He et al. 2021 (arXiv:2006.03654), equation 4",
    .help = "Content meets learned vectors of the distance both ways; the sum is divided by √(3d).",
    .facts = {.use = PositionUse::relative,
              .enters = "two more products in the score, for every pair of tokens",
              .when_moved = "nothing when all tokens move alike; else both products of every pair whose "
                            "distance changed",
              .linear_attention = false,
              .linear_attention_reason = "the position terms belong to the pair, not to a token",
              .beyond_training = "constant beyond the largest distance"},
    .params = deberta_scheme::kParams,
    .learned_numbers = deberta_scheme::learned_numbers,
    .scores = deberta_scheme::scores};

}  // namespace rope
