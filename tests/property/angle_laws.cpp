// Angles against arithmetic of 100 digits.
#include <boost/math/constants/constants.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/property/generators.h"
#include "tests/support/wide.h"

namespace rope {
namespace {

using namespace property;

double distance_on_circle(const Wide& a, double b) {
    const Wide two_pi = boost::math::constants::two_pi<Wide>();
    Wide difference = abs(fmod(Wide(a - b), two_pi));
    if (difference > two_pi / 2) difference = two_pi - difference;
    return static_cast<double>(difference);
}

RC_GTEST_PROP(AngleLaws, WholePositionsAreExactToANanoradian, ()) {
    const double base = *any_base();
    const int pairs = *rc::gen::inRange(1, 129);
    const int pair = *rc::gen::inRange(0, pairs);
    const std::int64_t at = *position(std::int64_t{1} << 32);
    const FrequencyTable table = make_table(default_frequencies(base, 2 * pairs), 1);
    const Wide theta = pow(Wide(base), -Wide(pair) / pairs);
    const double got = angle(phase_at(table.step[static_cast<std::size_t>(pair)], at));
    RC_ASSERT(distance_on_circle(theta * at, got) <= 1e-9);
}

RC_GTEST_PROP(AngleLaws, TruthIsExactToDoubleRounding, ()) {
    const double base = *any_base();
    const int pair = *rc::gen::inRange(0, 64);
    const auto whole = static_cast<double>(*position(std::int64_t{1} << 53));
    const double fractional = *number(-0x1p36, 0x1p36);  // in eighths
    const FrequencyTable table = make_table(default_frequencies(base, 128), 1);
    const auto i = static_cast<std::size_t>(pair);
    const Wide theta = pow(Wide(base), -Wide(pair) / 64);
    for (const double at : {whole, fractional})
        RC_ASSERT(distance_on_circle(theta * Wide(at), angle(table.phase(i, at))) <= 1e-15);
}

RC_GTEST_PROP(AngleLaws, PhasesOfWholePositionsAddUpExactly, ()) {
    const TurnFraction step = turn_step(Extended(*magnitude(1e-9, 3)));
    const std::int64_t m = *position(std::int64_t{1} << 31), n = *position(std::int64_t{1} << 31);
    RC_ASSERT(phase_at(step, m) + phase_at(step, n) == phase_at(step, m + n));
}

}  // namespace
}  // namespace rope
