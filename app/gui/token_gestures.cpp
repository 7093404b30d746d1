#include "app/gui/token_gestures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/utf8.h"

namespace rope {
namespace {

// Until `wanted` is true of one.
template <class Wanted>
std::optional<TokenBox> for_each_box(const Scene& scene, const Wanted& wanted) {
    for (std::size_t p = 0; p < std::min(scene.figure.panels.size(), scene.places.panels.size()); ++p) {
        const Panel& panel = scene.figure.panels[p];
        const PanelLayout& places = scene.places.panels[p];
        if (places.plot.width < 1 || places.plot.height < 1) continue;
        for (const Mark& mark : panel.marks) {
            const auto* box = std::get_if<BoxMark>(&mark);
            if (box == nullptr || box->tag.role != Role::token) continue;
            const Point a = to_page(panel, places, box->from), b = to_page(panel, places, box->to);
            const TokenBox found{
                box->tag.index,
                {std::min(a.x, b.x), std::min(a.y, b.y), std::abs(b.x - a.x), std::abs(b.y - a.y)}};
            if (wanted(found)) return found;
        }
    }
    return std::nullopt;
}

SetParameter set_text(const char* id, std::string text) {
    return {id, std::move(text), 0};
}

// The token at a place; nothing when the document has fewer by now.
std::optional<std::size_t> token_index(const Document& document, int place) {
    const std::vector<int> order = places(document.sequence);
    if (place < 0 || static_cast<std::size_t>(place) >= order.size()) return std::nullopt;
    return static_cast<std::size_t>(order[static_cast<std::size_t>(place)]);
}

}  // namespace

std::optional<TokenBox> token_at(const Scene& scene, Point page) {
    return for_each_box(scene, [&](const TokenBox& box) { return box.rect.contains(page); });
}

std::optional<TokenBox> token_box(const Scene& scene, int place) {
    return for_each_box(scene, [&](const TokenBox& box) { return box.place == place; });
}

std::optional<Edit> move_token_edit(const Scene& scene, std::span<const int> order, int from, Point page) {
    if (static_cast<std::size_t>(from) >= order.size()) return std::nullopt;
    // The place whose box is nearest; all stand in one row.
    std::ptrdiff_t to = from;
    double nearest = HUGE_VAL;
    for_each_box(scene, [&](const TokenBox& box) {
        const double away = std::abs(box.rect.x + box.rect.width / 2 - page.x);
        if (away < nearest) {
            nearest = away;
            to = box.place;
        }
        return false;
    });
    if (static_cast<std::size_t>(to) >= order.size()) return std::nullopt;
    std::vector<int> moved(order.begin(), order.end());
    const auto begin = moved.begin();
    if (to > from)
        std::rotate(begin + from, begin + from + 1, begin + to + 1);
    else
        std::rotate(begin + to, begin + from, begin + from + 1);
    if (moved == places(scene.document.sequence)) return std::nullopt;
    return set_text("sequence.order", order_text(moved));
}

std::string token_field_text(const Document& document, int place) {
    const auto token = token_index(document, place);
    return token ? tokens_text(std::span(document.sequence.tokens).subspan(*token, 1)) : "";
}

std::optional<Edit> retype_token_edit(const Document& document, int place, const std::string& text) {
    const auto token = token_index(document, place);
    if (!token) return std::nullopt;
    std::vector<Token> tokens = document.sequence.tokens;
    const std::vector<Token> typed = parse_tokens(text);
    const auto at = tokens.begin() + static_cast<std::ptrdiff_t>(*token);
    tokens.insert(tokens.erase(at), typed.begin(), typed.end());
    if (tokens == document.sequence.tokens) return std::nullopt;
    // The typed words stand where the one stood, one after the other.
    std::vector<int> order;
    const int first = static_cast<int>(*token), more = static_cast<int>(typed.size()) - 1;
    for (const int old : places(document.sequence)) {
        if (old != first) order.push_back(old > first ? old + more : old);
        for (int i = 0; old == first && i <= more; ++i)
            order.push_back(first + i);
    }
    return Together{
        {set_text("sequence.tokens", tokens_text(tokens)), set_text("sequence.order", order_text(order))},
        "Words"};
}

std::string token_words(const Document& document, int place) {
    const auto index = token_index(document, place);
    if (!index) return "";
    const Token& token = document.sequence.tokens[*index];
    constexpr std::size_t kLongest = 60;
    std::string source = printable(vector_of(token).text);
    if (source.size() > kLongest) source = source.substr(0, source.rfind(',', kLongest)) + ",…";
    return fmt::format(
        "{}\nposition {}, written at {}\nx = {}{}\n"
        "drag it to another place; double click to change it",
        printable(token.word), place, *index, source, token.vector.empty() ? ", from its letters" : "");
}

}  // namespace rope
