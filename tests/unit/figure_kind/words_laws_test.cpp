// What figures say, on the pages that people publish and with the letters they are set in: no word is cut,
// and every caption is one line of whole statements.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/document/placed_figure.h"
#include "core/export/export.h"
#include "core/figure/caption.h"
#include "core/figure/painter.h"
#include "core/figure/recording_canvas.h"
#include "core/figure/rich_text.h"
#include "core/model/presets.h"

namespace rope {
namespace {

struct WordsPage {
    std::string name;
    Size size;
    ThemeId look;
};

std::vector<WordsPage> words_pages() {
    std::vector<WordsPage> out;
    for (const ThemeId look : {ThemeId::light, ThemeId::print}) {
        out.push_back({"default", ExportOptions{}.size, look});
        for (const NamedSize& named : picture_sizes())
            out.push_back({std::string(named.id), named.size, look});
    }
    const NamedSize& slide = picture_sizes().back();
    out.push_back({std::string(slide.id), slide.size, ThemeId::lecture});
    return out;
}

// Nobody's model, a published one, and two of them.
std::vector<Document> documents() {
    const auto llama = read_preset("llama-3.1-8b"), mistral = read_preset("mistral-7b-v0.1");
    require(llama.ok() && mistral.ok(), "presets that are no more");
    std::vector<Document> out(3);
    out[1].models = {llama.value()};
    out[2].models = {llama.value(), mistral.value()};
    return out;
}

class FigureWords : public testing::TestWithParam<const FigureKind*> {
  protected:
    void SetUp() override {
        const auto font = find_font("DejaVu Sans");
        ASSERT_TRUE(font.ok());
        if (font.value().family != "DejaVu Sans") GTEST_SKIP() << "DejaVu Sans is not installed";
        const auto metrics = font_metrics(font.value());
        ASSERT_TRUE(metrics.ok());
        text_ = metrics.value();
    }

    // Calls `judge(figure, places, theme, where)` for every page and document.
    template <class Judge>
    void on_every_page(const Judge& judge) {
        ResultCache cache;
        Progress progress;
        const std::vector<Document> all = documents();
        for (const WordsPage& page : words_pages()) {
            const Theme& look = theme(page.look);
            for (std::size_t d = 0; d < all.size(); ++d) {
                const PictureSize picture{page.size, ExportOptions{}.dpi / 72, look.font_size};
                const auto placed = make_placed_figure(all[d], *GetParam(), picture, look, *text_,
                                                       !look.paper, cache, progress);
                ASSERT_TRUE(placed.ok()) << sentence(placed.fault());
                judge(*placed.value().figure, placed.value().places, page,
                      fmt::format("{} {}, document {}", page.name, id(page.look), d));
            }
        }
    }

    std::shared_ptr<const TextMetrics> text_;
};

TEST_P(FigureWords, NoneIsCut) {
    on_every_page([&](const Figure& figure, const FigureLayout& places, const WordsPage& page,
                      const std::string& where) {
        RecordingCanvas canvas;
        paint(figure, places, theme(page.look), *text_, {}, canvas);
        for (const RecordingCanvas::Item& item : canvas.items()) {
            if (item.what != "text") continue;
            EXPECT_FALSE(item.text.ends_with("…")) << where << ": " << item.text;
        }
    });
}

// A statement is in the caption whole or not at all.
TEST_P(FigureWords, CaptionsAreShortAndWhole) {
    on_every_page([&](const Figure& figure, const FigureLayout& places, const WordsPage& page,
                      const std::string& where) {
        std::string shown;
        for (const Label& line : places.caption)
            shown += (shown.empty() ? "" : " ") + plain_text(line.text);
        if (page.name == "single") {
            EXPECT_LE(places.caption.size(), 2u) << where;
        } else if (!theme(page.look).paper) {
            EXPECT_EQ(places.caption.size(), 1u) << where << " says nothing of: " << caption_text(figure);
        }
        std::vector<std::string> statements = figure.caption;
        statements.insert(statements.end(), figure.notes.begin(), figure.notes.end());
        while (!shown.empty()) {
            const auto next = std::find_if(statements.begin(), statements.end(), [&](const auto& statement) {
                return shown.starts_with(statement) &&
                       (shown.size() == statement.size() || shown[statement.size()] == ' ');
            });
            ASSERT_NE(next, statements.end()) << where << ": part of a statement: " << shown;
            shown.erase(0, next->size() + 1);
            statements.erase(next);
        }
    });
}

INSTANTIATE_TEST_SUITE_P(All, FigureWords, testing::ValuesIn(figure_kinds().begin(), figure_kinds().end()),
                         [](const testing::TestParamInfo<const FigureKind*>& kind) {
                             std::string name(kind.param->id);
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

}  // namespace
}  // namespace rope
