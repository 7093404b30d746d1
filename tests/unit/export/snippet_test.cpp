// Snippets for texts: what LaTeX and Markdown read as their own is escaped.
#include "core/export/snippet.h"
#include "core/figure/caption.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/export/command_line.h"

namespace rope {
namespace {

using testing::HasSubstr;

Figure figure_with(const std::string& caption) {
    Figure figure;
    figure.kind = "decay";
    figure.caption = {caption};
    return figure;
}

TEST(Snippet, LatexEscapesItsTenSpecialSigns) {
    EXPECT_EQ(latex_text("a_b 50% #1 & $x$ {y} ~ ^ \\"),
              "a\\_b 50\\% \\#1 \\& \\$x\\$ \\{y\\} \\textasciitilde{} \\textasciicircum{} "
              "\\textbackslash{}");
    EXPECT_EQ(latex_text("plain words, (1): 2/3 [4] 'q' = 5."), "plain words, (1): 2/3 [4] 'q' = 5.");
}

TEST(Snippet, LatexHasFormulasForGreekAndMathematicalSigns) {
    EXPECT_EQ(latex_text("Σcos Δθ"), "$\\Sigma$cos $\\Delta\\theta$");
    EXPECT_EQ(latex_text("q·k/√d"), "q$\\cdot$k/$\\surd$d");
    EXPECT_EQ(latex_text("5.4 × 10⁻⁷"), "5.4 $\\times$ 10$^{-7}$");
    EXPECT_EQ(latex_text("θ²′"), "$\\theta^{2\\prime}$");
    EXPECT_EQ(latex_text("131\u2009072 tokens"), "131\\,072 tokens");
    EXPECT_EQ(latex_text("“Łódź”"), "``Łódź''");
    EXPECT_EQ(latex_text("$Δ"), "\\$$\\Delta$");
}

TEST(Snippet, NoSignOfACaptionIsLeftThatLatexDoesNotKnow) {
    // Every kind's caption and notes consist of ASCII and of signs that have a command.
    ResultCache cache;
    Progress progress;
    for (const FigureKind* kind : figure_kinds()) {
        const auto figure = make_figure(Document{}, *kind, PictureSize{}, cache, progress);
        ASSERT_TRUE(figure.ok());
        std::string words = caption_text(*figure.value());
        for (const std::string& note : figure.value()->notes)
            words += note;
        for (const char c : latex_text(words))
            ASSERT_LT(static_cast<unsigned char>(c), 0x80) << kind->id << ": " << latex_text(words);
    }
}

TEST(Snippet, ALatexFigureHoldsFileCaptionLabelAndCommand) {
    ExportOptions options;
    options.size = {600, 300};
    options.theme = ThemeId::dark;
    const std::string snippet = latex_snippet(Document{}, figure_with("100% of q_m"), options);
    EXPECT_EQ(snippet,
              "% rope-explorer plot decay --size 360x180pt --theme print -o decay.pdf\n"
              "\\begin{figure}\n"
              "  \\centering\n"
              "  \\includegraphics[width=\\linewidth]{decay.pdf}\n"
              "  \\caption{100\\% of q\\_m}\n"
              "  \\label{fig:decay}\n"
              "\\end{figure}\n");
}

TEST(Snippet, ANewlineInAFilesNameDoesNotEndTheComment) {
    Document document;
    document.query.text = "a\n\\input{evil}.npy";
    const std::string snippet = latex_snippet(document, figure_with(""), {});
    EXPECT_EQ(snippet.find("\n"), snippet.find("\n\\begin{figure}"));
}

TEST(Snippet, MarkdownEscapesItsMarksAndFencesTheCommand) {
    EXPECT_EQ(markdown_text("a*b_[c](d) `e` <f> #g"), "a\\*b\\_\\[c\\](d) \\`e\\` \\<f\\> \\#g");
    const std::string snippet = markdown_snippet(Document{}, figure_with("of q_m [tokens]"), {});
    EXPECT_EQ(snippet,
              "![of q\\_m \\[tokens\\]](decay.svg)\n\n"
              "```sh\nrope-explorer plot decay -o decay.svg\n```\n");
    Document document;
    document.query.text = "x```y.npy";
    EXPECT_THAT(markdown_snippet(document, figure_with(""), {}), HasSubstr("\n````sh\n"));
}

}  // namespace
}  // namespace rope
