#include "app/cli/commands.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <new>

#include "app/cli/text_width.h"
#include "core/base/number_text.h"

namespace rope::cli {

extern const Command frequencies_command, rotate_command, scores_command, decay_command, base_bound_command,
    plot_command, render_command, gallery_command, vectors_command, compare_command, check_command,
    list_command, positions_command;

namespace {

constexpr std::array kCommands{&frequencies_command, &rotate_command,     &positions_command, &scores_command,
                               &decay_command,       &base_bound_command, &plot_command,      &render_command,
                               &gallery_command,     &vectors_command,    &compare_command,   &check_command,
                               &list_command};

constexpr std::string_view kProgram = "rope-explorer";

// What stands before the command, and all of a command line without one.
struct GlobalOptions {
    bool version = false;
    bool safe_mode = false;
    std::optional<double> ui_scale;
    std::vector<std::string> files;
};

void declare_global(Options& options, GlobalOptions& into) {
    options.flag("--safe-mode", "ignore all settings of the window", into.safe_mode);
    options.value("--ui-scale", "N", "size of the window's text and controls, 1 is normal",
                  [&into](const std::string& text) -> Checked<Done> {
                      const Checked<double> scale = parse_number(text, "--ui-scale");
                      if (!scale.ok()) return scale.fault();
                      if (scale.value() <= 0) {
                          return usage_fault("out_of_range", "'" + text + "'", "must be above 0", "",
                                             "--ui-scale");
                      }
                      into.ui_scale = scale.value();
                      return Done{};
                  });
    options.flag("--version", "print the version", into.version);
    options.words(
        "FILE", "session, config.json, .gguf, .npy, .safetensors, or exported picture to open in the window",
        1000, into.files);
}

std::string program_help() {
    GlobalOptions unused;
    Options options{std::string(kProgram)};
    declare_global(options, unused);
    std::string text =
        "rope-explorer makes rotary position embeddings visible: explore them in the\n"
        "window, or compute and draw the same from scripts.\n\n"
        "usage: rope-explorer [OPTIONS] [FILE...]     opens the window\n"
        "       rope-explorer COMMAND ...             see: rope-explorer COMMAND --help\n\nCommands\n";
    for (const Command* command : kCommands) {
        text += "  " + padded_right(command->id, 13) + wrapped(command->summary, 15, 15) + "\n";
    }
    return text + options.help();
}

std::string command_help(const Command& command, const Options& options) {
    const std::string usage =
        "usage: " + std::string(kProgram) + " " + std::string(command.id) + " " + std::string(command.usage);
    std::string text = wrapped(usage, 7, 0);
    std::replace(text.begin(), text.end(), '~', ' ');
    text += "\n\n" + wrapped(command.summary, 0, 0) + "\n";
    for (std::string_view rest = command.details; !rest.empty();) {
        const std::size_t end = std::min(rest.find("\n\n"), rest.size());
        text += "\n" + wrapped(rest.substr(0, end), 0, 0) + "\n";
        rest.remove_prefix(std::min(end + 2, rest.size()));
    }
    return text + options.help() + "\nExample\n" + std::string(command.example);
}

int finish(Console& console, const Checked<Done>& done) {
    if (done.ok()) return 0;
    console.note(sentence(done.fault()));
    return done.fault().kind == FaultKind::usage ? 2 : 1;
}

// What was taken is given back on the way here, so that there is enough for a sentence. Files are written
// whole or not at all, and so is standard output.
Fault out_of_memory(const std::string& what) {
    return {.id = "out_of_memory",
            .subject = what,
            .rule = "needs more memory than there is",
            .remedy = "ask for less at once: fewer positions or figures, a smaller picture or context",
            .where = ""};
}

int print_help(const Command& command) {
    Console console;
    Options options(std::string(kProgram) + " " + std::string(command.id));
    const Action unused = command.declare(options);
    return finish(console, console.write(command_help(command, options)));
}

int run_command(const Command& command, std::span<const std::string> arguments) {
    Console console;
    Options options(std::string(kProgram) + " " + std::string(command.id));
    const Action action = command.declare(options);
    bool safe_mode = false;  // no command reads settings
    options.flag("--safe-mode", "", safe_mode);
    const Checked<Done> parsed = options.parse(arguments);
    if (options.wants_help()) return print_help(command);
    if (!parsed.ok()) return finish(console, parsed);
    return finish(console, action(console));
}

// Global options may stand before the first word; --ui-scale takes the one after it.
std::size_t first_word(const std::vector<std::string>& arguments) {
    for (std::size_t at = 0; at < arguments.size(); ++at) {
        const std::string& argument = arguments[at];
        if (argument == "--") return arguments.size();
        if (argument == "--ui-scale") {
            ++at;
        } else if (argument.empty() || argument[0] != '-' || argument == "-") {
            return at;
        }
    }
    return arguments.size();
}

bool is_mistyped_command(const std::string& word) {
    return word.find_first_of("/.") == std::string::npos && ::access(word.c_str(), F_OK) != 0;
}

Fault mistyped_command(const std::string& word) {
    std::vector<std::string_view> names{"help"};
    for (const Command* command : kCommands)
        names.push_back(command->id);
    return usage_fault("unknown_command", "'" + word + "'", "is neither a command nor a file",
                       did_you_mean(word, names, "see rope-explorer --help"));
}

std::variant<int, WindowRequest> run_words(const std::vector<std::string>& arguments) {
    Console console;
    const std::size_t word = first_word(arguments);
    const Command* command = word < arguments.size() ? find_command(arguments[word]) : nullptr;
    const bool asks_help = word < arguments.size() && arguments[word] == "help";
    const std::span<const std::string> all(arguments);
    const std::span<const std::string> rest = word < arguments.size() ? all.subspan(word + 1) : all.last(0);
    if (asks_help && !rest.empty()) {
        const Command* topic = find_command(rest[0]);
        if (topic == nullptr) return finish(console, mistyped_command(rest[0]));
        return print_help(*topic);
    }

    const bool mistyped =
        word < arguments.size() && command == nullptr && !asks_help && is_mistyped_command(arguments[word]);
    const bool is_window = command == nullptr && !asks_help && !mistyped;
    GlobalOptions global;
    Options options{std::string(kProgram)};
    declare_global(options, global);
    const Checked<Done> parsed = options.parse(is_window ? all : all.first(word));
    if (options.wants_help() && command != nullptr) return print_help(*command);
    if (options.wants_help() || asks_help) return finish(console, console.write(program_help()));
    if (!parsed.ok()) return finish(console, parsed);
    if (global.version) {
        return finish(console, console.write(std::string(kProgram) + " " + ROPE_VERSION + "\n"));
    }
    if (mistyped) return finish(console, mistyped_command(arguments[word]));
    if (command != nullptr) return run_command(*command, rest);
    return WindowRequest{std::move(global.files), global.safe_mode, global.ui_scale};
}

}  // namespace

std::span<const Command* const> commands() {
    return kCommands;
}

const Command* find_command(std::string_view id) {
    const auto found = std::find_if(kCommands.begin(), kCommands.end(),
                                    [&](const Command* command) { return command->id == id; });
    return found == kCommands.end() ? nullptr : *found;
}

std::variant<int, WindowRequest> run(const std::vector<std::string>& arguments) {
    // A reader that leaves (| head) becomes a fault we can end quietly on, instead of a signal.
    std::signal(SIGPIPE, SIG_IGN);
    try {
        return run_words(arguments);
    } catch (const std::bad_alloc&) {
        const std::size_t word = first_word(arguments);
        Console console;
        return finish(console, out_of_memory(word < arguments.size() ? arguments[word] : "this"));
    }
}

}  // namespace rope::cli
