#include "core/figure/theme.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "core/figure/colour_map.h"
#include "tests/unit/figure/colour_science.h"

namespace rope {
namespace {

const InkKind kTextInks[] = {InkKind::text, InkKind::muted, InkKind::accent, InkKind::query, InkKind::key};

TEST(Contrast, IsTheOneOfWcag) {
    EXPECT_DOUBLE_EQ(contrast({0, 0, 0}, {255, 255, 255}), 21);
    EXPECT_DOUBLE_EQ(contrast({7, 8, 9}, {7, 8, 9}), 1);
    // #767676 on white is WCAG's own example of a grey that just passes 4.5:1.
    EXPECT_NEAR(contrast({0x76, 0x76, 0x76}, {255, 255, 255}), 4.54, 0.005);
}

TEST(Theme, TextStandsOutFromEveryGroundItLiesOn) {
    for (const ThemeId which : themes()) {
        const Theme& t = theme(which);
        const double least = which == ThemeId::lecture ? 7 : 4.5;
        for (const InkKind ground : {InkKind::ground, InkKind::panel}) {
            for (const InkKind ink : kTextInks)
                EXPECT_GE(contrast(t.colour({ink}), t.colour({ground})), least)
                    << id(which) << " ink " << static_cast<int>(ink);
            for (int model = 0; model < 6; ++model)  // direct labels are set in the curve's colour
                EXPECT_GE(contrast(t.colour({InkKind::model, model}), t.colour({ground})), least)
                    << id(which) << " model " << model;
        }
    }
}

TEST(Theme, LinesStandOutFromTheGround) {
    for (const ThemeId which : themes()) {
        const Theme& t = theme(which);
        const Colour ground = t.colour({InkKind::ground}), panel = t.colour({InkKind::panel});
        for (const int count : {1, 2, 16, 64, 512}) {
            for (int pair = 0; pair < count; ++pair) {
                const Colour c = t.colour({InkKind::pair, pair, count});
                EXPECT_GE(contrast(c, ground), 3) << id(which) << " pair " << pair << " of " << count;
                EXPECT_GE(contrast(c, panel), 3) << id(which) << " pair " << pair << " of " << count;
            }
        }
        EXPECT_GE(contrast(t.colour({InkKind::positive}), ground), 3);
        EXPECT_GE(contrast(t.colour({InkKind::negative}), ground), 3);
    }
}

TEST(Theme, FastPairsStandOutMostAndPairsDiffer) {
    for (const ThemeId which : themes()) {
        const Theme& t = theme(which);
        const Colour ground = t.colour({InkKind::ground});
        for (int pair = 1; pair < 64; ++pair) {
            const Colour faster = t.colour({InkKind::pair, pair - 1, 64}),
                         slower = t.colour({InkKind::pair, pair, 64});
            EXPECT_LT(contrast(slower, ground), contrast(faster, ground)) << id(which) << " " << pair;
        }
    }
}

TEST(Theme, ModelsAndVectorsDifferUnderEveryColourVision) {
    for (const ThemeId which : themes()) {
        const Theme& t = theme(which);
        for (const auto vision :
             {test::Vision::normal, test::Vision::protan, test::Vision::deutan, test::Vision::tritan}) {
            for (int a = 0; a < 6; ++a)
                for (int b = a + 1; b < 6; ++b) {
                    const double apart =
                        test::difference(test::cielab(test::seen(t.colour({InkKind::model, a}), vision)),
                                         test::cielab(test::seen(t.colour({InkKind::model, b}), vision)));
                    // Dashes tell models apart as well, so hues need only be clearly not the same (ΔE 2.3 is
                    // just noticeable).
                    EXPECT_GT(apart, 6)
                        << id(which) << " " << a << " " << b << " vision " << static_cast<int>(vision);
                }
            EXPECT_GT(test::difference(test::cielab(test::seen(t.colour({InkKind::query}), vision)),
                                       test::cielab(test::seen(t.colour({InkKind::key}), vision))),
                      25)
                << id(which);
        }
    }
}

// Nothing in it has a hue: a grey printer loses nothing but what was grey before.
TEST(Theme, GreyPaperHasNoHues) {
    const Theme& t = theme(ThemeId::grey);
    const auto is_grey = [](Colour c) { return std::abs(c.r - c.g) <= 1 && std::abs(c.g - c.b) <= 1; };
    for (int kind = 0; kind <= static_cast<int>(InkKind::negative); ++kind)
        for (int index = 0; index < 8; ++index)
            EXPECT_TRUE(is_grey(t.colour({static_cast<InkKind>(kind), index, 8}))) << kind;
    for (const ColourMapId map :
         {ColourMapId::diverging, ColourMapId::sequential, ColourMapId::cyclic, ColourMapId::grey})
        for (const Colour c : colour_map(map, t).entries)
            EXPECT_TRUE(is_grey(c)) << static_cast<int>(map);
}

TEST(Theme, NamesReadBack) {
    for (const ThemeId which : themes()) {
        ThemeId read = ThemeId::light;
        ASSERT_TRUE(parse_theme(id(which), read));
        EXPECT_EQ(read, which);
    }
    ThemeId untouched = ThemeId::print;
    EXPECT_FALSE(parse_theme("Light", untouched));
    EXPECT_EQ(untouched, ThemeId::print);
}

TEST(Theme, SurvivesInksOutOfRange) {
    const Theme& t = theme(ThemeId::light);
    EXPECT_EQ(t.colour({InkKind::model, 6}), t.colour({InkKind::model, 0}));
    EXPECT_EQ(t.colour({InkKind::pair, 99, 4}), t.colour({InkKind::pair, 3, 4}));
    EXPECT_EQ(t.colour({InkKind::pair, 0, 0}), t.colour({InkKind::pair, 0, 1}));
    EXPECT_EQ(t.colour({InkKind::text, 0, 1, 0.5}).a, 128);
}

}  // namespace
}  // namespace rope
