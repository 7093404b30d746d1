#include "core/document/parameters.h"

#include <algorithm>
#include <unordered_map>

#include "core/base/number_text.h"
#include "core/figure/figure_inputs.h"

namespace rope {
namespace {

ModelSpec& model_of(Document& document, std::size_t model) {
    require(model < document.models.size(), "a parameter of a model that does not exist");
    return document.models[model];
}
const ModelSpec& model_of(const Document& document, std::size_t model) {
    require(model < document.models.size(), "a parameter of a model that does not exist");
    return document.models[model];
}
double number_of(const Value& value) {
    return std::get<double>(value);
}
std::int64_t integer_of(const Value& value) {
    return std::get<std::int64_t>(value);
}
int int_of(const Value& value) {
    return static_cast<int>(integer_of(value));
}
const std::string& text_of(const Value& value) {
    return std::get<std::string>(value);
}

// ---- rows of scalings: "model.<key>" is ScalingSpec::numbers[<key>]

constexpr std::string_view kModelPrefix = "model.";

std::string_view scaling_key(const Parameter& parameter) {
    return parameter.spec.id.substr(kModelPrefix.size());
}

Value get_scaling_number(const Document& document, const Parameter& parameter, std::size_t model) {
    const ModelSpec& spec = model_of(document, model);
    const auto& numbers = spec.scaling.numbers;
    const auto found = numbers.find(scaling_key(parameter));
    if (found == numbers.end()) {
        // Engines take this ratio where a config gives no factor (see core/scaling/scaling.h).
        const bool by_ratio = spec.scaling.type == "yarn" || spec.scaling.type == "longrope";
        if (by_ratio && parameter.spec.id == "model.factor") {
            return static_cast<double>(spec.context_length) / static_cast<double>(spec.trained_context);
        }
        return initial_value(parameter.spec);
    }
    switch (parameter.spec.type) {
        case ParamType::boolean:
            return found->second != 0;
        case ParamType::integer:
            return static_cast<std::int64_t>(found->second);
        default:
            return found->second;
    }
}

Checked<Done> set_scaling_number(Document& document, const Parameter& parameter, std::size_t model,
                                 const Value& value) {
    const double number = std::holds_alternative<bool>(value)           ? double(std::get<bool>(value))
                          : std::holds_alternative<std::int64_t>(value) ? double(integer_of(value))
                                                                        : number_of(value);
    model_of(document, model).scaling.numbers.insert_or_assign(std::string(scaling_key(parameter)), number);
    return Done{};
}

// ---- rows of figure kinds: Document::settings, without those that hold the default

Value get_setting(const Document& document, const Parameter& parameter, std::size_t) {
    const auto found = document.settings.find(parameter.spec.id);
    return found == document.settings.end() ? initial_value(parameter.spec) : found->second;
}

Checked<Done> set_setting(Document& document, const Parameter& parameter, std::size_t, const Value& value) {
    if (value == initial_value(parameter.spec)) {
        document.settings.erase(std::string(parameter.spec.id));
    } else {
        document.settings.insert_or_assign(std::string(parameter.spec.id), value);
    }
    return Done{};
}

// ---- general rows

// One general row from a description and two short lambdas.
struct Row {
    ParamSpec spec;
    Value (*get)(const Document&, const Parameter&, std::size_t);
    Checked<Done> (*set)(Document&, const Parameter&, std::size_t, const Value&);
};

constexpr ParamChoice kLayouts[] = {{"half", "Half (i, i + P)"}, {"interleaved", "Interleaved (2i, 2i + 1)"}};
constexpr ParamMark kBaseMarks[] = {{1e4, "10⁴"}, {5e5, "5·10⁵"}, {1e6, "10⁶"}};
constexpr ParamMark kContextMarks[] = {{4096, "4k"}, {32768, "32k"}, {131072, "128k"}, {1048576, "1M"}};

std::vector<Row> model_rows(std::span<const ParamChoice> scaling_choices) {
    return {
        {{.id = "model.head_dim",
          .label = "Head dimension",
          .symbol = "head_dim",
          .type = ParamType::integer,
          .min = 2,
          .max = 4096,
          .initial = 128,
          .help = "Length of one head's query or key vector; even; 64 to 256 in most models.",
          .step = 2,
          .slider_min = 2,
          .slider_max = 512},
         [](const Document& d, const Parameter&, std::size_t m) -> Value {
             return std::int64_t{model_of(d, m).shape.head_dim};
         },
         [](Document& d, const Parameter&, std::size_t m, const Value& v) -> Checked<Done> {
             model_of(d, m).shape.head_dim = int_of(v);
             return Done{};
         }},
        {{.id = "model.rotary_dim",
          .label = "Rotary dimension",
          .symbol = "rotary_dim",
          .type = ParamType::integer,
          .min = 2,
          .max = 4096,
          .initial = 128,
          .help = "How many entries of the head are rotated, two at a time; the rest carries no position; "
                  "normally the whole head.",
          .step = 2,
          .slider_min = 2,
          .slider_max = 512},
         [](const Document& d, const Parameter&, std::size_t m) -> Value {
             return std::int64_t{model_of(d, m).shape.rotary_dim};
         },
         [](Document& d, const Parameter&, std::size_t m, const Value& v) -> Checked<Done> {
             model_of(d, m).shape.rotary_dim = int_of(v);
             return Done{};
         }},
        {{.id = "model.base",
          .label = "Base",
          .symbol = "*b*",
          .type = ParamType::number,
          .min = 1e-6,
          .max = 1e12,
          .scale = SliderScale::logarithmic,
          .initial = 10000,
          .marks = kBaseMarks,
          .help = "rope_theta: pair i turns by θᵢ = b^(−2i/rotary_dim) rad per token, so a larger base slows "
                  "the slow pairs; 10⁴ to 10⁶ in most models.",
          .slider_min = 100,
          .slider_max = 1e8},
         [](const Document& d, const Parameter&, std::size_t m) -> Value { return model_of(d, m).base; },
         [](Document& d, const Parameter&, std::size_t m, const Value& v) -> Checked<Done> {
             model_of(d, m).base = number_of(v);
             return Done{};
         }},
        {{.id = "model.layout",
          .label = "Layout",
          .type = ParamType::choice,
          .initial_text = "half",
          .choices = kLayouts,
          .help = "Which two entries form pair i: (i, i + P) as in Hugging Face Llama, or (2i, 2i + 1) as in "
                  "GPT-J and Meta's Llama."},
         [](const Document& d, const Parameter&, std::size_t m) -> Value {
             return std::string(id(model_of(d, m).shape.layout));
         },
         [](Document& d, const Parameter&, std::size_t m, const Value& v) -> Checked<Done> {
             model_of(d, m).shape.layout = text_of(v) == "half" ? Layout::half : Layout::interleaved;
             return Done{};
         }},
        {{.id = "model.scaling",
          .label = "Scaling",
          .type = ParamType::choice,
          .initial_text = "default",
          .choices = scaling_choices,
          .help = "How the frequencies are changed to reach a longer context than the trained one."},
         [](const Document& d, const Parameter&, std::size_t m) -> Value {
             return model_of(d, m).scaling.type;
         },
         // The numbers of the scaling before are kept: going there and back loses nothing, and a factor that
         // two scalings share stays.
         [](Document& d, const Parameter&, std::size_t m, const Value& v) -> Checked<Done> {
             model_of(d, m).scaling.type = text_of(v);
             return Done{};
         }},
        {{.id = "model.context",
          .label = "Context",
          .unit = "tokens",
          .type = ParamType::integer,
          .min = 1,
          .max = kLargestContext,
          .scale = SliderScale::logarithmic,
          .initial = 4096,
          .marks = kContextMarks,
          .help = "How many tokens are shown and allowed (max_position_embeddings); 4096 to 131072 in most "
                  "models.",
          .slider_min = 16,
          .slider_max = 16777216},
         [](const Document& d, const Parameter&, std::size_t m) -> Value {
             return model_of(d, m).context_length;
         },
         [](Document& d, const Parameter&, std::size_t m, const Value& v) -> Checked<Done> {
             model_of(d, m).context_length = integer_of(v);
             return Done{};
         }},
        {{.id = "model.original_context",
          .label = "Trained context",
          .symbol = "*L*",
          .unit = "tokens",
          .type = ParamType::integer,
          .min = 1,
          .max = kLargestContext,
          .scale = SliderScale::logarithmic,
          .initial = 4096,
          .marks = kContextMarks,
          .help =
              "Length the model was trained on before scaling (original_max_position_embeddings); YaRN and "
              "Llama 3 count the turns of each pair within it.",
          .slider_min = 16,
          .slider_max = 16777216},
         [](const Document& d, const Parameter&, std::size_t m) -> Value {
             return model_of(d, m).trained_context;
         },
         [](Document& d, const Parameter&, std::size_t m, const Value& v) -> Checked<Done> {
             model_of(d, m).trained_context = integer_of(v);
             return Done{};
         }},
        {{.id = "model.layer_type",
          .label = "Layer type",
          .type = ParamType::text,
          .help = "Which kind of layer is shown where a model rotates its layers differently, such as "
                  "full_attention and sliding_attention of Gemma 3."},
         [](const Document& d, const Parameter&, std::size_t m) -> Value {
             return model_of(d, m).layer_type;
         },
         [](Document& d, const Parameter&, std::size_t m, const Value& v) -> Checked<Done> {
             ModelSpec& model = model_of(d, m);
             if (text_of(v) == model.layer_type) return Done{};
             Checked<ModelSpec> shown = with_layer_type(model, text_of(v));
             if (!shown.ok()) return shown.fault();
             model = std::move(shown).value();
             return Done{};
         }},
    };
}

std::vector<Row> general_rows() {
    return {
        {{.id = "view.pair",
          .label = "Pair",
          .symbol = "*i*",
          .type = ParamType::integer,
          .min = 0,
          .max = kLargestHeadDim / 2.0 - 1,
          .initial = 0,
          .help = "The chosen pair of entries, counted from 0; pair 0 turns fastest, by 1 rad per token.",
          .slider_min = 0,
          .slider_max = 63},
         [](const Document& d, const Parameter&, std::size_t) -> Value {
             return std::int64_t{d.selection.pair};
         },
         [](Document& d, const Parameter&, std::size_t, const Value& v) -> Checked<Done> {
             d.selection.pair = int_of(v);
             return Done{};
         }},
        {{.id = "view.m",
          .label = "Query position",
          .symbol = "*m*",
          .unit = "tokens",
          .type = ParamType::number,
          .min = -kLargestPosition,
          .max = kLargestPosition,
          .initial = 64,
          .help = "Where the query stands; scores depend on Δ = m − n alone.",
          .slider_min = 0,
          .slider_max = 4096},
         [](const Document& d, const Parameter&, std::size_t) -> Value { return d.selection.query_position; },
         [](Document& d, const Parameter&, std::size_t, const Value& v) -> Checked<Done> {
             d.selection.query_position = number_of(v);
             return Done{};
         }},
        {{.id = "view.n",
          .label = "Key position",
          .symbol = "*n*",
          .unit = "tokens",
          .type = ParamType::number,
          .min = -kLargestPosition,
          .max = kLargestPosition,
          .initial = 0,
          .help = "Where the key stands; scores depend on Δ = m − n alone.",
          .slider_min = 0,
          .slider_max = 4096},
         [](const Document& d, const Parameter&, std::size_t) -> Value { return d.selection.key_position; },
         [](Document& d, const Parameter&, std::size_t, const Value& v) -> Checked<Done> {
             d.selection.key_position = number_of(v);
             return Done{};
         }},
        {{.id = "view.delta",
          .label = "Distance",
          .symbol = "Δ",
          .unit = "tokens",
          .type = ParamType::number,
          .min = -2 * kLargestPosition,
          .max = 2 * kLargestPosition,
          .initial = 64,
          .help = "Δ = m − n, how far the key lies before the query; setting it moves m and leaves n.",
          .slider_min = 0,
          .slider_max = 4096},
         [](const Document& d, const Parameter&, std::size_t) -> Value {
             return d.selection.query_position - d.selection.key_position;
         },
         [](Document& d, const Parameter&, std::size_t, const Value& v) -> Checked<Done> {
             d.selection.query_position = d.selection.key_position + number_of(v);
             return Done{};
         }},
        {{.id = "vectors.query",
          .label = "Query vector",
          .symbol = "*q*",
          .type = ParamType::text,
          .initial_text = "gaussian:seed=1",
          .help = "The query before rotation: numbers joined by commas, a .npy file, or ones, onehot:INDEX, "
                  "gaussian:seed=N."},
         [](const Document& d, const Parameter&, std::size_t) -> Value { return d.query.text; },
         [](Document& d, const Parameter&, std::size_t, const Value& v) -> Checked<Done> {
             d.query.text = text_of(v);
             return Done{};
         }},
        {{.id = "vectors.key",
          .label = "Key vector",
          .symbol = "*k*",
          .type = ParamType::text,
          .initial_text = "gaussian:seed=2",
          .help = "The key before rotation: numbers joined by commas, a .npy file, or ones, onehot:INDEX, "
                  "gaussian:seed=N."},
         [](const Document& d, const Parameter&, std::size_t) -> Value { return d.key.text; },
         [](Document& d, const Parameter&, std::size_t, const Value& v) -> Checked<Done> {
             d.key.text = text_of(v);
             return Done{};
         }},
    };
}

// ---- the table

struct Table {
    std::vector<ParamChoice> scaling_choices;
    std::vector<Parameter> rows;
    std::unordered_map<std::string_view, std::size_t> index;

    void add(Parameter parameter) {
        const bool is_new = index.emplace(parameter.spec.id, rows.size()).second;
        require(is_new, "two parameters with one id");
        rows.push_back(parameter);
    }

    Table() {
        for (const Scaling* scaling : scalings())
            scaling_choices.push_back({scaling->id, scaling->label});
        for (const Row& row : model_rows(scaling_choices))
            add({row.spec, true, false, row.get, row.set});
        for (const Scaling* scaling : scalings()) {
            for (const ParamSpec& spec : scaling->params) {
                if (index.contains(spec.id)) continue;  // scalings share factor and the like
                require(spec.id.starts_with(kModelPrefix), "a scaling's parameter is called model.<key>");
                add({spec, true, false, get_scaling_number, set_scaling_number});
            }
        }
        for (const Row& row : general_rows())
            add({row.spec, false, false, row.get, row.set});
        for (const FigureKind* kind : figure_kinds()) {
            for (const ParamSpec& spec : kind->params) {
                require(spec.id.starts_with(kind->id), "a figure's parameter is called <kind>.<name>");
                add({spec, false, true, get_setting, set_setting});
            }
        }
    }
};

const Table& table() {
    static const Table the_table;
    return the_table;
}

}  // namespace

std::span<const Parameter> parameters() {
    return table().rows;
}

const Parameter* find_parameter(std::string_view id) {
    const auto found = table().index.find(id);
    return found == table().index.end() ? nullptr : &table().rows[found->second];
}

Checked<const Parameter*> parameter_named(std::string_view id) {
    if (const Parameter* found = find_parameter(id)) return found;
    std::vector<std::string_view> ids;
    for (const Parameter& parameter : parameters())
        ids.push_back(parameter.spec.id);
    const std::string nearest = nearest_name(id, ids.data(), ids.size());
    return Fault{.id = "unknown_parameter",
                 .subject = std::string(id),
                 .rule = "is not a parameter",
                 .remedy = nearest.empty() ? "`rope-explorer list parameters` names them all"
                                           : "did you mean " + nearest + "?",
                 .where = "",
                 .kind = FaultKind::usage};
}

bool is_relevant(const Parameter& parameter, const Document& document, std::size_t model) {
    if (parameter.get != get_scaling_number) return true;
    const Scaling* scaling = find_scaling(model_of(document, model).scaling.type);
    return scaling && std::any_of(scaling->params.begin(), scaling->params.end(),
                                  [&](const ParamSpec& spec) { return spec.id == parameter.spec.id; });
}

Value default_value(const Document& document, const Parameter& parameter, std::size_t model) {
    if (!parameter.per_model) return initial_value(parameter.spec);
    Document original;
    original.models = {original_model(document, model)};
    return parameter.get(original, parameter, 0);
}

}  // namespace rope
