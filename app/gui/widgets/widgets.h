// The window's controls: drawn by us, logged by label for the tests. Each takes a place of the given width at
// the toolkit's cursor and moves the cursor below itself.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/gui/ui.h"
#include "core/base/parameter.h"

namespace rope {

// ---- slider: label and symbol left, value right (double click types), thin track below
struct SliderLook {
    double value = 0;
    double initial = 0;                // the tick; a dot resets to it where the value differs
    std::vector<ParamMark> marks;      // beside those of the row: the trained context on the context
    std::optional<double> slider_max;  // instead of the row's
    bool mark_labels = false;          // a line of words below the track says what the marks are
    bool whole = false;                // dragging moves in whole numbers; fractions can be typed
};
struct SliderAnswer {
    std::optional<double> value;  // wished for; within the row's range and on its step
    bool continues = false;       // goes on with the drag of an earlier frame: one step of undo
    bool reset = false;           // the dot was clicked
    std::string said;             // one sentence: what was refused or clamped
};
SliderAnswer slider(Ui& ui, const ParamSpec& spec, const SliderLook& look, double width);

// ---- choice: label left, chosen right, a list on click; returns the index newly chosen
struct ChoiceItem {
    std::string label;          // plain text
    std::string detail;         // muted, behind the label; may be empty
    bool begins_group = false;  // a hairline stands above it
};
std::optional<int> choice(Ui& ui, std::string_view label, std::span<const ChoiceItem> items, int chosen,
                          double width, std::string_view help = {});
// The same without its label on screen: only what is chosen, as wide as it needs, at most `most` [px].
std::optional<int> compact_choice(Ui& ui, std::string_view label, std::span<const ChoiceItem> items,
                                  int chosen, std::string_view help = {}, double most = 1e4);
double compact_choice_width(const Ui& ui, std::span<const ChoiceItem> items, int chosen, double most = 1e4);
// The title of a view: what it shows, and what it could show. `title_width` is what it takes [px].
std::optional<int> title_choice(Ui& ui, std::string_view label, std::span<const ChoiceItem> items, int chosen,
                                std::string_view help);
double title_width(const Ui& ui, std::string_view title);

// ---- switch; returns the new state when clicked
std::optional<bool> toggle(Ui& ui, std::string_view label, bool on, double width, std::string_view help = {},
                           bool enabled = true);
std::optional<bool> compact_toggle(Ui& ui, std::string_view label, bool on, std::string_view help = {},
                                   bool enabled = true);
double compact_toggle_width(const Ui& ui, std::string_view label);

// ---- text: label above, field below; returns the text when Enter is pressed or the field is left changed
std::optional<std::string> text_field(Ui& ui, std::string_view label, std::string_view symbol,
                                      const std::string& text, double width, std::string_view help = {});

// ---- button
enum class ButtonKind { plain, primary };
bool button(Ui& ui, std::string_view label, double width = 0, ButtonKind kind = ButtonKind::plain,
            bool enabled = true, std::string_view help = {});
// A sign without a frame; `label` is its name in tooltips and tests.
bool sign_button(Ui& ui, std::string_view sign, std::string_view label, bool enabled = true,
                 std::string_view help = {});

// ---- a line of a list or menu; `detail` stands at its right end
bool list_item(Ui& ui, std::string_view label, std::string_view detail, double width, bool chosen = false,
               bool enabled = true);

void section(Ui& ui, std::string_view title, double width);
void gap(Ui& ui, double nominal);

// Value and unit as sliders and readouts show them: "10 000 tokens", or what 0 stands for.
std::string value_words(const ParamSpec& spec, double value);

}  // namespace rope
