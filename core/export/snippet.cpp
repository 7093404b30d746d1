#include "core/export/snippet.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/utf8.h"
#include "core/export/command_line.h"
#include "core/export/drawing.h"

namespace rope {
namespace {

struct Sign {
    std::string_view sign, latex;
};
// What captions hold beyond letters, and the ten signs that LaTeX reads as its own.
constexpr std::array<Sign, 62> kSigns{{{"\\", "\\textbackslash{}"},
                                       {"{", "\\{"},
                                       {"}", "\\}"},
                                       {"$", "\\$"},
                                       {"&", "\\&"},
                                       {"#", "\\#"},
                                       {"%", "\\%"},
                                       {"_", "\\_"},
                                       {"^", "\\textasciicircum{}"},
                                       {"~", "\\textasciitilde{}"},
                                       {"<", "$<$"},
                                       {">", "$>$"},
                                       {"|", "$|$"},
                                       {"\"", "\\textquotedbl{}"},
                                       {"“", "``"},
                                       {"”", "''"},
                                       {"‘", "`"},
                                       {"’", "'"},
                                       {"…", "\\dots{}"},
                                       {"–", "--"},
                                       {"\u00A0", "~"},
                                       {"\u2009", "\\,"},
                                       {"\u202F", "\\,"},
                                       {"−", "$-$"},
                                       {"±", "$\\pm$"},
                                       {"×", "$\\times$"},
                                       {"·", "$\\cdot$"},
                                       {"÷", "$\\div$"},
                                       {"√", "$\\surd$"},
                                       {"∞", "$\\infty$"},
                                       {"≤", "$\\le$"},
                                       {"≥", "$\\ge$"},
                                       {"≠", "$\\ne$"},
                                       {"≈", "$\\approx$"},
                                       {"→", "$\\to$"},
                                       {"′", "$^{\\prime}$"},
                                       {"°", "$^{\\circ}$"},
                                       {"½", "$\\frac12$"},
                                       {"⁰", "$^{0}$"},
                                       {"¹", "$^{1}$"},
                                       {"²", "$^{2}$"},
                                       {"³", "$^{3}$"},
                                       {"⁴", "$^{4}$"},
                                       {"⁵", "$^{5}$"},
                                       {"⁶", "$^{6}$"},
                                       {"⁷", "$^{7}$"},
                                       {"⁸", "$^{8}$"},
                                       {"⁹", "$^{9}$"},
                                       {"⁻", "$^{-}$"},
                                       {"α", "$\\alpha$"},
                                       {"β", "$\\beta$"},
                                       {"γ", "$\\gamma$"},
                                       {"θ", "$\\theta$"},
                                       {"λ", "$\\lambda$"},
                                       {"μ", "$\\mu$"},
                                       {"π", "$\\pi$"},
                                       {"ρ", "$\\rho$"},
                                       {"σ", "$\\sigma$"},
                                       {"φ", "$\\varphi$"},
                                       {"ω", "$\\omega$"},
                                       {"Δ", "$\\Delta$"},
                                       {"Σ", "$\\Sigma$"}}};

// Signs in a row are one formula, and exponents in a row one exponent: "10⁻⁷".
void append_sign(std::string& out, std::string_view latex, bool continues) {
    constexpr std::string_view kOpen = "$^{", kClose = "}$";
    if (continues && latex.starts_with(kOpen) && out.ends_with(kClose)) {
        out.resize(out.size() - kClose.size());
        latex.remove_prefix(kOpen.size());
    } else if (continues) {
        out.pop_back();
        latex.remove_prefix(1);
    }
    out += latex;
}

// A fence longer than any run of backticks inside.
std::string fence_around(std::string_view text) {
    std::size_t longest = 2, run = 0;
    for (const char c : text) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    std::string fence;
    fence.resize(longest + 1, '`');
    return fence;
}

}  // namespace

std::string latex_text(std::string_view text) {
    const std::string clean = printable(text);
    std::string out;
    bool after_sign = false;
    for (std::size_t at = 0; at < clean.size();) {
        const std::string_view rest = std::string_view(clean).substr(at);
        const auto sign = std::find_if(kSigns.begin(), kSigns.end(),
                                       [&](const Sign& one) { return rest.starts_with(one.sign); });
        if (sign == kSigns.end()) {
            out += clean[at++];
            after_sign = false;
            continue;
        }
        const bool is_formula = sign->latex.front() == '$';
        append_sign(out, sign->latex, after_sign && is_formula);
        after_sign = is_formula;
        at += sign->sign.size();
    }
    return out;
}

std::string markdown_text(std::string_view text) {
    constexpr std::string_view kMarks = "\\`*_{}[]<>#|~$&!^";
    std::string out;
    for (const char c : printable(text)) {
        if (kMarks.find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

std::string latex_snippet(const Document& document, const Figure& figure, const ExportOptions& options) {
    constexpr double kWidth = 5 * 72;  // [pt]: near the line of an article
    ExportOptions printed = options;
    printed.format = Format::pdf;
    printed.theme = ThemeId::print;
    printed.size = {kWidth, std::round(kWidth * options.size.height / options.size.width)};
    // The comment must stay on its line, whatever a file is called.
    return "% " + printable(command_line(document, figure.kind, printed)) +
           "\n\\begin{figure}\n"
           "  \\centering\n"
           "  \\includegraphics[width=\\linewidth]{" +
           figure.kind + ".pdf}\n  \\caption{" + latex_text(file_description(figure)) +
           "}\n  \\label{fig:" + figure.kind + "}\n\\end{figure}\n";
}

std::string markdown_snippet(const Document& document, const Figure& figure, const ExportOptions& options) {
    ExportOptions drawn = options;
    drawn.format = Format::svg;
    const std::string command = command_line(document, figure.kind, drawn);
    const std::string fence = fence_around(command);
    return "![" + markdown_text(file_description(figure)) + "](" + figure.kind + ".svg)\n\n" + fence +
           "sh\n" + command + "\n" + fence + "\n";
}

}  // namespace rope
