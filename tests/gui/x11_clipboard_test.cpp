// Another program pastes what we copied: through a connection of its own.
#include "app/platform/x11_clipboard.h"

#include <gtest/gtest.h>
#include <xcb/xcb.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "tests/gui/display.h"
#include "tests/support/temp_folder.h"

namespace rope {
namespace {

class Paster {
  public:
    explicit Paster(const std::string& display) : connection_(xcb_connect(display.c_str(), nullptr)) {
        const xcb_screen_t* screen = xcb_setup_roots_iterator(xcb_get_setup(connection_)).data;
        window_ = xcb_generate_id(connection_);
        xcb_create_window(connection_, XCB_COPY_FROM_PARENT, window_, screen->root, 0, 0, 1, 1, 0,
                          XCB_WINDOW_CLASS_INPUT_OUTPUT, XCB_COPY_FROM_PARENT, 0, nullptr);
    }
    ~Paster() { xcb_disconnect(connection_); }
    Paster(const Paster&) = delete;
    Paster& operator=(const Paster&) = delete;

    xcb_atom_t atom(const std::string& name) const {
        auto* reply = xcb_intern_atom_reply(
            connection_,
            xcb_intern_atom(connection_, 0, static_cast<std::uint16_t>(name.size()), name.c_str()), nullptr);
        const xcb_atom_t found = reply->atom;
        std::free(reply);
        return found;
    }
    // Somebody owns the clipboard, within some seconds.
    bool wait_for_owner() const {
        for (int i = 0; i < 1000; ++i) {
            auto* reply = xcb_get_selection_owner_reply(
                connection_, xcb_get_selection_owner(connection_, atom("CLIPBOARD")), nullptr);
            const bool owned = reply->owner != XCB_NONE;
            std::free(reply);
            if (owned) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return false;
    }
    void take_ownership() const {
        xcb_set_selection_owner(connection_, window_, atom("CLIPBOARD"), XCB_CURRENT_TIME);
        xcb_flush(connection_);
    }
    // The bytes of one form, or "refused".
    std::string paste(const std::string& target) const {
        const xcb_atom_t property = atom("PASTED");
        xcb_convert_selection(connection_, window_, atom("CLIPBOARD"), atom(target), property,
                              XCB_CURRENT_TIME);
        xcb_flush(connection_);
        while (auto* event = xcb_wait_for_event(connection_)) {
            const bool answered = (event->response_type & 0x7F) == XCB_SELECTION_NOTIFY;
            const bool refused =
                answered && reinterpret_cast<xcb_selection_notify_event_t*>(event)->property == XCB_NONE;
            std::free(event);
            if (refused) return "refused";
            if (answered) break;
        }
        auto* reply = xcb_get_property_reply(
            connection_,
            xcb_get_property(connection_, 1, window_, property, XCB_GET_PROPERTY_TYPE_ANY, 0, 1U << 24),
            nullptr);
        std::string bytes(static_cast<const char*>(xcb_get_property_value(reply)),
                          static_cast<std::size_t>(xcb_get_property_value_length(reply)));
        std::free(reply);
        return bytes;
    }

  private:
    xcb_connection_t* connection_;
    xcb_window_t window_ = 0;
};

TEST(X11Clipboard, APictureIsPastedByteByByteInTheFormThatIsAskedFor) {
    const test::TempFolder folder;
    const VirtualDisplay display(folder.path());
    ASSERT_NE(display.name(), "");
    auto opened = X11Clipboard::open(display.name());
    ASSERT_TRUE(opened.ok()) << sentence(opened.fault());
    std::string large(3 << 20, '\0');
    for (std::size_t i = 0; i < large.size(); ++i)
        large[i] = static_cast<char>(i * 7919 >> 3);
    const Paster paster(display.name());
    opened.value()->offer({{"image/png", large}, {"UTF8_STRING", "θ"}});
    ASSERT_TRUE(paster.wait_for_owner());
    EXPECT_EQ(paster.paste("UTF8_STRING"), "θ");
    EXPECT_TRUE(paster.paste("image/png") == large);
    EXPECT_EQ(paster.paste("image/jpeg"), "refused");

    const std::string targets = paster.paste("TARGETS");
    std::vector<xcb_atom_t> atoms(targets.size() / sizeof(xcb_atom_t));
    std::copy(targets.begin(), targets.end(), reinterpret_cast<char*>(atoms.data()));
    for (const char* name : {"TARGETS", "TIMESTAMP", "image/png", "UTF8_STRING"})
        EXPECT_EQ(std::count(atoms.begin(), atoms.end(), paster.atom(name)), 1) << name;

    // The next copy replaces it.
    opened.value()->offer({{"UTF8_STRING", "second"}});
    EXPECT_EQ(paster.paste("image/png"), "refused");
    EXPECT_EQ(paster.paste("UTF8_STRING"), "second");
    // So does another program's, and ours ends without waiting for anybody.
    paster.take_ownership();
}

TEST(X11Clipboard, WithoutAServerAFaultSaysSo) {
    auto opened = X11Clipboard::open(":4711");
    ASSERT_FALSE(opened.ok());
    EXPECT_EQ(opened.fault().id, "no_x_server");
}

}  // namespace
}  // namespace rope
