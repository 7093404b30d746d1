#include "core/figure/rich_text.h"

#include <array>
#include <utility>

#include "core/base/utf8.h"

namespace rope {
namespace {

constexpr std::string_view kEscapable = "*_^\\}";

// Signs that exist as raised or lowered characters in common fonts (U+1D62, ᵢ, does not).
using Sign = std::pair<char32_t, std::string_view>;
constexpr std::array<Sign, 18> kRaised{{{U'0', "⁰"},
                                        {U'1', "¹"},
                                        {U'2', "²"},
                                        {U'3', "³"},
                                        {U'4', "⁴"},
                                        {U'5', "⁵"},
                                        {U'6', "⁶"},
                                        {U'7', "⁷"},
                                        {U'8', "⁸"},
                                        {U'9', "⁹"},
                                        {U'+', "⁺"},
                                        {U'-', "⁻"},
                                        {U'−', "⁻"},
                                        {U'(', "⁽"},
                                        {U')', "⁾"},
                                        {U'i', "ⁱ"},
                                        {U'n', "ⁿ"},
                                        {U'T', "ᵀ"}}};
constexpr std::array<Sign, 17> kLowered{{{U'0', "₀"},
                                         {U'1', "₁"},
                                         {U'2', "₂"},
                                         {U'3', "₃"},
                                         {U'4', "₄"},
                                         {U'5', "₅"},
                                         {U'6', "₆"},
                                         {U'7', "₇"},
                                         {U'8', "₈"},
                                         {U'9', "₉"},
                                         {U'+', "₊"},
                                         {U'-', "₋"},
                                         {U'−', "₋"},
                                         {U'(', "₍"},
                                         {U')', "₎"},
                                         {U'm', "ₘ"},
                                         {U'n', "ₙ"}}};

template <std::size_t N>
std::string_view find_sign(const std::array<Sign, N>& signs, char32_t code_point) {
    for (const Sign& sign : signs)
        if (sign.first == code_point) return sign.second;
    return {};
}

// The run in raised or lowered characters, or "_m" and "^x" where one is missing.
std::string plain_script(const TextRun& run) {
    std::string out;
    for (std::size_t at = 0; at < run.utf8.size();) {
        const char32_t c = next_code_point(run.utf8, at);
        const std::string_view sign =
            run.script == Script::sub ? find_sign(kLowered, c) : find_sign(kRaised, c);
        if (sign.empty()) return (run.script == Script::sub ? "_" : "^") + run.utf8;
        out += sign;
    }
    return out;
}

}  // namespace

std::vector<TextRun> parse_rich_text(std::string_view markup) {
    std::vector<TextRun> runs;
    TextRun run;
    const auto finish = [&] {
        if (!run.utf8.empty()) runs.push_back(run);
        run.utf8.clear();
    };
    for (std::size_t i = 0; i < markup.size(); ++i) {
        const char c = markup[i];
        const bool more = i + 1 < markup.size();
        if (c == '\\' && more && kEscapable.find(markup[i + 1]) != std::string_view::npos) {
            run.utf8 += markup[++i];
        } else if (c == '*') {
            finish();
            run.italic = !run.italic;
        } else if ((c == '_' || c == '^') && more && markup[i + 1] == '{' && run.script == Script::base) {
            finish();
            run.script = c == '_' ? Script::sub : Script::super;
            ++i;
        } else if (c == '}' && run.script != Script::base) {
            finish();
            run.script = Script::base;
        } else {
            run.utf8 += c;
        }
    }
    finish();
    return runs;
}

std::string plain_text(std::string_view markup) {
    // Upright and italic letters side by side are one exponent or index.
    std::vector<TextRun> runs;
    for (TextRun& run : parse_rich_text(markup)) {
        if (!runs.empty() && run.script != Script::base && runs.back().script == run.script)
            runs.back().utf8 += run.utf8;
        else
            runs.push_back(std::move(run));
    }
    std::string out;
    for (const TextRun& run : runs)
        out += run.script == Script::base ? run.utf8 : plain_script(run);
    return out;
}

std::string escape_markup(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (kEscapable.find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

}  // namespace rope
