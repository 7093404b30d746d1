#include "core/scheme/alibi.h"

#include <bit>
#include <cmath>
#include <limits>
#include <string>

#include "core/base/number_text.h"
#include "core/scheme/scheme_values.h"

namespace rope {
namespace alibi_scheme {
namespace {

constexpr int kMostHeads = 65536;

}  // namespace
}  // namespace alibi_scheme

Checked<std::vector<double>> alibi_slopes(int heads, double bias_max) {
    if (heads < 1 || heads > alibi_scheme::kMostHeads) {
        return Fault{.id = "heads_out_of_range",
                     .subject = "heads = " + std::to_string(heads),
                     .rule = "must be from 1 to " + std::to_string(alibi_scheme::kMostHeads),
                     .remedy = "",
                     .where = ""};
    }
    if (!(bias_max > 0) || !std::isfinite(bias_max)) {
        return Fault{.id = "bias_max_not_positive",
                     .subject = "bias_max = " + shortest_text(bias_max),
                     .rule = "must be a finite number above 0, because slopes fall from head to head",
                     .remedy = "customary is 8",
                     .where = ""};
    }
    const int whole = static_cast<int>(std::bit_floor(static_cast<unsigned>(heads)));
    std::vector<double> slopes;
    slopes.reserve(static_cast<std::size_t>(heads));
    for (int j = 1; j <= whole; ++j)
        slopes.push_back(std::exp2(-bias_max * j / whole));
    for (int j = 1; static_cast<int>(slopes.size()) < heads; j += 2)
        slopes.push_back(std::exp2(-bias_max * j / (2 * whole)));
    return slopes;
}

std::string_view id(AlibiForm form) {
    switch (form) {
        case AlibiForm::distance:
            return "distance";
        case AlibiForm::key_index:
            return "key_index";
        case AlibiForm::symmetric:
            break;
    }
    return "symmetric";
}

double alibi_bias(AlibiForm form, double slope, double m, double n) {
    if (form == AlibiForm::symmetric) return -slope * std::abs(m - n);
    if (n > m) return std::numeric_limits<double>::quiet_NaN();
    return form == AlibiForm::key_index ? slope * n : -slope * (m - n);
}

namespace alibi_scheme {
namespace {

constexpr ParamSpec kHeads{
    .id = "scheme.alibi_heads",
    .label = "Heads",
    .type = ParamType::integer,
    .min = 1,
    .max = kMostHeads,
    .initial = 8,
    .help = "How many slopes there are; counts that are no power of two are not sorted.",
    .slider_min = 1,
    .slider_max = 128};
constexpr ParamSpec kHead{.id = "scheme.alibi_head",
                          .label = "Head",
                          .type = ParamType::integer,
                          .min = 0,
                          .max = kMostHeads - 1,
                          .initial = 0,
                          .help = "Whose slope is used, counted from 0.",
                          .slider_min = 0,
                          .slider_max = 127};
constexpr ParamSpec kBiasMax{.id = "scheme.bias_max",
                             .label = "Largest exponent",
                             .type = ParamType::number,
                             .min = 0.01,
                             .max = 1000,
                             .initial = 8,
                             .help =
                                 "The flattest slope of a power of two of heads is 2 to minus this; 8 in the "
                                 "paper.",
                             .slider_min = 1,
                             .slider_max = 32};
// In the order of AlibiForm.
constexpr ParamChoice kForms[] = {{"distance", "Distance (paper)"},
                                  {"key_index", "Key index (released program)"},
                                  {"symmetric", "Both ways (MPT)"}};
constexpr ParamSpec kForm{.id = "scheme.alibi_form",
                          .label = "Form",
                          .type = ParamType::choice,
                          .initial_text = "distance",
                          .choices = kForms,
                          .help = "The first two differ by a constant per row, which softmax does not see."};
constexpr ParamSpec kParams[] = {kHeads, kHead, kBiasMax, kForm};

std::int64_t learned_numbers(const SchemeInputs&) {
    return 0;
}

Checked<Matrix> scores(const SchemeInputs& inputs) {
    const std::int64_t heads = whole(inputs, kHeads), head = whole(inputs, kHead);
    const Checked<std::vector<double>> slopes =
        alibi_slopes(static_cast<int>(heads), number(inputs, kBiasMax));
    if (!slopes.ok()) return slopes.fault();
    if (head >= heads) {
        return Fault{.id = "no_such_head",
                     .subject = "head " + std::to_string(head),
                     .rule = "does not exist; heads are counted from 0 to " + std::to_string(heads - 1),
                     .remedy = "",
                     .where = "",
                     .kind = FaultKind::usage};
    }
    const double slope = slopes.value()[static_cast<std::size_t>(head)];
    const auto form = static_cast<AlibiForm>(choice(inputs, kForm));
    const double root = inputs.divisor();
    return score_map(
        inputs, [&](std::span<const double> q, std::span<const double> k, std::int64_t m, std::int64_t n) {
            return dot_product(q, k) / root +
                   alibi_bias(form, slope, static_cast<double>(m), static_cast<double>(n));
        });
}

}  // namespace
}  // namespace alibi_scheme

extern const Scheme kAlibiScheme;
const Scheme kAlibiScheme{
    .id = "alibi",
    .label = "ALiBi",
    .source = "Press et al. 2022 (arXiv:2108.12409)",
    .help = "Every token of distance takes the head's slope off the score.",
    .facts = {.use = PositionUse::relative,
              .enters = "added to the score, for every pair of tokens",
              .when_moved = "nothing when all tokens move alike; else the bias of every pair whose distance "
                            "changed, a multiple of the slope",
              .linear_attention = false,
              .linear_attention_reason = "the bias belongs to the pair, and no score is formed for it",
              .beyond_training = "made for it: the bias goes on falling, so far tokens fade instead of "
                                 "misleading"},
    .params = alibi_scheme::kParams,
    .learned_numbers = alibi_scheme::learned_numbers,
    .scores = alibi_scheme::scores};

}  // namespace rope
