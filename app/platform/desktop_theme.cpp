#include "app/platform/desktop_theme.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <optional>
#include <sstream>

#include "core/base/atomic_file.h"

namespace rope {
namespace {

constexpr std::size_t kMostThemeBytes = std::size_t{1} << 16;

std::string folded(std::string text) {
    std::erase_if(text, [](unsigned char c) { return std::isspace(c) != 0 || c == '"'; });
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return c < 128 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
    });
    return text;
}

bool names_dark(const std::string& theme) {
    return folded(theme).find("dark") != std::string::npos;
}

// The value behind `key=` in an .ini file, whatever its section.
std::optional<std::string> value_of(const std::string& text, const std::string& key) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t equals = line.find('=');
        if (equals == std::string::npos || folded(line.substr(0, equals)) != key) continue;
        return folded(line.substr(equals + 1));
    }
    return std::nullopt;
}

}  // namespace

bool desktop_prefers_dark(const Environment& environment, const std::string& user_home) {
    if (const char* theme = environment("GTK_THEME"); theme != nullptr && theme[0] != 0)
        return names_dark(theme);
    // The folder above the program's own.
    const std::string own = xdg_folders(environment, user_home).config;
    const std::string config = own.substr(0, own.find_last_of('/') + 1);
    if (config.empty()) return false;
    for (const char* file : {"gtk-4.0/settings.ini", "gtk-3.0/settings.ini"}) {
        const auto text = read_file(config + file, kMostThemeBytes);
        if (!text.ok()) continue;
        const auto prefers = value_of(text.value(), "gtk-application-prefer-dark-theme");
        if (prefers && (*prefers == "1" || *prefers == "true")) return true;
        if (const auto name = value_of(text.value(), "gtk-theme-name")) return names_dark(*name);
        if (prefers) return false;
    }
    const auto kde = read_file(config + "kdeglobals", kMostThemeBytes);
    if (!kde.ok()) return false;
    const auto scheme = value_of(kde.value(), "colorscheme");
    return scheme && names_dark(*scheme);
}

bool desktop_prefers_dark() {
    const char* home = std::getenv("HOME");
    return desktop_prefers_dark([](const char* name) { return std::getenv(name); },
                                home == nullptr ? std::string() : home);
}

}  // namespace rope
