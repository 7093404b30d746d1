// Accepted results kept in tests/golden. A mismatch, or a name that has none yet, leaves what was got (and
// for pictures the difference) under golden-failures/ in the build folder and says which command accepts it.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "core/figure/figure.h"

namespace rope::test {

// Against tests/golden/NAME.txt, byte by byte; the message shows the first line that differs.
testing::AssertionResult matches_golden_text(const std::string& name, const std::string& actual);

// Against tests/golden/NAME.png: at most 0.1 % of the pixels may differ by more than 2 of 255.
testing::AssertionResult matches_golden_picture(const std::string& name, const std::string& png);

// Textures are named by the bits of their inputs, which the mathematical library may round otherwise
// elsewhere: gives them all one name.
void unname_textures(Figure& figure);

}  // namespace rope::test
