#include <cmath>

#include "core/base/utf8.h"
#include "core/document/session.h"
#include "core/document/session_text.h"

namespace rope {

using OrderedJson = nlohmann::ordered_json;

nlohmann::ordered_json text_to_json(const std::string& text) {
    if (is_utf8(text)) return text;
    constexpr const char* kDigits = "0123456789abcdef";
    std::string hex;
    for (const unsigned char byte : text)
        hex += {kDigits[byte >> 4], kDigits[byte & 15]};
    return {{"bytes", hex}};
}

nlohmann::ordered_json number_to_json(double number) {
    constexpr double kExactIntegers = 9007199254740992.0;  // 2⁵³
    if (number == std::floor(number) && std::abs(number) <= kExactIntegers) return std::int64_t(number);
    return number;
}

namespace {

OrderedJson scaling_json(const ScalingSpec& scaling) {
    OrderedJson json = {{"type", text_to_json(scaling.type)}};
    for (const auto& [name, number] : scaling.numbers)
        json[name] = number_to_json(number);
    for (const auto& [name, list] : scaling.lists) {
        json[name] = OrderedJson::array();
        for (const double number : list)
            json[name].push_back(number_to_json(number));
    }
    return json;
}

OrderedJson layer_json(const LayerRope& layer) {
    OrderedJson json = {{"rotary_dim", layer.rotary_dim},
                        {"base", number_to_json(layer.base)},
                        {"scaling", scaling_json(layer.scaling)}};
    if (layer.head_dim > 0) json["head_dim"] = layer.head_dim;
    if (layer.no_positions) json["no_positions"] = true;
    return json;
}

OrderedJson model_json(const ModelSpec& model) {
    OrderedJson json = {
        {"name", text_to_json(model.name)},           {"source", text_to_json(model.source)},
        {"head_dim", model.shape.head_dim},           {"rotary_dim", model.shape.rotary_dim},
        {"rotary_offset", model.shape.rotary_offset}, {"layout", id(model.shape.layout)},
        {"base", number_to_json(model.base)},         {"context", model.context_length},
        {"original_context", model.trained_context},  {"scaling", scaling_json(model.scaling)}};
    if (model.attention_scale != 0) json["attention_scale"] = number_to_json(model.attention_scale);
    if (model.softmax_scale_multiplier != 1) {
        json["softmax_scale_multiplier"] = number_to_json(model.softmax_scale_multiplier);
    }
    if (model.logit_softcap != 0) json["logit_softcap"] = number_to_json(model.logit_softcap);
    if (const QueryGrowth& growth = model.query_growth; growth.strength != 0) {
        json["query_growth"] = {{"strength", number_to_json(growth.strength)},
                                {"length", growth.length},
                                {"offset", growth.offset},
                                {"only_without_positions", growth.only_without_positions}};
    }
    if (!model.layer_type.empty()) json["layer_type"] = text_to_json(model.layer_type);
    for (const auto& [name, layer] : model.layer_types)
        json["layer_types"][name] = layer_json(layer);
    return json;
}

OrderedJson value_json(const Value& value) {
    if (const bool* boolean = std::get_if<bool>(&value)) return *boolean;
    if (const std::int64_t* integer = std::get_if<std::int64_t>(&value)) return *integer;
    if (const double* number = std::get_if<double>(&value)) return number_to_json(*number);
    return text_to_json(std::get<std::string>(value));
}

// What an unknown version of the program wrote goes back where it was; what we know wins.
void add_unknown(OrderedJson& json, const nlohmann::json& unknown) {
    if (json.is_object() && unknown.is_object()) {
        for (const auto& [key, value] : unknown.items()) {
            if (json.contains(key)) {
                add_unknown(json[key], value);
            } else {
                json[key] = value;
            }
        }
    } else if (json.is_array() && unknown.is_array()) {
        for (std::size_t i = 0; i < std::min(json.size(), unknown.size()); ++i)
            add_unknown(json[i], unknown[i]);
    }
}

OrderedJson figure_json(const SessionFigure& figure) {
    return {{"kind", text_to_json(figure.kind)},
            {"width", number_to_json(figure.size.width)},
            {"height", number_to_json(figure.size.height)},
            {"dpi", number_to_json(figure.dpi)},
            {"theme", id(figure.theme)},
            {"transparent", figure.transparent}};
}

}  // namespace

std::string write_session(const Document& document, const std::optional<SessionFigure>& figure) {
    OrderedJson json = {{"format", kSessionFormat}, {"version", kSessionVersion}};
    if (figure) json["figure"] = figure_json(*figure);
    json["models"] = OrderedJson::array();
    for (const ModelSpec& model : document.models) {
        OrderedJson written = model_json(model);
        const auto loaded = document.loaded.find(model.source);
        if (loaded != document.loaded.end() && !(loaded->second == model)) {
            written["as_loaded"] = model_json(loaded->second);
        }
        json["models"].push_back(std::move(written));
    }
    json["vectors"] = {{"query", text_to_json(document.query.text)},
                       {"key", text_to_json(document.key.text)}};
    const Document usual;
    if (!(document.w_q == usual.w_q)) json["vectors"]["w_q"] = text_to_json(document.w_q.text);
    if (!(document.w_k == usual.w_k)) json["vectors"]["w_k"] = text_to_json(document.w_k.text);
    if (!(document.sequence == usual.sequence)) {
        json["sequence"] = {{"tokens", text_to_json(tokens_text(document.sequence.tokens))},
                            {"order", order_text(document.sequence.order)}};
    }
    json["view"] = {{"pair", document.selection.pair},
                    {"m", number_to_json(document.selection.query_position)},
                    {"n", number_to_json(document.selection.key_position)}};
    json["settings"] = OrderedJson::object();
    for (const auto& [name, value] : document.settings)
        json["settings"][name] = value_json(value);
    add_unknown(json, document.unknown.get());
    return json.dump(2) + "\n";
}

}  // namespace rope
