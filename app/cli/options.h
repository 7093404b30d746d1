// The options of one command: what it accepts, how it is parsed, what --help says of it.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/checked.h"

namespace rope::cli {

Fault usage_fault(std::string id, std::string subject, std::string rule, std::string remedy = "",
                  std::string where = "");

// A command that cannot do without the option. `example` shows a use: "--positions 0,1,5".
Fault missing_option(std::string_view name, std::string_view example);

// "; did you mean NAME?" is the remedy of every unknown name: the nearest of `known`, or `otherwise`.
std::string did_you_mean(std::string_view given, std::span<const std::string_view> known,
                         std::string_view otherwise);

// CLI11 splits the arguments; everything it is lenient about (numbers, missing values, unknown names) is
// decided here. Takers run in the order of the command line, so that later wins.
class Options {
  public:
    using Taker = std::function<Checked<Done>(const std::string& value)>;

    explicit Options(std::string command);  // for faults: "is not an option of COMMAND"
    ~Options();
    Options(const Options&) = delete;
    Options& operator=(const Options&) = delete;

    // The heading in --help under which the following options stand.
    void group(std::string_view heading);
    // An option without help is accepted and not shown.
    void flag(std::string_view names, std::string_view help, bool& into);
    void value(std::string_view names, std::string_view value_name, std::string_view help, Taker taker);
    void text(std::string_view names, std::string_view value_name, std::string_view help, std::string& into);
    // Words that are no options, at most `most` of them.
    void words(std::string_view value_name, std::string_view help, std::size_t most,
               std::vector<std::string>& into);

    // Fault of the first wrong argument, as it stands; --help wins over every fault.
    Checked<Done> parse(std::span<const std::string> arguments);
    bool wants_help() const { return wants_help_; }

    struct Entry {
        std::string group, names, value_name, help;  // names: "-o,--output"; value_name empty for flags
        bool is_word = false;
    };
    std::span<const Entry> entries() const { return entries_; }
    std::string help() const;  // the options under their headings, wrapped to 80 columns

  private:
    struct Parser;
    const Entry* find(std::string_view name) const;
    Checked<Done> check_values_present(std::span<const std::string> arguments) const;
    Checked<Done> check_leftovers(const std::vector<std::string>& leftovers) const;

    std::string command_;
    std::string group_ = "Options";
    std::vector<Entry> entries_;
    std::unique_ptr<Parser> parser_;
    std::vector<std::string>* words_ = nullptr;
    std::size_t most_words_ = 0;
    bool wants_help_ = false;
};

// Lines of at most `width` columns, each after the first indented by `indent` spaces.
std::string wrapped(std::string_view text, std::size_t indent, std::size_t first_column,
                    std::size_t width = 80);

}  // namespace rope::cli
