#include "app/gui/inspector_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace rope {
namespace {

constexpr double kLine = 18;  // nominal px

}  // namespace

void Lines::value(std::string_view markup, std::string_view value, InkKind ink, std::string_view help,
                  std::string_view log_label) {
    const Rect r = take(kLine);
    const double y = ui_.centred_baseline(r.y, r.height, TextSize::small);
    ui_.text({r.x, y}, markup, TextSize::small, InkKind::muted);
    ui_.text({r.right(), y}, value, TextSize::small, ink, Align::right);
    ui_.log().add(log_label.empty() ? markup : log_label, r, value);
    if (!help.empty() && ImGui::IsItemHovered()) ui_.tooltip(help);
}

void Lines::line(std::string_view markup, InkKind ink, Align align) {
    const Rect r = take(kLine);
    const double x = align == Align::left ? r.x : align == Align::right ? r.right() : r.x + r.width / 2;
    ui_.text({x, ui_.centred_baseline(r.y, r.height, TextSize::small)}, markup, TextSize::small, ink, align);
}

void Lines::words(std::string_view name, std::string_view plain) {
    const Rect r = take(kLine);
    ui_.text({r.x, ui_.centred_baseline(r.y, r.height, TextSize::small)}, name, TextSize::small,
             InkKind::muted);
    const double height =
        ui_.paragraph({r.x, r.bottom()}, plain, width_, TextSize::small, InkKind::text) + ui_.px(4);
    ImGui::Dummy(size_vec({0, 0, width_, height}));
    ImGui::SetCursorScreenPos(vec({r.x, r.bottom() + height}));
    ui_.log().add(name, {r.x, r.y, width_, r.height + height}, plain);
}

void Lines::matrix(std::string_view before, const std::array<std::string, 4>& cells,
                   std::string_view log_label) {
    const Rect r = take(42);
    const double y1 = ui_.centred_baseline(r.y + ui_.px(2), ui_.px(20), TextSize::small);
    const double y2 = y1 + ui_.px(20), middle = (y1 + y2) / 2;
    ui_.text({r.x, middle}, before, TextSize::small, InkKind::muted);
    const double column = ui_.px(62), right = r.right() - ui_.px(6), left = right - 2 * column - ui_.px(6);
    for (int i = 0; i < 4; ++i)
        ui_.text({left + column * (1 + i % 2) - ui_.px(i % 2 == 0 ? 4 : 0), i < 2 ? y1 : y2},
                 cells[static_cast<std::size_t>(i)], TextSize::small, InkKind::text, Align::right);
    for (const double x : {left - ui_.px(4), r.right() - ui_.px(1)}) {
        const double top = r.y + ui_.px(2), bottom = r.bottom() - ui_.px(2),
                     foot = x < left ? ui_.px(3) : -ui_.px(3);
        const Colour ink = ui_.colour(InkKind::muted);
        const double w = std::max(1.0, ui_.px(1));
        ui_.fill({x, top, w, bottom - top}, ink);
        ui_.fill({std::min(x, x + foot), top, std::abs(foot), w}, ink);
        ui_.fill({std::min(x, x + foot), bottom - w, std::abs(foot), w}, ink);
    }
    ui_.log().add(log_label, r, fmt::format("{} {} {} {}", cells[0], cells[1], cells[2], cells[3]));
}

Rect Lines::take(double height) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const Rect r{static_cast<double>(at.x), static_cast<double>(at.y), width_, ui_.px(height)};
    ImGui::Dummy(size_vec(r));
    // Readouts stand closer than controls.
    ImGui::SetCursorScreenPos(vec({r.x, r.bottom()}));
    return r;
}

}  // namespace rope
