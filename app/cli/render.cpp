// render: saved sessions, and pictures that carry one, to pictures; many at once.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <mutex>
#include <new>
#include <optional>
#include <set>

#include "app/cli/command.h"
#include "app/cli/output_folder.h"
#include "app/cli/picture_options.h"
#include "app/cli/vectors.h"
#include "core/base/atomic_file.h"
#include "core/base/utf8.h"
#include "core/document/gallery.h"
#include "core/job/side_by_side.h"

namespace rope::cli {
namespace command_render {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostSessions = 100'000;
constexpr std::size_t kMostBytes = std::size_t{64} << 20;
constexpr std::string_view kUsualKind = "decay";  // of sessions that are no picture's

struct State {
    std::vector<std::string> sessions;
    std::string folder;
    std::vector<Format> formats;  // empty: as the session's own picture
    const FigureKind* kind = nullptr;
    PictureOptions picture;
};

// ---- names

// "a.rope.json" is a; "picture.png" is picture.
std::string bare_name(const std::string& path) {
    const fs::path name = fs::path(path).filename();
    if (path == "-" || name.empty()) return "session";
    const fs::path stem = name.stem();
    const bool saved_by_us = name.extension() == ".json" && stem.extension() == ".rope";
    return (saved_by_us ? stem.stem() : stem).string();
}

// Two sessions of one name in different folders become NAME and NAME-2, in the order of the command line. A
// name that is some session's own is never taken for another's number.
std::vector<std::string> output_names(const std::vector<std::string>& sessions) {
    std::vector<std::string> names(sessions.size());
    std::transform(sessions.begin(), sessions.end(), names.begin(), bare_name);
    const std::set<std::string> own(names.begin(), names.end());
    std::set<std::string> taken;
    for (std::string& name : names) {
        const std::string wanted = name;
        for (int number = 2; taken.contains(name) || (name != wanted && own.contains(name)); ++number)
            name = fmt::format("{}-{}", wanted, number);
        taken.insert(name);
    }
    return names;
}

// ---- one session

// A session's fault is work that failed, never a wrong command line, and says which session it was.
Fault of_session(Fault fault, const std::string& path) {
    fault.kind = FaultKind::failed;
    if (fault.where.empty() && fault.subject.find(path) == std::string::npos) fault.where = path;
    return fault;
}

Checked<const FigureKind*> kind_of(const State& state, const std::string& named) {
    if (state.kind != nullptr) return state.kind;
    const FigureKind* kind = find_figure_kind(named.empty() ? kUsualKind : named);
    if (kind != nullptr) return kind;
    return Fault{.id = "unknown_figure",
                 .subject = "the figure '" + named + "' of this session",
                 .rule = "is not one that this version draws",
                 .remedy = "choose another with --kind",
                 .where = ""};
}

// A picture is drawn again in its own format, a session as PNG.
std::vector<Format> formats_of(const State& state, const std::string& bytes) {
    if (!state.formats.empty()) return state.formats;
    return {is_picture(bytes) && !bytes.starts_with("\x89PNG") ? Format::svg : Format::png};
}

Checked<Done> write_beside(const std::string& session, const std::string& output, const std::string& bytes) {
    std::error_code ignored;
    if (fs::equivalent(session, output, ignored)) {
        return Fault{.id = "would_replace_session",
                     .subject = "'" + output + "'",
                     .rule = "is the very file that is drawn again",
                     .remedy = "choose another folder with -o",
                     .where = ""};
    }
    return write_file(output, bytes);
}

struct Outcome {
    std::optional<Fault> fault;
    std::vector<std::string> notes;  // of what was drawn
};

// What is to be said of the session.
Checked<std::vector<std::string>> render_one(const State& state, const std::string& path,
                                             const std::string& name, ResultCache& cache) {
    const Checked<std::string> bytes = read_file(path, kMostBytes);
    if (!bytes.ok()) return bytes.fault();
    const Checked<std::string> text =
        is_picture(bytes.value()) ? session_of_picture(bytes.value(), path) : bytes;
    if (!text.ok()) return text.fault();
    const Checked<SavedSession> session = read_session_or_gallery_figure(text.value(), path);
    if (!session.ok()) return session.fault();
    const SessionFigure figure = session.value().figure.value_or(SessionFigure{});
    const Checked<const FigureKind*> kind = kind_of(state, figure.kind);
    if (!kind.ok()) return kind.fault();
    ExportOptions saved;
    saved.size = figure.size;
    saved.dpi = figure.dpi;
    saved.theme = figure.theme;
    saved.transparent = figure.transparent;
    Checked<ExportOptions> asked = state.picture.over(saved);
    if (!asked.ok()) return asked.fault();
    ExportOptions options = std::move(asked).value();
    const Document& document = session.value().document;
    if (const Checked<Done> read = check_sources(document, *kind.value(), false); !read.ok())
        return read.fault();
    std::vector<std::string> notes;
    if (state.kind == nullptr && figure.kind.empty())
        notes.push_back(
            fmt::format("{}: names no figure; {} was drawn, another with --kind", path, kind.value()->id));
    bool said = false;  // by the first format: the same of all
    for (const Format format : formats_of(state, bytes.value())) {
        options.format = format;
        Progress progress;
        std::vector<std::string> missing;
        const Checked<std::string> drawn =
            export_figure(document, *kind.value(), options, cache, progress, &missing);
        if (!drawn.ok()) return drawn.fault();
        for (const std::string& note : missing)
            if (!said) notes.push_back(fmt::format("{}: {}", path, note));
        said = true;
        const std::string output = fmt::format("{}/{}.{}", state.folder, name, id(format));
        if (Checked<Done> written = write_beside(path, output, drawn.value()); !written.ok())
            return written.fault();
    }
    return notes;
}

Outcome outcome_of(const State& state, const std::string& path, const std::string& name, ResultCache& cache) {
    try {
        Checked<std::vector<std::string>> done = render_one(state, path, name, cache);
        if (!done.ok()) return {of_session(done.fault(), path), {}};
        return {std::nullopt, std::move(done).value()};
    } catch (const std::bad_alloc&) {
        return {Fault{.id = "out_of_memory",
                      .subject = "the picture",
                      .rule = "needs more memory than there is",
                      .remedy = "choose a smaller size",
                      .where = path},
                {}};
    }
}

// ---- all of them

// Work ends in any order; what is said of it comes in that of the command line.
class Report {
  public:
    Report(std::size_t count, Console& console) : outcomes_(count), console_(console) {}

    void add(std::size_t index, Outcome outcome, const std::string& name) {
        const std::lock_guard lock(mutex_);
        ++done_;
        outcomes_[index] = std::move(outcome);
        for (; said_ < outcomes_.size() && outcomes_[said_]; ++said_) {
            const Outcome& next = *outcomes_[said_];
            failed_ += next.fault.has_value();
            if (next.fault && outcomes_.size() > 1) console_.note(sentence(*next.fault));
            for (const std::string& note : next.notes)
                console_.note(note);
        }
        console_.progress(done_ == outcomes_.size() ? ""
                                                    : fmt::format("{}/{} {}", done_, outcomes_.size(), name));
    }

    Checked<Done> verdict(const std::string& folder) const {
        if (failed_ == 0) return Done{};
        if (outcomes_.size() == 1) return *outcomes_.front()->fault;
        return Fault{.id = "some_failed",
                     .subject = fmt::format("{} of {} sessions", failed_, outcomes_.size()),
                     .rule = "could not be drawn",
                     .remedy = failed_ == outcomes_.size() ? "" : "the others are in '" + folder + "'",
                     .where = ""};
    }

  private:
    std::mutex mutex_;
    std::vector<std::optional<Outcome>> outcomes_;
    std::size_t done_ = 0, said_ = 0, failed_ = 0;
    Console& console_;
};

Checked<Done> run(const State& state, Console& console) {
    if (state.sessions.empty()) {
        return usage_fault("missing_argument", "render", "needs a session or a picture that carries one",
                           "rope-explorer render figure.png -o out");
    }
    if (state.folder.empty()) return missing_option("-o", "-o pictures");
    if (const Checked<ExportOptions> asked = state.picture.over({}); !asked.ok()) return asked.fault();
    if (Checked<Done> made = make_folder(state.folder); !made.ok()) return made;
    const std::vector<std::string> names = output_names(state.sessions);
    ResultCache cache;
    Report report(state.sessions.size(), console);
    side_by_side(state.sessions.size(), [&](std::size_t i) {
        report.add(i, outcome_of(state, state.sessions[i], names[i], cache), names[i]);
    });
    return report.verdict(state.folder);
}

Checked<Done> take_kind(const std::string& name, const FigureKind*& kind) {
    kind = find_figure_kind(name);
    if (kind != nullptr) return Done{};
    std::vector<std::string_view> known;
    for (const FigureKind* one : figure_kinds())
        known.push_back(one->id);
    return usage_fault("unknown_figure", "'" + name + "'", "is not a figure",
                       did_you_mean(name, known, "see rope-explorer list figures"), "--kind");
}

Action declare(Options& options) {
    const auto state = std::make_shared<State>();
    options.words("SESSION", "a saved session, or a PNG or SVG that carries one", kMostSessions,
                  state->sessions);
    options.text("-o,--output", "DIR", "folder to write into; created if only it is missing", state->folder);
    options.value("--kind", "KIND", "the figure to draw, instead of the session's own",
                  [state](const std::string& name) { return take_kind(name, state->kind); });
    options.group("Picture");
    options.value("--as,--format", "ENDINGS",
                  "png svg pdf csv npy json, several as svg,csv (default: a picture's own format, else png)",
                  [state](const std::string& text) -> Checked<Done> {
                      Checked<std::vector<Format>> formats = parse_formats(text, "--as");
                      if (!formats.ok()) return formats.fault();
                      state->formats = std::move(formats).value();
                      return Done{};
                  });
    constexpr std::string_view kAsSaved = "default: as saved";
    state->picture.declare(options, {kAsSaved, kAsSaved, kAsSaved});
    return [state](Console& console) { return run(*state, console); };
}

}  // namespace
}  // namespace command_render

extern const Command render_command{
    "render",
    "SESSION... -o~DIR [--kind~KIND] [--as~ENDINGS] [--size~WxH] [--dpi~N] [--theme~NAME] [--transparent] "
    "[--no-session]",
    "Draw saved sessions, and pictures that carry one, again; many at once.",
    "Each SESSION becomes DIR/NAME.png, named after its file (- is standard input); of two with one name the "
    "second is NAME-2. A picture is drawn as it was (figure, size, resolution, theme, background) and so "
    "with the "
    "same bytes; flags change what they name. A session that names no figure is drawn as decay.\n\n"
    "A session whose vectors cannot be read fails; what is left out of a picture is said on standard error. "
    "Sessions are drawn in parallel. One that fails is said and does not stop the others; the status is 1 "
    "when "
    "any failed.",
    "  rope-explorer render - -o again --theme dark <<< '{\"format\": \"rope-explorer session\", "
    "\"version\": 1, "
    "\"figure\": {\"kind\": \"helix\"}}'\n",
    command_render::declare};

}  // namespace rope::cli
