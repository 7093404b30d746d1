#include "tests/support/golden.h"

#include <filesystem>
#include <sstream>

#include "core/base/atomic_file.h"
#include "tests/support/picture.h"

namespace rope::test {
namespace {

constexpr const char* kGolden = ROPE_SOURCE_DIR "/tests/golden/";
constexpr const char* kFailures = ROPE_GOLDEN_FAILURES "/";
constexpr int kTolerance = 2;        // of 255
constexpr double kMostShare = 1e-3;  // of the pixels

std::string accepted(const std::string& file) {
    constexpr std::size_t kMost = std::size_t{64} << 20;
    auto bytes = read_file(kGolden + file, kMost);
    return bytes.ok() ? std::move(bytes).value() : std::string();
}

void leave(const std::string& file, const std::string& bytes) {
    std::filesystem::create_directories(kFailures);
    if (const auto done = write_file(kFailures + file, bytes); !done.ok()) {
        ADD_FAILURE() << sentence(done.fault());
    }
}

testing::AssertionResult failure(const std::string& file) {
    return testing::AssertionFailure()
           << file << (accepted(file).empty() ? " has no golden yet" : " differs")
           << "\n  got:    " << kFailures << file << "\n  accept: scripts/accept-goldens "
           << ROPE_GOLDEN_FAILURES << ' ' << file << '\n';
}

std::string first_difference(const std::string& expected, const std::string& actual) {
    std::istringstream e(expected), a(actual);
    for (int line = 1;; ++line) {
        std::string want, got;
        const bool more_wanted = static_cast<bool>(std::getline(e, want));
        const bool more_got = static_cast<bool>(std::getline(a, got));
        if (!more_wanted && !more_got) return "  only line ends differ";
        if (want != got || more_wanted != more_got) {
            return "  line " + std::to_string(line) + "\n    expected: " + (more_wanted ? want : "(end)") +
                   "\n    got:      " + (more_got ? got : "(end)");
        }
    }
}

}  // namespace

testing::AssertionResult matches_golden_text(const std::string& name, const std::string& actual) {
    const std::string file = name + ".txt", expected = accepted(file);
    if (!expected.empty() && expected == actual) return testing::AssertionSuccess();
    leave(file, actual);
    auto result = failure(file);
    return expected.empty() ? result : result << first_difference(expected, actual);
}

testing::AssertionResult matches_golden_picture(const std::string& name, const std::string& png) {
    const std::string file = name + ".png";
    const auto actual = read_png(png);
    if (!actual) return testing::AssertionFailure() << file << ": what was drawn is no PNG";
    const auto expected = read_png(accepted(file));
    const double share = expected ? share_differing(*expected, *actual, kTolerance) : 1;
    if (share <= kMostShare) return testing::AssertionSuccess();
    leave(file, write_png(*actual));  // smaller than ours, which are made fast
    auto result = failure(file);
    if (!expected) return result;
    const std::string shown = name + ".difference.png";
    leave(shown, write_png(difference(*actual, *expected, kTolerance)));
    return result << "  " << 100 * share << " % of the pixels differ: " << kFailures << shown;
}

void unname_textures(Figure& figure) {
    for (Panel& panel : figure.panels) {
        for (Mark& mark : panel.marks) {
            if (auto* cells = std::get_if<CellsMark>(&mark)) cells->raster.key = "cells";
        }
    }
}

}  // namespace rope::test
