// Ticks at values people count in: 1-2-5 steps, powers of ten, powers of two for token counts.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>

#include "core/figure/axis_scale.h"
#include "core/figure/layout.h"

namespace rope {
namespace {

constexpr int kMostTicks = 200;      // whatever is asked; a page has no room for more
constexpr double kPlainBelow = 1e7;  // larger numbers are written with a power of ten where that is shorter
constexpr double kPlainFrom = 1e-4;  // smaller steps too
constexpr int kPowerWidth = 4;       // "× 10⁵" takes the room of so many digits
constexpr int kWholeDecades = 1;     // of a step below the largest label: "15 × 10⁶"
constexpr double kMinorRoom = 30;    // [pt] a decade needs for its minor ticks

// Digits in groups of three by thin spaces from 10 000 on, as in core/base/number_text.
std::string grouped(std::string digits) {
    const std::size_t point = std::min(digits.find('.'), digits.size());
    if (point > 4)
        for (std::size_t at = point; at > 3;) {
            at -= 3;
            digits.insert(at, "\u2009");
        }
    return digits;
}

std::string signed_text(double value, const std::string& text) {
    const bool zero = text.find_first_of("123456789") == std::string::npos;
    return (value < 0 && !zero ? "−" : "") + text;
}

std::string power_text(int exponent) {
    return "10^{" + signed_text(exponent, std::to_string(std::abs(exponent))) + "}";
}

// Labels of one axis share their form: the decimals of the step, or one power of ten.
std::vector<std::string> linear_labels(const std::vector<double>& values, double step) {
    double largest = 0;
    for (const double value : values)
        largest = std::max(largest, std::abs(value));
    const int step_power = static_cast<int>(std::floor(std::log10(step) + 1e-9));
    const int top_power = largest > 0 ? static_cast<int>(std::floor(std::log10(largest) + 1e-9)) : step_power;
    const int plain_digits = std::max(top_power, 0) + 1 + std::max(-step_power, 0);
    const int power_digits = top_power - step_power + 1 + kPowerWidth;
    const bool use_power = (largest >= kPlainBelow || step < kPlainFrom) && power_digits < plain_digits;
    // Of the step where that counts in whole numbers that are short: 5 × 10⁶ and not 0.5 × 10⁷.
    const int shared_power = top_power - step_power <= kWholeDecades ? step_power : top_power;
    std::vector<std::string> out;
    for (const double value : values) {
        if (use_power) {
            const double mantissa = std::abs(value) / std::pow(10.0, shared_power);
            const bool zero = mantissa < 0.5 * std::pow(10.0, step_power - shared_power);
            const std::string digits =
                fmt::format("{:.{}f}", mantissa, std::max(0, shared_power - step_power));
            const bool one = digits == "1";
            out.push_back(
                zero ? "0"
                     : signed_text(value, (one ? "" : digits + "\u2009×\u2009") + power_text(shared_power)));
        } else {
            // Seventeen digits are all a double has.
            const int decimals = std::clamp(-step_power, 0, 17);
            out.push_back(signed_text(value, grouped(fmt::format("{:.{}f}", std::abs(value), decimals))));
        }
    }
    return out;
}

std::vector<double> multiples(double lo, double hi, double step) {
    std::vector<double> out;
    // A tick may lie a rounding error outside; it is drawn on the end.
    const double slack = 1e-9 * step;
    const double first = std::ceil((lo - slack) / step), last = std::floor((hi + slack) / step);
    for (double k = first; k <= last && out.size() < kMostTicks; ++k)
        out.push_back(std::clamp(k * step, lo, hi));
    return out;
}

double next_smaller(double step) {
    const double power = std::pow(10.0, std::floor(std::log10(step) + 1e-9));
    const double lead = step / power;
    return lead > 4.5 ? 2 * power : lead > 1.5 ? power : 0.5 * power;
}

// The smallest 1-2-5 step that is at least `wanted`.
double nice_step(double wanted) {
    const double power = std::pow(10.0, std::floor(std::log10(wanted)));
    for (const double lead : {1.0, 2.0, 5.0})
        if (lead * power >= wanted * (1 - 1e-9)) return lead * power;
    return 10 * power;
}

constexpr double kMostCountedInTwos = 8388608;  // 2²³: longer exact labels are unreadable

// Token counts to a power of two are counted in powers of two: 0, 1024, 2048, … 4096.
bool counts_in_twos(const AxisMap& axis) {
    if (axis.lo() < -0.5 || axis.lo() > 1) return false;
    for (double power = 4; power <= std::min(axis.hi() + 1, kMostCountedInTwos); power *= 2)
        if (std::abs(axis.hi() - power) <= 1) return true;
    return false;
}

// Takes labels away where ticks crowd them; the first and the last stay, so that two remain.
void thin_labels(std::vector<Tick>& ticks, const AxisMap& axis, double length, double label_extent) {
    const auto place = [&](const Tick& tick) { return axis.fraction(tick.value) * length; };
    Tick* before = nullptr;
    Tick* last = nullptr;
    for (Tick& tick : ticks)
        if (!tick.label.empty()) last = &tick;
    for (Tick& tick : ticks) {
        if (tick.label.empty()) continue;
        const auto crowded = [&](const Tick& other) {
            return std::abs(place(tick) - place(other)) < label_extent * (1 - 1e-9);
        };
        if (before && &tick != last && (crowded(*before) || crowded(*last)))
            tick.label.clear();
        else
            before = &tick;
    }
}

// Of long numbers on a short axis, no two round ones may stand far enough apart: its first and its last whole
// number then do, where anything does.
void label_ends_instead(std::vector<Tick>& ticks, const AxisMap& axis, double length, double label_extent) {
    const auto place = [&](double value) { return axis.fraction(value) * length; };
    std::optional<double> before;
    bool crowded = false;
    for (const Tick& tick : ticks) {
        if (tick.label.empty()) continue;
        const double here = place(tick.value);
        crowded |= before && std::abs(here - *before) < label_extent * (1 - 1e-9);
        before = here;
    }
    const double first = std::ceil(axis.lo()), last = std::floor(axis.hi());
    if (!crowded || std::abs(place(last) - place(first)) < label_extent) return;
    const std::vector<std::string> labels = linear_labels({first, last}, 1);
    ticks = {{first, labels[0]}, {last, labels[1]}};
}

std::vector<Tick> linear_ticks(const AxisMap& axis, bool integers, double length, double label_extent) {
    const double span = axis.hi() - axis.lo();
    const double least = span * std::clamp(label_extent / std::max(length, 1e-9), 1e-3, 1.0);
    double step = 0;
    if (integers && counts_in_twos(axis)) {
        step = std::exp2(std::ceil(std::log2(least) - 1e-9));
        step = std::clamp(step, 1.0, std::exp2(std::floor(std::log2(span + 1))));
    } else {
        step = nice_step(least);
        if (integers) step = std::max(step, 1.0);
    }
    std::vector<double> values = multiples(axis.lo(), axis.hi(), step);
    while (values.size() < 2 && (!integers || step > 1)) {
        step = next_smaller(step);
        if (integers) step = std::max(step, 1.0);
        values = multiples(axis.lo(), axis.hi(), step);
    }
    const std::vector<std::string> labels = linear_labels(values, step);
    std::vector<Tick> out;
    for (std::size_t i = 0; i < values.size(); ++i)
        out.push_back({values[i], labels[i]});
    // A short axis may have to take a smaller step than its labels fit, to have two ticks at all.
    thin_labels(out, axis, length, label_extent);
    if (integers) label_ends_instead(out, axis, length, label_extent);
    return out;
}

std::string log_label(double value, bool plain) {
    const int power = static_cast<int>(std::floor(std::log10(value) + 1e-9));
    if (!plain && std::abs(value / std::pow(10.0, power) - 1) < 1e-6) return power_text(power);
    if (plain || std::abs(power) <= 4) return grouped(fmt::format("{:.{}f}", value, std::max(0, -power)));
    return fmt::format("{:.0f}\u2009×\u2009{}", value / std::pow(10.0, power), power_text(power));
}

void add_minor(std::vector<Tick>& ticks, const AxisMap& axis, int first, int last) {
    for (int power = first - 1; power <= last; ++power)
        for (int lead = 2; lead <= 9; ++lead) {
            const double value = lead * std::pow(10.0, power);
            if (value >= axis.lo() && value <= axis.hi()) ticks.push_back({value, {}});
        }
}

std::vector<Tick> log_ticks(const AxisMap& axis, bool integers, double length, double label_extent) {
    const int first = static_cast<int>(std::ceil(std::log10(axis.lo()) - 1e-9));
    const int last = static_cast<int>(std::floor(std::log10(axis.hi()) + 1e-9));
    const double decade = length / (std::log10(axis.hi()) - std::log10(axis.lo()));  // [pt]
    std::vector<Tick> out;
    if (last - first >= 1) {
        const bool plain = first >= -2 && last <= 4;
        int stride = std::max(1, static_cast<int>(std::ceil(label_extent / std::max(decade, 1e-9) - 1e-9)));
        stride = std::min(stride, last - first);
        for (int power = first; power <= last; ++power) {
            const double value = std::clamp(std::pow(10.0, power), axis.lo(), axis.hi());
            // Strides count from 10⁰, so that ticks stay when the view moves.
            const bool labelled =
                stride == last - first ? power == first || power == last : power % stride == 0;
            out.push_back({value, labelled ? log_label(std::pow(10.0, power), plain) : std::string()});
        }
        if (stride == 1 && decade >= kMinorRoom) add_minor(out, axis, first, last);
        if (std::count_if(out.begin(), out.end(), [](const Tick& t) { return !t.label.empty(); }) < 2) {
            out.front().label = log_label(std::pow(10.0, first), plain);
            for (Tick& tick : out)
                if (std::abs(tick.value / std::pow(10.0, last) - 1) < 1e-6)
                    tick.label = log_label(tick.value, plain);
        }
    } else {
        // Less than a decade or two: 1, 2, 5 if they are two at least, else even steps.
        for (int power = first - 2; power <= last + 1; ++power)
            for (const double lead : {1.0, 2.0, 5.0}) {
                const double value = lead * std::pow(10.0, power);
                if (value >= axis.lo() && value <= axis.hi())
                    out.push_back({value, log_label(value, power >= -4 && power < 6)});
            }
        if (out.size() < 2) return linear_ticks(axis, integers, length, label_extent);
    }
    std::sort(out.begin(), out.end(), [](const Tick& a, const Tick& b) { return a.value < b.value; });
    thin_labels(out, axis, length, label_extent);
    return out;
}

}  // namespace

std::vector<Tick> choose_ticks(const Axis& axis, double length, double label_extent) {
    const AxisMap map(axis);
    if (!axis.ticks.empty()) {
        std::vector<Tick> out;
        for (const Tick& tick : axis.ticks)
            if (tick.value >= map.lo() && tick.value <= map.hi()) out.push_back(tick);
        return out;
    }
    return map.logarithmic() ? log_ticks(map, axis.integers, length, label_extent)
                             : linear_ticks(map, axis.integers, length, label_extent);
}

}  // namespace rope
