#include "core/measure/ridge_fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "core/measure/phasor.h"

namespace rope {
namespace {

// Columns of a tall matrix, each contiguous.
struct Columns {
    std::size_t rows, count;
    std::vector<double> values;  // [count][rows]
    std::span<double> column(std::size_t j) { return std::span(values).subspan(j * rows, rows); }
};

// In eight sums, so that one addition need not wait for the other.
double dot(std::span<const double> a, std::span<const double> b) {
    constexpr std::size_t kSums = 8;
    std::array<double, kSums> sums{};
    std::size_t i = 0;
    for (; i + kSums <= a.size(); i += kSums)
        for (std::size_t s = 0; s < kSums; ++s)
            sums[s] += a[i + s] * b[i + s];
    for (; i < a.size(); ++i)
        sums[0] += a[i] * b[i];
    return std::accumulate(sums.begin(), sums.end(), 0.0);
}

// x ← x − 2 v (vᵀx)/(vᵀv) from row `from` on.
void reflect(std::span<const double> v, double half_square, std::size_t from, std::span<double> x) {
    const std::span<double> tail = x.subspan(from);
    const double scale = dot(v, tail) / half_square;
    for (std::size_t r = 0; r < v.size(); ++r)
        tail[r] -= scale * v[r];
}

// The c that minimises |A c − y|, by Householder's method (Golub and Van Loan, section 5.2). Overwrites both.
std::vector<double> least_squares(Columns& a, std::vector<double>& y) {
    for (std::size_t j = 0; j < a.count; ++j) {
        const std::span<double> pivot = a.column(j).subspan(j);
        const double norm = std::sqrt(dot(pivot, pivot));
        require(norm > 0, "least_squares: dependent columns");
        // Away from cancellation: the reflection sends the column to −sign(first)·norm.
        std::vector<double> v(pivot.begin(), pivot.end());
        v[0] += std::copysign(norm, v[0]);
        const double half_square = norm * std::abs(v[0]);
        for (std::size_t k = j; k < a.count; ++k)
            reflect(v, half_square, j, a.column(k));
        reflect(v, half_square, j, y);
    }
    std::vector<double> c(a.count);
    for (std::size_t j = a.count; j-- > 0;) {
        double sum = y[j];
        for (std::size_t k = j + 1; k < a.count; ++k)
            sum -= a.column(k)[j] * c[k];
        c[j] = sum / a.column(j)[j];
    }
    return c;
}

}  // namespace

RidgeFit::RidgeFit(const FrequencyTable& table, std::span<const double> y, double ridge) : table_(table) {
    require(ridge > 0 && std::isfinite(ridge), "RidgeFit: the ridge must be positive");
    const std::size_t pairs = table.theta.size(), unknowns = 2 * pairs;
    Columns a{y.size() + unknowns, unknowns, std::vector<double>((y.size() + unknowns) * unknowns, 0.0)};
    for (std::size_t i = 0; i < pairs; ++i) {
        for (std::size_t s = 0; s < y.size(); ++s) {
            const Phasor wave = unit_phasor(table.phase(i, static_cast<double>(s)));
            a.column(i)[s] = wave.im;
            a.column(pairs + i)[s] = wave.re;
        }
    }
    for (std::size_t j = 0; j < unknowns; ++j)
        a.column(j)[y.size() + j] = std::sqrt(ridge);
    std::vector<double> wanted(y.begin(), y.end());
    wanted.resize(a.rows, 0.0);
    coefficients_ = least_squares(a, wanted);
}

double RidgeFit::at(double s) const {
    const std::size_t pairs = table_.theta.size();
    double sum = 0;
    for (std::size_t i = 0; i < pairs; ++i) {
        const Phasor wave = unit_phasor(table_.phase(i, s));
        sum += coefficients_[i] * wave.im + coefficients_[pairs + i] * wave.re;
    }
    return sum;
}

double RidgeFit::largest(std::int64_t first, std::int64_t last) const {
    double largest = 0;
    for (std::int64_t s = first; s <= last; ++s)
        largest = std::max(largest, std::abs(at(static_cast<double>(s))));
    return largest;
}

}  // namespace rope
