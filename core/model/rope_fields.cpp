#include "core/model/rope_fields.h"

#include <fmt/format.h>

#include <cmath>

#include "core/base/number_text.h"
#include "core/base/utf8.h"
#include "core/scaling/yarn.h"

namespace rope {
namespace {

bool known_to_config(std::string_view type) {
    for (const std::string_view known :
         {"default", "linear", "dynamic", "yarn", "longrope", "llama3", "proportional"})
        if (type == known) return true;
    return false;
}

void check_type(const std::string& type, const std::string& written, const ConfigFields& dictionary) {
    if (find_scaling(type) != nullptr) return;
    std::string names;
    for (const Scaling* scaling : scalings())
        names += (names.empty() ? "" : ", ") + std::string(scaling->id);
    const std::string subject = dictionary.named("rope_type") + " = \"" + printable(written) + "\"";
    if (known_to_config(type))
        dictionary.first_fault().add("unsupported_rope_type", subject, "is not supported by this program",
                                     "supported are " + names);
    else
        dictionary.first_fault().add("unknown_rope_type", subject, "is not a known kind of scaling",
                                     "known are " + names);
}

void require_fields(const std::string& type, const ConfigFields& dictionary) {
    struct Needed {
        std::string_view type, field;
    };
    constexpr Needed kNeeded[] = {{"linear", "factor"},           {"dynamic", "factor"},
                                  {"llama3", "factor"},           {"llama3", "low_freq_factor"},
                                  {"llama3", "high_freq_factor"}, {"longrope", "short_factor"},
                                  {"longrope", "long_factor"}};
    for (const Needed& needed : kNeeded)
        if (needed.type == type && !dictionary.has(needed.field))
            dictionary.first_fault().add("missing_field", dictionary.named(needed.field),
                                         fmt::format("is missing; the rope type {} needs it", type));
    // YaRN's factor may be null (then M/L), but not absent.
    if (type == "yarn" && !dictionary.json().contains("factor"))
        dictionary.first_fault().add("missing_field", dictionary.named("factor"),
                                     "is missing; the rope type yarn needs it", "null stands for M/L");
}

bool is_pair_count(double pairs) {
    return pairs >= 0 && pairs <= kLargestHeadDim && pairs == std::floor(pairs);
}

void read_numbers(ScalingSpec& scaling, const ConfigFields& dictionary) {
    constexpr std::string_view kNumbers[] = {
        "factor",          "attention_factor", "mscale",        "mscale_all_dim",
        "low_freq_factor", "high_freq_factor", "exponent_step", "warp",
        "prewarp",         "short_mscale",     "long_mscale"};
    for (const std::string_view name : kNumbers)
        if (const auto number = dictionary.number(name)) scaling.numbers.emplace(name, *number);
    // 0 means the default here, as null does (Python's "or").
    for (const std::string_view name : {"beta_fast", "beta_slow"})
        if (const auto number = dictionary.number(name); number && *number != 0)
            scaling.numbers.emplace(name, *number);
    for (const std::string_view name : {"truncate", "mrope_interleaved"})
        if (const auto flag = dictionary.boolean(name)) scaling.numbers.emplace(name, *flag ? 1 : 0);
    for (const std::string_view name : {"short_factor", "long_factor", "mrope_section", "multipliers"})
        if (auto list = dictionary.numbers(name)) scaling.lists.emplace(name, std::move(*list));
    // Hunyuan's alpha is what base^… is multiplied by, as NTK-aware scaling's factor; its factor is not read.
    if (const auto alpha = dictionary.number("alpha"); alpha && scaling.type == "ntk") {
        if (!(*alpha > 0))
            dictionary.first_fault().add(
                "out_of_range", fmt::format("{} = {}", dictionary.named("alpha"), shortest_text(*alpha)),
                "must be above 0");
        scaling.numbers["factor"] = *alpha;
    }
    if (const auto sections = scaling.lists.find("mrope_section"); sections != scaling.lists.end())
        for (const double pairs : sections->second)
            if (!is_pair_count(pairs)) {
                dictionary.first_fault().add(
                    "not_a_count",
                    fmt::format("{} with {}", dictionary.named("mrope_section"), shortest_text(pairs)),
                    "must hold whole numbers of pairs from 0 on");
                break;
            }
}

int rotary_dim(const std::string& type, ScalingSpec& scaling, const ConfigFields& dictionary,
               const RopeSurroundings& around) {
    if (around.rotary_dim) return *around.rotary_dim;
    std::optional<double> partial = around.partial;
    if (!partial) partial = dictionary.number("partial_rotary_factor");
    if (!partial) partial = around.default_partial;
    if (!partial) partial = 1;
    if (*partial < 0 || *partial > 1) {
        dictionary.first_fault().add("out_of_range", fmt::format("partial_rotary_factor = {}", *partial),
                                     "must be from 0 to 1");
        return around.head_dim;
    }
    if (type == "proportional") {  // turns over the whole head; its formula reads the part itself
        scaling.numbers.emplace("partial_rotary_factor", *partial);
        return around.head_dim;
    }
    return static_cast<int>(around.head_dim * *partial);  // a product of doubles, truncated: 100 · 0.29 is 28
}

}  // namespace

std::string registry_type(const std::string& written, const nlohmann::json& dictionary) {
    const auto has = [&](const char* name) {
        const auto found = dictionary.find(name);
        return found != dictionary.end() && !found->is_null();
    };
    const bool factor_lists = has("short_factor") && has("long_factor");
    if (written == "su" || (written == "yarn" && factor_lists)) return "longrope";  // both: early Phi-3
    if (written == "mrope") return "default";                // default frequencies, mrope_section beside them
    if (written == "dynamic" && has("alpha")) return "ntk";  // at every length
    return written;
}

RopeFields read_rope_fields(const ConfigFields& dictionary, const RopeSurroundings& around) {
    const std::string written = dictionary.has("rope_type") ? dictionary.text("rope_type").value_or("default")
                                                            : dictionary.text("type").value_or("default");
    RopeFields read;
    ScalingSpec& scaling = read.layer.scaling;
    scaling.type = registry_type(written, dictionary.json());
    check_type(scaling.type, written, dictionary);
    require_fields(scaling.type, dictionary);
    read_numbers(scaling, dictionary);
    // The reference looks for `truncate` in the outer dictionary only, so here it is without effect there.
    if (around.per_layer) scaling.numbers.erase("truncate");
    read.layer.base = dictionary.number("rope_theta").value_or(around.base);
    read.layer.rotary_dim = rotary_dim(scaling.type, scaling, dictionary, around);

    // L: top level, else the dictionary, else M.
    std::optional<std::int64_t> original = around.original_context;
    if (!original) original = dictionary.count("original_max_position_embeddings", ConfigFields::kMostTokens);
    if (original == 0)
        dictionary.first_fault().add("out_of_range", "original_max_position_embeddings = 0",
                                     "must be at least 1", "remove it where nothing is scaled");
    const bool from_context = scaling.type == "llama3" || is_yarn(scaling.type) || scaling.type == "longrope";
    const bool ratio =
        (is_yarn(scaling.type) && !dictionary.has("factor")) ||
        (scaling.type == "longrope" && !dictionary.has("factor") && !dictionary.has("attention_factor"));
    const bool needs_context = scaling.type == "dynamic" || (from_context && !original) || ratio;
    if (needs_context && !around.context) {
        dictionary.first_fault().add("missing_field", "max_position_embeddings",
                                     fmt::format("is missing; the rope type {} needs it", scaling.type));
        return read;
    }
    if (original)
        read.trained_context = *original;
    else if (around.context)
        read.trained_context = *around.context;
    return read;
}

}  // namespace rope
