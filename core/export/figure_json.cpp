#include "core/export/figure_json.h"

#include "core/base/json_object.h"
#include "core/document/parameters.h"
#include "core/figure/caption.h"
#include "core/figure/rich_text.h"

namespace rope {
namespace {

// ---- what was asked for

void add_value(JsonObject& object, std::string_view key, const Value& value) {
    if (const bool* boolean = std::get_if<bool>(&value)) object.boolean(key, *boolean);
    if (const std::int64_t* integer = std::get_if<std::int64_t>(&value)) object.integer(key, *integer);
    if (const double* number = std::get_if<double>(&value)) object.number(key, *number);
    if (const std::string* text = std::get_if<std::string>(&value)) object.text(key, *text);
}

JsonObject model_object(const Document& document, std::size_t model) {
    JsonObject object;
    object.text("letter", model_letter(model)).text("label", model_label(document, model));
    constexpr std::string_view kPrefix = "model.";
    for (const Parameter& parameter : parameters()) {
        if (!parameter.per_model || !is_relevant(parameter, document, model)) continue;
        add_value(object, parameter.spec.id.substr(kPrefix.size()),
                  parameter.get(document, parameter, model));
    }
    return object;
}

void add_request(JsonObject& object, const Figure& figure, const Document& document) {
    std::vector<JsonObject> models;
    for (std::size_t m = 0; m < document.models.size(); ++m)
        models.push_back(model_object(document, m));
    object.objects("models", models);
    const FigureKind* kind = find_figure_kind(figure.kind);
    JsonObject settings;
    for (const Parameter& parameter : parameters()) {
        const bool decides = !parameter.is_setting || (kind != nullptr && kind->reads(parameter.spec.id));
        if (parameter.per_model || !decides) continue;
        add_value(settings, parameter.spec.id, parameter.get(document, parameter, 0));
    }
    object.object("parameters", settings);
}

// ---- what is drawn

// "distance Δ = m − n (tokens)": the unit is the last word where it stands in brackets; "1" where none does.
JsonObject axis_object(const Axis& axis) {
    std::string title = plain_text(axis.title), unit = "1";
    const std::size_t open = title.rfind(" (");
    if (open != std::string::npos && title.ends_with(')')) {
        const std::string inside = title.substr(open + 2, title.size() - open - 3);
        if (inside.find(' ') == std::string::npos) {
            unit = inside;
            title.resize(open);
        }
    }
    JsonObject object;
    object.text("title", title).text("unit", unit);
    object.text("scale", axis.scale == AxisScale::logarithmic ? "log" : "linear");
    return object.number("from", axis.reversed ? axis.hi : axis.lo)
        .number("to", axis.reversed ? axis.lo : axis.hi);
}

// The marks that hold data or name a place, each as one object.
struct MarkObject {
    JsonObject object;

    bool operator()(const LineMark& line) {
        std::vector<double> x, y;
        for (const Point& point : line.points) {
            x.push_back(point.x);
            y.push_back(point.y);
        }
        object.text("mark", "line").text("label", plain_text(line.label)).numbers("x", x).numbers("y", y);
        return true;
    }
    bool operator()(const BandMark& band) {
        object.text("mark", "band").text("label", plain_text(band.label));
        object.numbers("x", band.x).numbers("smallest", band.lo).numbers("largest", band.hi);
        return true;
    }
    bool operator()(const RuleMark& rule) {
        object.text("mark", "rule").text("label", plain_text(rule.label));
        object.text("axis", rule.vertical ? "x" : "y").number("value", rule.value);
        return true;
    }
    bool operator()(const PointMark& point) {
        object.text("mark", "point").text("label", plain_text(point.label));
        object.number("x", point.at.x).number("y", point.at.y);
        return true;
    }
    bool operator()(const CellsMark& cells) {
        object.text("mark", "map")
            .integer("rows", cells.raster.rows)
            .integer("columns", cells.raster.columns);
        object.number("x_from", cells.x0).number("x_to", cells.x1);
        object.number("y_from", cells.y0).number("y_to", cells.y1);
        object.number("colour_from", cells.scale.lo).number("colour_to", cells.scale.hi);
        return true;
    }
    bool operator()(const TextMark& text) {
        object.text("mark", "text").text("label", plain_text(text.text));
        return true;
    }
    bool operator()(const DialGridMark& grid) {
        std::vector<JsonObject> dials;
        for (const Dial& dial : grid.dials)
            dials.push_back(dial_object(dial));
        object.text("mark", "dials").objects("dials", dials);
        return true;
    }
    bool operator()(const LargeDialMark& large) {
        object.text("mark", "dial").objects("dials", std::vector{dial_object(large.dial)});
        return true;
    }
    bool operator()(const BoxMark&) { return false; }  // decoration

    static JsonObject dial_object(const Dial& dial) {
        JsonObject one;
        one.integer("pair", dial.pair).number("angle_q", dial.angle_q).number("angle_k", dial.angle_k);
        return one.number("wavelength", dial.wavelength).number("contribution", dial.contribution);
    }
};

JsonObject panel_object(const Panel& panel) {
    JsonObject object;
    object.text("title", plain_text(panel.title));
    if (panel.x) object.object("x", axis_object(*panel.x));
    if (panel.y) object.object("y", axis_object(*panel.y));
    if (panel.colour_bar) object.text("colours", plain_text(panel.colour_bar->title));
    std::vector<JsonObject> series;
    for (const Mark& mark : panel.marks) {
        MarkObject made;
        if (std::visit(made, mark)) series.push_back(std::move(made.object));
    }
    return object.objects("series", series);
}

// ---- the numbers

JsonObject grid_object(const DataTable& table) {
    const Raster& grid = *table.grid;
    JsonObject object;
    object.text("name", table.grid_name).text("unit", table.grid_unit.empty() ? "1" : table.grid_unit);
    const auto side = [&](const std::string& name, int count, double first, double step) {
        JsonObject one;
        one.text("name", name).text("unit", table.position_unit).integer("count", count);
        return one.number("first", first).number("step", step);
    };
    object.object("rows", side(table.row_name, grid.rows, table.row_first, table.row_step));
    object.object("columns", side(table.column_name, grid.columns, table.column_first, table.column_step));
    if (grid.toeplitz) return object.numbers("lags", *grid.values);
    std::vector<std::vector<double>> rows;
    for (int r = 0; r < grid.rows; ++r) {
        rows.emplace_back();
        for (int c = 0; c < grid.columns; ++c)
            rows.back().push_back(grid.at(r, c));
    }
    return object.rows("values", rows);
}

JsonObject data_object(const DataTable& table) {
    JsonObject object;
    if (table.grid && table.grid->rows > 0 && table.grid->columns > 0)
        return object.object("grid", grid_object(table));
    std::vector<JsonObject> columns;
    for (const Column& column : table.columns) {
        JsonObject one;
        one.text("name", column.name).text("unit", column.unit.empty() ? "1" : column.unit);
        if (column.texts.empty())
            one.numbers("values", column.values);
        else
            one.texts("values", column.texts);
        columns.push_back(std::move(one));
    }
    return object.objects("columns", columns);
}

}  // namespace

std::string figure_json(const Figure& figure, const Document* document) {
    JsonObject object;
    object.text("kind", figure.kind).text("title", plain_text(figure.title));
    object.text("caption", caption_text(figure)).texts("notes", figure.notes);
    if (!figure.sentence.empty()) object.text("sentence", figure.sentence);
    if (document != nullptr) add_request(object, figure, *document);
    std::vector<JsonObject> panels;
    for (const Panel& panel : figure.panels)
        panels.push_back(panel_object(panel));
    if (!figure.facts.empty()) {
        std::vector<JsonObject> facts;
        for (const FigureFacts& each : figure.facts) {
            JsonObject one;
            one.text("of", each.of);
            for (const auto& [name, value] : each.facts)
                add_value(one, name, value);
            facts.push_back(std::move(one));
        }
        object.objects("facts", facts);
    }
    return object.objects("panels", panels).object("data", data_object(figure.data)).done();
}

}  // namespace rope
