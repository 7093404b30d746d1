#include "core/figure/colour_map.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <vector>

namespace rope {
namespace {

// A colour in OKLab (Ottosson 2020): Euclidean distance follows what the eye sees.
struct Lab {
    double lightness = 0, a = 0, b = 0;
};

// Control point: lightness, chroma, hue [degrees]. All lie inside sRGB.
struct Lch {
    double lightness, chroma, hue;
};

constexpr Lch kDivergingLight[] = {{0.36, 0.115, 262}, {0.56, 0.135, 252}, {0.79, 0.075, 245},
                                   {0.972, 0.004, 90}, {0.79, 0.085, 52},  {0.56, 0.135, 40},
                                   {0.36, 0.105, 32}};
constexpr Lch kDivergingDark[] = {{0.86, 0.075, 232},  {0.66, 0.125, 245}, {0.42, 0.09, 255},
                                  {0.205, 0.008, 264}, {0.42, 0.085, 38},  {0.66, 0.125, 46},
                                  {0.86, 0.085, 62}};
constexpr Lch kSequentialLight[] = {{0.975, 0.012, 105}, {0.86, 0.095, 128}, {0.70, 0.115, 168},
                                    {0.53, 0.085, 222},  {0.37, 0.135, 285}, {0.22, 0.085, 305}};
constexpr Lch kSequentialDark[] = {{0.21, 0.02, 290}, {0.36, 0.125, 290}, {0.53, 0.085, 235},
                                   {0.70, 0.12, 170}, {0.84, 0.16, 128},  {0.95, 0.12, 105}};
// Angle 0 in the middle on the ground's side, ±π at both ends; blue and orange quarter turns between.
constexpr Lch kCyclicLight[] = {
    {0.30, 0.07, 330}, {0.60, 0.12, 258}, {0.93, 0.02, 160}, {0.60, 0.12, 42}, {0.30, 0.07, 330}};
constexpr Lch kCyclicDark[] = {
    {0.92, 0.03, 100}, {0.61, 0.12, 258}, {0.27, 0.03, 330}, {0.61, 0.12, 42}, {0.92, 0.03, 100}};
constexpr Lch kGreyLight[] = {{0.97, 0, 0}, {0.20, 0, 0}};
constexpr Lch kGreyDark[] = {{0.20, 0, 0}, {0.97, 0, 0}};

Lab to_lab(const Lch& c) {
    const double hue = c.hue * std::numbers::pi / 180;
    return {c.lightness, c.chroma * std::cos(hue), c.chroma * std::sin(hue)};
}

std::uint8_t encode(double linear) {
    const double c = std::clamp(linear, 0.0, 1.0);
    const double s = c <= 0.0031308 ? 12.92 * c : 1.055 * std::pow(c, 1 / 2.4) - 0.055;
    return static_cast<std::uint8_t>(std::lround(s * 255));
}

Colour to_srgb(const Lab& c) {
    const auto cube = [](double x) { return x * x * x; };
    const double l = cube(c.lightness + 0.3963377774 * c.a + 0.2158037573 * c.b);
    const double m = cube(c.lightness - 0.1055613458 * c.a - 0.0638541728 * c.b);
    const double s = cube(c.lightness - 0.0894841775 * c.a - 1.2914855480 * c.b);
    return {encode(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
            encode(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
            encode(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s), 255};
}

// Monotone cubic (Fritsch and Carlson) through equally spaced values: never overshoots, so lightness that
// rises in the control points rises everywhere.
double monotone_cubic(std::span<const double> y, double at) {
    const std::size_t last = y.size() - 1;
    const std::size_t i = std::min(static_cast<std::size_t>(at), last - 1);
    const double t = at - static_cast<double>(i);
    const auto slope = [&](std::size_t k) {
        const double before = k > 0 ? y[k] - y[k - 1] : y[1] - y[0];
        const double after = k < last ? y[k + 1] - y[k] : y[last] - y[last - 1];
        return before * after <= 0 ? 0.0 : 2 * before * after / (before + after);
    };
    const double t2 = t * t, t3 = t2 * t;
    return y[i] * (2 * t3 - 3 * t2 + 1) + slope(i) * (t3 - 2 * t2 + t) + y[i + 1] * (3 * t2 - 2 * t3) +
           slope(i + 1) * (t3 - t2);
}

// The curve through the control points between `first` and `last`, in equal steps of what the eye sees.
void fill(std::span<const Lch> points, std::span<Colour> out) {
    std::vector<double> l, a, b;
    for (const Lch& point : points) {
        const Lab lab = to_lab(point);
        l.push_back(lab.lightness);
        a.push_back(lab.a);
        b.push_back(lab.b);
    }
    constexpr int kSamples = 4096;
    std::vector<Lab> path;
    std::vector<double> walked;  // length along the path
    for (int i = 0; i <= kSamples; ++i) {
        const double at = static_cast<double>(i) / kSamples * static_cast<double>(points.size() - 1);
        path.push_back({monotone_cubic(l, at), monotone_cubic(a, at), monotone_cubic(b, at)});
        const Lab& p = path.back();
        const Lab& q = path[path.size() > 1 ? path.size() - 2 : 0];
        walked.push_back((walked.empty() ? 0.0 : walked.back()) +
                         std::hypot(p.lightness - q.lightness, p.a - q.a, p.b - q.b));
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double wanted = walked.back() * static_cast<double>(i) / static_cast<double>(out.size() - 1);
        const auto found = std::lower_bound(walked.begin(), walked.end(), wanted);
        out[i] = to_srgb(path[static_cast<std::size_t>(std::distance(walked.begin(), found))]);
    }
}

ColourMap one_piece(std::span<const Lch> points) {
    ColourMap map;
    fill(points, map.entries);
    return map;
}

// Both halves get the same number of entries and the same distance a step within themselves, so that the
// middle stays exactly in the middle.
ColourMap two_halves(std::span<const Lch> points) {
    ColourMap map;
    const std::size_t half = (ColourMap::kEntries + 1) / 2, middle = points.size() / 2;
    fill(points.first(middle + 1), std::span(map.entries).first(half));
    fill(points.subspan(middle), std::span(map.entries).last(half));
    return map;
}

// Angle 0 light, ±π dark; without hues the two quarter turns look alike.
const ColourMap& cyclic_grey() {
    static const ColourMap map = [] {
        std::vector<Lch> points(std::begin(kCyclicLight), std::end(kCyclicLight));
        for (Lch& point : points)
            point.chroma = 0;
        return two_halves(points);
    }();
    return map;
}

template <ColourMapId id, bool dark>
const ColourMap& built() {
    static const ColourMap map = [] {
        if constexpr (id == ColourMapId::diverging)
            return two_halves(dark ? kDivergingDark : kDivergingLight);
        if constexpr (id == ColourMapId::sequential)
            return one_piece(dark ? kSequentialDark : kSequentialLight);
        if constexpr (id == ColourMapId::cyclic) return two_halves(dark ? kCyclicDark : kCyclicLight);
        if constexpr (id == ColourMapId::grey) return one_piece(dark ? kGreyDark : kGreyLight);
    }();
    return map;
}

}  // namespace

std::size_t ColourMap::entry(double t) {
    const double clamped = t > 0 ? std::min(t, 1.0) : 0.0;  // NaN becomes 0
    return static_cast<std::size_t>(std::floor(clamped * (kEntries - 1) + 0.5));
}

const ColourMap& colour_map(ColourMapId id, bool dark) {
    using enum ColourMapId;
    switch (id) {
        case diverging:
            return dark ? built<diverging, true>() : built<diverging, false>();
        case sequential:
            return dark ? built<sequential, true>() : built<sequential, false>();
        case cyclic:
            return dark ? built<cyclic, true>() : built<cyclic, false>();
        case grey:
            break;
    }
    return dark ? built<grey, true>() : built<grey, false>();
}

const ColourMap& colour_map(ColourMapId id, const Theme& theme) {
    if (!theme.grey) return colour_map(id, theme.dark);
    return id == ColourMapId::cyclic ? cyclic_grey() : colour_map(ColourMapId::grey, theme.dark);
}

}  // namespace rope
