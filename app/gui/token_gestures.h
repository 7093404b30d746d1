// What the hand does to the words of a sequence: pure functions from places on the page to Edits.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "app/gui/gestures.h"

namespace rope {

// A word's box on the page, and its place in the order.
struct TokenBox {
    int place = 0;
    Rect rect;  // [pt]
};
std::optional<TokenBox> token_at(const Scene& scene, Point page);
std::optional<TokenBox> token_box(const Scene& scene, int place);

// The word that stood at `from` in `order` put to the place under `page`; the others close up. `order` is
// that of the press. Nothing where the document has this order already.
std::optional<Edit> move_token_edit(const Scene& scene, std::span<const int> order, int from, Point page);

// What is typed over the word at a place: another word, one with its vector ("cat:=1,0,0.5"), several, or
// nothing, which takes it out. Nothing where that changes nothing.
std::string token_field_text(const Document& document, int place);
std::optional<Edit> retype_token_edit(const Document& document, int place, const std::string& text);

std::string token_words(const Document& document, int place);  // for the pointer; plain text, several lines

}  // namespace rope
