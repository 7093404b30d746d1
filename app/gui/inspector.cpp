#include "app/gui/inspector.h"

#include <fmt/format.h>

#include <cmath>

#include "app/gui/panel.h"
#include "app/gui/parameter_row.h"
#include "app/gui/style.h"
#include "core/base/number_text.h"
#include "core/document/evaluate.h"

namespace rope {
namespace {

constexpr double kLine = 18;  // nominal px

// Draws lines of readouts downwards inside a panel.
class Lines {
  public:
    Lines(Ui& ui, double width) : ui_(ui), width_(width) {}

    // Symbol left, value right.
    void value(std::string_view markup, std::string_view value, InkKind ink = InkKind::text,
               std::string_view help = {}) {
        const Rect r = take(kLine);
        const double y = ui_.centred_baseline(r.y, r.height, TextSize::small);
        ui_.text({r.x, y}, markup, TextSize::small, InkKind::muted);
        ui_.text({r.right(), y}, value, TextSize::small, ink, Align::right);
        ui_.log().add(markup, r, value);
        if (!help.empty() && ImGui::IsItemHovered()) ui_.tooltip(help);
    }
    void line(std::string_view markup, InkKind ink = InkKind::text, Align align = Align::left) {
        const Rect r = take(kLine);
        const double x = align == Align::left ? r.x : align == Align::right ? r.right() : r.x + r.width / 2;
        ui_.text({x, ui_.centred_baseline(r.y, r.height, TextSize::small)}, markup, TextSize::small, ink,
                 align);
    }
    // A 2×2 matrix in brackets with what stands before it.
    void matrix(std::string_view before, const std::array<std::string, 4>& cells,
                std::string_view log_label) {
        const Rect r = take(42);
        const double y1 = ui_.centred_baseline(r.y + ui_.px(2), ui_.px(20), TextSize::small);
        const double y2 = y1 + ui_.px(20), middle = (y1 + y2) / 2;
        ui_.text({r.x, middle}, before, TextSize::small, InkKind::muted);
        const double column = ui_.px(62), right = r.right() - ui_.px(6),
                     left = right - 2 * column - ui_.px(6);
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

  private:
    Rect take(double height) {
        const ImVec2 at = ImGui::GetCursorScreenPos();
        const Rect r{static_cast<double>(at.x), static_cast<double>(at.y), width_, ui_.px(height)};
        ImGui::Dummy(size_vec(r));
        // Readouts stand closer than controls.
        ImGui::SetCursorScreenPos(vec({r.x, r.bottom()}));
        return r;
    }
    Ui& ui_;
    double width_;
};

std::string number(double value, int digits = 4) {
    return display_text(value, digits);
}

// Cosines, sines and what they make: four places, so that columns stay still while they change.
std::string fixed(double value) {
    if (!(std::abs(value) < 1e4)) return number(value);
    const bool zero = std::abs(value) < 5e-5;
    return (value < 0 && !zero ? "−" : "") + fmt::format("{:.4f}", zero ? 0.0 : std::abs(value));
}

std::string point_text(Point p) {
    return fmt::format("({}, {})", fixed(p.x), fixed(p.y));
}

void one_vector(Lines& lines, const PairRotation& r, bool projected, const char* letter, const char* position,
                InkKind ink) {
    const std::string name =
        projected ? fmt::format("*{0}* = *W*_{{*{0}*}}*x*", letter) : fmt::format("*{}* before", letter);
    lines.value(name, point_text(r.before), ink);
    lines.value(fmt::format("*{}* rotated to *{}*", letter, position), point_text(r.after), ink);
}

void two_ways(Lines& lines, const PairRotation& r, int pair) {
    const auto sum = [](double a, double b) {
        return fmt::format("{} {} {}", fixed(a), b < 0 ? "−" : "+", fixed(std::abs(b)));
    };
    const std::string u = fixed(r.before.x), v = fixed(r.before.y), c = fixed(r.cosine), s = fixed(r.sine);
    lines.line(fmt::format("pair {}: (*u*, *v*) = ({}, {})", pair, u, v), InkKind::muted);
    lines.line("*u*′ = *u* cos − *v* sin");
    lines.line(fmt::format("= {} = {}", sum(r.along.x, r.across.x), fixed(r.after.x)), InkKind::query,
               Align::right);
    lines.line("*v*′ = *u* sin + *v* cos");
    lines.line(fmt::format("= {} = {}", sum(r.across.y, r.along.y), fixed(r.after.y)), InkKind::query,
               Align::right);
    lines.line("*q* cos + *q̃* sin,  *q̃* = (−*v*, *u*)");
    lines.line(fmt::format("{}", point_text(r.along)), InkKind::query, Align::right);
    lines.line(fmt::format("+ {}", point_text(r.across)), InkKind::query, Align::right);
    lines.line(fmt::format("= {}", point_text({r.along.x + r.across.x, r.along.y + r.across.y})),
               InkKind::query, Align::right);
}

}  // namespace

bool Inspector::draw(Ui& ui, Editor& editor, ResultCache& cache, const Rect& area) {
    if (revision_ != editor.revision()) {
        revision_ = editor.revision();
        auto evaluated = figure_inputs(editor.document(), {}, cache);
        numbers_ = evaluated.ok() ? std::optional(inspector_numbers(evaluated.value().inputs)) : std::nullopt;
    }
    const PanelScope panel(ui, "inspector", area);
    if (!panel.visible()) return false;
    const bool folds = panel_title(ui, "Inspector", panel.width(), "›", "Ctrl+I");
    if (const Parameter* pair = find_parameter("view.pair")) parameter_row(ui, editor, *pair, panel.width());
    if (!numbers_) return folds;
    const InspectorNumbers& n = *numbers_;
    Lines lines(ui, panel.width());
    const std::string sub = fmt::format("_{{{}}}", n.pair);
    lines.value("*θ*" + sub, number(n.theta, 5) + " rad/token", InkKind::text,
                "How far this pair turns from one token to the next, after scaling.");
    if (n.unscaled != n.theta)
        lines.value("unscaled", number(n.unscaled, 5) + " rad/token", InkKind::muted,
                    "The default rule, with the same base and rotary dimension.");
    lines.value("*λ*" + sub,
                std::isfinite(n.wavelength) ? number(n.wavelength, 5) + " tokens" : "never turns",
                InkKind::text, "Tokens for one full turn, 2π/θ.");
    lines.value("turns in the context", number(n.turns), InkKind::text,
                "Pairs with less than one turn have not shown all their angles within the context.");

    gap(ui, space::kGap);
    section(ui, "Rotation", panel.width());
    lines.value("angle *mθ*" + sub, number(n.query.angle, 5) + " rad", InkKind::query);
    lines.matrix(fmt::format("*R*_{{{}}}", n.pair),
                 {fixed(n.query.cosine), fixed(-n.query.sine), fixed(n.query.sine), fixed(n.query.cosine)},
                 "R");
    one_vector(lines, n.query, n.query_projected, "q", "m", InkKind::query);
    one_vector(lines, n.key, n.key_projected, "k", "n", InkKind::key);

    gap(ui, space::kGap);
    section(ui, "Score", panel.width());
    lines.value("Δ = *m* − *n*", number(n.delta, 12) + " tokens", InkKind::accent);
    lines.value("score *q*^{T}*Rk*/√*d*", number(n.score, 6));
    lines.value("content part", number(n.content, 5), InkKind::text,
                "Σ|q||k|/√d: the score if every angle were 0. Positions cannot change it.");
    lines.value("position part", number(n.position, 5), InkKind::text,
                "The mean of cos(φ + Δθ) over all pairs: what positions alone say.");
    lines.value(fmt::format("pair {} adds", n.pair), number(n.pair_part, 5), InkKind::text,
                "|q||k| cos(φ + Δθ)/√d of this pair.");
    lines.value("at most", number(n.pair_content, 5), InkKind::muted);
    gap(ui, space::kGap);
    section(ui, "Two ways to write it", panel.width());
    two_ways(lines, n.query, n.pair);

    gap(ui, space::kGap);
    section(ui, "Lengths are kept", panel.width());
    lines.value("|*q*|", number(n.query.norm, 9), InkKind::query);
    lines.value("|*Rq*|", number(n.query.rotated_norm, 9), InkKind::query);
    lines.matrix("*R*^{T}*R*",
                 {fixed(n.identity[0]), fixed(n.identity[1]), fixed(n.identity[2]), fixed(n.identity[3])},
                 "RᵀR");
    if (n.attention_factor != 1)
        lines.value(
            "attention factor *a*", number(n.attention_factor, 6), InkKind::text,
            "Multiplies every rotated vector of this model after the rotation, so scores grow by a².");
    return folds;
}

}  // namespace rope
