#include "app/platform/desktop_theme.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>

#include "core/base/atomic_file.h"
#include "tests/support/temp_folder.h"

namespace rope {
namespace {

class DesktopThemeTest : public testing::Test {
  protected:
    bool dark() const {
        return desktop_prefers_dark(
            [this](const char* name) {
                const auto found = variables_.find(name);
                return found == variables_.end() ? nullptr : found->second.c_str();
            },
            temp_.path());
    }
    void write(const std::string& file, const std::string& text) {
        const std::filesystem::path path = temp_.path() / ".config" / file;
        std::filesystem::create_directories(path.parent_path());
        ASSERT_TRUE(write_file(path.string(), text).ok());
    }
    std::map<std::string, std::string> variables_;
    test::TempFolder temp_;
};

TEST_F(DesktopThemeTest, WithoutAnyWordItIsLight) {
    EXPECT_FALSE(dark());
    write("gtk-3.0/settings.ini", "\xff\xfe no = such\n= thing\n");
    EXPECT_FALSE(dark());
}

TEST_F(DesktopThemeTest, GtkAndKdeAreRead) {
    write("kdeglobals", "[General]\nColorScheme=BreezeDark\n");
    EXPECT_TRUE(dark());
    write("gtk-3.0/settings.ini", "[Settings]\ngtk-theme-name = Adwaita\n");
    EXPECT_FALSE(dark()) << "the first that says anything";
    write("gtk-3.0/settings.ini",
          "[Settings]\ngtk-theme-name=Adwaita\ngtk-application-prefer-dark-theme = 1\n");
    EXPECT_TRUE(dark());
    write("gtk-4.0/settings.ini", "gtk-application-prefer-dark-theme=0\n");
    EXPECT_FALSE(dark());
    variables_["GTK_THEME"] = "Adwaita:dark";
    EXPECT_TRUE(dark());
    variables_["GTK_THEME"] = "Adwaita";
    EXPECT_FALSE(dark());
}

}  // namespace
}  // namespace rope
