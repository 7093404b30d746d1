#include "app/gui/inspector.h"

#include <fmt/format.h>

#include "app/gui/inspector_sections.h"
#include "app/gui/panel.h"
#include "app/gui/parameter_row.h"
#include "app/gui/style.h"
#include "core/document/evaluate.h"
#include "core/figure/kind/precision_stages.h"

namespace rope {
namespace {

void rows_of(Ui& ui, Editor& editor, std::span<const ParamSpec> rows, double width) {
    for (const ParamSpec& row : rows)
        if (const Parameter* parameter = find_parameter(row.id)) parameter_row(ui, editor, *parameter, width);
}

void row_of(Ui& ui, Editor& editor, std::string_view id, double width) {
    if (const Parameter* parameter = find_parameter(id)) parameter_row(ui, editor, *parameter, width);
}

}  // namespace

void Inspector::request(const Editor& editor, const InspectorTopics& topics) {
    if (revision_ == editor.revision() && topics_ == topics) return;
    revision_ = editor.revision();
    topics_ = topics;
    auto evaluated = figure_inputs(editor.document(), {}, *cache_);
    numbers_ = evaluated.ok() ? std::optional(inspector_numbers(evaluated.value().inputs)) : std::nullopt;
    if (!evaluated.ok()) return;
    wanted_ = fmt::format("{} {} {}", revision_, topics.scheme, topics.precision);
    job_.request(wanted_,
                 [inputs = std::move(evaluated).value().inputs, topics,
                  cache = cache_](Progress& progress) -> std::shared_ptr<const void> {
                     return inspector_measures(inputs, topics, *cache, progress);
                 });
}

void Inspector::take() {
    const LatestJob::Answer answer = job_.take();
    if (!answer.result) return;
    shown_ = answer.key;
    measures_ = std::static_pointer_cast<const InspectorMeasures>(answer.result);
}

bool Inspector::draw(Ui& ui, Editor& editor, const InspectorTopics& topics, const Rect& area) {
    request(editor, topics);
    const PanelScope panel(ui, "inspector", area);
    if (!panel.visible()) return false;
    const double width = panel.width();
    const bool folds = panel_title(ui, "Inspector", width, "›", "Ctrl+I");
    Lines lines(ui, width);
    const auto begin = [&](const char* title) {
        gap(ui, space::kGap);
        section(ui, title, width);
    };
    if (topics.scheme) {
        row_of(ui, editor, "view.scheme", width);
        if (measures_ && measures_->scheme) {
            const Scheme& scheme = *measures_->scheme->scheme;
            scheme_section(lines, *measures_->scheme);
            if (!scheme.params.empty()) begin("Of this scheme");
            rows_of(ui, editor, scheme.params, width);
        }
        gap(ui, space::kGap);
    }
    if (topics.precision) {
        section(ui, "Score in number formats", width);
        if (measures_ && measures_->precision) precision_section(lines, *measures_->precision);
        begin("Stages as chosen");
        rows_of(ui, editor, kPrecisionStageRows, width);
        gap(ui, space::kGap);
    }
    row_of(ui, editor, "view.pair", width);
    if (!numbers_) return folds;
    const InspectorNumbers& n = *numbers_;
    pair_section(lines, n);
    begin("Rotation");
    rotation_section(lines, n);
    begin("Score");
    score_section(lines, n);
    if (measures_ && measures_->row) {
        begin("Softmax of this row");
        row_section(lines, *measures_->row);
    }
    if (measures_) {
        begin("Context");
        context_section(lines, measures_->context, n.pairs);
    }
    begin("Two ways to write it");
    two_ways_section(lines, n);
    begin("Lengths are kept");
    lengths_section(lines, n);
    return folds;
}

}  // namespace rope
