// Ctrl+E: one figure into a file, the same bytes as from the command line.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/gui/editor.h"
#include "app/gui/ui.h"
#include "core/export/export.h"
#include "core/job/latest_job.h"

namespace rope {

class ExportDialog {
  public:
    ExportDialog(std::shared_ptr<ResultCache> cache, std::function<void()> wake);

    void open(std::string_view kind);
    void close() { open_ = false; }
    bool is_open() const { return open_; }
    bool busy() const { return job_.busy(); }

    void draw(Ui& ui, Editor& editor);
    void take(Editor& editor);  // what finished in the background; says where the file is

  private:
    void start(const Editor& editor);
    void set_format(Format format);
    bool open_ = false;
    bool asks_to_replace_ = false;
    std::size_t kind_ = 0;
    Format format_ = Format::png;
    ThemeId theme_ = ThemeId::light;
    std::string size_ = "6.4x4in", dpi_ = "150", path_, problem_;
    std::shared_ptr<ResultCache> cache_;
    LatestJob job_;
};

}  // namespace rope
