#include "core/figure/caption.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/figure/text_fit.h"

namespace rope {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr double kLetter = 6;  // [pt] of FixedWidthText at size 10

Figure figure_saying(std::vector<std::string> caption) {
    Figure figure;
    figure.caption = std::move(caption);
    return figure;
}

TEST(Caption, TakesTheStatementsThatFitOneLineWhole) {
    const FixedWidthText text;
    const Figure figure = figure_saying({std::string(30, 'a') + ".", std::string(60, 'b') + ".", "c."});
    EXPECT_EQ(caption_text(figure), std::string(30, 'a') + ". " + std::string(60, 'b') + ". c.");
    EXPECT_THAT(caption_lines(figure, 95 * kLetter, 10, text),
                ElementsAre(caption_text(figure).substr(0, 93)))
        << "the last needs three letters more";
    EXPECT_THAT(caption_lines(figure, 70 * kLetter, 10, text), ElementsAre(std::string(30, 'a') + ". c."))
        << "what does not fit makes way for what does";
    EXPECT_THAT(caption_lines(figure_saying({std::string(71, 'a')}), 70 * kLetter, 10, text), IsEmpty());
    EXPECT_THAT(caption_lines(Figure{}, 70 * kLetter, 10, text), IsEmpty());
}

TEST(Caption, TakesTwoLinesOnNarrowPages) {
    const FixedWidthText text;
    const Figure figure =
        figure_saying({"What is drawn here of one model.", "Its facts.", "More of it still."});
    EXPECT_THAT(caption_lines(figure, 24 * kLetter, 10, text),
                ElementsAre("What is drawn here of", "one model. Its facts."));
}

TEST(Caption, WhatIsMissingOrAveragedComesBeforeDetails) {
    const FixedWidthText text;
    Figure figure = figure_saying({"First.", "Second.", "Third."});
    figure.notes = {"Averaged.", "Left out."};
    figure.missing = {"Left out."};
    EXPECT_THAT(caption_lines(figure, 1000 * kLetter, 10, text),
                ElementsAre("First. Left out. Second. Averaged. Third."));
    EXPECT_EQ(caption_text(figure), "First. Second. Third.") << "notes are texts of their own";
}

TEST(WrapWords, NumbersStayWithTheirUnitsAndSignsWithBothSides) {
    const FixedWidthText text;
    EXPECT_THAT(wrap_words("a context of 4096 tokens", 18 * kLetter, 10, 9, text),
                ElementsAre("a context of", "4096 tokens"));
    EXPECT_THAT(wrap_words("a head of d = 128 here", 13 * kLetter, 10, 9, text),
                ElementsAre("a head of", "d = 128 here"));
    EXPECT_THAT(wrap_words("1 + 2 + 3", 5 * kLetter, 10, 9, text), ElementsAre("1 + 2", "+ 3"))
        << "a formula wider than the line is broken like any words";
}

}  // namespace
}  // namespace rope
