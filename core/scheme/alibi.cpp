#include "core/scheme/alibi.h"

#include <bit>
#include <cmath>
#include <limits>
#include <string>

#include "core/base/number_text.h"

namespace rope {
namespace {

constexpr int kMostHeads = 65536;

}  // namespace

Checked<std::vector<double>> alibi_slopes(int heads, double bias_max) {
    if (heads < 1 || heads > kMostHeads) {
        return Fault{.id = "heads_out_of_range",
                     .subject = "heads = " + std::to_string(heads),
                     .rule = "must be from 1 to " + std::to_string(kMostHeads),
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

}  // namespace rope
