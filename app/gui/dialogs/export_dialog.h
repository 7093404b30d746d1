// Ctrl+E: one figure into a file, the same bytes as from the command line.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/gui/editor.h"
#include "app/gui/ui.h"
#include "core/export/export.h"
#include "core/job/latest_job.h"

namespace rope {

class ExportDialog {
  public:
    ExportDialog(std::shared_ptr<ResultCache> cache, std::function<void()> wake);

    // `seen`: size, resolution and theme with which a file shows what the view does, offered first.
    void open(std::string_view kind, const ExportOptions& seen);
    void close() { open_ = false; }
    bool is_open() const { return open_; }
    bool busy() const { return job_.busy(); }

    void draw(Ui& ui, Editor& editor);
    void take(Editor& editor);  // what finished in the background; says where the file is

  private:
    Checked<ExportOptions> options() const;
    std::string dpi_text() const;
    void start(const Editor& editor);
    void set_kind(std::size_t kind);
    void set_format(Format format);
    void draw_look(Ui& ui, double width);  // what only pictures have
    void draw_size(Ui& ui, double width);

    bool open_ = false;
    bool asks_to_replace_ = false;
    std::size_t kind_ = 0;
    Format format_ = Format::png;
    ExportOptions seen_;
    // What was chosen stays from one export to the next; what was not follows the view.
    std::size_t size_choice_ = 0;  // 0: as in the view, then picture_sizes(), then `own_size_`
    std::string own_size_;
    std::optional<std::string> dpi_;
    std::optional<ThemeId> theme_;
    bool transparent_ = false, with_session_ = true;
    std::string path_, problem_;
    std::shared_ptr<ResultCache> cache_;
    LatestJob job_;
};

}  // namespace rope
