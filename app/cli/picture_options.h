// The flags that say how a picture is drawn, shared by the commands that draw.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cli/options.h"
#include "core/export/export.h"

namespace rope::cli {

class PictureOptions {
  public:
    // --size --dpi --theme --transparent --no-session. The object must outlive parse(). `usual` words what
    // holds where a flag is missing: "default 150".
    struct Usual {
        std::string_view size, dpi, theme;
    };
    void declare(Options& options, const Usual& usual);

    // What was given, over what would hold without it. Faults: those of parse_size.
    Checked<ExportOptions> over(ExportOptions options) const;

  private:
    std::string size_;
    std::optional<double> dpi_;
    std::optional<ThemeId> theme_;
    bool transparent_ = false, without_session_ = false;
};

// "png" or "png,svg,csv", each once, as a flag's value. Fault unknown_ending lists the known ones.
Checked<std::vector<Format>> parse_formats(const std::string& text, std::string_view flag);

}  // namespace rope::cli
