// Other programs as judges of files: what they say of one, and what they draw of it.
#pragma once

#include <string>
#include <vector>

#include "tests/support/picture.h"

namespace rope::test {

// Runs `command` with the word FILE replaced by a file that holds `bytes`; a status other than 0 fails the
// test. Its output, or an empty text when the program is not installed.
std::string judged(std::vector<std::string> command, const std::string& bytes);

// What rsvg-convert (of "a.svg") or pdftoppm (of "a.pdf") make of a file at 144 dpi; empty where the program
// fails, which also fails the test.
Picture rendered(const std::string& file_name, const std::string& bytes);

// An eye at reading distance sees no difference: mean colours of 6 × 6 pixels (3 × 3 points at 144 dpi) agree
// to what another italic face or a hairline moved by a pixel makes. A missing line or word differs by 130 and
// more.
constexpr int kBlock = 6;
constexpr double kMostDifference = 80;

}  // namespace rope::test
