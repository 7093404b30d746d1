#include "core/base/extended.h"

#include <boost/math/constants/constants.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <limits>
#include <memory>
#include <new>
#include <type_traits>

namespace rope {
namespace {

using Quad = boost::multiprecision::cpp_bin_float_quad;
using Backend = Quad::backend_type;

// Boost 1.74 fills the limits of its numbers on first use, and without a lock: two threads that form their
// first frequencies at once would race. So they are filled here, before there is a second thread.
template <class Number>
bool fill_limits() {
    using Limits = std::numeric_limits<Number>;
    const Number limits[] = {(Limits::min)(),       (Limits::max)(),    Limits::epsilon(),
                             Limits::round_error(), Limits::infinity(), Limits::quiet_NaN()};
    return limits[0] < limits[1];
}
[[maybe_unused]] const bool kLimitsAreFilled =
    fill_limits<Quad>() &&
    fill_limits<boost::multiprecision::number<Backend, boost::multiprecision::et_on>>();

}  // namespace

// The bytes of an Extended hold a Quad from its construction on; nothing has to be destroyed.
struct Extended::Access {
    static_assert(sizeof(Quad) == sizeof(quad_) && alignof(Quad) <= 16);
    static_assert(std::is_trivially_destructible_v<Quad>);

    static Quad& quad(Extended& x) { return *std::launder(reinterpret_cast<Quad*>(x.quad_.data())); }
    static const Quad& quad(const Extended& x) {
        return *std::launder(reinterpret_cast<const Quad*>(x.quad_.data()));
    }
    static void make(Extended& x, const Quad& value) {
        ::new (static_cast<void*>(x.quad_.data())) Quad(value);
    }
};

namespace {

const Quad& quad(const Extended& x) {
    return Extended::Access::quad(x);
}
Extended extended(const Quad& value) {
    Extended x;
    Extended::Access::quad(x) = value;
    return x;
}

}  // namespace

Extended::Extended(double value) {
    Access::make(*this, Quad(value));
}
Extended::Extended(const Extended& other) {
    Access::make(*this, Access::quad(other));
}
Extended& Extended::operator=(const Extended& other) {
    Access::quad(*this) = Access::quad(other);
    return *this;
}

double Extended::to_double() const {
    return quad(*this).convert_to<double>();
}

Extended& Extended::operator+=(const Extended& other) {
    Access::quad(*this) += quad(other);
    return *this;
}
Extended& Extended::operator-=(const Extended& other) {
    Access::quad(*this) -= quad(other);
    return *this;
}
Extended& Extended::operator*=(const Extended& other) {
    Access::quad(*this) *= quad(other);
    return *this;
}
Extended& Extended::operator/=(const Extended& other) {
    Access::quad(*this) /= quad(other);
    return *this;
}
Extended Extended::operator-() const {
    return extended(-quad(*this));
}

bool operator==(const Extended& a, const Extended& b) {
    return quad(a) == quad(b);
}
std::partial_ordering operator<=>(const Extended& a, const Extended& b) {
    if (quad(a) < quad(b)) return std::partial_ordering::less;
    if (quad(a) > quad(b)) return std::partial_ordering::greater;
    return quad(a) == quad(b) ? std::partial_ordering::equivalent : std::partial_ordering::unordered;
}

Extended abs(const Extended& x) {
    return extended(abs(quad(x)));
}
Extended floor(const Extended& x) {
    return extended(floor(quad(x)));
}
Extended ceil(const Extended& x) {
    return extended(ceil(quad(x)));
}
Extended log(const Extended& x) {
    return extended(log(quad(x)));
}
Extended pow(const Extended& x, const Extended& y) {
    return extended(pow(quad(x), quad(y)));
}
Extended sin(const Extended& x) {
    return extended(sin(quad(x)));
}
Extended cos(const Extended& x) {
    return extended(cos(quad(x)));
}
Extended tan(const Extended& x) {
    return extended(tan(quad(x)));
}
Extended atan(const Extended& x) {
    return extended(atan(quad(x)));
}
Extended atan2(const Extended& y, const Extended& x) {
    return extended(atan2(quad(y), quad(x)));
}
Extended two_pi() {
    return extended(boost::math::constants::two_pi<Quad>());
}

ExactStep exact_step(const Extended& theta) {
    static const Quad kTurnsPerRadian = 1 / boost::math::constants::two_pi<Quad>();
    const Quad turns = quad(theta) * kTurnsPerRadian;
    const Quad units = ldexp(Quad(turns - floor(turns)), 64);
    const Quad nearest = floor(Quad(units + 0.5));
    const Quad rest = floor(ldexp(Quad(units - nearest), 64));  // in [−2⁶³, 2⁶³)
    // A fraction just under one turn rounds up to 2⁶⁴, which is phase 0.
    return {nearest >= kUnitsPerTurn ? 0 : nearest.convert_to<TurnFraction>(),
            rest.convert_to<std::int64_t>()};
}

TurnFraction turn_step(const Extended& theta) {
    return exact_step(theta).step;
}

}  // namespace rope
