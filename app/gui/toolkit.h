// Dear ImGui with our own platform side: events of our queue go in, the frame goes to a Surface.
#pragma once

#include <memory>

#include "app/gui/fonts.h"
#include "app/platform/surface.h"
#include "core/figure/theme.h"

struct ImGuiContext;

namespace rope {

class Toolkit {
  public:
    // The surface's OpenGL context must be current; fonts are built at the first frame.
    Toolkit(std::shared_ptr<Surface> surface, std::shared_ptr<Fonts> fonts);
    ~Toolkit();
    Toolkit(const Toolkit&) = delete;
    Toolkit& operator=(const Toolkit&) = delete;

    void feed(const InputEvent& event);
    // `seconds` since the last frame. Builds the fonts when the scale changed; a failure is for the caller to
    // end the program with.
    Checked<Done> begin_frame(double scale, double seconds);
    void end_frame(Colour ground);  // draws and presents

    bool close_popup();       // the topmost list or menu, not a dialog; false where none is open
    bool types_text() const;  // a text field has the keyboard
    bool key_held() const;    // repeats need frames

  private:
    void use() const;
    std::shared_ptr<Surface> surface_;
    std::shared_ptr<Fonts> fonts_;
    ImGuiContext* context_ = nullptr;
    double built_scale_ = 0;
};

}  // namespace rope
