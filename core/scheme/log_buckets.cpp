#include "core/scheme/log_buckets.h"

#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <numeric>

#include "core/base/checked.h"

namespace rope {

std::int64_t log_border(std::int64_t from, std::int64_t to, int steps, int step, bool strict) {
    using boost::multiprecision::cpp_int;
    using boost::multiprecision::pow;
    require(from >= 1 && from < to && steps >= 1 && step >= 0 && step <= steps,
            "log_border: needs 1 <= from < to and 0 <= step <= steps");
    const int common = std::gcd(steps, step);
    const auto n = static_cast<unsigned>(steps / common), j = static_cast<unsigned>(step / common);
    // (a/from)^n against (to/from)^j, without fractions: a^n against to^j · from^(n − j).
    const cpp_int border = pow(cpp_int(to), j) * pow(cpp_int(from), n - j);
    const auto passed = [&](std::int64_t a) {
        const cpp_int power = pow(cpp_int(a), n);
        return strict ? power > border : power >= border;
    };
    const double ratio = static_cast<double>(to) / static_cast<double>(from);
    auto a =
        static_cast<std::int64_t>(static_cast<double>(from) * std::pow(ratio, static_cast<double>(j) / n));
    while (a > 0 && passed(a))
        --a;
    do {
        ++a;
    } while (!passed(a));
    return a;
}

}  // namespace rope
