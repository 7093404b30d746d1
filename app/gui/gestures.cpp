#include "app/gui/gestures.h"

#include <algorithm>
#include <cmath>

#include "app/gui/token_gestures.h"
#include "core/base/phase.h"

namespace rope {
namespace {

template <class M>
const M* find_mark(const Panel& panel) {
    for (const Mark& mark : panel.marks)
        if (const auto* found = std::get_if<M>(&mark)) return found;
    return nullptr;
}

SingleEdit set_whole(std::string id, double value) {
    return SetParameter{std::move(id), static_cast<std::int64_t>(std::llround(value)), 0};
}

double in_range(double position) {
    return std::clamp(std::round(position), -kLargestPosition, kLargestPosition);
}

// Where the rim's centre stands and how long a data unit is drawn [pt].
Point vector_at(const LargeDialMark& mark, const PanelLayout& places, Point page) {
    const double unit = places.dial_radius / mark.radius_scale;
    return {(page.x - places.dial_centre.x) / unit, (places.dial_centre.y - page.y) / unit};
}

Point turned(Point v, double angle) {
    const double c = std::cos(angle), s = std::sin(angle);
    return {v.x * c - v.y * s, v.x * s + v.y * c};
}

// The tip is drawn after projection and rotation; the vector is edited before both.
std::optional<Edit> tip_edit(const Scene& scene, const Grab& grab, Point page) {
    const auto panel = static_cast<std::size_t>(grab.panel);
    const auto* large = find_mark<LargeDialMark>(scene.figure.panels[panel]);
    const HeadShape& shape = scene.document.models.front().shape;
    if (large == nullptr || large->dial.pair >= shape.pairs()) return std::nullopt;
    const bool query = grab.kind == Grab::Kind::query_tip;
    const Point tip = turned(vector_at(*large, scene.places.panels[panel], page),
                             -(query ? large->dial.angle_q : large->dial.angle_k));
    const double growth = query ? large->dial.growth_q : large->dial.growth_k;
    const Point v{tip.x / growth, tip.y / growth};
    if (!std::isfinite(v.x) || !std::isfinite(v.y)) return std::nullopt;  // xPos has shrunk it to nothing
    const auto [first, second] = pair_components(shape, large->dial.pair);
    std::vector<double> values = grab.vector;
    if (static_cast<std::size_t>(std::max(first, second)) >= values.size()) return std::nullopt;
    // As fine as a hand is; the text field shows these numbers.
    const auto rounded = [](double x) { return std::round(x * 1000) / 1000; };
    values[static_cast<std::size_t>(first)] = rounded(v.x);
    values[static_cast<std::size_t>(second)] = rounded(v.y);
    if (grab.projection == nullptr || grab.projection->is_identity())
        return SetVector{query, typed_vector(values)};
    auto before = grab.projection->solve(values);
    if (!before) return std::nullopt;
    for (double& x : *before)
        x = std::round(x * 1e6) / 1e6;
    return SetVector{query, typed_vector(*before)};
}

// ---- multipliers

const MultiplierHandles* handles_of(const Scene& scene, std::size_t panel) {
    for (const MultiplierHandles& one : scene.figure.panels[panel].multipliers)
        if (one.model == scene.model && one.model < scene.document.models.size()) return &one;
    return nullptr;
}

// One number for each pair, as the document says now.
std::vector<double> multipliers_of(const ModelSpec& model) {
    std::vector<double> all(static_cast<std::size_t>(model.shape.pairs()), 1);
    const auto found = model.scaling.lists.find("multipliers");
    if (found == model.scaling.lists.end()) return all;
    if (found->second.size() == 1) std::fill(all.begin(), all.end(), found->second.front());
    if (found->second.size() == all.size()) all = found->second;
    return all;
}

// As fine as a hand is; the text field shows these numbers.
double four_digits(double x) {
    const int places = 3 - static_cast<int>(std::floor(std::log10(x)));
    const double power = std::pow(10, std::abs(places));
    return places >= 0 ? std::round(x * power) / power : std::round(x / power) * power;
}

// A stroke: the straight line on the page between two places of the pointer, at each pair that it passes.
std::optional<Edit> multiplier_edit(const Scene& scene, const Grab& grab, Point page) {
    const auto index = static_cast<std::size_t>(grab.panel);
    const MultiplierHandles* handles = handles_of(scene, index);
    if (handles == nullptr) return std::nullopt;
    const PanelLayout& places = scene.places.panels[index];
    const Rect& plot = places.plot;
    const auto data = [&](Point at) {
        return to_data(scene.figure.panels[index], places,
                       {std::clamp(at.x, plot.x, plot.right()), std::clamp(at.y, plot.y, plot.bottom())});
    };
    const Point a = data(grab.from), b = data(page);
    std::vector<double> all = multipliers_of(scene.document.models[scene.model]);
    if (all.size() != handles->at_one.size()) return std::nullopt;
    const double last = static_cast<double>(all.size()) - 1;
    const auto pair_of = [&](double x) { return std::clamp(std::round(x), 0.0, last); };
    const double first = pair_of(std::min(a.x, b.x)), end = pair_of(std::max(a.x, b.x));
    for (double i = first; i <= end; ++i) {
        const double share = a.x == b.x || first == end ? 1 : std::clamp((i - a.x) / (b.x - a.x), 0.0, 1.0);
        const double y = a.y * std::pow(b.y / a.y, share), one = handles->at_one[static_cast<std::size_t>(i)];
        const double multiplier = handles->falling ? one / y : y / one;
        if (multiplier > 0 && std::isfinite(multiplier))
            all[static_cast<std::size_t>(i)] = four_digits(multiplier);
    }
    return SetParameter{"model.multipliers", typed_vector(all).text, scene.model};
}

// Of several maps the one that is taken hold of is chosen with the positions.
std::optional<Edit> positions_edit(const Scene& scene, std::size_t panel, double m, double n) {
    const Selection& now = scene.document.selection;
    Together edit{{SetParameter{"view.m", m, 0}, SetParameter{"view.n", n, 0}}, "Positions m and n"};
    bool changes = m != now.query_position || n != now.key_position;
    const auto& choice = scene.figure.panels[panel].choice;
    if (const Parameter* row = choice ? find_parameter(choice->id) : nullptr) {
        changes |= row->get(scene.document, *row, 0) != Value(choice->value);
        edit.edits.emplace_back(SetParameter{choice->id, choice->value, 0});
    }
    return changes ? std::optional<Edit>(std::move(edit)) : std::nullopt;
}

// ---- views of maps and curves

struct Window {  // whole tokens
    double from = 0, to = 1;
};

// Zoomed about `at`, at least `least` long; the start does not pass below zero unless it was there.
Window zoomed(Window w, double at, double factor, double least) {
    const double length = std::max(least, (w.to - w.from) / factor);
    const double share = (at - w.from) / (w.to - w.from);
    double from = at - share * length;
    from = std::max(from, std::min(w.from, 0.0));
    return {from, from + length};
}

std::optional<Edit> score_view_edit(double query_from, double key_from, double span, std::string label) {
    span = std::clamp(std::round(span), 1.0, kLargestPosition);
    Together edit;
    edit.label = std::move(label);
    edit.edits = {set_whole("scores.query_from", in_range(query_from)),
                  set_whole("scores.key_from", in_range(key_from)), set_whole("scores.span", span)};
    return edit;
}

// Kinds whose horizontal axis runs between two rows of theirs: "decay.from" and "decay.to".
bool has_range(std::string_view kind) {
    const std::string name(kind);
    return find_parameter(name + ".from") != nullptr && find_parameter(name + ".to") != nullptr;
}

std::optional<Edit> range_edit(std::string_view kind, double from, double to, std::string label) {
    from = in_range(from);
    to = std::max(in_range(to), from + 1);
    if (to == 0) to = 1;  // 0 stands for the whole context
    Together edit;
    edit.label = std::move(label);
    edit.edits = {set_whole(std::string(kind) + ".from", from), set_whole(std::string(kind) + ".to", to)};
    return edit;
}

constexpr double kZoomStep = 1.25;  // of one notch

}  // namespace

int panel_at(const Scene& scene, Point page) {
    for (std::size_t i = 0; i < scene.places.panels.size(); ++i)
        if (scene.places.panels[i].plot.contains(page)) return static_cast<int>(i);
    for (std::size_t i = 0; i < scene.places.panels.size(); ++i)
        if (scene.places.panels[i].outer.contains(page)) return static_cast<int>(i);
    return -1;
}

std::optional<int> dial_at(const Scene& scene, Point page) {
    for (std::size_t p = 0; p < scene.places.panels.size(); ++p) {
        const auto* grid = find_mark<DialGridMark>(scene.figure.panels[p]);
        const std::vector<Rect>& rects = scene.places.panels[p].dials;
        if (grid == nullptr) continue;
        for (std::size_t i = 0; i < std::min(rects.size(), grid->dials.size()); ++i)
            if (rects[i].contains(page)) return grid->dials[i].pair;
    }
    return std::nullopt;
}

namespace {

std::optional<int> pair_at(const Scene& scene, const Grab& grab, Point page) {
    if (grab.pair) return grab.pair;
    const auto panel = static_cast<std::size_t>(grab.panel);
    if (meaning_of(scene.figure, panel) != PanelMeaning::pairs) return dial_at(scene, page);
    const double x = to_data(scene.figure.panels[panel], scene.places.panels[panel], page).x;
    const int last = scene.document.models.front().shape.pairs() - 1;
    return static_cast<int>(std::clamp(std::round(x), 0.0, static_cast<double>(last)));
}

}  // namespace

PanelMeaning meaning_of(const Figure& figure, std::size_t index) {
    const Panel& panel = figure.panels[index];
    if (!panel.x || !panel.y) return PanelMeaning::other;
    const std::vector<Column>& columns = figure.data.columns;
    const std::string_view first = columns.empty() ? std::string_view() : columns.front().name;
    const bool cells = find_mark<CellsMark>(panel) != nullptr;
    if (figure.kind == "scores") {
        // A profile shares one axis with the map.
        return cells              ? PanelMeaning::score_map
               : panel.row > 0    ? PanelMeaning::key_profile
               : panel.column > 0 ? PanelMeaning::query_profile
                                  : PanelMeaning::other;
    }
    if (cells)
        return first.starts_with("query") && columns.size() > 1 && columns[1].name.starts_with("key")
                   ? PanelMeaning::score_map
                   : PanelMeaning::other;
    if (first == "delta" || first == "delta_first") return PanelMeaning::distances;
    return first == "pair" ? PanelMeaning::pairs : PanelMeaning::other;
}

Grab grab_at(const Scene& scene, Point page, const std::optional<Tag>& hit, const FigureInputs* inputs) {
    Grab grab;
    grab.panel = panel_at(scene, page);
    if (grab.panel < 0) return grab;
    const auto panel = static_cast<std::size_t>(grab.panel);
    if (const auto token = token_at(scene, page)) {
        grab.kind = Grab::Kind::token;
        grab.place = token->place;
        grab.order = places(scene.document.sequence);
        return grab;
    }
    if (dial_at(scene, page)) grab.kind = Grab::Kind::choose_pair;
    if (find_mark<LargeDialMark>(scene.figure.panels[panel]) != nullptr && hit) {
        if (hit->role == Role::query_tip || hit->role == Role::query_arrow) {
            grab.kind = Grab::Kind::query_tip;
            if (inputs != nullptr) grab.vector = inputs->q;
            if (inputs != nullptr) grab.projection = inputs->w_q;
        } else if (hit->role == Role::key_tip || hit->role == Role::key_arrow) {
            grab.kind = Grab::Kind::key_tip;
            if (inputs != nullptr) grab.vector = inputs->k;
            if (inputs != nullptr) grab.projection = inputs->w_k;
        }
    }
    if (grab.kind != Grab::Kind::nothing || !scene.places.panels[panel].plot.contains(page)) return grab;
    switch (meaning_of(scene.figure, panel)) {
        case PanelMeaning::distances:
            grab.kind = Grab::Kind::delta;
            break;
        case PanelMeaning::score_map:
            grab.kind = Grab::Kind::positions;
            break;
        case PanelMeaning::query_profile:
            grab.kind = Grab::Kind::query_position;
            break;
        case PanelMeaning::key_profile:
            grab.kind = Grab::Kind::key_position;
            break;
        case PanelMeaning::pairs:
            grab.kind =
                handles_of(scene, panel) != nullptr ? Grab::Kind::multipliers : Grab::Kind::choose_pair;
            grab.from = page;
            break;
        case PanelMeaning::other:
            if (hit && hit->role == Role::dial && hit->index >= 0 && scene.figure.panels[panel].x) {
                grab.kind = Grab::Kind::choose_pair;
                grab.pair = hit->index;
            }
    }
    return grab;
}

std::optional<Edit> drag_edit(const Scene& scene, const Grab& grab, Point page) {
    if (grab.kind == Grab::Kind::nothing || grab.panel < 0) return std::nullopt;
    const auto index = static_cast<std::size_t>(grab.panel);
    if (index >= scene.figure.panels.size()) return std::nullopt;
    if (grab.kind == Grab::Kind::choose_pair) {
        const auto pair = pair_at(scene, grab, page);
        if (!pair || *pair == scene.document.selection.pair) return std::nullopt;
        return SetParameter{"view.pair", std::int64_t{*pair}, 0};
    }
    if (grab.kind == Grab::Kind::query_tip || grab.kind == Grab::Kind::key_tip)
        return tip_edit(scene, grab, page);
    if (grab.kind == Grab::Kind::token) return move_token_edit(scene, grab.order, grab.place, page);
    if (grab.kind == Grab::Kind::multipliers) return multiplier_edit(scene, grab, page);

    const Panel& panel = scene.figure.panels[index];
    const PanelLayout& places = scene.places.panels[index];
    // The pointer may leave the plot while it drags: what is held stays at the edge.
    const Rect& plot = places.plot;
    const Point inside{std::clamp(page.x, plot.x, plot.right()), std::clamp(page.y, plot.y, plot.bottom())};
    const Point data = to_data(panel, places, inside);
    const Selection& now = scene.document.selection;
    const double x = in_range(data.x), y = in_range(data.y);
    const auto set = [](const char* id, double value) { return SetParameter{id, value, 0}; };
    switch (grab.kind) {
        case Grab::Kind::positions:
            return positions_edit(scene, index, y, x);
        case Grab::Kind::query_position:
            return y == now.query_position ? std::nullopt : std::optional<Edit>(set("view.m", y));
        case Grab::Kind::key_position:
            return x == now.key_position ? std::nullopt : std::optional<Edit>(set("view.n", x));
        case Grab::Kind::delta:
            return x == now.query_position - now.key_position ? std::nullopt
                                                              : std::optional<Edit>(set("view.delta", x));
        default:
            return std::nullopt;
    }
}

std::optional<Edit> click_edit(const Scene& scene, const Grab& grab, Point page) {
    if (grab.kind != Grab::Kind::multipliers) return std::nullopt;
    Grab chosen = grab;
    chosen.kind = Grab::Kind::choose_pair;
    return drag_edit(scene, chosen, page);
}

std::optional<Edit> zoom_edit(const Scene& scene, Point page, double notches) {
    const int index = panel_at(scene, page);
    if (index < 0 || notches == 0 || scene.figure.panels.empty()) return std::nullopt;
    const double factor = std::pow(kZoomStep, std::clamp(notches, -20.0, 20.0));
    if (scene.figure.kind == "scores") {
        const Panel& map = scene.figure.panels.front();
        const PanelLayout& places = scene.places.panels.front();
        if (!map.x || !map.y) return std::nullopt;
        const Point at = to_data(map, places,
                                 {std::clamp(page.x, places.plot.x, places.plot.right()),
                                  std::clamp(page.y, places.plot.y, places.plot.bottom())});
        // Cells are centred on their positions: the edge of the first lies half a token before it.
        const Window keys{map.x->lo + 0.5, map.x->hi + 0.5}, queries{map.y->lo + 0.5, map.y->hi + 0.5};
        const double length = keys.to - keys.from;
        // A step of the wheel always changes something, also among the last few tokens.
        double wanted = std::round(length / factor);
        if (wanted == length) wanted += notches > 0 ? -1 : 1;
        wanted = std::clamp(wanted, 1.0, kLargestPosition);
        if (wanted == length) return std::nullopt;
        const double exact = length / wanted;
        const Window k = zoomed(keys, at.x + 0.5, exact, 1), q = zoomed(queries, at.y + 0.5, exact, 1);
        return score_view_edit(q.from, k.from, wanted, "Zoom");
    }
    if (has_range(scene.figure.kind)) {
        const Panel& panel = scene.figure.panels[static_cast<std::size_t>(index)];
        const PanelLayout& places = scene.places.panels[static_cast<std::size_t>(index)];
        if (!panel.x) return std::nullopt;
        const double at =
            to_data(panel, places, {std::clamp(page.x, places.plot.x, places.plot.right()), page.y}).x;
        if (panel.x->scale == AxisScale::logarithmic) {
            const double lo = std::max(1.0, at * std::pow(panel.x->lo / at, 1 / factor));
            const double hi = at * std::pow(panel.x->hi / at, 1 / factor);
            return range_edit(scene.figure.kind, lo, std::max(hi, lo + 1), "Zoom");
        }
        const Window w = zoomed({panel.x->lo, panel.x->hi}, at, factor, 2);
        return range_edit(scene.figure.kind, w.from, w.to, "Zoom");
    }
    return std::nullopt;
}

std::optional<Edit> pan_edit(const Scene& scene, Point from, Point to) {
    if (scene.figure.panels.empty()) return std::nullopt;
    const Panel& panel = scene.figure.panels.front();
    const PanelLayout& places = scene.places.panels.front();
    if (!panel.x) return std::nullopt;
    const Point a = to_data(panel, places, from), b = to_data(panel, places, to);
    if (scene.figure.kind == "scores" && panel.y)
        return score_view_edit(panel.y->lo + 0.5 + a.y - b.y, panel.x->lo + 0.5 + a.x - b.x,
                               panel.x->hi - panel.x->lo, "Pan");
    if (has_range(scene.figure.kind)) {
        if (panel.x->scale == AxisScale::logarithmic)
            return range_edit(scene.figure.kind, std::max(1.0, panel.x->lo * a.x / b.x),
                              panel.x->hi * a.x / b.x, "Pan");
        return range_edit(scene.figure.kind, panel.x->lo + a.x - b.x, panel.x->hi + a.x - b.x, "Pan");
    }
    return std::nullopt;
}

std::optional<Edit> whole_view_edit(std::string_view kind) {
    Together edit;
    edit.label = "Whole view";
    if (kind == "scores")
        edit.edits = {ResetParameter{"scores.query_from", 0}, ResetParameter{"scores.key_from", 0},
                      ResetParameter{"scores.span", 0}};
    else if (has_range(kind))
        edit.edits = {ResetParameter{std::string(kind) + ".from", 0},
                      ResetParameter{std::string(kind) + ".to", 0}};
    else
        return std::nullopt;
    return edit;
}

bool only_view_differs(std::string_view kind, const Document& a, const Document& b) {
    const auto whole = whole_view_edit(kind);
    if (!whole) return false;
    const auto left = rope::apply(a, *whole), right = rope::apply(b, *whole);
    return left.ok() && right.ok() && left.value().document == right.value().document;
}

}  // namespace rope
