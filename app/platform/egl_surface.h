// A frame of any size without a display: OpenGL 3.3 core through EGL, drawn into a texture.
#pragma once

#include <memory>

#include "app/platform/surface.h"
#include "core/base/checked.h"

namespace rope {

class EglSurface final : public Surface {
  public:
    // Faults: no_opengl (names the step that failed).
    static Checked<std::shared_ptr<EglSurface>> create(FrameSize size, double scale = 1);
    ~EglSurface() override;
    EglSurface(const EglSurface&) = delete;
    EglSurface& operator=(const EglSurface&) = delete;

    void resize(FrameSize size);  // the next frame has this size; the App is told by a FrameResized event

    FrameSize size() const override { return size_; }
    double scale() const override { return scale_; }
    unsigned framebuffer() const override { return framebuffer_; }
    void present() override { ++frames_; }
    void collect(InputQueue&, double) override {}
    void wake() override {}
    void set_title(const std::string& title) override { title_ = title; }
    void set_full_screen(bool on) override { full_screen_ = on; }
    bool full_screen() const override { return full_screen_; }
    std::string clipboard() const override { return clipboard_; }
    void set_clipboard(const std::string& text) override { clipboard_ = text; }

    Checked<Done> set_clipboard_picture(const ClipboardPicture& picture) override {
        if (!takes_pictures_)
            return Fault{.id = "no_x_server",
                         .subject = "a picture on the clipboard",
                         .rule = "needs an X server",
                         .remedy = "",
                         .where = ""};
        picture_ = picture;
        return Done{};
    }

    const ClipboardPicture& clipboard_picture() const { return picture_; }
    void take_pictures(bool on) { takes_pictures_ = on; }
    const std::string& title() const { return title_; }
    int frames() const { return frames_; }  // presented so far

  private:
    EglSurface() = default;
    void* display_ = nullptr;
    void* context_ = nullptr;
    unsigned framebuffer_ = 0, colour_ = 0;
    FrameSize size_;
    double scale_ = 1;
    int frames_ = 0;
    bool full_screen_ = false;
    std::string title_, clipboard_;
    ClipboardPicture picture_;
    bool takes_pictures_ = true;
};

}  // namespace rope
