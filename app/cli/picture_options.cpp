#include "app/cli/picture_options.h"

#include <algorithm>

#include "core/base/number_text.h"
#include "core/export/limits.h"

namespace rope::cli {
namespace {

std::string theme_names() {
    std::string names;
    for (const ThemeId theme : themes()) {
        if (!names.empty()) names += theme == themes().back() ? " or " : ", ";
        names += id(theme);
    }
    return names;
}

std::string with(std::string_view help, std::string_view usual) {
    return std::string(help) + " (" + std::string(usual) + ")";
}

}  // namespace

void PictureOptions::declare(Options& options, const Usual& usual) {
    options.text("--size", "WxH",
                 with("3.3x2.5in, 120x80mm, 460x288pt, 800x600px, single, double or slide", usual.size),
                 size_);
    options.value("--dpi", "N", with("pixels per inch of PNG", usual.dpi),
                  [this](const std::string& text) -> Checked<Done> {
                      const Checked<double> dpi = parse_number(text, "--dpi");
                      if (!dpi.ok()) return dpi.fault();
                      dpi_ = dpi.value();
                      return check_dpi(dpi.value(), "--dpi");
                  });
    options.value("--theme", "NAME", with(theme_names(), usual.theme),
                  [this](const std::string& name) -> Checked<Done> {
                      ThemeId theme{};
                      if (!parse_theme(name, theme)) {
                          return usage_fault("unknown_theme", "'" + name + "'", "is not a theme",
                                             "use " + theme_names(), "--theme");
                      }
                      theme_ = theme;
                      return Done{};
                  });
    options.flag("--transparent", "no background", transparent_);
    options.flag("--no-session",
                 "leave out the session with which a PNG or SVG is reopened, or a PDF's command line",
                 without_session_);
}

Checked<ExportOptions> PictureOptions::over(ExportOptions options) const {
    if (dpi_) options.dpi = *dpi_;
    if (theme_) options.theme = *theme_;
    options.transparent |= transparent_;
    options.with_session &= !without_session_;
    if (!size_.empty()) {
        const Checked<Size> size = parse_size(size_, options.dpi, "--size");
        if (!size.ok()) return size.fault();
        options.size = size.value();
    }
    return options;
}

Checked<std::vector<Format>> parse_formats(const std::string& text, std::string_view flag) {
    std::vector<Format> formats;
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t comma = std::min(text.find(',', from), text.size());
        const std::string name = text.substr(from, comma - from);
        Format format{};
        if (!parse_format(name, format)) {
            return usage_fault("unknown_ending", "'" + name + "'", "is not a format", "use " + format_names(),
                               std::string(flag));
        }
        if (std::find(formats.begin(), formats.end(), format) == formats.end()) formats.push_back(format);
        from = comma + 1;
    }
    return formats;
}

}  // namespace rope::cli
