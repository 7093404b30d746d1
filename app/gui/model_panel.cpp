#include "app/gui/model_panel.h"

#include <fmt/format.h>

#include "app/gui/panel.h"
#include "app/gui/parameter_row.h"
#include "app/gui/style.h"
#include "app/gui/widgets/place.h"
#include "core/figure/figure_inputs.h"
#include "core/model/mrope.h"
#include "core/scaling/frequency_map.h"

namespace rope {
namespace {

constexpr double kRoomy = 860;  // nominal px of height from which the marks of sliders have words

void row(Ui& ui, Editor& editor, std::string_view id, double width, bool mark_labels = false) {
    const Parameter* parameter = find_parameter(id);
    if (parameter != nullptr) parameter_row(ui, editor, *parameter, width, mark_labels);
}

// The rows that the chosen scaling exports, in its order, and those of the maps that follow it: per model,
// and not among the general ones.
void scaling_rows(Ui& ui, Editor& editor, double width, bool mark_labels, ModelPanelAnswer& answer) {
    const Scaling* scaling = find_scaling(editor.document().models[editor.model()].scaling.type);
    if (scaling == nullptr) return;
    for (const ParamSpec& spec : scaling->params) {
        row(ui, editor, spec.id, width, mark_labels);
        if (spec.type != ParamType::text) continue;
        // A list of one number per pair.
        const std::string label = load_words(spec) + "…";
        if (button(ui, label, width, ButtonKind::plain, true, "One number for each pair, from a .npy file"))
            answer.load = find_parameter(spec.id);
        gap(ui, space::kGap);
    }
    for (const FrequencyMap* map : frequency_maps())
        row(ui, editor, map->param.id, width, mark_labels);
}

// Several models: a line for each in its colour, the edited one marked; a click edits another.
void model_list(Ui& ui, Editor& editor, double width) {
    const std::vector<ModelSpec>& models = editor.document().models;
    std::optional<std::size_t> clicked;
    for (std::size_t i = 0; i < models.size(); ++i) {
        const std::string letter = model_letter(i), label = "Model " + letter;
        const Place place = take_place(label, width, ui.px(24));
        const Rect& r = place.rect;
        const bool edited = i == editor.model();
        if (edited)
            ui.fill(r, ui.colour(InkKind::hairline, 0.6), ui.px(space::kCorner));
        else
            hover_ground(ui, place, ui.px(space::kCorner));
        const double baseline = ui.centred_baseline(r.y, r.height, TextSize::small);
        const Colour colour = ui.theme().colour({InkKind::model, static_cast<int>(i)});
        ui.fill({r.x, r.y + ui.px(4), ui.px(3), r.height - ui.px(8)}, colour);
        ui.text({r.x + ui.px(10), baseline}, letter, TextSize::small, InkKind::text, Align::left, edited);
        ui.cut_text({r.x + ui.px(28), baseline}, model_label(editor.document(), i), r.width - ui.px(34),
                    TextSize::small, edited ? InkKind::text : InkKind::muted);
        ui.log().add(label, r, edited ? "edited" : "");
        if (place.hovered)
            ui.tooltip(edited ? "The sliders below change this model." : "Click to change this model.");
        if (place.pressed) clicked = i;
    }
    gap(ui, space::kGap);
    if (clicked) editor.choose_model(*clicked);
}

}  // namespace

ModelPanelAnswer model_panel(Ui& ui, Editor& editor, const Rect& area) {
    ModelPanelAnswer answer;
    const PanelScope panel(ui, "model panel", area);
    if (!panel.visible()) return answer;
    const double width = panel.width();
    const bool roomy = area.height > ui.px(kRoomy);
    const bool several = editor.document().models.size() > 1;
    answer.fold = panel_title(ui, several ? "Models" : "Model", width, "‹", "Ctrl+B");
    if (several) model_list(ui, editor, width);
    for (const char* id : {"model.base", "model.head_dim", "model.rotary_dim", "model.layout",
                           "model.layer_type", "model.scaling"})
        row(ui, editor, id, width, roomy);
    scaling_rows(ui, editor, width, roomy, answer);
    row(ui, editor, "model.context", width, roomy);
    row(ui, editor, "model.original_context", width, roomy);
    gap(ui, space::kGap);
    section(ui, "Positions", width);
    for (const char* id : {"view.m", "view.n", "view.delta"})
        row(ui, editor, id, width);
    gap(ui, space::kGap);
    section(ui, "Vectors", width);
    for (const char* id : {"vectors.query", "vectors.w_q", "vectors.key", "vectors.w_k"})
        row(ui, editor, id, width);
    row(ui, editor, "model.attention_scale", width, roomy);
    gap(ui, space::kGap);
    section(ui, "Images and videos", width);
    row(ui, editor, "model.mrope_section", width);
    if (has_mrope(editor.document().models[editor.model()]))
        row(ui, editor, "model.mrope_interleaved", width);
    gap(ui, space::kGap);
    section(ui, "In legends", width);
    row(ui, editor, "model.name", width);
    return answer;
}

}  // namespace rope
