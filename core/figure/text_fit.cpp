#include "core/figure/text_fit.h"

#include <algorithm>
#include <array>

#include "core/base/utf8.h"
#include "core/figure/rich_text.h"

namespace rope {
namespace {

std::string to_markup(const TextRun& run) {
    std::string out = escape_markup(run.utf8);
    if (run.script != Script::base) out = (run.script == Script::sub ? "_{" : "^{") + out + "}";
    return run.italic ? "*" + out + "*" : out;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_sign(std::string_view word) {
    constexpr std::array<std::string_view, 10> kSigns{"=", "≈", "≤", "≥", "<", ">", "+", "−", "×", "·"};
    return std::find(kSigns.begin(), kSigns.end(), word) != kSigns.end();
}

// Between a number and its unit, and around a sign, no line ends.
bool held(std::string_view before, std::string_view after) {
    return is_sign(before) || is_sign(after) || is_digit(before.back());
}

constexpr std::string_view kBlanks = " \n\t";

// The words from `at` on that no line may end between, one blank between them; empty at the end.
std::vector<std::string_view> held_words(std::string_view words, std::size_t& at) {
    std::vector<std::string_view> out;
    for (std::size_t next = at;;) {
        const std::size_t from = words.find_first_not_of(kBlanks, next);
        if (from == std::string_view::npos) {
            at = words.size();
            return out;
        }
        next = std::min(words.find_first_of(kBlanks, from), words.size());
        const std::string_view word = words.substr(from, next - from);
        if (!out.empty() && !held(out.back(), word)) return out;
        out.push_back(word);
        at = next;
    }
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
    bool full = false;  // no line is left, and words are missing
    const double blank = text.advance(U' ') * size;
    const auto add = [&](const std::string& more) {
        const double wide = text.width(more, size);
        if (!line.empty() && used + blank + wide > width) {
            full = static_cast<int>(lines.size()) + 1 >= most;
            lines.push_back(fit_text(escape_markup(full ? line + " " + more : line), width, size, text));
            line.clear();
            used = 0;
        }
        if (full) return;
        used += (line.empty() ? 0 : blank) + wide;
        line += (line.empty() ? "" : " ") + more;
    };
    for (std::size_t at = 0; at < words.size() && !full;) {
        const std::vector<std::string_view> group = held_words(words, at);
        std::string together;
        for (const std::string_view word : group)
            together += (together.empty() ? "" : " ") + std::string(word);
        if (together.empty()) break;
        if (text.width(together, size) <= width) {
            add(together);
        } else {  // wider than a line: broken like any others
            for (std::size_t i = 0; i < group.size() && !full; ++i)
                add(std::string(group[i]));
        }
    }
    if (!full && !line.empty() && most > 0) lines.push_back(fit_text(escape_markup(line), width, size, text));
    std::erase_if(lines, [](const std::string& text_line) { return text_line.empty(); });
    return lines;
}

}  // namespace rope
