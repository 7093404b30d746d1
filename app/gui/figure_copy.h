// Ctrl+C: a figure as it stands in its view, onto the clipboard as picture and as the command that makes it.
#pragma once

#include <functional>
#include <memory>

#include "app/gui/editor.h"
#include "app/platform/surface.h"
#include "core/document/evaluate.h"
#include "core/job/latest_job.h"

namespace rope {

class FigureCopy {
  public:
    FigureCopy(std::shared_ptr<ResultCache> cache, std::function<void()> wake);

    // Draws in the background what `kind` shows at this size, with twice the pixels of the screen.
    void start(const Document& document, const FigureKind& kind, const PictureSize& picture, ThemeId theme);
    void take(Surface& surface, Editor& editor);  // what finished; says what was copied
    bool busy() const { return job_.busy(); }

  private:
    std::shared_ptr<ResultCache> cache_;
    LatestJob job_;
};

}  // namespace rope
