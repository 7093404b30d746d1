#include "app/gui/widget_log.h"

#include <algorithm>

namespace rope {

const LoggedWidget* WidgetLog::find(std::string_view label) const {
    const auto found = std::find_if(widgets_.rbegin(), widgets_.rend(),
                                    [label](const LoggedWidget& w) { return w.label == label; });
    return found == widgets_.rend() ? nullptr : &*found;
}

}  // namespace rope
