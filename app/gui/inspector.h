// Right: the chosen pair in numbers.
#pragma once

#include <optional>

#include "app/gui/editor.h"
#include "app/gui/inspector_numbers.h"
#include "app/gui/ui.h"
#include "core/job/result_cache.h"

namespace rope {

class Inspector {
  public:
    // True when it shall fold.
    bool draw(Ui& ui, Editor& editor, ResultCache& cache, const Rect& area);
    const std::optional<InspectorNumbers>& numbers() const { return numbers_; }

  private:
    std::optional<InspectorNumbers> numbers_;  // of the document at revision_
    std::uint64_t revision_ = 0;
};

}  // namespace rope
