// A figure as it stands in its view, onto the clipboard: as a picture with the command that makes it, or as
// one of the texts that stand for it.
#pragma once

#include <functional>
#include <memory>

#include "app/gui/editor.h"
#include "app/platform/surface.h"
#include "core/export/export.h"
#include "core/job/latest_job.h"

namespace rope {

enum class CopyAs { picture, data, command, latex, markdown };

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

// The options with which a file shows what a view of this size does, with twice the pixels of the screen.
ExportOptions options_of_view(const PictureSize& picture, ThemeId theme);

// Each of CopyAs but the picture, as text; `figure` is what the view shows. Faults: no_data.
Checked<std::string> copied_text(CopyAs as, const Document& document, const Figure& figure,
                                 const ExportOptions& options);
std::string_view words_for(CopyAs as);  // "command line": what was copied

}  // namespace rope
