#include "app/gui/dialogs/restore.h"

#include "app/gui/dialogs/dialog_scope.h"
#include "app/gui/widgets/widgets.h"

namespace rope {

void draw_restore(Ui& ui, Editor& editor, std::optional<Document>& offered) {
    bool open = offered.has_value();
    {
        DialogScope dialog(ui, "restore", "The last run did not end properly", 460, open);
        if (!dialog.visible() || !open) return;  // a click outside is no answer: it is asked again
        const Point at = point(ImGui::GetCursorScreenPos());
        const double height =
            ui.paragraph(at, "What it showed was kept: " + offered->models.front().name + ". Open it again?",
                         dialog.width(), TextSize::small, InkKind::text);
        ImGui::Dummy(vec({dialog.width(), height + ui.px(8)}));
        dialog.end_body();
        if (button(ui, "Open it again", 0, ButtonKind::primary)) {
            editor.replace(std::move(*offered), "Last session");
            offered.reset();
        }
        ImGui::SameLine();
        if (button(ui, "Start afresh")) offered.reset();
    }
}

}  // namespace rope
