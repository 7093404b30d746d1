// Lines of readouts downwards inside a panel.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "app/gui/ui.h"

namespace rope {

class Lines {
  public:
    Lines(Ui& ui, double width) : ui_(ui), width_(width) {}

    // Symbol left, value right; `log_label` where the symbol alone is not unique.
    void value(std::string_view markup, std::string_view value, InkKind ink = InkKind::text,
               std::string_view help = {}, std::string_view log_label = {});
    void line(std::string_view markup, InkKind ink = InkKind::text, Align align = Align::left);
    // Plain words over as many lines as they need, under a muted name.
    void words(std::string_view name, std::string_view plain);
    // A 2×2 matrix in brackets with what stands before it.
    void matrix(std::string_view before, const std::array<std::string, 4>& cells, std::string_view log_label);

  private:
    Rect take(double height);
    Ui& ui_;
    double width_;
};

}  // namespace rope
