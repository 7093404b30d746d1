#include "core/scheme/t5_bias.h"

#include <algorithm>
#include <string>

#include "core/base/phase.h"
#include "core/scheme/log_buckets.h"
#include "core/scheme/scheme_values.h"

namespace rope {
namespace t5_bias_scheme {
namespace {

constexpr int kMostBuckets = 4096;

Fault refusal(std::string id, std::string subject, std::string rule, std::string remedy) {
    return Fault{.id = std::move(id),
                 .subject = std::move(subject),
                 .rule = std::move(rule),
                 .remedy = std::move(remedy),
                 .where = ""};
}

}  // namespace
}  // namespace t5_bias_scheme

Checked<T5Buckets> make_t5_buckets(const T5Rule& rule) {
    const std::string count = "num_buckets = " + std::to_string(rule.num_buckets);
    const int fewest = rule.bidirectional ? 2 : 1;
    if (rule.num_buckets < fewest) {
        return t5_bias_scheme::refusal(
            "too_few_buckets", count,
            "must be at least " + std::to_string(fewest) + ", one for each direction", "customary is 32");
    }
    if (rule.num_buckets > t5_bias_scheme::kMostBuckets) {
        return t5_bias_scheme::refusal("too_many_buckets", count,
                                       "must be at most " + std::to_string(t5_bias_scheme::kMostBuckets),
                                       "customary is 32");
    }
    T5Buckets buckets{.bidirectional = rule.bidirectional,
                      .per_direction = rule.bidirectional ? rule.num_buckets / 2 : rule.num_buckets};
    const int exact = buckets.per_direction / 2, steps = buckets.per_direction - exact;
    if (buckets.per_direction == 1) {  // no distance is told from another: max_distance is not read
        buckets.first_distance = {0};
        return buckets;
    }
    const std::string distance = "max_distance = " + std::to_string(rule.max_distance);
    if (rule.max_distance <= exact) {
        return t5_bias_scheme::refusal(
            "max_distance_too_small", distance,
            "must exceed " + std::to_string(exact) + ", the distances that have a bucket of their own",
            "customary is 128 with 32 buckets");
    }
    if (static_cast<double>(rule.max_distance) > kLargestPosition) {
        return t5_bias_scheme::refusal("max_distance_too_large", distance, "must be at most 4294967296 (2³²)",
                                       "customary is 128");
    }
    for (int bucket = 0; bucket < exact; ++bucket)
        buckets.first_distance.push_back(bucket);
    for (int step = 0; step < steps; ++step)
        buckets.first_distance.push_back(log_border(exact, rule.max_distance, steps, step, false));
    return buckets;
}

int t5_bucket(const T5Buckets& buckets, std::int64_t key_minus_query) {
    std::int64_t distance = -key_minus_query;
    int offset = 0;
    if (key_minus_query > 0) {
        distance = buckets.bidirectional ? key_minus_query : 0;
        offset = buckets.bidirectional ? buckets.per_direction : 0;
    }
    const auto after = std::ranges::upper_bound(buckets.first_distance, distance);
    return offset + static_cast<int>(after - buckets.first_distance.begin()) - 1;
}

namespace t5_bias_scheme {
namespace {

constexpr ParamSpec kBuckets{.id = "scheme.num_buckets",
                             .label = "Buckets",
                             .type = ParamType::integer,
                             .min = 1,
                             .max = kMostBuckets,
                             .initial = 32,
                             .help = "How many learned numbers a head has; 32 in T5.",
                             .slider_min = 2,
                             .slider_max = 128};
constexpr ParamSpec kMaxDistance{.id = "scheme.max_distance",
                                 .label = "Largest distance",
                                 .unit = "tokens",
                                 .type = ParamType::integer,
                                 .min = 1,
                                 .max = kLargestPosition,
                                 .scale = SliderScale::logarithmic,
                                 .initial = 128,
                                 .help = "From here on all distances share a bucket; 128 in T5.",
                                 .slider_min = 1,
                                 .slider_max = 4096};
constexpr ParamSpec kBidirectional{.id = "scheme.bidirectional",
                                   .label = "Bidirectional",
                                   .type = ParamType::boolean,
                                   .initial = 1,
                                   .help =
                                       "Half of the buckets are for keys after the query (encoder); off, "
                                       "those share bucket 0 (decoder)."};
constexpr ParamSpec kParams[] = {kBuckets, kMaxDistance, kBidirectional, kSpreadParam, kSeedParam};

std::int64_t learned_numbers(const SchemeInputs& inputs) {
    return whole(inputs, kBuckets);
}

Checked<Matrix> scores(const SchemeInputs& inputs) {
    const Checked<T5Buckets> buckets =
        make_t5_buckets({.bidirectional = flag(inputs, kBidirectional),
                         .num_buckets = static_cast<int>(whole(inputs, kBuckets)),
                         .max_distance = whole(inputs, kMaxDistance)});
    if (!buckets.ok()) return buckets.fault();
    const Checked<Matrix> bias =
        seeded_table(inputs, static_cast<std::size_t>(whole(inputs, kBuckets)), 1, 0);
    if (!bias.ok()) return bias;
    return score_map(
        inputs, [&](std::span<const double> q, std::span<const double> k, std::int64_t m, std::int64_t n) {
            return dot_product(q, k) +
                   bias.value().row(static_cast<std::size_t>(t5_bucket(buckets.value(), n - m))).front();
        });
}

}  // namespace
}  // namespace t5_bias_scheme

extern const Scheme kT5Scheme;
const Scheme kT5Scheme{
    .id = "t5",
    .label = "T5",
    .source = "Raffel et al. 2020 (arXiv:1910.10683), section 2.1",
    .help = "A learned number per bucket of distance is added to q·k, which T5 does not divide by √d.",
    .facts = {.use = PositionUse::relative,
              .enters = "added to the score, for every pair of tokens",
              .when_moved = "nothing when all tokens move alike; else the bias of every pair whose distance "
                            "changed: queries × keys numbers per head, looked up again at each step",
              .linear_attention = false,
              .linear_attention_reason = "the bias belongs to the pair, and no score is formed for it",
              .beyond_training = "constant beyond the largest distance"},
    .params = t5_bias_scheme::kParams,
    .learned_numbers = t5_bias_scheme::learned_numbers,
    .scores = t5_bias_scheme::scores};

}  // namespace rope
