// The document under the user's hands: every change goes through here, and what was refused or adjusted is
// kept as a sentence for the status line.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "core/document/history.h"

namespace rope {

class Editor {
  public:
    explicit Editor(Document start = {}) : history_(std::move(start)) {}

    const Document& document() const { return history_.document(); }
    const History& history() const { return history_; }
    std::uint64_t revision() const { return revision_; }  // grows with every change of the document

    // False when refused: the document is as before and the message says why. `continues` goes on with the
    // drag before: one step of undo.
    bool edit(const Edit& edit, bool continues = false);
    // Any numeric row; rows of models are those of the edited one.
    bool set_number(std::string_view id, double value, bool continues = false);
    double number(std::string_view id) const;
    // Which model the panel, the source menu and opened files change: 0 is A. Not part of the document.
    std::size_t model() const { return std::min(model_, document().models.size() - 1); }
    void choose_model(std::size_t model) { model_ = model; }
    std::size_t model_of(const Parameter& parameter) const { return parameter.per_model ? model() : 0; }
    void add_model();  // a copy of the edited one, to be changed; it is edited from then on
    void remove_model();
    void undo();
    void redo();
    void replace(Document document, std::string label);

    enum class Tone { plain, refused };
    void say(std::string sentence, Tone tone = Tone::plain);
    const std::string& message() const { return message_; }
    std::uint64_t said() const { return said_; }  // grows with every message
    Tone tone() const { return tone_; }

  private:
    History history_;
    std::uint64_t revision_ = 1;
    std::size_t model_ = 0;
    std::string message_;
    Tone tone_ = Tone::plain;
    std::uint64_t said_ = 0;
};

// A number in the alternative of Value that the row's type names.
Value number_value(const ParamSpec& spec, double number);

}  // namespace rope
