#include "core/figure/caption.h"

#include <algorithm>
#include <limits>

#include "core/figure/text_fit.h"

namespace rope {
namespace {

constexpr double kNarrow =
    30;  // [em] of a caption: a column of a paper, where one line holds half a sentence

std::string appended(const std::string& words, const std::string& statement) {
    return words.empty() ? statement : words + " " + statement;
}

std::vector<std::string> by_importance(const Figure& figure) {
    std::vector<std::string> out = figure.caption;
    out.insert(out.begin() + (out.empty() ? 0 : 1), figure.missing.begin(), figure.missing.end());
    std::vector<std::string> notes;
    for (const std::string& note : figure.notes) {
        if (std::find(figure.missing.begin(), figure.missing.end(), note) == figure.missing.end())
            notes.push_back(note);
    }
    // What was averaged or clipped comes before the details, after what the figure is and of which model.
    const std::size_t before = std::min(out.size(), figure.missing.size() + 2);
    out.insert(out.begin() + static_cast<std::ptrdiff_t>(before), notes.begin(), notes.end());
    return out;
}

}  // namespace

std::string caption_text(const Figure& figure) {
    std::string words;
    for (const std::string& statement : figure.caption)
        words = appended(words, statement);
    return words;
}

std::vector<std::string> caption_lines(const Figure& figure, double width, double size,
                                       const TextMetrics& text) {
    const int most = width < kNarrow * size ? 2 : 1;
    std::string words;
    std::vector<std::string> lines;
    for (const std::string& statement : by_importance(figure)) {
        const std::string longer = appended(words, statement);
        std::vector<std::string> tried = wrap_words(longer, width, size, most, text);
        std::string shown;
        for (const std::string& line : tried)
            shown = appended(shown, line);
        const std::vector<std::string> whole =
            wrap_words(longer, std::numeric_limits<double>::infinity(), size, 1, text);
        if (whole.size() != 1 || shown != whole.front()) continue;  // something would be cut
        words = longer;
        lines = std::move(tried);
    }
    return lines;
}

}  // namespace rope
