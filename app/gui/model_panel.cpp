#include "app/gui/model_panel.h"

#include "app/gui/panel.h"
#include "app/gui/parameter_row.h"
#include "app/gui/style.h"
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
void scaling_rows(Ui& ui, Editor& editor, double width, bool mark_labels) {
    const Scaling* scaling = find_scaling(editor.document().models.front().scaling.type);
    if (scaling == nullptr) return;
    for (const ParamSpec& spec : scaling->params)
        row(ui, editor, spec.id, width, mark_labels);
    for (const FrequencyMap* map : frequency_maps())
        row(ui, editor, map->param.id, width, mark_labels);
}

}  // namespace

bool model_panel(Ui& ui, Editor& editor, const Rect& area) {
    const PanelScope panel(ui, "model panel", area);
    if (!panel.visible()) return false;
    const double width = panel.width();
    const bool roomy = area.height > ui.px(kRoomy);
    const bool folds = panel_title(ui, "Model", width, "‹", "Ctrl+B");
    for (const char* id : {"model.base", "model.head_dim", "model.rotary_dim", "model.layout",
                           "model.layer_type", "model.scaling"})
        row(ui, editor, id, width, roomy);
    scaling_rows(ui, editor, width, roomy);
    row(ui, editor, "model.context", width, roomy);
    row(ui, editor, "model.original_context", width, roomy);
    gap(ui, space::kGap);
    section(ui, "Positions", width);
    for (const char* id : {"view.m", "view.n", "view.delta"})
        row(ui, editor, id, width);
    gap(ui, space::kGap);
    section(ui, "Vectors", width);
    for (const char* id : {"vectors.query", "vectors.key"})
        row(ui, editor, id, width);
    return folds;
}

}  // namespace rope
