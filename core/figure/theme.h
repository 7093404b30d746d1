// Every colour, size and weight of figures and of the window, in one place. Ink names a meaning; a Theme
// gives it a colour. Colour means the same thing everywhere: q orange, k blue, a pair its place on a
// sequential map, a model its hue and dash.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace rope {

struct Colour {
    std::uint8_t r = 0, g = 0, b = 0, a = 255;
    friend bool operator==(const Colour&, const Colour&) = default;
};

enum class InkKind {
    ground,
    panel,
    hairline,
    text,
    muted,
    accent,
    query,
    key,
    model,
    pair,
    positive,
    negative
};

// A meaning, resolved by Theme::colour.
struct Ink {
    InkKind kind = InkKind::text;
    int index = 0;       // model: 0 = A; pair: i
    int count = 1;       // pair: P
    double opacity = 1;  // 0 … 1
    friend bool operator==(const Ink&, const Ink&) = default;
};

// print: colour on paper; grey: paper without colour, where dashes, lightness and contours tell apart.
enum class ThemeId { light, dark, print, grey, lecture };

struct Theme {
    ThemeId id = ThemeId::light;
    bool dark = false;        // light marks on a dark ground
    double font_size = 14;    // body text of figures [pt]
    double small_size = 12;   // ticks and notes [pt]
    double title_size = 17;   // [pt]
    double hairline = 1;      // grid, frames [pt]
    double line = 1.5;        // data lines [pt]
    double heavy_line = 2.5;  // selected [pt]
    bool paper = false;       // captions stand in the text around the figure
    bool grey = false;        // no hues: maps are monotone, with a contour at zero

    Colour colour(const Ink& ink) const;
};

const Theme& theme(ThemeId id);
std::span<const ThemeId> themes();
std::string_view id(ThemeId theme);  // "light", "dark", "print", "grey", "lecture"
bool parse_theme(std::string_view text, ThemeId& out);

// WCAG 2.1 contrast ratio of two opaque colours, 1 … 21.
double contrast(Colour a, Colour b);

}  // namespace rope
