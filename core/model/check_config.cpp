#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "core/base/json_text.h"
#include "core/base/number_text.h"
#include "core/base/utf8.h"
#include "core/model/config_reader.h"
#include "core/model/model_check.h"
#include "core/model/model_family.h"
#include "core/model/rope_fields.h"

namespace rope {
namespace {

using nlohmann::json;

std::optional<double> number(const json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_number()) return {};
    const double value = found->get<double>();
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

bool given(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && !found->is_null();
}

std::string text_of(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

// Names under which this program alone knows a method; docs/spec-rope.md, section 3, lists what engines read.
bool is_own_name(const std::string& type) {
    constexpr const char* kOfEngines[] = {"default",  "linear", "dynamic",     "yarn",
                                          "longrope", "llama3", "proportional"};
    return find_scaling(type) != nullptr &&
           std::find(std::begin(kOfEngines), std::end(kOfEngines), type) == std::end(kOfEngines);
}

class Check {
  public:
    Check(const json& file, const json& part, ModelCheck& into, const Checked<ModelSpec>& model)
        : file_(file), part_(part), into_(into) {
        if (model.ok()) {
            model_ = &model.value();
        } else {
            into.refused = model.fault();
        }
    }

    void run() {
        explain(part_, "");
        explain_still_layers();
        check_surroundings();
        check_shares();
        check_rotation();
        for (const char* name : {"rope_scaling", "rope_parameters"}) {
            const auto found = part_.find(name);
            if (found != part_.end() && found->is_object()) walk(*found, name);
        }
    }

  private:
    void add(std::string id, std::string field, std::string problem, std::string remedy = "") {
        into_.findings.push_back({std::move(id), std::move(field), std::move(problem), std::move(remedy)});
    }

    void explain(const json& object, const std::string& path) {
        for (const auto& [name, value] : object.items()) {
            const std::string_view meaning = config_field_meaning(name);
            if (meaning.empty()) continue;
            into_.fields.push_back({path + name, short_value(value), std::string(meaning)});
        }
    }

    // Of some families no field says it.
    void explain_still_layers() {
        if (model_ == nullptr) return;
        for (const auto& [name, layer] : model_->layer_types)
            if (layer.no_positions)
                into_.fields.push_back({"layers", name, "these layers have no position encoding at all"});
    }

    // A dictionary of parameters, or one of several by kind of layer.
    void walk(const json& dictionary, const std::string& path) {
        bool nested = false;
        for (const auto& [name, value] : dictionary.items()) {
            if (!value.is_object()) continue;
            nested = true;
            into_.fields.push_back(
                {path + "." + name, short_value(value), "parameters of the layers of this kind"});
            explain(value, path + "." + name + ".");
            check_dictionary(value, path + "." + name, true);
        }
        if (nested) return;
        explain(dictionary, path + ".");
        check_dictionary(dictionary, path, false);
    }

    // A key that nothing explains is a slip, or of a method that is newer than this program.
    void check_unknown(const json& dictionary, const std::string& path) {
        for (const auto& [name, value] : dictionary.items())
            if (config_field_meaning(name).empty() && !value.is_null())
                add("unknown_field", path + "." + printable(name),
                    "is not known, and nothing here is made of it", "is it misspelt?");
    }

    // Two names of one thing with two values; `wins` is the first of them.
    void check_shares() {
        constexpr const char* kShares[] = {"partial_rotary_factor", "rotary_pct", "rope_pct"};
        const char* wins = nullptr;
        for (const char* name : kShares) {
            const auto share = number(part_, name);
            if (share && wins == nullptr)
                wins = name;
            else if (share && *share != *number(part_, wins))
                add("stated_twice", name,
                    fmt::format("is {} and {} is {}, which wins", shortest_text(*share), wins,
                                shortest_text(*number(part_, wins))),
                    "keep one");
        }
        const auto count = number(part_, "rotary_dim");
        if (wins != nullptr && count && model_ != nullptr && *count != model_->shape.rotary_dim)
            add("stated_twice", "rotary_dim",
                fmt::format("is {} and {} gives {}, which wins", shortest_text(*count), wins,
                            model_->shape.rotary_dim),
                "keep one");
    }

    void check_rotation() {
        if (model_ == nullptr || part_.contains("position_embedding_type")) {
            if (model_ != nullptr && text_of(part_, "position_embedding_type") == "absolute")
                add("word_outweighed", "position_embedding_type",
                    "is absolute, and the family or a base says that this model rotates, which engines do");
            return;
        }
        constexpr const char* kSays[] = {"rope_theta",         "rotary_emb_base",  "rope_scaling",
                                         "rope_parameters",    "rotary_pct",       "partial_rotary_factor",
                                         "rotary_dim",         "qk_rope_head_dim", "rope_ratio",
                                         "global_rope_theta",  "rope_type",        "rope_embedding_base",
                                         "rotary_emb_fraction"};
        const bool says = std::any_of(std::begin(kSays), std::end(kSays),
                                      [&](const char* name) { return part_.contains(name); });
        if (!says && part_.contains("model_type") && find_family(part_) == nullptr)
            add("rotation_assumed", "model_type",
                "is " + printable(text_of(part_, "model_type")) +
                    ", which this program does not know, and no field says that it rotates; the base 10000 "
                    "and "
                    "the half layout are assumed");
    }

    void check_surroundings() {
        for (const char* name : {"rope_scaling", "rope_parameters", "rope_theta"}) {
            if (&file_ != &part_ && given(file_, name))
                add("beside_text_config", name,
                    "stands beside the text model's own part, where engines do not look for it",
                    "move it into that part");
        }
        const auto theta = number(part_, "rope_theta"), gpt_neox = number(part_, "rotary_emb_base");
        if (theta && gpt_neox && *theta != *gpt_neox)
            add("stated_twice", "rotary_emb_base",
                fmt::format("is {} and rope_theta is {}; here rope_theta wins, and GPT-NeoX read "
                            "rotary_emb_base",
                            shortest_text(*gpt_neox), shortest_text(*theta)),
                "keep one");
        if (given(part_, "rope_scaling") && given(part_, "rope_parameters"))
            add("both_forms", "rope_scaling, rope_parameters",
                "both are there; transformers 5 lets rope_scaling win, other engines read one of them",
                "keep one");
        const auto inner = part_.find("rope_parameters");
        if (inner != part_.end() && inner->is_object()) {
            for (const char* name : {"rope_theta", "partial_rotary_factor"}) {
                const auto outer = number(part_, name), own = number(*inner, name);
                if (outer && own && *outer != *own)
                    add("stated_twice", std::string(name),
                        fmt::format("is {} at top level and {} in rope_parameters", shortest_text(*outer),
                                    shortest_text(*own)),
                        "keep one");
            }
        }
        const auto partial = number(part_, "partial_rotary_factor");
        if (partial && model_ != nullptr) {
            const double exact = *partial * model_->shape.head_dim;
            if (std::abs(exact - std::round(exact)) > 1e-9)
                add("partial_truncated", "partial_rotary_factor",
                    fmt::format("gives {} components, truncated to {}", shortest_text(exact),
                                shortest_text(std::floor(exact))));
        }
    }

    void check_dictionary(const json& dictionary, const std::string& path, bool per_layer) {
        const std::string modern = text_of(dictionary, "rope_type"), legacy = text_of(dictionary, "type");
        if (!modern.empty() && !legacy.empty())
            add("both_type_keys", path + ".type",
                modern == legacy ? "stands beside rope_type; both say " + modern
                                 : "says " + legacy + " and rope_type says " + modern + "; rope_type wins",
                "keep rope_type");
        const std::string written = !modern.empty() ? modern : legacy.empty() ? "default" : legacy;
        const std::string type = registry_type(written, dictionary);
        if (type == "longrope" && type != written)
            add("old_type_name", path, fmt::format("says {}, which engines read as {}", written, type),
                "write rope_type = " + type);
        if (is_own_name(written))
            add("own_type_name", path + (modern.empty() ? ".type" : ".rope_type"),
                fmt::format("is {}, which this program draws and no engine reads", type),
                type == "yarn-ggml" ? "write yarn" : "");
        check_unknown(dictionary, path);
        check_unused(dictionary, path, type);
        check_lengths(dictionary, path, type);
        check_numbers(dictionary, path, type, per_layer);
        check_lists(dictionary, path);
    }

    // Parameters of another method are not read.
    void check_unused(const json& dictionary, const std::string& path, const std::string& type) {
        const Scaling* scaling = find_scaling(type);
        if (scaling == nullptr) return;  // refused already
        constexpr const char* kParameters[] = {"factor",          "attention_factor", "beta_fast",
                                               "beta_slow",       "mscale",           "mscale_all_dim",
                                               "low_freq_factor", "high_freq_factor", "truncate"};
        for (const char* name : kParameters) {
            if (!given(dictionary, name)) continue;
            const auto& rows = scaling->params;
            const std::string id = std::string("model.") + name;
            const bool read =
                std::any_of(rows.begin(), rows.end(), [&](const ParamSpec& p) { return p.id == id; });
            if (!read)
                add("unused_field", path + "." + name, "is not read by the rope type " + type,
                    type == "default" ? "is rope_type missing?" : "remove it");
        }
        for (const char* name : {"short_factor", "long_factor"}) {
            if (given(dictionary, name) && type != "longrope")
                add("unused_field", path + "." + name, "is not read by the rope type " + type, "remove it");
        }
    }

    void check_lengths(const json& dictionary, const std::string& path, const std::string& type) {
        const auto outer = number(part_, "original_max_position_embeddings"),
                   own = number(dictionary, "original_max_position_embeddings");
        if (outer && own && *outer != *own)
            add("stated_twice", path + ".original_max_position_embeddings",
                fmt::format("is {}, and {} at top level, which wins", shortest_text(*own),
                            shortest_text(*outer)),
                "keep one");
        const auto original = outer ? outer : own;
        const auto context = number(part_, "max_position_embeddings");
        const bool reads_original = type == "yarn" || type == "longrope" || type == "llama3";
        if (reads_original && !original)
            add("missing_original", path + ".original_max_position_embeddings",
                "is missing; engines take max_position_embeddings for the trained length" +
                    (context ? ", " + shortest_text(*context) : std::string()),
                "state the length the model was trained on");
        const auto factor = number(dictionary, "factor");
        if (original && context && *original > *context)
            add("original_above_context", path + ".original_max_position_embeddings",
                fmt::format("is {}, above max_position_embeddings = {}", shortest_text(*original),
                            shortest_text(*context)));
        // Llama 3's factor is not meant to be the quotient: 8 · 8192 is half of 131072.
        if ((type == "yarn" || type == "longrope") && factor && original && context &&
            *factor * *original != *context)
            add("factor_mismatch", path + ".factor",
                fmt::format(
                    "{} times the trained {} tokens is {}, and max_position_embeddings is {}; engines "
                    "disagree which of them counts",
                    shortest_text(*factor), shortest_text(*original), shortest_text(*factor * *original),
                    shortest_text(*context)),
                "set max_position_embeddings to " + shortest_text(*factor * *original));
    }

    void check_numbers(const json& dictionary, const std::string& path, const std::string& type,
                       bool per_layer) {
        const auto factor = number(dictionary, "factor");
        if (factor && *factor < 1)
            add("factor_below_1", path + ".factor",
                shortest_text(*factor) + " speeds the pairs up; a factor reaches further from 1 on",
                "is it 1 / " + shortest_text(*factor) + "?");
        // A list or a share changes something without a factor.
        if (factor && *factor == 1 && !given(dictionary, "alpha") && type != "default" &&
            type != "longrope" && type != "proportional")
            add("factor_1", path + ".factor", "is 1, with which " + type + " changes nothing");
        if (given(dictionary, "attention_factor") &&
            (given(dictionary, "mscale") || given(dictionary, "mscale_all_dim")))
            add("attention_factor_twice", path + ".attention_factor",
                "stands beside mscale or mscale_all_dim, from which it would follow; the number given wins",
                "keep one of them");
        if (given(part_, "attention_factor"))
            add("attention_factor_twice", "attention_factor",
                given(dictionary, "attention_factor") ? "is at top level too, where engines do not look"
                                                      : "is at top level, where engines do not look",
                "write " + path + ".attention_factor");
        const bool one_mscale = given(dictionary, "mscale") != given(dictionary, "mscale_all_dim");
        if (type == "yarn" && one_mscale)
            add("mscale_alone", path + ".mscale",
                "counts only together with mscale_all_dim; alone both are passed over");
        const auto fast = number(dictionary, "beta_fast"), slow = number(dictionary, "beta_slow");
        if (type == "yarn" && fast.value_or(32) != 0 && fast.value_or(32) <= slow.value_or(1))
            add("ramp_reversed", path + ".beta_fast", "must be above beta_slow, else the ramp is a step");
        const auto low = number(dictionary, "low_freq_factor"), high = number(dictionary, "high_freq_factor");
        if (low && high && *low > *high)
            add("ramp_reversed", path + ".low_freq_factor", "must be below high_freq_factor");
        if (per_layer && given(dictionary, "truncate"))
            add("unused_field", path + ".truncate", "is looked for outside of the layer's dictionary only");
    }

    void check_lists(const json& dictionary, const std::string& path) {
        const int pairs = model_ == nullptr ? 0 : model_->shape.pairs();
        for (const char* name : {"short_factor", "long_factor"}) {
            const auto list = dictionary.find(name);
            if (list == dictionary.end() || !list->is_array() || pairs == 0) continue;
            if (std::ssize(*list) != pairs)
                add("list_length", path + "." + name,
                    fmt::format("has {} entries for {} pairs", list->size(), pairs));
        }
        const auto sections = dictionary.find("mrope_section");
        if (sections == dictionary.end() || !sections->is_array()) return;
        double sum = 0;
        bool empty = sections->empty();
        for (const json& each : *sections) {
            const double pairs_of_axis = each.is_number() ? each.get<double>() : 0;
            sum += pairs_of_axis;
            empty = empty || !(pairs_of_axis > 0);
        }
        if (empty)
            add("section_empty", path + ".mrope_section", "has an axis without pairs: it has no position");
        if (pairs > 0 && sum != pairs)
            add("sections_sum", path + ".mrope_section",
                fmt::format("adds up to {}, and the head has {} pairs{}", shortest_text(sum), pairs,
                            sum == 2 * pairs ? "; sections count pairs, not components" : ""));
    }

    const json& file_;  // the whole of it
    const json& part_;  // what is about the text model; often the same
    ModelCheck& into_;
    const ModelSpec* model_ = nullptr;
};

}  // namespace

Checked<ModelCheck> check_config(std::string_view text, const std::string& where) {
    const Checked<json> parsed = parse_json(text, where, {.allow_non_finite = true});
    if (!parsed.ok()) return parsed.fault();
    const Checked<ModelSpec> model = read_config(text, where);
    ModelCheck check;
    Check(parsed.value(), text_part(parsed.value()), check, model).run();
    return check;
}

}  // namespace rope
