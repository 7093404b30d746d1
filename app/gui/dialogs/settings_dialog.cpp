#include "app/gui/dialogs/settings_dialog.h"

#include <algorithm>
#include <array>

#include "app/gui/dialogs/dialog_scope.h"
#include "app/gui/style.h"
#include "app/gui/widgets/widgets.h"

namespace rope {
namespace {

constexpr std::array kThemes{"system", "light", "dark"};

void help(Ui& ui, std::string_view words, double width) {
    const Point at = point(ImGui::GetCursorScreenPos());
    const double height = ui.paragraph(at, words, width, TextSize::small, InkKind::muted);
    ImGui::Dummy(vec({width, height + ui.px(8)}));
}

}  // namespace

void draw_settings(Ui& ui, Settings& settings, bool& open) {
    DialogScope dialog(ui, "settings", "Settings", 460, open);
    if (!dialog.visible() || !open) return;
    const double width = dialog.width();
    const std::array<ChoiceItem, 3> themes{{{"As the desktop", ""}, {"Light", ""}, {"Dark", ""}}};
    const auto chosen = std::find(kThemes.begin(), kThemes.end(), settings.theme) - kThemes.begin();
    if (const auto index = choice(ui, "Theme", themes, static_cast<int>(chosen), width))
        settings.theme = kThemes[static_cast<std::size_t>(*index)];
    help(ui,
         "As the desktop: dark where GTK_THEME, GTK's settings.ini or KDE's kdeglobals ask for it when the "
         "program starts, otherwise light.",
         width);
    if (const auto family = text_field(ui, "Font", "", settings.font, width)) settings.font = *family;
    help(ui, "A family of the system, from the next start on; empty for the best one found.", width);
    if (const auto still = toggle(ui, "Reduced motion", settings.reduced_motion, width))
        settings.reduced_motion = *still;
    help(ui, "Zooming, moving and maximising a view change it at once instead of within 120 ms.", width);
    dialog.end_body();
    if (button(ui, "Close", 0, ButtonKind::plain)) open = false;
}

}  // namespace rope
