// Where frames go: a window of the desktop, or a frame without any display (tests, pictures of the window).
#pragma once

#include <string>

#include "app/platform/input.h"
#include "core/base/checked.h"

namespace rope {

struct FrameSize {
    int width = 0, height = 0;  // [px]
    friend bool operator==(const FrameSize&, const FrameSize&) = default;
};

// One figure in the forms that other programs take.
struct ClipboardPicture {
    std::string png, svg;
    std::string text;  // the command line that makes it
};

class Surface {
  public:
    virtual ~Surface() = default;

    virtual FrameSize size() const = 0;
    virtual double scale() const = 0;          // pixels of the screen per nominal pixel
    virtual unsigned framebuffer() const = 0;  // OpenGL name to draw into; 0 is the window itself
    virtual void present() = 0;

    // Appends what happened to `queue`. Waits until something happens, at most `seconds`; 0 does not wait,
    // below 0 waits without limit.
    virtual void collect(InputQueue& queue, double seconds) = 0;
    virtual void wake() = 0;  // ends a waiting collect(); callable from any thread

    virtual void set_title(const std::string& title) = 0;
    virtual void set_full_screen(bool on) = 0;
    virtual bool full_screen() const = 0;
    virtual std::string clipboard() const = 0;
    virtual void set_clipboard(const std::string& text) = 0;
    // Fault where the desktop takes no pictures; the clipboard is as before then.
    virtual Checked<Done> set_clipboard_picture(const ClipboardPicture& picture) = 0;
};

}  // namespace rope
