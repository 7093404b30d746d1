// The window on the desktop.
#pragma once

#include <memory>

#include "app/platform/surface.h"
#include "app/platform/x11_clipboard.h"
#include "core/base/checked.h"

struct GLFWwindow;

namespace rope {

class GlfwWindow final : public Surface {
  public:
    // Faults: no_display; opengl_too_old (names the driver).
    static Checked<std::unique_ptr<GlfwWindow>> open(const std::string& title, FrameSize size);
    ~GlfwWindow() override;
    GlfwWindow(const GlfwWindow&) = delete;
    GlfwWindow& operator=(const GlfwWindow&) = delete;

    FrameSize size() const override;
    double scale() const override;
    unsigned framebuffer() const override { return 0; }
    void present() override;
    void collect(InputQueue& queue, double seconds) override;
    void wake() override;
    void set_title(const std::string& title) override;
    void set_full_screen(bool on) override;
    bool full_screen() const override { return full_screen_; }
    std::string clipboard() const override;
    void set_clipboard(const std::string& text) override;
    Checked<Done> set_clipboard_picture(const ClipboardPicture& picture) override;

  private:
    GlfwWindow() = default;
    static InputQueue& happened(GLFWwindow* window);
    void install_callbacks();
    GLFWwindow* window_ = nullptr;
    InputQueue happened_;                     // since the last collect()
    std::unique_ptr<X11Clipboard> pictures_;  // from the first picture on
    bool full_screen_ = false;
    int windowed_[4] = {0, 0, 1280, 720};  // x, y, width, height to return to from full screen
};

}  // namespace rope
