#include "core/document/history.h"

namespace rope {

Checked<std::vector<std::string>> History::edit(const Edit& edit, bool continues) {
    const bool merges = continues && last_ && !past_.empty() && same_target(*last_, edit);
    const Document& from = merges ? past_.back().document : now_;
    Checked<Applied> applied = apply(from, edit);
    if (!applied.ok()) return applied.fault();
    Applied& result = applied.value();

    if (result.document == from) {
        // A drag that came back to where it began leaves no step; a step that changes nothing is none.
        if (merges) {
            now_ = std::move(past_.back().document);
            past_.pop_back();
        }
        last_.reset();
        return std::move(result.adjusted);
    }
    if (!merges) {
        past_.push_back({std::move(now_), label(edit)});
        if (past_.size() > kMostSteps) past_.erase(past_.begin());
        future_.clear();
    }
    now_ = std::move(result.document);
    last_ = edit;
    return std::move(result.adjusted);
}

void History::replace(Document document, std::string label) {
    past_.push_back({std::move(now_), std::move(label)});
    if (past_.size() > kMostSteps) past_.erase(past_.begin());
    future_.clear();
    now_ = std::move(document);
    last_.reset();
}

std::string History::undo_label() const {
    return past_.empty() ? "" : past_.back().label;
}

std::string History::redo_label() const {
    return future_.empty() ? "" : future_.back().label;
}

bool History::undo() {
    if (past_.empty()) return false;
    Step& step = past_.back();
    future_.push_back({std::move(now_), std::move(step.label)});
    now_ = std::move(step.document);
    past_.pop_back();
    last_.reset();
    return true;
}

bool History::redo() {
    if (future_.empty()) return false;
    Step& step = future_.back();
    past_.push_back({std::move(now_), std::move(step.label)});
    now_ = std::move(step.document);
    future_.pop_back();
    last_.reset();
    return true;
}

}  // namespace rope
