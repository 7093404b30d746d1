#include "app/cli/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <optional>
#include <utility>

#include "app/cli/text_width.h"
#include "core/base/number_text.h"
#include "core/model/presets.h"

namespace rope::cli {
namespace {

constexpr std::size_t kHelpColumn = 26;  // where the explanations of options begin

std::vector<std::string> split_names(const std::string& names) {
    std::vector<std::string> parts;
    for (std::size_t from = 0; from <= names.size();) {
        const std::size_t comma = std::min(names.find(',', from), names.size());
        parts.push_back(names.substr(from, comma - from));
        from = comma + 1;
    }
    return parts;
}

}  // namespace

struct Options::Parser {
    CLI::App app;
    std::optional<Fault> first_fault;
};

Fault usage_fault(std::string id, std::string subject, std::string rule, std::string remedy,
                  std::string where) {
    return {.id = std::move(id),
            .subject = std::move(subject),
            .rule = std::move(rule),
            .remedy = std::move(remedy),
            .where = std::move(where),
            .kind = FaultKind::usage};
}

Fault missing_option(std::string_view name, std::string_view example) {
    return usage_fault("missing_option", std::string(name), "is needed",
                       "for example " + std::string(example));
}

std::string did_you_mean(std::string_view given, std::span<const std::string_view> known,
                         std::string_view otherwise) {
    const std::string nearest = nearest_name(given, known.data(), known.size());
    return nearest.empty() ? std::string(otherwise) : "did you mean " + nearest + "?";
}

Options::Options(std::string command) : command_(std::move(command)), parser_(std::make_unique<Parser>()) {
    parser_->app.set_help_flag();  // ours is an ordinary flag, so that it can win over faults
    parser_->app.allow_extras();
    parser_->app.add_flag("-h,--help", wants_help_);
}

Options::~Options() = default;

void Options::group(std::string_view heading) {
    group_ = heading;
}

void Options::flag(std::string_view names, std::string_view help, bool& into) {
    entries_.push_back({group_, std::string(names), "", std::string(help)});
    parser_->app.add_flag(std::string(names), into)->disable_flag_override();
}

void Options::value(std::string_view names, std::string_view value_name, std::string_view help, Taker taker) {
    entries_.push_back({group_, std::string(names), std::string(value_name), std::string(help)});
    const auto take = [this, taker = std::move(taker)](const std::string& text) {
        const Checked<Done> taken = taker(text);
        if (!taken.ok() && !parser_->first_fault) parser_->first_fault = taken.fault();
    };
    parser_->app.add_option_function<std::string>(std::string(names), take)->trigger_on_parse();
}

void Options::text(std::string_view names, std::string_view value_name, std::string_view help,
                   std::string& into) {
    value(names, value_name, help, [&into](const std::string& given) -> Checked<Done> {
        into = given;
        return Done{};
    });
}

void Options::words(std::string_view value_name, std::string_view help, std::size_t most,
                    std::vector<std::string>& into) {
    entries_.push_back({group_, "", std::string(value_name), std::string(help), true});
    parser_->app.add_option(std::string(value_name), into);
    words_ = &into;
    most_words_ = most;
}

const Options::Entry* Options::find(std::string_view name) const {
    for (const Entry& entry : entries_) {
        const std::vector<std::string> names = split_names(entry.names);
        if (!entry.is_word && std::find(names.begin(), names.end(), name) != names.end()) return &entry;
    }
    return nullptr;
}

// CLI11 takes whatever follows as a value, and skips an empty one after '='.
Checked<Done> Options::check_values_present(std::span<const std::string> arguments) const {
    for (std::size_t at = 0; at < arguments.size(); ++at) {
        const std::string& argument = arguments[at];
        if (argument == "--") break;
        const std::size_t equals = argument.find('=');
        const std::string name = argument.substr(0, equals);
        const Entry* entry = find(name);
        if (entry == nullptr || entry->value_name.empty()) continue;
        const bool missing = equals != std::string::npos
                                 ? equals + 1 == argument.size()
                                 : at + 1 == arguments.size() || arguments[at + 1].starts_with("--");
        if (missing)
            return usage_fault("missing_value", name, "needs a value: " + name + " " + entry->value_name);
        if (equals == std::string::npos) ++at;
    }
    return Done{};
}

// CLI11 leaves the mark "--" among them: what follows it is a word, whatever it looks like.
Checked<Done> Options::check_leftovers(const std::vector<std::string>& leftovers) const {
    const auto mark = std::find(leftovers.begin(), leftovers.end(), "--");
    const auto option = std::find_if(
        leftovers.begin(), mark, [](const std::string& word) { return word.size() > 1 && word[0] == '-'; });
    if (option != mark) {
        const std::string name = option->substr(0, option->find('='));
        std::vector<std::string> names{"--help"};
        for (const Entry& entry : entries_) {
            if (entry.is_word) continue;
            for (std::string& known : split_names(entry.names))
                names.push_back(std::move(known));
        }
        const std::vector<std::string_view> known(names.begin(), names.end());
        return usage_fault("unknown_option", name, "is not an option of " + command_,
                           did_you_mean(name, known, "see " + command_ + " --help"));
    }
    std::vector<std::string> words(leftovers.begin(), mark);
    if (mark != leftovers.end()) words.insert(words.end(), mark + 1, leftovers.end());
    if (words_ != nullptr && words_->size() > most_words_) words.push_back((*words_)[most_words_]);
    if (words.empty()) return Done{};
    const std::string& word = words.front();
    std::string remedy = "see " + command_ + " --help";
    const bool takes_models = std::any_of(entries_.begin(), entries_.end(),
                                          [](const Entry& entry) { return entry.names == "--preset"; });
    if (takes_models && find_preset(word) != nullptr) remedy = "write --preset " + word + " for the model";
    if (takes_models && (word.ends_with(".json") || word.ends_with(".gguf")))
        remedy = "write --config " + word + " for a model's file";
    return usage_fault("unexpected_argument", "'" + word + "'", "is one word too many for " + command_,
                       remedy);
}

Checked<Done> Options::parse(std::span<const std::string> arguments) {
    const auto end_of_options = std::find(arguments.begin(), arguments.end(), "--");
    wants_help_ = std::find(arguments.begin(), end_of_options, "--help") != end_of_options;
    if (wants_help_) return Done{};
    Checked<Done> present = check_values_present(arguments);
    if (!present.ok()) return present;
    try {
        // CLI11 wants the arguments in reverse.
        parser_->app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::ParseError& error) {
        return usage_fault("bad_argument", "", error.what(), "see " + command_ + " --help");
    }
    if (wants_help_) return Done{};
    Checked<Done> leftovers = check_leftovers(parser_->app.remaining());
    if (!leftovers.ok()) return leftovers;
    if (parser_->first_fault) return *parser_->first_fault;
    return Done{};
}

std::string Options::help() const {
    std::string text;
    std::string heading;
    std::vector<Entry> entries = entries_;
    entries.push_back({"Help", "-h,--help", "", "print this"});
    for (const Entry& entry : entries) {
        if (entry.help.empty()) continue;
        if (entry.group != heading) {
            heading = entry.group;
            text += "\n" + heading + "\n";
        }
        std::string names;
        for (const std::string& name : split_names(entry.names))
            names += (names.empty() ? "" : ", ") + name;
        std::string left = "  " + names;
        if (!entry.value_name.empty()) left += (entry.is_word ? "" : " ") + entry.value_name;
        left += "  ";
        if (text_width(left) > kHelpColumn) {
            text += left.substr(0, left.find_last_not_of(' ') + 1) + "\n";
            left.clear();
        }
        left.resize(std::max(left.size(), left.size() + kHelpColumn - text_width(left)), ' ');
        text += left + wrapped(entry.help, kHelpColumn, kHelpColumn) + "\n";
    }
    return text;
}

std::string wrapped(std::string_view text, std::size_t indent, std::size_t first_column, std::size_t width) {
    std::string lines;
    std::size_t column = first_column;
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t space = std::min(text.find(' ', from), text.size());
        const std::string_view word = text.substr(from, space - from);
        from = space + 1;
        const bool first = lines.empty();
        if (!first && column + 1 + text_width(word) > width) {
            lines += "\n" + std::string(indent, ' ');
            column = indent;
        } else if (!first) {
            lines += ' ';
            ++column;
        }
        lines += word;
        column += text_width(word);
    }
    return lines;
}

}  // namespace rope::cli
