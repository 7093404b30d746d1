// list: the names that other commands take.
#include <array>
#include <memory>

#include "app/cli/command.h"
#include "app/cli/precision_option.h"
#include "core/base/number_text.h"
#include "core/document/parameters.h"
#include "core/figure/figure_inputs.h"
#include "core/measure/decay.h"
#include "core/model/presets.h"
#include "core/scaling/scaling.h"
#include "core/scheme/scheme.h"

namespace rope::cli {
namespace {

std::string line(std::string_view id, std::string_view description) {
    return std::string(id) + "  " + std::string(description) + "\n";
}

std::string presets_list() {
    std::string text;
    for (const Preset& preset : presets()) {
        text += line(preset.id, std::string(preset.label) + " (" + std::string(preset.repository) + ")");
    }
    return text;
}

std::string scalings_list() {
    std::string text;
    for (const Scaling* scaling : scalings()) {
        text += line(scaling->id, std::string(scaling->label) + ": " + std::string(scaling->help));
    }
    return text;
}

std::string schemes_list() {
    std::string text;
    for (const Scheme* scheme : schemes()) {
        text += line(scheme->id, std::string(scheme->label) + ": " + std::string(scheme->help));
    }
    return text;
}

std::string pipelines_list() {
    std::string text;
    for (const Pipeline& pipeline : pipelines()) {
        text += line(pipeline.id, std::string(pipeline.label) + ": " + precision_words(pipeline.precision));
    }
    return text;
}

std::string measures_list() {
    std::string text;
    for (const DecayMeasureInfo& measure : decay_measures()) {
        text += line(measure.id, std::string(measure.label) + ": " + std::string(measure.help));
    }
    return text;
}

std::string figures_list() {
    std::string text;
    for (const FigureKind* kind : figure_kinds()) {
        text += line(kind->id, std::string(kind->label) + ": " + std::string(kind->help));
    }
    return text;
}

std::string range_text(const ParamSpec& spec) {
    switch (spec.type) {
        case ParamType::boolean:
            return "true or false";
        case ParamType::text:
            return "text";
        case ParamType::number:
        case ParamType::integer:
            return shortest_text(spec.min) + " to " + shortest_text(spec.max) +
                   (spec.zero_text.empty() ? "" : "; 0: " + std::string(spec.zero_text));
        case ParamType::choice:
            break;
    }
    std::string text;
    for (const ParamChoice& choice : spec.choices)
        text += (text.empty() ? "" : ", ") + std::string(choice.id);
    return text;
}

// "Context [tokens]: what it is (1 to 2147483647; default 4096)"
std::string describe(const ParamSpec& spec) {
    const std::string unit = spec.unit.empty() ? "" : " [" + std::string(spec.unit) + "]";
    const std::string initial = value_text(initial_value(spec));
    std::string_view help = spec.help;
    if (help.ends_with('.')) help.remove_suffix(1);
    return std::string(spec.label) + unit + ": " + std::string(help) + " (" + range_text(spec) +
           (initial.empty() ? "" : "; default " + initial) + ")";
}

std::string parameters_list() {
    std::string text;
    for (const Parameter& parameter : parameters())
        text += line(parameter.spec.id, describe(parameter.spec));
    return text;
}

struct Listing {
    std::string_view name;
    std::string (*text)();
};
constexpr std::array<Listing, 7> kListings{{{"presets", presets_list},
                                            {"scalings", scalings_list},
                                            {"schemes", schemes_list},
                                            {"pipelines", pipelines_list},
                                            {"measures", measures_list},
                                            {"figures", figures_list},
                                            {"parameters", parameters_list}}};

Checked<Done> run(const std::vector<std::string>& words, Console& console) {
    std::string names;
    std::vector<std::string_view> known;
    for (const Listing& listing : kListings) {
        names += (names.empty() ? "" : ", ") + std::string(listing.name);
        known.push_back(listing.name);
    }
    if (words.empty()) return usage_fault("missing_argument", "list", "needs a name: one of " + names);
    for (const Listing& listing : kListings) {
        if (listing.name == words[0]) return console.write(listing.text());
    }
    return usage_fault("unknown_list", "'" + words[0] + "'", "is not a list",
                       did_you_mean(words[0], known, "use one of " + names));
}

Action declare(Options& options) {
    const auto words = std::make_shared<std::vector<std::string>>();
    options.words("WHAT", "presets, scalings, schemes, pipelines, measures, figures or parameters", 1,
                  *words);
    return [words](Console& console) { return run(*words, console); };
}

}  // namespace

extern const Command list_command{"list",
                                  "presets|scalings|schemes|pipelines|measures|figures|parameters",
                                  "Print the names that other commands take.",
                                  "One entry a line: its name, two spaces, what it is.",
                                  "  rope-explorer list presets\n",
                                  declare};

}  // namespace rope::cli
