#include "app/gui/dialogs/help.h"

#include <array>
#include <utility>

#include "app/gui/dialogs/dialog_scope.h"
#include "app/gui/style.h"
#include "app/gui/widgets/widgets.h"
#include "core/figure/rich_text.h"

namespace rope {
namespace {

constexpr std::array<std::pair<const char*, const char*>, 13> kHabits{
    {{"Drag a slider", "changes its value; with Shift finely"},
     {"Double click a slider", "types its value"},
     {"The dot before a label", "resets to the default"},
     {"Click a dial", "chooses its pair"},
     {"Drag a tip of the large dial", "edits q or k"},
     {"Drag on the heatmap", "moves m and n"},
     {"Drag on the decay curve", "moves Δ"},
     {"Drag over frequencies", "draws the multipliers of the scaling Custom"},
     {"Wheel", "zooms at the pointer"},
     {"Middle or Alt drag", "moves the view"},
     {"The title of a view", "chooses what it shows"},
     {"Double click a view", "maximises it, and restores it"},
     {"Drop files", "opens sessions, models, vectors and exported pictures"}}};

}  // namespace

void draw_help(Ui& ui, std::span<const Action> actions, bool& open) {
    DialogScope dialog(ui, "help", "Keys and habits", 720, open);
    if (!dialog.visible() || !open) return;
    const double width = dialog.width(), column = (width - ui.px(24)) / 2, line = ui.px(18);
    const Point top = point(ImGui::GetCursorScreenPos());
    const auto row = [&](double x, double& y, std::string_view left, std::string_view right, double room) {
        const double baseline = ui.centred_baseline(y, line, TextSize::small);
        ui.text({x, baseline}, escape_markup(left), TextSize::small);
        ui.text({x + room, baseline}, escape_markup(right), TextSize::small, InkKind::muted, Align::right);
        y += line;
    };
    double left = top.y, right = top.y;
    for (const Action& action : actions)
        if (action.key != Key::none) row(top.x, left, action.label, key_words(action), column * 0.82);
    for (const auto& [what, does] : kHabits) {
        const double x = top.x + column * 0.82 + ui.px(32);
        ui.text({x, ui.centred_baseline(right, line, TextSize::small)}, what, TextSize::small);
        right += ui.px(16);
        ui.text({x, ui.centred_baseline(right, line, TextSize::small)}, does, TextSize::small,
                InkKind::muted);
        right += ui.px(22);
    }
    ImGui::Dummy(vec({width, std::max(left, right) - top.y + ui.px(8)}));
    dialog.end_body();
    if (button(ui, "Close", 0, ButtonKind::plain)) open = false;
}

}  // namespace rope
