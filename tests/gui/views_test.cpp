// Every place of the window can show every figure kind, live and as it is exported.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>

#include "app/gui/kept_state.h"
#include "app/gui/token_gestures.h"
#include "core/document/placed_figure.h"
#include "core/export/export.h"
#include "core/figure/caption.h"
#include "tests/gui/robot.h"

namespace rope {
namespace {

void show(Robot& robot, std::string_view place, const FigureKind& kind) {
    robot.click(place);
    robot.click(kind.label);
}

Point on_page(const Robot& robot, std::string_view kind, Point page) {
    const Rect view = robot.rect(kind);
    const double scale = robot.pixels_per_point();
    return {view.x + page.x * scale, view.y + page.y * scale};
}

TEST(Views, EveryKindCanBeShownWhereItsTitleIsChosen) {
    Robot robot(still());
    for (const FigureKind* kind : figure_kinds()) {
        if (robot.app().workspace().view(kind->id) != nullptr) continue;
        show(robot, "Right view", *kind);
        ASSERT_NE(robot.app().workspace().view(kind->id), nullptr) << kind->id;
        const FigureView& view = robot.view(kind->id);
        EXPECT_EQ(robot.value("Right view"), kind->label);
        EXPECT_TRUE(view.fault().empty()) << view.fault();
        // The figure is the one that a script gets for the same size.
        ResultCache cache;
        Progress progress;
        auto expected = make_figure(robot.document(), *kind, view.picture(), cache, progress);
        ASSERT_TRUE(expected.ok()) << kind->id;
        EXPECT_EQ(view.figure()->caption, expected.value()->caption);
        // It follows the sliders.
        const Figure* before = view.figure();
        robot.drag("Base", 30);
        EXPECT_NE(view.figure(), before) << kind->id;
        robot.press(Key::z, {.ctrl = true});
    }
}

TEST(Views, ChoosingWhatAnotherPlaceShowsChangesThePlaces) {
    Robot robot(still());
    const Rect pairs = robot.rect("pairs"), decay = robot.rect("decay");
    show(robot, "Left view", *find_figure_kind("decay"));
    EXPECT_EQ(robot.rect("decay"), pairs);
    EXPECT_EQ(robot.rect("pairs"), decay);
    EXPECT_FALSE(robot.app().editor().history().can_undo())
        << "what is shown where is not part of the session";
}

TEST(Views, TheChoiceIsKept) {
    const std::string top = ::testing::TempDir() + "gui_views_kept";
    std::filesystem::remove_all(top);
    const XdgFolders folders{top + "/config", top + "/data", top + "/state", top + "/cache"};
    {
        KeptState kept(folders, false);
        Robot robot(kept.options({}));
        show(robot, "Lower view", *find_figure_kind("frequencies"));
        ASSERT_TRUE(kept.end(robot.app()).ok());
    }
    KeptState kept(folders, false);
    Robot robot(kept.options({}));
    EXPECT_EQ(robot.value("Lower view"), find_figure_kind("frequencies")->label);
    EXPECT_EQ(robot.app().workspace().view("decay"), nullptr);
}

TEST(Views, KindsThatThisVersionDoesNotKnowTakeTheirDefault) {
    AppOptions options = still();
    options.settings.views = {"pairs", "from-the-future", "scores", "too", "many"};
    Robot robot(std::move(options));
    EXPECT_EQ(robot.app().workspace().kinds(), (std::vector<std::string>{"pairs", "decay", "scores"}));
}

TEST(Views, AClickOnAPairOfTheFrequenciesChoosesIt) {
    Robot robot(still());
    show(robot, "Right view", *find_figure_kind("frequencies"));
    const FigureView& view = robot.view("frequencies");
    const Panel& panel = view.figure()->panels[0];
    const Point at = to_page(panel, view.places()->panels[0], {23, panel.y->lo * 1.5});
    robot.click_at(on_page(robot, "frequencies", at));
    EXPECT_EQ(robot.document().selection.pair, 23);
    const Scene scene{robot.document(), *view.figure(), *view.places()};
    const std::string words = words_at(scene, at);
    EXPECT_EQ(words.rfind("pair: 23\n", 0), 0U) << words;
    EXPECT_NE(words.find("wavelength: "), std::string::npos) << words;
    EXPECT_EQ(words.find('_'), std::string::npos) << "no names of columns: " << words;
}

TEST(Views, KindsWithARangeZoomAndOthersLeaveTheDocumentAlone) {
    Robot robot(still());
    show(robot, "Right view", *find_figure_kind("angles"));
    const Rect r = robot.rect("angles");
    robot.wheel({r.x + r.width / 2, r.y + r.height / 3}, 3);
    EXPECT_GT(robot.view("angles").figure()->panels[0].x->lo, 1);
    robot.press(Key::home);
    EXPECT_EQ(robot.document(), Document());
    // Nothing in a map of the sinusoidal encoding can be taken hold of.
    show(robot, "Right view", *find_figure_kind("sinusoidal"));
    robot.wheel({r.x + r.width / 2, r.y + r.height / 3}, 3);
    robot.drag_points({r.x + r.width / 2, r.y + r.height / 3}, {r.x + r.width / 3, r.y + r.height / 2});
    EXPECT_EQ(robot.document(), Document());
}

// Where the box of the word at a place stands in the frame.
Point on_word(const Robot& robot, int place) {
    const FigureView& view = robot.view("sequence");
    const auto box = token_box({robot.document(), *view.figure(), *view.places()}, place);
    require(box.has_value(), "the word has no box");
    return on_page(robot, "sequence",
                   {box->rect.x + box->rect.width / 2, box->rect.y + box->rect.height / 2});
}

AppOptions words() {
    AppOptions options = still();
    options.settings.views = {"pairs", "sequence", "decay"};
    return options;
}

void double_click_word(Robot& robot, int place) {
    robot.frames_for(0.35);  // until the boxes stand where they stay
    robot.double_click_at(on_word(robot, place));
}

TEST(Views, WordsAreDraggedIntoAnotherOrder) {
    Robot robot(words());
    ASSERT_EQ(robot.document().sequence.order, (std::vector<int>{0, 4, 2, 3, 1}));
    robot.drag_points(on_word(robot, 0), on_word(robot, 2));
    EXPECT_EQ(robot.document().sequence.order, (std::vector<int>{4, 2, 0, 3, 1}));
    EXPECT_NE(robot.view("sequence").figure()->caption[1].find("“mouse chased The the cat”"),
              std::string::npos)
        << robot.view("sequence").figure()->caption[1];
    // One drag is one step, wherever it went on its way.
    robot.drag_points(on_word(robot, 4), on_word(robot, 0), 9);
    EXPECT_EQ(robot.document().sequence.order, (std::vector<int>{1, 4, 2, 0, 3}));
    robot.press(Key::z, {.ctrl = true});
    EXPECT_EQ(robot.document().sequence.order, (std::vector<int>{4, 2, 0, 3, 1}));
    robot.press(Key::z, {.ctrl = true});
    EXPECT_EQ(robot.document(), Document());
    EXPECT_FALSE(robot.app().editor().history().can_undo());
}

TEST(Views, AWordIsRetypedOverItsBox) {
    Robot robot(words());
    const auto retype = [&](int place, const std::string& text) {
        double_click_word(robot, place);
        ASSERT_TRUE(robot.sees("Word"));
        robot.press(Key::a, {.ctrl = true});
        if (text.empty())
            robot.press(Key::backspace);
        else
            robot.type(text);
        robot.press(Key::enter);
        EXPECT_FALSE(robot.sees("Word"));
    };
    retype(1, "dog");  // the mouse, which is written last
    EXPECT_EQ(tokens_text(robot.document().sequence.tokens), "The cat chased the dog");
    EXPECT_EQ(robot.document().sequence.order, (std::vector<int>{0, 4, 2, 3, 1}));
    retype(1, "dog:=onehot:2");
    EXPECT_EQ(robot.document().sequence.tokens[4].vector, "onehot:2");
    retype(1, "small dog");
    EXPECT_EQ(tokens_text(robot.document().sequence.tokens), "The cat chased the small dog");
    EXPECT_EQ(robot.document().sequence.order, (std::vector<int>{0, 4, 5, 2, 3, 1}));
    retype(0, "");
    EXPECT_EQ(tokens_text(robot.document().sequence.tokens), "cat chased the small dog");
    EXPECT_EQ(robot.document().sequence.order, (std::vector<int>{3, 4, 1, 2, 0}));
    retype(0, "dog:=gausian:seed=1");
    EXPECT_NE(robot.message().find("did you mean gaussian?"), std::string::npos) << robot.message();
    EXPECT_EQ(robot.document().sequence.order, (std::vector<int>{3, 4, 1, 2, 0}));
    for (int i = 0; i < 4; ++i)
        robot.press(Key::z, {.ctrl = true});
    EXPECT_EQ(robot.document(), Document());
}

TEST(Views, EscLeavesAWordAsItWas) {
    Robot robot(words());
    double_click_word(robot, 1);
    ASSERT_TRUE(robot.sees("Word"));
    robot.type("dog");
    robot.press(Key::escape);
    EXPECT_FALSE(robot.sees("Word"));
    EXPECT_EQ(robot.document(), Document());
}

TEST(Views, WordsAndPairsOfWordsStandAtThePointer) {
    Robot robot(words());
    const FigureView& view = robot.view("sequence");
    const Scene scene{robot.document(), *view.figure(), *view.places()};
    const auto box = token_box(scene, 1);
    ASSERT_TRUE(box.has_value());
    const std::string word =
        words_at(scene, {box->rect.x + box->rect.width / 2, box->rect.y + box->rect.height / 2});
    EXPECT_EQ(word.rfind("mouse\nposition 1, written at 4\n", 0), 0U) << word;
    const std::string cell =
        words_at(scene, to_page(view.figure()->panels[1], view.places()->panels[1], {1, 4}));
    EXPECT_EQ(cell.rfind("key: mouse (position 1)\nquery: cat (position 4)\n", 0), 0U) << cell;
}

// Tokens, pairs, channels and patches are counted in whole numbers, wherever the pointer stands; and a map
// calls its rows, columns and values what its data file calls them.
TEST(Views, WordsAtThePointerHoldWholeTokensOnly) {
    const std::regex fractional(
        "(^|\\n)(query|key|position|pair|channel|row|column|token|patch|lag|distance|Δ)"
        "( position)?( .)?( [(][a-z]+[)])?(:| =)[^\\n]*[0-9][.][0-9]");
    const std::vector<std::pair<std::string, std::vector<SingleEdit>>> shown{
        {"", {}},
        {"angles", {SetParameter{"angles.show", std::string("wrapped")}}},
        {"angles",
         {SetParameter{"angles.show", std::string("wrapped")},
          SetParameter{"angles.scale", std::string("log")}}},
        {"angles",
         {SetParameter{"angles.show", std::string("wrapped")},
          SetParameter{"model.context", std::int64_t{100000}}}},
        {"scores", {SetParameter{"scores.span", std::int64_t{7}}}},
        {"scores", {SetParameter{"scores.softmax", true}, SetParameter{"scores.causal", true}}},
        {"sinusoidal", {SetParameter{"sinusoidal.show", std::string("products")}}},
        {"sinusoidal", {SetParameter{"sinusoidal.show", std::string("curve")}}},
        {"memory",
         {SetParameter{"memory.show", std::string("drift")},
          SetParameter{"memory.tokens", std::int64_t{3000}}}},
    };
    const Theme& look = theme(ThemeId::light);
    const FixedWidthText text;
    int read = 0;
    for (const auto& [only, edits] : shown) {
        const Checked<Applied> applied = apply(Document{}, Together{edits, "Test"});
        ASSERT_TRUE(applied.ok()) << sentence(applied.fault());
        const Document& document = applied.value().document;
        for (const FigureKind* kind : figure_kinds()) {
            if (!only.empty() && kind->id != only) continue;
            ResultCache cache;
            Progress progress;
            const auto placed = make_placed_figure(document, *kind, {{523, 389}, 1, look.font_size}, look,
                                                   text, false, cache, progress);
            ASSERT_TRUE(placed.ok()) << sentence(placed.fault());
            const Figure& figure = *placed.value().figure;
            const Scene scene{document, figure, placed.value().places};
            for (const PanelLayout& panel : scene.places.panels)
                for (double across = 0.013; across < 1; across += 0.061)
                    for (double down = 0.017; down < 1; down += 0.073) {
                        const std::string words = words_at(scene, {panel.plot.x + across * panel.plot.width,
                                                                   panel.plot.y + down * panel.plot.height});
                        if (words.empty()) continue;
                        ++read;
                        EXPECT_FALSE(std::regex_search(words, fractional)) << kind->id << ":\n" << words;
                        if (!figure.data.grid) continue;
                        for (const std::string& name : {figure.data.row_name, figure.data.column_name})
                            EXPECT_NE(words.find(name), std::string::npos) << kind->id << ":\n" << words;
                    }
        }
    }
    EXPECT_GT(read, 2000);
}

// Su et al. 2021, section 3.2: q = W_q x. The tip shows q; what is dragged changes x.
TEST(Views, TheTipOfAProjectedVectorIsDraggedThroughItsProjection) {
    AppOptions options = still();
    options.document.models.front().shape = {.head_dim = 4, .rotary_dim = 4};
    options.document.query.text = "1,0,0.5,1";
    options.document.selection.query_position = 0;
    options.document.w_q.text = "0,-1;1,0";
    Robot robot(options);
    const FigureView& view = robot.view("pairs");
    std::size_t panel = 0;
    while (view.places()->panels[panel].dial_radius <= 0)
        ++panel;
    const auto large = [&]() -> const LargeDialMark& {
        for (const Mark& mark : view.figure()->panels[panel].marks)
            if (const auto* found = std::get_if<LargeDialMark>(&mark)) return *found;
        require(false, "no large dial");
        return std::get<LargeDialMark>(view.figure()->panels[panel].marks.front());
    };
    const auto at = [&](Point v) {
        const PanelLayout& places = view.places()->panels[panel];
        const double unit = places.dial_radius / large().radius_scale;
        return on_page(robot, "pairs",
                       {places.dial_centre.x + v.x * unit, places.dial_centre.y - v.y * unit});
    };
    // Pair 0 is (x₀, x₂) = (1, 0.5): q has (−0.5, 1).
    EXPECT_NEAR(large().dial.q.x, -0.5, 1e-12);
    EXPECT_NEAR(large().dial.q.y, 1, 1e-12);
    robot.drag_points(at({-0.5, 1}), at({-0.8, 0.6}));
    EXPECT_NEAR(large().dial.q.x, -0.8, 0.02);
    EXPECT_NEAR(large().dial.q.y, 0.6, 0.02);
    const auto x = make_vector(robot.document().query, 4, "").value();
    EXPECT_NEAR(x[0], 0.6, 0.02);
    EXPECT_NEAR(x[2], 0.8, 0.02);
    EXPECT_EQ(x[1], 0);
    EXPECT_EQ(x[3], 1);
}

TEST(Views, ProjectionsAreTypedBesideTheVectors) {
    Robot robot(still(), {1280, 1100});  // high enough for the whole panel
    robot.enter("Query projection", "orthogonal:seed=3");
    EXPECT_EQ(robot.document().w_q.text, "orthogonal:seed=3");
    EXPECT_NE(caption_text(*robot.view("scores").figure()).find("q = W_q x"), std::string::npos);
    robot.enter("Query projection", "1,2;3");
    EXPECT_EQ(robot.document().w_q.text, "orthogonal:seed=3");
    EXPECT_NE(robot.message().find("as many rows as columns"), std::string::npos) << robot.message();
    robot.press(Key::z, {.ctrl = true});
    EXPECT_EQ(robot.document(), Document());
}

TEST(Views, ExportByKeyWritesTheKindUnderThePointer) {
    Robot robot(still());
    show(robot, "Left view", *find_figure_kind("frequencies"));
    const Rect r = robot.rect("frequencies");
    robot.move({r.x + r.width / 2, r.y + r.height / 2});
    robot.press(Key::c, {.ctrl = true});
    EXPECT_EQ(robot.surface().clipboard_picture().text.rfind("rope-explorer plot frequencies", 0), 0U);
    robot.press(Key::c, {.ctrl = true, .shift = true});
    EXPECT_NE(robot.surface().clipboard().find("wavelength"), std::string::npos);
}

TEST(Views, ASwitchThatDrawsNothingIsDisabled) {
    AppOptions options = still();
    options.settings.views = {"pairs", "frequencies", "decay"};
    Robot robot(std::move(options), {1920, 1080});  // room for the switches beside the title
    EXPECT_EQ(robot.value("Before scaling"), "disabled");
    const Document before = robot.document();
    robot.click("Before scaling");
    EXPECT_EQ(robot.document(), before);
    robot.click("Scaling");
    robot.click(find_scaling("linear")->label);
    EXPECT_EQ(robot.value("Before scaling"), "on");
    robot.click("Before scaling");
    EXPECT_EQ(robot.value("Before scaling"), "off");
}

TEST(Views, TheListOfKindsStandsInTheWindowWithoutScrolling) {
    Robot robot(still());
    for (const char* place : {"Left view", "Right view", "Lower view"}) {
        const Rect title = robot.rect(place);
        robot.click(place);
        double top = 1e9, bottom = 0;
        for (const FigureKind* kind : figure_kinds()) {
            const Rect row = robot.rect(kind->label);
            top = std::min(top, row.y);
            bottom = std::max(bottom, row.bottom());
            const Point pointer = middle(title);
            EXPECT_FALSE(pointer.x > row.x && pointer.x < row.right() && pointer.y > row.y &&
                         pointer.y < row.bottom())
                << kind->id << " lies under the pointer that opened the list";
        }
        EXPECT_GE(top, 0) << place;
        EXPECT_LE(bottom, 720) << place;
        robot.press(Key::escape);
    }
}

}  // namespace
}  // namespace rope
