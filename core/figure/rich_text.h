// Text with sub- and superscripts and italics: "*q*_{*m*}^{T}*k*_{*n*}/√*d*", "10^{5}", "*θ*_{17}".
// `*` toggles italics, `_{…}` lowers, `^{…}` raises (no nesting); `\*`, `\_`, `\^`, `\}`, `\\` are the
// characters themselves.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rope {

enum class Script { base, sub, super };

struct TextRun {
    std::string utf8;
    bool italic = false;
    Script script = Script::base;
    friend bool operator==(const TextRun&, const TextRun&) = default;
};

std::vector<TextRun> parse_rich_text(std::string_view markup);
// Without markup, for places that set plain text only: "10⁵", "θ₁₇"; "θ_i" where no raised or lowered
// character exists.
std::string plain_text(std::string_view markup);
std::string escape_markup(std::string_view text);  // user's text (file names) made safe inside markup

// Scripts are set at 0.72 of the size, lowered by 0.2 and raised by 0.36 of it.
constexpr double kScriptScale = 0.72;
constexpr double kSubDrop = 0.2;
constexpr double kSuperRise = 0.36;

}  // namespace rope
