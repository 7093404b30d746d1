// Whether the desktop asks for dark windows, as far as that can be known without asking another program.
#pragma once

#include "app/platform/xdg.h"

namespace rope {

// In this order, the first that says anything: GTK_THEME (Adwaita:dark), gtk-4.0/settings.ini and
// gtk-3.0/settings.ini (prefer-dark or the theme's name), kdeglobals (the colour scheme's name), the last
// three in XDG_CONFIG_HOME. Else false. Cost: three small files.
bool desktop_prefers_dark(const Environment& environment, const std::string& user_home);
bool desktop_prefers_dark();

}  // namespace rope
