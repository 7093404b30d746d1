// Splits the input queue into frames, so that no click is lost when a press and its release arrive together.
#pragma once

#include <vector>

#include "app/platform/input.h"

namespace rope {

// Takes from the front of `queue` what one frame can show: a button or key that changed is followed by
// nothing that the toolkit, which sees only the state at the frame, would lose or put in the wrong order.
std::vector<InputEvent> take_one_frame(InputQueue& queue);

}  // namespace rope
