// Right: the chosen pair in numbers, and what the views show in words.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/gui/editor.h"
#include "app/gui/inspector_measures.h"
#include "app/gui/inspector_numbers.h"
#include "app/gui/ui.h"
#include "core/job/latest_job.h"

namespace rope {

class Inspector {
  public:
    // `wake` is called from another thread when measures are ready.
    Inspector(std::shared_ptr<ResultCache> cache, std::function<void()> wake)
        : cache_(std::move(cache)), job_(std::move(wake)) {}

    // True when it shall fold.
    bool draw(Ui& ui, Editor& editor, const InspectorTopics& topics, const Rect& area);
    void take();  // what is ready, also while folded
    bool waiting() const { return wanted_ != shown_; }
    const std::optional<InspectorNumbers>& numbers() const { return numbers_; }
    const InspectorMeasures* measures() const { return measures_.get(); }

  private:
    void request(const Editor& editor, const InspectorTopics& topics);

    std::shared_ptr<ResultCache> cache_;
    std::optional<InspectorNumbers> numbers_;  // of the document at revision_
    std::uint64_t revision_ = 0;
    InspectorTopics topics_;
    std::string wanted_, shown_;  // keys of measures
    std::shared_ptr<const InspectorMeasures> measures_;
    LatestJob job_;
};

}  // namespace rope
