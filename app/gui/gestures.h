// What the pointer on a figure means for the document: pure functions from places on the page to Edits.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/document/edit.h"
#include "core/figure/figure_inputs.h"
#include "core/figure/layout.h"

namespace rope {

// One figure on the screen, as the pointer sees it.
struct Scene {
    const Document& document;
    const Figure& figure;
    const FigureLayout& places;
    std::size_t model = 0;  // the one that the sliders change
};

// The panel under a point, its plot area first; −1 outside all.
int panel_at(const Scene& scene, Point page);
// What the figure's own table and marks say about a panel, so that gestures need no list of kinds.
enum class PanelMeaning { other, pairs, distances, score_map, query_profile, key_profile };
PanelMeaning meaning_of(const Figure& figure, std::size_t panel);
// The pair whose small dial lies under the point.
std::optional<int> dial_at(const Scene& scene, Point page);

// What a press took hold of; the edits of the drag are formed against the document of the press.
struct Grab {
    enum class Kind {
        nothing,
        choose_pair,
        query_tip,
        key_tip,
        positions,
        query_position,
        key_position,
        delta,
        token,
        multipliers,  // of the scaling `custom`: the pairs that the pointer passes
    };
    Kind kind = Kind::nothing;
    int panel = -1;
    std::vector<double> vector;                    // of the tip: all components of q or k at the press
    std::shared_ptr<const Projection> projection;  // of the tip: W of q = W x; null: the identity
    std::optional<int> pair;                       // of the point that was pressed
    Point from;                                    // where the pointer was when the last edit was made
    int place = 0;                                 // of the word
    std::vector<int> order;                        // of all words at the press
};
// `hit` is what lies under the point (PickCanvas). `inputs` are those of the document; null while nothing is
// pressed: the grab then says what a press would take hold of.
Grab grab_at(const Scene& scene, Point page, const std::optional<Tag>& hit, const FigureInputs* inputs);
// The edit that brings what is held to `page`; nothing where it cannot go there.
std::optional<Edit> drag_edit(const Scene& scene, const Grab& grab, Point page);
// A press that did not move, where dragging changes data: it chooses the pair.
std::optional<Edit> click_edit(const Scene& scene, const Grab& grab, Point page);

// Zoom by `notches` of the wheel (in: > 0), keeping what lies under the pointer.
std::optional<Edit> zoom_edit(const Scene& scene, Point page, double notches);
// Moves the view so that what lay under `from` comes under `to`.
std::optional<Edit> pan_edit(const Scene& scene, Point from, Point to);
std::optional<Edit> whole_view_edit(std::string_view kind);
// Do two documents show the same data, in other ranges of the kind's view?
bool only_view_differs(std::string_view kind, const Document& a, const Document& b);

// What stands under the pointer, in words with values; empty where nothing does. Plain text, several lines.
std::string words_at(const Scene& scene, Point page);

}  // namespace rope
