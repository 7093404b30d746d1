#include "core/figure/colour_map.h"

#include <gtest/gtest.h>

#include "tests/unit/figure/colour_science.h"

namespace rope {
namespace {

constexpr int kLast = ColourMap::kEntries - 1;
Colour entry(const ColourMap& map, int i) {
    return map.entries.at(static_cast<std::size_t>(i));
}

constexpr int kApart = 8;  // entries, so that rounding to bytes does not show
double step(const ColourMap& map, int i) {
    return test::difference(test::cielab(test::linear_rgb(entry(map, i))),
                            test::cielab(test::linear_rgb(entry(map, i + kApart))));
}

TEST(ColourMap, LooksUpTheNearestEntryAndClamps) {
    const ColourMap& map = colour_map(ColourMapId::grey, false);
    EXPECT_EQ(map.at(0), entry(map, 0));
    EXPECT_EQ(map.at(1), entry(map, kLast));
    EXPECT_EQ(map.at(-7), entry(map, 0));
    EXPECT_EQ(map.at(7), entry(map, kLast));
    EXPECT_EQ(map.at(std::nan("")), entry(map, 0));
    EXPECT_EQ(map.at(100.4 / kLast), entry(map, 100));
    EXPECT_EQ(map.at(100.6 / kLast), entry(map, 101));
}

TEST(ColourMap, SequentialAndGreyRunMonotonelyAwayFromTheGround) {
    for (const bool dark : {false, true}) {
        const double away = dark ? 1 : -1;
        for (const ColourMapId which : {ColourMapId::sequential, ColourMapId::grey}) {
            const ColourMap& map = colour_map(which, dark);
            for (int i = 0; i + kApart <= kLast; ++i)
                EXPECT_GT(away * (test::lightness(entry(map, i + kApart)) - test::lightness(entry(map, i))),
                          0)
                    << dark << " " << static_cast<int>(which) << " " << i;
        }
    }
}

TEST(ColourMap, DivergingIsSymmetricInLightnessAroundTheGround) {
    for (const ThemeId which : {ThemeId::light, ThemeId::dark}) {
        const Theme& t = theme(which);
        const ColourMap& map = colour_map(ColourMapId::diverging, t.dark);
        const double ground = test::lightness(t.colour({InkKind::ground}));
        EXPECT_NEAR(test::lightness(map.at(0.5)), ground, 4);
        for (int i = 0; i < ColourMap::kEntries / 2; ++i)
            EXPECT_NEAR(test::lightness(entry(map, i)), test::lightness(entry(map, kLast - i)), 6) << i;
        for (int i = kLast / 2; i + kApart <= kLast; ++i)
            EXPECT_GT((t.dark ? 1 : -1) *
                          (test::lightness(entry(map, i + kApart)) - test::lightness(entry(map, i))),
                      0);
    }
}

TEST(ColourMap, StepsAreEven) {
    for (const bool dark : {false, true})
        for (const ColourMapId which :
             {ColourMapId::diverging, ColourMapId::sequential, ColourMapId::cyclic, ColourMapId::grey}) {
            const ColourMap& map = colour_map(which, dark);
            double least = HUGE_VAL, most = 0;
            for (int i = 0; i + kApart <= kLast; ++i) {
                least = std::min(least, step(map, i));
                most = std::max(most, step(map, i));
            }
            // CIELAB itself disagrees with newer spaces by up to a factor of about two in blue.
            EXPECT_LT(most / least, 3)
                << dark << " " << static_cast<int>(which) << ": " << least << " … " << most;
        }
}

TEST(ColourMap, CyclicCloses) {
    for (const bool dark : {false, true}) {
        const ColourMap& map = colour_map(ColourMapId::cyclic, dark);
        EXPECT_EQ(entry(map, 0), entry(map, kLast));
    }
}

TEST(ColourMap, SignsAndQuarterTurnsDifferUnderEveryColourVision) {
    using test::Vision;
    for (const bool dark : {false, true})
        for (const Vision vision : {Vision::normal, Vision::protan, Vision::deutan, Vision::tritan})
            for (const ColourMapId which : {ColourMapId::diverging, ColourMapId::cyclic})
                for (const double away : {0.1, 0.2, 0.25, 0.3}) {
                    const ColourMap& map = colour_map(which, dark);
                    EXPECT_GT(test::difference(test::cielab(test::seen(map.at(0.5 - away), vision)),
                                               test::cielab(test::seen(map.at(0.5 + away), vision))),
                              10)
                        << dark << " " << static_cast<int>(which) << " " << away << " "
                        << static_cast<int>(vision);
                }
}

}  // namespace
}  // namespace rope
