#include "core/figure/kind/sequence_row.h"

#include <algorithm>
#include <cmath>

#include "core/base/utf8.h"
#include "core/figure/rich_text.h"

namespace rope {
namespace {

constexpr double kLetter = 0.58;  // [em] what a usual letter of small text takes

// Heights from above [em].
constexpr double kWritten = 0.6, kLineFrom = 1.3, kLineTo = 2.5, kBoxMoved = 2.6, kBoxAlone = 0.1,
                 kBoxHeight = 1.7, kFoot = 0.2, kSentence = 1.3;

double box_top(bool moved) {
    return moved ? kBoxMoved : kBoxAlone;
}

// Where things stand in the free panel, 0 … 1 from its lower left.
struct Places {
    const TokenRow& row;
    std::size_t count;
    double cell() const { return (row.width - row.label) / static_cast<double>(count); }
    double across(double from_left) const { return ((row.panel - row.width) / 2 + from_left) / row.panel; }
    double x(double place) const { return across(row.label + (place + 0.5) * cell()); }
    double y(double from_above) const { return 1 - from_above / row.inner; }
};

void add_text(Panel& panel, Point at, std::string text, Align align, const Ink& ink, Tag tag = {Role::text}) {
    TextMark mark;
    mark.at = at;
    mark.relative = false;
    mark.text = std::move(text);
    mark.align = align;
    mark.ink = ink;
    mark.tag = tag;
    mark.middle = true;
    panel.marks.push_back(std::move(mark));
}

void add_word(Panel& panel, const TokenRow& row, const std::string& word, Point at, const Ink& ink,
              Tag tag = {Role::text}) {
    if (row.letters >= 2)
        add_text(panel, at, escape_markup(shortened(word, row.letters)), Align::centre, ink, tag);
}

// Usual letters: signs of wide scripts and emoji are two wide.
std::size_t letters_at(const std::string& text, std::size_t& at) {
    return next_code_point(text, at) >= 0x1100 ? 2 : 1;
}

std::size_t letters_of(const std::string& text) {
    std::size_t letters = 0;
    for (std::size_t at = 0; at < text.size();)
        letters += letters_at(text, at);
    return letters;
}

}  // namespace

std::string shortened(const std::string& word, std::size_t most) {
    const std::string shown = printable(word);
    std::string out;
    std::size_t used = 0;
    for (std::size_t at = 0; at < shown.size();) {
        const std::size_t from = at;
        used += letters_at(shown, at);
        if (used > most) return out + "…";
        out.append(shown, from, at - from);
    }
    return out;
}

TokenRow plan_row(const FigureInputs& inputs, std::size_t count, bool moved) {
    constexpr double kLabel = 4.4, kNarrow = 3, kBeside = 0.5;
    const double width = inputs.size.width / inputs.font_size, height = inputs.size.height / inputs.font_size;
    TokenRow row;
    if (width < 12 || height < 18) return row;
    row.says = moved && height >= 25;
    row.inner = box_top(moved) + kBoxHeight + kFoot + (row.says ? 2 * kSentence : 0);
    // A caption takes its share of a larger page.
    row.height = row.inner * (height >= 25 ? 1.4 : 1);
    // As wide as the maps with their labels, or as its words need.
    const double beside = std::min((width - 13) / 2, height - row.height - 8),
                 stacked = std::min(width - 11, (height - row.height - 10) / 2);
    row.panel = width - 2;
    const double cells = static_cast<double>(count), label = moved ? kLabel : 0;
    double longest = 0;
    for (std::size_t i = 0; i < count; ++i)
        longest = std::max(longest, static_cast<double>(letters_of(printable(inputs.tokens[i].word))));
    const double words = label + cells * (kLetter * longest + kBeside);
    row.width = std::clamp(std::max({2 * beside + 11, stacked + 10, words}), 10.0, row.panel);
    if (moved && (row.width - kLabel) / cells >= kNarrow) row.label = kLabel;
    row.letters =
        static_cast<std::size_t>(std::max(0.0, ((row.width - row.label) / cells - kBeside) / kLetter + 1e-9));
    return row;
}

Panel token_panel(const FigureInputs& inputs, const SequenceMaps& maps, const TokenRow& row,
                  const std::vector<std::string>& sentences) {
    Panel panel;
    panel.legend = false;
    const std::size_t count = maps.order.size();
    const Places at{row, count};
    const double top = box_top(maps.moved), bottom = top + kBoxHeight, middle = (top + bottom) / 2;
    for (std::size_t i = 0; maps.moved && i < count; ++i) {
        const auto from = static_cast<std::size_t>(maps.order[i]);
        LineMark line;
        line.points = {{at.x(static_cast<double>(from)), at.y(kLineFrom)},
                       {at.x(static_cast<double>(i)), at.y(kLineTo)}};
        line.ink = {from == i ? InkKind::hairline : InkKind::accent};
        line.tag = {Role::text};
        panel.marks.push_back(std::move(line));
        add_word(panel, row, inputs.tokens[i].word, {at.x(static_cast<double>(i)), at.y(kWritten)},
                 {InkKind::muted});
    }
    const double half = at.cell() * (row.letters < 2 ? 0.5 : 0.47) / row.panel;
    for (std::size_t i = 0; i < count; ++i) {
        const auto token = static_cast<std::size_t>(maps.order[i]);
        const double x = at.x(static_cast<double>(i));
        BoxMark box;
        box.from = {x - half, at.y(bottom)};
        box.to = {x + half, at.y(top)};
        box.ink = {InkKind::ground};
        box.filled = true;
        box.tag = {Role::token, static_cast<int>(i)};
        panel.marks.push_back(box);
        box.filled = false;
        box.ink = {token == i ? InkKind::muted : InkKind::accent};
        panel.marks.push_back(box);
        add_word(panel, row, inputs.tokens[token].word, {x, at.y(middle)}, {InkKind::text}, box.tag);
    }
    if (row.label > 0) {
        add_text(panel, {at.across(0), at.y(kWritten)}, "written", Align::left, {InkKind::muted});
        add_text(panel, {at.across(0), at.y(middle)}, "now", Align::left, {InkKind::muted});
    }
    for (std::size_t i = 0; row.says && i < sentences.size(); ++i)
        add_text(panel, {at.across(0), at.y(bottom + kFoot + (static_cast<double>(i) + 0.6) * kSentence)},
                 sentences[i], Align::left, {InkKind::text});
    return panel;
}

}  // namespace rope
