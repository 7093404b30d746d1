// gallery: the published figures as pictures and data, with a page that shows them.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>
#include <optional>

#include "app/cli/command.h"
#include "app/cli/gallery_page.h"
#include "app/cli/output_folder.h"
#include "core/base/atomic_file.h"
#include "core/document/gallery.h"
#include "core/export/command_line.h"
#include "core/export/export.h"
#include "core/job/side_by_side.h"

namespace rope::cli {
namespace command_gallery {
namespace {

struct State {
    std::vector<std::string> names;
    std::string folder;
};

Checked<std::vector<GalleryFigure>> chosen_figures(const std::vector<std::string>& names) {
    std::vector<GalleryFigure> all = gallery();
    if (names.empty()) return all;
    std::vector<std::string_view> known;
    known.reserve(all.size());
    for (const GalleryFigure& figure : all)
        known.push_back(figure.id);
    std::vector<GalleryFigure> chosen;
    for (const std::string& name : names) {
        const auto found = std::find(known.begin(), known.end(), name);
        if (found == known.end()) {
            return usage_fault("unknown_gallery_figure", "'" + name + "'", "is not a figure of the gallery",
                               did_you_mean(name, known, "see rope-explorer gallery --help"));
        }
        chosen.push_back(all[static_cast<std::size_t>(found - known.begin())]);
    }
    return chosen;
}

// Writes the files of one figure and says what the page shows of it.
Checked<GalleryEntry> write_figure(const GalleryFigure& figure, const std::string& folder,
                                   ResultCache& cache) {
    constexpr std::array kFormats{Format::png, Format::csv, Format::svg};
    GalleryEntry entry{figure.id, figure.title, figure.description, figure.source, "", "", figure.size.width};
    for (const Format format : kFormats) {
        ExportOptions options;
        options.format = format;
        options.size = figure.size;
        options.theme = figure.theme;
        const std::string name = figure.id + "." + std::string(id(format));
        Progress progress;
        Checked<std::string> bytes =
            export_figure(figure.document, *find_figure_kind(figure.kind), options, cache, progress);
        if (!bytes.ok()) return bytes.fault();
        const Checked<Done> written = write_file(fmt::format("{}/{}", folder, name), bytes.value());
        if (!written.ok()) return written.fault();
        if (format == Format::svg) {
            entry.command = command_line(figure.document, figure.kind, options, name);
            entry.svg = std::move(bytes).value();
        }
    }
    return entry;
}

Checked<Done> run(const State& state, Console& console) {
    if (state.folder.empty()) return missing_option("-o", "-o gallery");
    const Checked<std::vector<GalleryFigure>> figures = chosen_figures(state.names);
    if (!figures.ok()) return figures.fault();
    if (Checked<Done> made = make_folder(state.folder); !made.ok()) return made;
    ResultCache cache;
    std::vector<std::optional<Checked<GalleryEntry>>> written(figures.value().size());
    std::mutex mutex;
    std::size_t done = 0;
    side_by_side(written.size(), [&](std::size_t i) {
        const GalleryFigure& figure = figures.value()[i];
        written[i] = write_figure(figure, state.folder, cache);
        const std::lock_guard lock(mutex);
        console.progress(fmt::format("{}/{} {}", ++done, written.size(), figure.id));
    });
    console.progress("");
    std::vector<GalleryEntry> entries;
    entries.reserve(written.size());
    for (std::optional<Checked<GalleryEntry>>& entry : written) {
        if (!entry->ok()) return entry->fault();
        entries.push_back(std::move(*entry).value());
    }
    return write_file(state.folder + "/index.html", gallery_page(entries));
}

Action declare(Options& options) {
    const auto state = std::make_shared<State>();
    std::string names = "figures to write (default: all):";
    for (const GalleryFile& file : gallery_files())
        names += " " + std::string(file.id);
    options.words("NAME", names, gallery_files().size(), state->names);
    options.text("-o,--output", "DIR", "folder to write into; created if only it is missing", state->folder);
    return [state](Console& console) { return run(*state, console); };
}

}  // namespace
}  // namespace command_gallery

extern const Command gallery_command{
    "gallery",
    "[NAME...] -o~DIR",
    "Write the published figures as pictures and data, with a page to look at them.",
    "For each figure: NAME.png, NAME.svg and NAME.csv, and index.html, which shows them all with their "
    "sources "
    "and the commands that make them. The page needs nothing from elsewhere. Figures are drawn in parallel.",
    "  rope-explorer gallery -o figures\n",
    command_gallery::declare};

}  // namespace rope::cli
