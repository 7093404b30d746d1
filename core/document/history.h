// Undo is an earlier Document.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/document/edit.h"

namespace rope {

class History {
  public:
    explicit History(Document start = {}) : now_(std::move(start)) {}

    const Document& document() const { return now_; }
    // Applies; on success a step of undo is kept, unless nothing changed. While `continues` (a drag), steps
    // with the same target merge, and each is applied to the document the drag began with: where a drag ends
    // does not depend on its way there.
    Checked<std::vector<std::string>> edit(const Edit& edit, bool continues = false);
    void replace(Document document, std::string label);  // opening a session: one step of undo

    bool can_undo() const { return !past_.empty(); }
    bool can_redo() const { return !future_.empty(); }
    std::string undo_label() const;
    std::string redo_label() const;
    bool undo();  // false when there is nothing to undo
    bool redo();

  private:
    struct Step {
        Document document;
        std::string label;
    };
    static constexpr std::size_t kMostSteps = 500;
    Document now_;
    std::vector<Step> past_, future_;
    std::optional<Edit> last_;
};

}  // namespace rope
