#include "core/figure/text_fit.h"

#include <algorithm>

#include "core/base/utf8.h"
#include "core/figure/rich_text.h"

namespace rope {
namespace {

std::string to_markup(const TextRun& run) {
    std::string out = escape_markup(run.utf8);
    if (run.script != Script::base) out = (run.script == Script::sub ? "_{" : "^{") + out + "}";
    return run.italic ? "*" + out + "*" : out;
}

}  // namespace

std::string fit_text(std::string_view markup, double width, double size, const TextMetrics& text) {
    if (text.rich_width(markup, size) <= width) return std::string(markup);
    double left = width - text.width("…", size);
    if (left < 0) return {};
    std::string out;
    for (const TextRun& run : parse_rich_text(markup)) {
        const double run_size = run.script == Script::base ? size : size * kScriptScale;
        TextRun kept = run;
        kept.utf8.clear();
        bool full = false;
        for (std::size_t at = 0; at < run.utf8.size() && !full;) {
            const std::size_t from = at;
            const double advance = text.advance(next_code_point(run.utf8, at)) * run_size;
            full = advance > left;
            if (full) break;
            left -= advance;
            kept.utf8.append(run.utf8, from, at - from);
        }
        if (full)
            while (!kept.utf8.empty() && kept.utf8.back() == ' ')
                kept.utf8.pop_back();
        if (!kept.utf8.empty()) out += to_markup(kept);
        if (full) break;
    }
    return out.empty() ? std::string() : out + "…";
}

std::vector<std::string> wrap_words(std::string_view words, double width, double size, int most,
                                    const TextMetrics& text) {
    std::vector<std::string> lines;
    std::string line;
    double used = 0;
    const double blank = text.advance(U' ') * size;
    std::size_t at = 0;
    while (at < words.size()) {
        const std::size_t from = words.find_first_not_of(" \n\t", at);
        if (from == std::string_view::npos) break;
        at = std::min(words.find_first_of(" \n\t", from), words.size());
        const std::string_view word = words.substr(from, at - from);
        const double wide = text.width(word, size);
        if (!line.empty() && used + blank + wide > width) {
            if (static_cast<int>(lines.size()) + 1 >= most) {  // no line left: say that words are missing
                lines.push_back(fit_text(escape_markup(line + " " + std::string(word)), width, size, text));
                if (lines.back().empty()) lines.pop_back();
                return lines;
            }
            lines.push_back(fit_text(escape_markup(line), width, size, text));
            line.clear();
            used = 0;
        }
        used += (line.empty() ? 0 : blank) + wide;
        line += (line.empty() ? "" : " ") + std::string(word);
    }
    if (!line.empty() && most > 0) lines.push_back(fit_text(escape_markup(line), width, size, text));
    std::erase_if(lines, [](const std::string& text_line) { return text_line.empty(); });
    return lines;
}

}  // namespace rope
