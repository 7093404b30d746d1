#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "core/base/atomic_file.h"
#include "core/base/json_text.h"
#include "core/document/parameters.h"
#include "core/document/session.h"
#include "core/document/session_text.h"

namespace rope {

using Json = nlohmann::json;

std::optional<std::string> text_from_json(const Json& json) {
    if (json.is_string()) return json.get<std::string>();
    if (!json.is_object() || json.size() != 1 || !json.contains("bytes") || !json["bytes"].is_string())
        return {};
    const auto& hex = json["bytes"].get_ref<const std::string&>();
    if (hex.size() % 2 != 0) return {};
    std::string text;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        unsigned byte = 0;
        const char* end = hex.data() + i + 2;
        const auto [rest, error] = std::from_chars(hex.data() + i, end, byte, 16);
        if (error != std::errc() || rest != end) return {};
        text += static_cast<char>(byte);
    }
    return text;
}

namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 20;

// Where we are in which file, and the first thing that was wrong. After a fault reading goes on with defaults
// and the caller refuses the whole at the end.
struct Report {
    std::string where;
    std::optional<Fault> fault;

    void refuse(const char* id, std::string subject, std::string rule, std::string remedy = {}) {
        if (fault) return;
        fault = Fault{.id = id,
                      .subject = std::move(subject),
                      .rule = std::move(rule),
                      .remedy = std::move(remedy),
                      .where = where};
    }
    // A fault of another room, placed in this file.
    void refuse(Fault other) {
        if (fault) return;
        other.where = where;
        other.kind = FaultKind::failed;
        fault = std::move(other);
    }
};

// One object of the session. Fields are taken by name; what nobody took is unknown to this version.
class Fields {
  public:
    Fields(const Json& json, std::string path, Report& report) : path_(std::move(path)), report_(report) {
        if (json.is_object()) {
            rest_ = json;
        } else {
            report_.refuse("wrong_type", path_, "must be an object, written { ... }");
        }
    }

    std::optional<Json> take(const std::string& key) {
        const auto found = rest_.find(key);
        if (found == rest_.end()) return {};
        Json value = std::move(*found);
        rest_.erase(found);
        return value;
    }
    Fields object(const std::string& key) { return {take(key).value_or(Json::object()), name(key), report_}; }
    void read(const std::string& key, double& number) {
        const std::optional<Json> json = take(key);
        if (!json) return;
        if (!json->is_number()) return refuse_type(key, *json, "must be a number");
        number = json->get<double>();
    }
    void read(const std::string& key, std::int64_t& number, std::int64_t min, std::int64_t max) {
        const std::optional<Json> json = take(key);
        if (!json) return;
        const double value = json->is_number() ? json->get<double>() : std::nan("");
        if (!(value >= double(min) && value <= double(max)) || value != std::floor(value)) {
            return refuse_type(key, *json,
                               fmt::format("must be a whole number from {} to {}", min, max).c_str());
        }
        number = static_cast<std::int64_t>(value);
    }
    void read(const std::string& key, int& number, int min, int max) {
        std::int64_t wide = number;
        read(key, wide, min, max);
        number = static_cast<int>(wide);
    }
    void read(const std::string& key, bool& flag) {
        const std::optional<Json> json = take(key);
        if (!json) return;
        if (!json->is_boolean()) return refuse_type(key, *json, "must be true or false");
        flag = json->get<bool>();
    }
    void read(const std::string& key, std::string& text) {
        const std::optional<Json> json = take(key);
        if (!json) return;
        std::optional<std::string> read = text_from_json(*json);
        if (!read) return refuse_type(key, *json, "must be text in quotation marks");
        text = std::move(*read);
    }

    std::string name(const std::string& key) const { return path_.empty() ? key : path_ + "." + key; }
    Report& report() { return report_; }
    void refuse_type(const std::string& key, const Json& json, const char* rule) {
        std::string shown = json.dump(-1, ' ', false, Json::error_handler_t::replace);
        if (shown.size() > 40) shown = shown.substr(0, 40) + "...";
        report_.refuse("wrong_type", name(key) + " = " + shown, rule);
    }
    Json& rest() { return rest_; }
    // Into `unknown`, unless there is nothing to keep.
    void keep_rest(Json& unknown, const std::string& key) {
        if (!rest_.empty()) unknown[key] = std::move(rest_);
    }

  private:
    std::string path_;
    Report& report_;
    Json rest_ = Json::object();
};

// Every number and every list of numbers is a parameter of the scaling.
ScalingSpec read_scaling(Fields& fields) {
    ScalingSpec scaling;
    fields.read("type", scaling.type);
    Json others = Json::object();
    for (const auto& [key, json] : fields.rest().items()) {
        if (json.is_number() || json.is_boolean()) {
            scaling.numbers[key] = json.is_boolean() ? double(json.get<bool>()) : json.get<double>();
        } else if (json.is_array() && std::all_of(json.begin(), json.end(),
                                                  [](const Json& entry) { return entry.is_number(); })) {
            scaling.lists[key] = json.get<std::vector<double>>();
        } else {
            others[key] = json;
        }
    }
    fields.rest() = std::move(others);
    return scaling;
}

LayerRope read_layer(Fields& fields) {
    LayerRope layer;
    fields.read("head_dim", layer.head_dim, 0, kLargestHeadDim);
    fields.read("rotary_dim", layer.rotary_dim, 0, kLargestHeadDim);
    fields.read("base", layer.base);
    fields.read("no_positions", layer.no_positions);
    Fields scaling = fields.object("scaling");
    layer.scaling = read_scaling(scaling);
    scaling.keep_rest(fields.rest(), "scaling");
    return layer;
}

ModelSpec read_model(Fields& fields) {
    ModelSpec model;
    fields.read("name", model.name);
    fields.read("source", model.source);
    fields.read("head_dim", model.shape.head_dim, 0, kLargestHeadDim);
    fields.read("rotary_dim", model.shape.rotary_dim, 0, kLargestHeadDim);
    fields.read("rotary_offset", model.shape.rotary_offset, 0, kLargestHeadDim);
    std::string layout(id(model.shape.layout));
    fields.read("layout", layout);
    if (layout == id(Layout::interleaved)) {
        model.shape.layout = Layout::interleaved;
    } else if (layout != id(Layout::half)) {
        fields.refuse_type("layout", layout, "must be one of half, interleaved");
    }
    fields.read("base", model.base);
    fields.read("context", model.context_length, 0, kLargestContext);
    fields.read("original_context", model.trained_context, 0, kLargestContext);
    Fields scaling = fields.object("scaling");
    model.scaling = read_scaling(scaling);
    fields.read("attention_scale", model.attention_scale);
    fields.read("softmax_scale_multiplier", model.softmax_scale_multiplier);
    fields.read("logit_softcap", model.logit_softcap);
    Fields growth = fields.object("query_growth");
    growth.read("strength", model.query_growth.strength);
    growth.read("length", model.query_growth.length, 0, kLargestContext);
    growth.read("offset", model.query_growth.offset, 0, 1);
    growth.read("only_without_positions", model.query_growth.only_without_positions);
    growth.keep_rest(fields.rest(), "query_growth");
    fields.read("layer_type", model.layer_type);
    Fields layers = fields.object("layer_types");
    Json unknown_layers = Json::object();
    for (const auto& [name, json] : layers.rest().items()) {
        Fields layer(json, layers.name(name), fields.report());
        model.layer_types.emplace(name, read_layer(layer));
        layer.keep_rest(unknown_layers, name);
    }
    scaling.keep_rest(fields.rest(), "scaling");
    if (!unknown_layers.empty()) fields.rest()["layer_types"] = std::move(unknown_layers);
    return model;
}

void read_models(Fields& fields, Document& document, Json& all_unknown) {
    const std::optional<Json> models = fields.take("models");
    if (!models) return;
    if (!models->is_array() || models->empty())
        return fields.refuse_type("models", *models, "must list the models");
    if (models->size() > kMostModels) {
        return fields.report().refuse("too_many_models", fmt::format("{} models", models->size()),
                                      fmt::format("are more than {}", kMostModels));
    }
    document.models.clear();
    Json unknown = Json::array();
    bool any_unknown = false;
    for (const Json& json : *models) {
        Fields model(json, fmt::format("models[{}]", document.models.size()), fields.report());
        const std::optional<Json> as_loaded = model.take("as_loaded");
        document.models.push_back(read_model(model));
        const ModelSpec& read = document.models.back();
        if (as_loaded && !read.source.empty()) {
            Fields loaded(*as_loaded, model.name("as_loaded"), fields.report());
            const ModelSpec original = read_model(loaded);
            if (const Checked<Done> valid = validate(original); !valid.ok())
                fields.report().refuse(valid.fault());
            document.loaded.insert_or_assign(read.source, original);
        }
        any_unknown = any_unknown || !model.rest().empty();
        unknown.push_back(std::move(model.rest()));
    }
    if (any_unknown) all_unknown["models"] = std::move(unknown);
}

void read_sequence(Fields& fields, TokenSequence& sequence) {
    std::string tokens = tokens_text(sequence.tokens), order = order_text(sequence.order);
    fields.read("tokens", tokens);
    std::vector<Token> read = parse_tokens(tokens);
    if (read.size() != sequence.tokens.size())
        order.clear();  // as written, unless the session says otherwise
    fields.read("order", order);
    sequence.tokens = std::move(read);
    Checked<std::vector<int>> placed = parse_order(order, "");
    if (!placed.ok()) return fields.report().refuse(placed.fault());
    sequence.order = std::move(placed).value();
}

void read_settings(Fields& fields, Document& document, Json& all_unknown) {
    Fields settings = fields.object("settings");
    Json unknown = Json::object();
    for (const auto& [name, json] : settings.rest().items()) {
        const Parameter* parameter = find_parameter(name);
        if (!parameter || !parameter->is_setting) {
            unknown[name] = json;
            continue;
        }
        Value value;
        if (json.is_boolean()) {
            value = json.get<bool>();
        } else if (json.is_number()) {
            value = json.get<double>();
        } else if (std::optional<std::string> text = text_from_json(json)) {
            value = std::move(*text);
        } else {
            settings.refuse_type(name, json, "must be a number, a text, true or false");
            continue;
        }
        const Checked<Value> checked = checked_value(parameter->spec, value, "");
        if (!checked.ok()) {
            fields.report().refuse(checked.fault());
            continue;
        }
        const Checked<Done> set = parameter->set(document, *parameter, 0, checked.value());
        if (!set.ok()) fields.report().refuse(set.fault());
    }
    if (!unknown.empty()) all_unknown["settings"] = std::move(unknown);
}

std::optional<SessionFigure> read_figure(Fields& fields, Json& all_unknown) {
    if (!fields.rest().contains("figure")) return {};
    Fields figure = fields.object("figure");
    SessionFigure read;
    figure.read("kind", read.kind);
    figure.read("width", read.size.width);
    figure.read("height", read.size.height);
    figure.read("dpi", read.dpi);
    std::string look(id(read.theme));
    figure.read("theme", look);
    if (!parse_theme(look, read.theme)) {
        std::string known;
        for (const ThemeId theme : themes())
            known += (known.empty() ? "must be one of " : ", ") + std::string(id(theme));
        figure.refuse_type("theme", look, known.c_str());
    }
    figure.read("transparent", read.transparent);
    figure.keep_rest(all_unknown, "figure");
    if (read.kind.empty()) return {};
    return read;
}

void check_version(Fields& fields) {
    std::string format;
    fields.read("format", format);
    if (format != kSessionFormat) {
        return fields.report().refuse("not_a_session", "this file", "is no session of rope-explorer",
                                      "a session begins with { \"format\": \"rope-explorer session\"");
    }
    std::int64_t version = 0;
    fields.read("version", version, 1, std::numeric_limits<std::int32_t>::max());
    if (version == 0) return fields.report().refuse("no_version", "this session", "does not say its version");
    if (version > kSessionVersion) {
        fields.report().refuse("newer_version", fmt::format("this session has version {}", version),
                               fmt::format("and this program reads versions up to {}", kSessionVersion),
                               "open it with a newer rope-explorer; the file was left as it is");
    }
}

}  // namespace

Checked<SavedSession> read_saved_session(std::string_view text, const std::string& where) {
    const Checked<Json> json = parse_json(text, where);
    if (!json.ok()) return json.fault();
    Report report{where, {}};
    Fields fields(json.value(), "", report);
    check_version(fields);
    if (report.fault) return *report.fault;

    Document document;
    Json unknown = Json::object();
    std::optional<SessionFigure> figure = read_figure(fields, unknown);
    read_models(fields, document, unknown);
    Fields vectors = fields.object("vectors");
    vectors.read("query", document.query.text);
    vectors.read("key", document.key.text);
    vectors.read("w_q", document.w_q.text);
    vectors.read("w_k", document.w_k.text);
    Fields sequence = fields.object("sequence");
    read_sequence(sequence, document.sequence);
    Fields view = fields.object("view");
    view.read("pair", document.selection.pair, 0, kLargestHeadDim);
    view.read("m", document.selection.query_position);
    view.read("n", document.selection.key_position);
    read_settings(fields, document, unknown);
    vectors.keep_rest(unknown, "vectors");
    sequence.keep_rest(unknown, "sequence");
    view.keep_rest(unknown, "view");
    for (auto& [key, value] : fields.rest().items())
        unknown[key] = std::move(value);
    document.unknown.set(std::move(unknown));

    if (!report.fault) {
        if (const Checked<Done> valid = validate(document); !valid.ok()) report.refuse(valid.fault());
    }
    if (report.fault) return *report.fault;
    return SavedSession{std::move(document), std::move(figure)};
}

Checked<Document> read_session(std::string_view text, const std::string& where) {
    Checked<SavedSession> saved = read_saved_session(text, where);
    if (!saved.ok()) return saved.fault();
    return std::move(saved).value().document;
}

Checked<Document> read_session_file(const std::string& path) {
    const Checked<std::string> text = read_file(path, kMostBytes);
    if (!text.ok()) return text.fault();
    return read_session(text.value(), path);
}

bool is_session(std::string_view json) {
    constexpr std::string_view kBlanks = " \t\r\n";
    constexpr std::string_view kKey = "\"format\"";
    // By text, so that a broken session is still known to be one and its fault can be said.
    for (std::size_t at = json.find(kKey); at != std::string_view::npos; at = json.find(kKey, at + 1)) {
        std::size_t next = json.find_first_not_of(kBlanks, at + kKey.size());
        if (next == std::string_view::npos || json[next] != ':') continue;
        next = json.find_first_not_of(kBlanks, next + 1);
        if (next == std::string_view::npos || json[next] != '"') continue;
        const std::string_view value = json.substr(next + 1);
        const std::string_view format = kSessionFormat;
        if (value.substr(0, format.size()) == format && value.substr(format.size(), 1) == "\"") return true;
    }
    return false;
}

}  // namespace rope
