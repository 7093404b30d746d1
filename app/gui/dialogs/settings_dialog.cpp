#include "app/gui/dialogs/settings_dialog.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "app/gui/dialogs/dialog_scope.h"
#include "app/gui/style.h"
#include "app/gui/widgets/widgets.h"
#include "core/base/number_text.h"

namespace rope {
namespace {

constexpr std::array kThemes{"system", "light", "dark"};
constexpr std::array kScales{0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0};

void help(Ui& ui, std::string_view words, double width) {
    const Point at = point(ImGui::GetCursorScreenPos());
    const double height = ui.paragraph(at, words, width, TextSize::small, InkKind::muted);
    ImGui::Dummy(vec({width, height + ui.px(8)}));
}

std::optional<double> scale_choice(Ui& ui, double scale, double width) {
    std::vector<double> scales(kScales.begin(), kScales.end());
    // Keys and the command line reach scales between these.
    const auto at = std::lower_bound(scales.begin(), scales.end(), scale - 1e-9);
    const auto chosen = at - scales.begin();
    if (at == scales.end() || *at > scale + 1e-9) scales.insert(at, scale);
    std::vector<ChoiceItem> items;
    for (const double one : scales)
        items.push_back(
            {fmt::format("{}\u2009%", display_text(one * 100)), one == 1 ? "as the screen asks" : ""});
    const auto index =
        choice(ui, "Size of text and controls", items, static_cast<int>(chosen), width,
               "Ctrl and + or − change it in smaller steps, Ctrl+0 goes back to what the screen asks for.");
    if (!index) return std::nullopt;
    const double wanted = scales[static_cast<std::size_t>(*index)];
    return wanted == 1 ? 0 : wanted;
}

}  // namespace

std::optional<double> draw_settings(Ui& ui, Settings& settings, double scale, bool& open) {
    DialogScope dialog(ui, "settings", "Settings", 460, open);
    if (!dialog.visible() || !open) return std::nullopt;
    const double width = dialog.width();
    const std::array<ChoiceItem, 3> themes{{{"As the desktop", ""}, {"Light", ""}, {"Dark", ""}}};
    const auto chosen = std::find(kThemes.begin(), kThemes.end(), settings.theme) - kThemes.begin();
    if (const auto index = choice(ui, "Theme", themes, static_cast<int>(chosen), width))
        settings.theme = kThemes[static_cast<std::size_t>(*index)];
    help(ui,
         "As the desktop: dark where the desktop's own settings say so when the program starts, otherwise "
         "light.",
         width);
    const std::optional<double> chosen_scale = scale_choice(ui, scale, width);
    gap(ui, 8);
    if (const auto family = text_field(ui, "Font", "", settings.font, width)) settings.font = *family;
    help(ui, "A family of the system, from the next start on; empty for the best one found.", width);
    if (const auto still = toggle(ui, "Reduced motion", settings.reduced_motion, width))
        settings.reduced_motion = *still;
    help(ui, "Zooming, moving and maximising a view change it at once instead of within 120 ms.", width);
    dialog.end_body();
    if (button(ui, "Close", 0, ButtonKind::plain)) open = false;
    return chosen_scale;
}

}  // namespace rope
