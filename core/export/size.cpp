#include <fmt/format.h>

#include <array>
#include <cmath>

#include "core/base/number_text.h"
#include "core/export/export.h"
#include "core/export/limits.h"

namespace rope {
namespace {

constexpr std::string_view kExample =
    "write it as 3.3x2.5in, 120x80mm, 460x288pt or 800x600px, or name single, double or slide";

// A column and the page of two-column journals; a slide of 16:9 as presentation programs have it.
constexpr std::array<NamedSize, 3> kNamed{
    {{"single", "one column of a paper, 3.3 × 2.5 in", {3.3 * 72, 2.5 * 72}},
     {"double", "both columns of a paper, 6.9 × 3.5 in", {6.9 * 72, 3.5 * 72}},
     {"slide", "a slide of 16:9, 13.33 × 7.5 in", {960, 540}}}};

Fault bad_size(std::string subject, std::string rule, std::string_view where, std::string_view remedy = {}) {
    return Fault{.id = "bad_size",
                 .subject = std::move(subject),
                 .rule = std::move(rule),
                 .remedy = std::string(remedy),
                 .where = std::string(where),
                 .kind = FaultKind::usage};
}

struct Unit {
    std::string_view name;
    double points;  // 0: pixels, which the resolution decides
};
constexpr std::array<Unit, 5> kUnits{
    {{"in", 72}, {"mm", 72 / 25.4}, {"cm", 72 / 2.54}, {"pt", 1}, {"px", 0}}};

}  // namespace

int pixels(double points, double dpi) {
    return static_cast<int>(std::max(1.0, std::round(points * dpi / 72)));
}

std::span<const NamedSize> picture_sizes() {
    return kNamed;
}

Checked<Done> check_dpi(double dpi, std::string_view where) {
    if (dpi >= kSmallestDpi && dpi <= kLargestDpi) return Done{};
    return Fault{.id = "bad_dpi",
                 .subject = fmt::format("{} dpi", shortest_text(dpi)),
                 .rule = fmt::format("must be from {} to {}", kSmallestDpi, kLargestDpi),
                 .remedy = "150 suits a screen and 300 print",
                 .where = std::string(where),
                 .kind = FaultKind::usage};
}

Checked<Done> check_size(Size size, std::string_view where) {
    const auto fits = [](double side) { return side >= kSmallestSide * (1 - 1e-9) && side <= kLargestSide; };
    if (fits(size.width) && fits(size.height)) return Done{};
    return bad_size(
        fmt::format("a picture of {} × {} in", display_text(size.width / 72), display_text(size.height / 72)),
        "must be from 0.1 to 200 in each way", where, "choose another size");
}

Checked<Done> check_pixels(Size size, double dpi, std::string_view where) {
    const double width = std::round(size.width * dpi / 72), height = std::round(size.height * dpi / 72);
    const std::string subject = fmt::format("a picture of {:.0f} × {:.0f} pixels", width, height);
    constexpr std::string_view kRemedy = "choose a smaller size, fewer dpi, or a vector format (svg, pdf)";
    if (!(width <= kMostPixels && height <= kMostPixels)) {
        return bad_size(subject, fmt::format("must have at most {} pixels a side", kMostPixels), where,
                        kRemedy);
    }
    if (width * height > kMostArea) {
        return bad_size(subject, fmt::format("must have at most {:.0f} million pixels", kMostArea / 1e6),
                        where, kRemedy);
    }
    return Done{};
}

Checked<Size> parse_size(std::string_view text, double dpi, std::string_view where) {
    const std::string subject = fmt::format("size '{}'", text);
    for (const NamedSize& named : kNamed)
        if (named.id == text) return named.size;
    std::string_view rest = text;
    const Unit* unit = nullptr;
    for (const Unit& u : kUnits) {
        if (rest.ends_with(u.name)) unit = &u;
    }
    if (!unit) return bad_size(subject, "must end in in, mm, cm, pt or px", where, kExample);
    rest.remove_suffix(unit->name.size());
    constexpr std::string_view kTimes = "×";
    std::size_t cross = rest.find('x'), length = 1;
    if (cross == std::string_view::npos) {
        cross = rest.find(kTimes);
        length = kTimes.size();
    }
    if (cross == std::string_view::npos) return bad_size(subject, "must be WIDTHxHEIGHT", where, kExample);
    const auto width = parse_number(rest.substr(0, cross), where);
    const auto height = parse_number(rest.substr(cross + length), where);
    if (!width.ok() || !height.ok()) {
        const Fault& fault = width.ok() ? height.fault() : width.fault();
        return bad_size(subject, fmt::format("must hold two numbers: {} {}", fault.subject, fault.rule),
                        where, kExample);
    }
    if (const auto fine = check_dpi(dpi, where); !fine.ok()) return fine.fault();
    const double points = unit->points > 0 ? unit->points : 72 / dpi;
    const Size size{width.value() * points, height.value() * points};
    if (!check_size(size, where).ok())
        return bad_size(subject,
                        fmt::format("must be from {:.6g} to {:.6g} {} in each way", kSmallestSide / points,
                                    kLargestSide / points, unit->name),
                        where, "choose another size");
    if (unit->points == 0) {
        if (const auto fits = check_pixels(size, dpi, where); !fits.ok()) return fits.fault();
    }
    return size;
}

}  // namespace rope
