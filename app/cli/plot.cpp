// plot: a figure as picture or data, the same bytes as the window exports.
#include <fmt/core.h>

#include <memory>
#include <optional>

#include "app/cli/command.h"
#include "app/cli/model_options.h"
#include "app/cli/picture_options.h"
#include "app/cli/vectors.h"
#include "core/base/atomic_file.h"

namespace rope::cli {
namespace command_plot {
namespace {

struct State {
    DocumentOptions document;
    std::vector<std::string> words;
    std::string output;
    std::optional<Format> format;
    PictureOptions picture;
};

Checked<const FigureKind*> kind_of(const std::vector<std::string>& words) {
    std::string names;
    std::vector<std::string_view> known;
    for (const FigureKind* kind : figure_kinds()) {
        names += (names.empty() ? "" : ", ") + std::string(kind->id);
        known.push_back(kind->id);
    }
    if (words.empty()) return usage_fault("missing_argument", "plot", "needs a figure: one of " + names);
    const FigureKind* kind = find_figure_kind(words[0]);
    if (kind != nullptr) return kind;
    return usage_fault("unknown_figure", "'" + words[0] + "'", "is not a figure",
                       did_you_mean(words[0], known, "use one of " + names));
}

bool is_binary(Format format) {
    return format == Format::png || format == Format::pdf || format == Format::npy;
}

Checked<Format> format_of(const State& state) {
    if (state.output.empty() && (!state.format || is_binary(*state.format))) {
        return missing_option("-o", "-o decay.svg");
    }
    if (state.format) return *state.format;
    if (state.output == "-") {
        return usage_fault("missing_format", "standard output", "has no ending that names a format",
                           "add for example --as svg", "-o -");
    }
    Checked<Format> format = format_of_path(state.output);
    if (format.ok()) return format;
    Fault fault = format.fault();
    fault.kind = FaultKind::usage;
    return fault;
}

constexpr double kLargeFile = 50e6;  // [bytes] from here on the size is said before it is written

void say_large(const State& state, const FigureKind& kind, Format format, std::size_t bytes,
               Console& console) {
    if (static_cast<double>(bytes) < kLargeFile) return;
    const bool file = !state.output.empty() && state.output != "-";
    std::string words = fmt::format("{} takes {:.0f} MB.", file ? "'" + state.output + "'" : "the output",
                                    static_cast<double>(bytes) / 1e6);
    words += kind.id == "scores" ? " Fewer tokens (--set scores.span=1024, or a shorter --context) take less"
                                 : " A shorter --context takes less";
    if (format == Format::csv || format == Format::json) words += ", and so does .npy, 8 bytes a number";
    console.note(words + ".");
}

Checked<Done> run(const State& state, Console& console) {
    const Checked<const FigureKind*> kind = kind_of(state.words);
    if (!kind.ok()) return kind.fault();
    const Checked<Format> format = format_of(state);
    if (!format.ok()) return format.fault();
    if (state.output == "-" && is_binary(format.value()) && Console::output_is_terminal()) {
        return usage_fault("binary_on_terminal", std::string(id(format.value())),
                           "is not text and would garble the terminal", "name a file, or redirect the output",
                           "-o -");
    }
    Checked<ExportOptions> asked = state.picture.over({});
    if (!asked.ok()) return asked.fault();
    ExportOptions options = std::move(asked).value();
    options.format = format.value();
    const Checked<Document> document = state.document.document(console);
    if (!document.ok()) return document.fault();
    if (const Checked<Done> read = check_sources(document.value(), *kind.value(), true); !read.ok())
        return read.fault();

    ResultCache cache;
    Progress progress;
    std::vector<std::string> missing;
    const Checked<std::string> bytes =
        export_figure(document.value(), *kind.value(), options, cache, progress, &missing);
    if (!bytes.ok()) return bytes.fault();
    for (const std::string& note : missing)
        console.note(note);
    say_large(state, *kind.value(), options.format, bytes.value().size(), console);
    if (state.output.empty() || state.output == "-") return console.write(bytes.value());
    return write_file(state.output, bytes.value());
}

void declare_picture(Options& options, const std::shared_ptr<State>& state) {
    options.group("Picture");
    options.text("-o,--output", "FILE",
                 "what to write: png svg pdf csv npy json by its ending; - is standard output",
                 state->output);
    options.value("--as,--format", "ENDING",
                  "the format where the ending does not say it: -o - --as svg; csv, json and svg need no -o",
                  [state](const std::string& name) -> Checked<Done> {
                      const Checked<std::vector<Format>> named = parse_formats(name, "--as");
                      if (!named.ok()) return named.fault();
                      if (named.value().size() > 1) {
                          return usage_fault("too_many_formats", "'" + name + "'",
                                             "names more than one format", "plot writes one file", "--as");
                      }
                      state->format = named.value().front();
                      return Done{};
                  });
    state->picture.declare(options, {"default 6.4x4in", "default 150", "default light"});
}

Action declare(Options& options) {
    const auto state = std::make_shared<State>();
    options.words("KIND", "the figure, see: rope-explorer list figures", 1, state->words);
    declare_picture(options, state);
    state->document.declare_vectors(options);
    state->document.declare_model(options);
    return [state](Console& console) { return run(*state, console); };
}

}  // namespace
}  // namespace command_plot

extern const Command plot_command{
    "plot",
    "KIND [MODEL] [--query~V] [--key~V] -o~FILE [--as~ENDING] [--size~WxH] [--dpi~N] [--theme~NAME] "
    "[--transparent] [--no-session]",
    "Write a figure as a picture or as its data.",
    "The file holds exactly what the window shows and exports for the same parameters. Each further --config "
    "or "
    "--preset adds a model, drawn on the same axes where the figure allows it. An existing file is "
    "replaced when the new one is complete; folders are not created. The size of a file of 50 MB or more is "
    "said on standard error before it is written. A vector or matrix that cannot be read "
    "is refused; what is left out of the figure (a scheme whose table is too short, a model that does not "
    "fit) is said on standard error.\n\n"
    "JSON says what the figure means: kind, title, caption, notes, models, parameters, axes with their units "
    "and "
    "ranges, series with their labels, and the data (the manual page lists the keys).\n\n"
    "PNG and SVG carry their session: opened in the window they restore it, and render draws them again. The "
    "same command writes the same "
    "bytes; SOURCE_DATE_EPOCH sets the date inside PDF files, which otherwise have none.",
    "  rope-explorer plot decay --preset llama-3.1-8b --set decay.measure=cosine-sum -o decay.svg\n"
    "  rope-explorer plot scores --set scores.causal=true --theme print --size 3.3x3.3in -o scores.pdf\n"
    "  rope-explorer plot decay --preset default --preset llama-3.1-8b -o - --as csv | head\n"
    "  rope-explorer plot frequencies --preset llama-3.1-8b --format json\n",
    command_plot::declare};

}  // namespace rope::cli
