#include "core/figure/theme.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/checked.h"
#include "core/figure/colour_map.h"

namespace rope {
namespace {

constexpr Colour hex(std::uint32_t rgb) {
    return {static_cast<std::uint8_t>(rgb >> 16), static_cast<std::uint8_t>(rgb >> 8 & 0xff),
            static_cast<std::uint8_t>(rgb & 0xff), 255};
}

struct Tokens {
    Colour ground, panel, hairline, text, muted, accent, query, key;
    std::array<Colour, 6> models;  // A ink, then five hues that differ under colour blindness too
};

// Lecture: on white and darker, because a projector washes colours out; every text reaches 7:1.
constexpr std::array<Tokens, 5> kTokens{{
    {hex(0xFBFBFA),
     hex(0xF3F3F1),
     hex(0xD9D9D6),
     hex(0x1F2328),
     hex(0x5F6570),
     hex(0x0F766E),
     hex(0xA85400),
     hex(0x0072B2),
     {hex(0x1F2328), hex(0x007A60), hex(0xAD4288), hex(0x7A5BC7), hex(0x786A00), hex(0xA01C30)}},
    {hex(0x14161A),
     hex(0x1B1E23),
     hex(0x2C3036),
     hex(0xE6E6E3),
     hex(0x9AA0A6),
     hex(0x2DD4BF),
     hex(0xFFB84D),
     hex(0x5AB0F2),
     {hex(0xE6E6E3), hex(0x3CCFA5), hex(0xE79AC6), hex(0xB6A1F5), hex(0xD6C84A), hex(0xF05058)}},
    {hex(0xFFFFFF),
     hex(0xFFFFFF),
     hex(0xBFBFBF),
     hex(0x000000),
     hex(0x444444),
     hex(0x0F766E),
     hex(0xA85400),
     hex(0x0072B2),
     {hex(0x000000), hex(0x007A60), hex(0xAD4288), hex(0x7A5BC7), hex(0x786A00), hex(0xA01C30)}},
    {hex(0xFFFFFF),
     hex(0xFFFFFF),
     hex(0xBFBFBF),
     hex(0x000000),
     hex(0x444444),
     hex(0x333333),
     hex(0x000000),
     hex(0x707070),
     {hex(0x000000), hex(0x5E5E5E), hex(0x303030), hex(0x757575), hex(0x474747), hex(0x1B1B1B)}},
    {hex(0xFFFFFF),
     hex(0xFFFFFF),
     hex(0xCFCFCC),
     hex(0x111418),
     hex(0x464B54),
     hex(0x00574F),
     hex(0x8B4400),
     hex(0x005A8F),
     {hex(0x111418), hex(0x005E4B), hex(0x8A2E6B), hex(0x5F42A8), hex(0x5C5100), hex(0x800C24)}},
}};

constexpr std::array<Theme, 5> kThemes{{
    {ThemeId::light, false, 14, 12, 17, 1, 1.5, 2.5},
    {ThemeId::dark, true, 14, 12, 17, 1, 1.5, 2.5},
    {ThemeId::print, false, 9, 8, 11, 0.5, 1.1, 1.8, true},
    {ThemeId::grey, false, 9, 8, 11, 0.5, 1.1, 1.8, true, true},
    {ThemeId::lecture, false, 24, 20, 30, 1.5, 3, 4.5},
}};
constexpr std::array<ThemeId, 5> kIds{ThemeId::light, ThemeId::dark, ThemeId::print, ThemeId::grey,
                                      ThemeId::lecture};
constexpr std::array<std::string_view, 5> kNames{"light", "dark", "print", "grey", "lecture"};
constexpr double kLineContrast = 3.0;  // WCAG 2.1, 1.4.11: graphical objects

const Tokens& tokens(ThemeId id) {
    return kTokens.at(static_cast<std::size_t>(id));
}

double channel(std::uint8_t value) {
    const double c = value / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(Colour c) {
    return 0.2126 * channel(c.r) + 0.7152 * channel(c.g) + 0.0722 * channel(c.b);
}

// First entry of the sequential map that stands out from ground and panel; all later ones do too, because the
// map's lightness is monotone.
int first_visible_entry(const Theme& theme) {
    const ColourMap& map = colour_map(ColourMapId::sequential, theme);
    const Tokens& t = tokens(theme.id);
    int entry = 0;
    while (entry < ColourMap::kEntries - 1 &&
           (contrast(map.entries.at(static_cast<std::size_t>(entry)), t.ground) < kLineContrast ||
            contrast(map.entries.at(static_cast<std::size_t>(entry)), t.panel) < kLineContrast))
        ++entry;
    return entry;
}

Colour pair_colour(const Theme& theme, int index, int count) {
    static const std::array<int, 5> cuts{first_visible_entry(kThemes[0]), first_visible_entry(kThemes[1]),
                                         first_visible_entry(kThemes[2]), first_visible_entry(kThemes[3]),
                                         first_visible_entry(kThemes[4])};
    const double slow = count > 1 ? std::clamp(static_cast<double>(index) / (count - 1), 0.0, 1.0) : 0.0;
    const double cut = cuts.at(static_cast<std::size_t>(theme.id)) / (ColourMap::kEntries - 1.0);
    return colour_map(ColourMapId::sequential, theme).at(1 - slow * (1 - cut));
}

}  // namespace

double contrast(Colour a, Colour b) {
    const double one = luminance(a), other = luminance(b);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

Colour Theme::colour(const Ink& ink) const {
    const Tokens& t = tokens(id);
    Colour c;
    switch (ink.kind) {
        case InkKind::ground:
            c = t.ground;
            break;
        case InkKind::panel:
            c = t.panel;
            break;
        case InkKind::hairline:
            c = t.hairline;
            break;
        case InkKind::text:
            c = t.text;
            break;
        case InkKind::muted:
            c = t.muted;
            break;
        case InkKind::accent:
            c = t.accent;
            break;
        case InkKind::query:
            c = t.query;
            break;
        case InkKind::key:
            c = t.key;
            break;
        case InkKind::model:
            c = t.models.at(static_cast<std::size_t>(ink.index < 0 ? 0 : ink.index) % t.models.size());
            break;
        case InkKind::pair:
            c = pair_colour(*this, ink.index, ink.count);
            break;
        // Near the ends of the diverging map, so that "positive" has the colour it has on the heatmap.
        case InkKind::positive:
            c = colour_map(ColourMapId::diverging, *this).at(0.9);
            break;
        case InkKind::negative:
            // Without hues the negative end is the ground's: a grey that can be seen on it instead.
            c = grey ? t.key : colour_map(ColourMapId::diverging, *this).at(0.1);
            break;
    }
    const double opacity = ink.opacity >= 0 && ink.opacity <= 1 ? ink.opacity : 1;
    c.a = static_cast<std::uint8_t>(std::lround(opacity * 255));
    return c;
}

const Theme& theme(ThemeId id) {
    return kThemes.at(static_cast<std::size_t>(id));
}

std::span<const ThemeId> themes() {
    return kIds;
}

std::string_view id(ThemeId theme) {
    return kNames.at(static_cast<std::size_t>(theme));
}

bool parse_theme(std::string_view text, ThemeId& out) {
    for (const ThemeId candidate : kIds) {
        if (id(candidate) == text) {
            out = candidate;
            return true;
        }
    }
    return false;
}

}  // namespace rope
