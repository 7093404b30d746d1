// The linked views: what is dragged, typed and zoomed in the window is what the core computes.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "core/base/atomic_file.h"
#include "core/document/session.h"
#include "core/export/export.h"
#include "core/figure/rich_text.h"
#include "core/measure/decay.h"
#include "core/measure/scores.h"
#include "tests/gui/robot.h"
#include "tests/support/run_program.h"
#include "tests/support/temp_folder.h"

namespace rope {
namespace {

// Few tokens: one cell a token, one point a distance.
AppOptions small_context() {
    AppOptions options;
    options.document.models.front().context_length = 64;
    return options;
}

// Where a data point of a panel stands in the frame [px].
Point in_frame(const Robot& robot, const FigureView& view, std::size_t panel, Point data) {
    const Rect page = robot.rect(view.kind().id);
    const Point at = to_page(view.figure()->panels[panel], view.places()->panels[panel], data);
    const double scale = robot.pixels_per_point();
    return {page.x + at.x * scale, page.y + at.y * scale};
}

const CellsMark& cells_of(const Figure& figure) {
    for (const Mark& mark : figure.panels.front().marks)
        if (const auto* cells = std::get_if<CellsMark>(&mark)) return *cells;
    require(false, "no cells in this figure");
    return std::get<CellsMark>(figure.panels.front().marks.front());
}

// What the views must show for a document, straight from the measures.
struct Expected {
    explicit Expected(const Document& document) : model(document.models.front()) {
        auto all = frequencies(model);
        require(all.ok(), "frequencies");
        table = all.value().table;
        const auto vector = [&](const VectorSource& source) {
            auto made = make_vector(source, model.shape.head_dim, "test");
            require(made.ok(), "vector");
            return made.value();
        };
        parts = pair_parts(vector(document.query), vector(document.key), model.shape);
        scores = {.table = &table, .parts = &parts, .head_dim = model.shape.head_dim};
    }
    Expected(const Expected&) = delete;
    Expected& operator=(const Expected&) = delete;
    ModelSpec model;
    FrequencyTable table;
    PairParts parts;
    ScoreInputs scores;
};

void expect_heatmap_shows(const Robot& robot, const Document& document) {
    const Expected expected(document);
    const Raster& raster = cells_of(*robot.view("scores").figure()).raster;
    ASSERT_EQ(raster.rows, 64);
    for (int r = 0; r < raster.rows; r += 7)
        for (int c = 0; c < raster.columns; c += 5)
            EXPECT_NEAR(raster.at(r, c), score_at(expected.scores, r - c), 1e-9) << r << ", " << c;
}

void expect_decay_shows(const Robot& robot, const Document& document) {
    const Expected expected(document);
    const DecayInputs inputs{.table = &expected.table, .head_dim = expected.model.shape.head_dim};
    const DataTable& data = robot.view("decay").figure()->data;
    ASSERT_GE(data.columns.size(), 2U);
    const std::vector<double>& distances = data.columns[0].values;
    ASSERT_GE(distances.size(), 60U);
    const DecayCurve curve = decay_at(inputs, distances);
    for (std::size_t i = 0; i < distances.size(); ++i)
        EXPECT_NEAR(data.columns[1].values[i], curve.values[i], 1e-9) << distances[i];
}

TEST(Explore, DraggingTheBaseMovesDecayAndHeatmapToTheValuesOfTheCore) {
    Robot robot(small_context());
    const Document before = robot.document();
    expect_heatmap_shows(robot, before);
    expect_decay_shows(robot, before);
    robot.drag("Base", 60);
    ASSERT_GT(robot.document().models.front().base, 2 * before.models.front().base);
    expect_heatmap_shows(robot, robot.document());
    expect_decay_shows(robot, robot.document());
}

TEST(Explore, OneDragIsOneStepOfUndoAndUndoBringsBackTheSamePixels) {
    Robot robot(Eyes::open, small_context());
    robot.move({640, 8});
    const Rect views = robot.rect("pairs");
    const auto picture = [&] { return robot.pixels({views.x, 48, 780, 600}); };
    const Pixels before = picture();
    robot.drag("Base", 60);
    robot.move({640, 8});
    EXPECT_NE(picture(), before);
    robot.press(Key::z, {.ctrl = true});
    EXPECT_EQ(picture(), before);
    EXPECT_FALSE(robot.app().editor().history().can_undo());
    robot.press(Key::z, {.ctrl = true, .shift = true});
    EXPECT_NE(picture(), before);
}

TEST(Explore, ShiftDragsFinely) {
    Robot coarse(small_context()), fine(small_context());
    coarse.drag("Base", 40);
    fine.drag("Base", 40, {.shift = true});
    const double far = std::log(coarse.document().models.front().base / 1e4);
    const double near = std::log(fine.document().models.front().base / 1e4);
    EXPECT_GT(near, 0);
    EXPECT_LT(near, far / 5);
}

TEST(Explore, ATypedVectorIsPaddedSaidAndShown) {
    Robot robot(small_context());
    robot.click("Query vector");
    robot.press(Key::a, {.ctrl = true});
    robot.type("1,0,0.5");
    robot.press(Key::enter);
    EXPECT_EQ(robot.document().query.text, "1,0,0.5");
    bool said = false;
    for (const std::string& note : robot.view("scores").figure()->notes)
        said |= note.find("zero") != std::string::npos;
    EXPECT_TRUE(said);
    Document padded = robot.document();
    padded.query.text += ",0";
    for (int i = 4; i < 128; ++i)
        padded.query.text += ",0";
    expect_heatmap_shows(robot, padded);
}

TEST(Explore, ClickingADialChoosesItsPair) {
    Robot robot(small_context());
    const FigureView& pairs = robot.view("pairs");
    const Rect& dial = pairs.places()->panels.front().dials.at(17);
    const Rect page = robot.rect("pairs");
    robot.click_at({page.x + dial.x + dial.width / 2, page.y + dial.y + dial.height / 2});
    EXPECT_EQ(robot.document().selection.pair, 17);
    EXPECT_EQ(robot.app().inspector().numbers()->pair, 17);
}

TEST(Explore, DraggingTheTipOfTheLargeDialEditsThePairOfQ) {
    Robot robot(small_context());
    const FigureView& pairs = robot.view("pairs");
    const PanelLayout& places = pairs.places()->panels.at(1);
    const auto* large = std::get_if<LargeDialMark>(&pairs.figure()->panels[1].marks.front());
    ASSERT_NE(large, nullptr);
    const Dial dial = large->dial;
    const double unit = places.dial_radius / large->radius_scale;
    const auto page_of = [&](Point v, double angle) {
        const Rect page = robot.rect("pairs");
        const double x = v.x * std::cos(angle) - v.y * std::sin(angle),
                     y = v.x * std::sin(angle) + v.y * std::cos(angle);
        return Point{page.x + places.dial_centre.x + x * unit, page.y + places.dial_centre.y - y * unit};
    };
    const Point wanted{dial.q.x * 0.5, dial.q.y * 0.5 + 0.3};
    robot.drag_points(page_of(dial.q, dial.angle_q), page_of(wanted, dial.angle_q));
    auto q = make_vector(robot.document().query, 128, "test");
    ASSERT_TRUE(q.ok());
    const auto [first, second] = pair_components(robot.document().models.front().shape, 0);
    const double near = 1.5 / unit + 0.001;  // the pointer moves in pixels, the vector in thousandths
    EXPECT_NEAR(q.value()[static_cast<std::size_t>(first)], wanted.x, near);
    EXPECT_NEAR(q.value()[static_cast<std::size_t>(second)], wanted.y, near);
    robot.press(Key::z, {.ctrl = true});
    EXPECT_EQ(robot.document().query.text, Document().query.text);
}

TEST(Explore, DraggingOnTheHeatmapMovesMAndN) {
    Robot robot(small_context());
    const FigureView& scores = robot.view("scores");
    robot.drag_points(in_frame(robot, scores, 0, {3, 60}), in_frame(robot, scores, 0, {20, 40}));
    EXPECT_EQ(robot.document().selection.query_position, 40);
    EXPECT_EQ(robot.document().selection.key_position, 20);
    robot.click_at(in_frame(robot, scores, 0, {3, 60}));
    EXPECT_EQ(robot.document().selection.query_position, 60);
    EXPECT_EQ(robot.document().selection.key_position, 3);
}

TEST(Explore, DraggingOnTheDecayCurveMovesTheDistance) {
    Robot robot(small_context());
    const FigureView& decay = robot.view("decay");
    const double n = robot.document().selection.key_position;
    const double y = (decay.figure()->panels[0].y->lo + decay.figure()->panels[0].y->hi) / 2;
    robot.drag_points(in_frame(robot, decay, 0, {10, y}), in_frame(robot, decay, 0, {33, y}));
    EXPECT_EQ(robot.document().selection.query_position, n + 33);
}

TEST(Explore, TheWheelZoomsOutToAMillionTokensInExactMeans) {
    AppOptions options;
    options.settings.reduced_motion = true;
    Robot robot(std::move(options));
    const Point at = middle(robot.rect("scores"));
    const auto span = [&] {
        return robot.view("scores").figure()->panels[0].x->hi -
               robot.view("scores").figure()->panels[0].x->lo;
    };
    for (int i = 0; i < 60 && span() < 1e6; ++i)
        robot.wheel(at, -1);
    ASSERT_GE(span(), 1e6);
    const Figure& figure = *robot.view("scores").figure();
    const CellsMark& cells = cells_of(figure);
    const Raster& raster = cells.raster;
    const auto size = static_cast<std::int64_t>(std::llround((cells.x1 - cells.x0) / raster.columns));
    EXPECT_GT(size, 1000);
    const Expected expected(robot.document());
    for (const auto& [r, c] : {std::pair{0, 0}, std::pair{raster.rows - 1, 0}, std::pair{3, 100}}) {
        // The mean of a wave over size × size neighbours, each way: its value in the middle times K².
        double mean = 0;
        for (int i = 0; i < expected.table.pairs(); ++i) {
            const auto p = static_cast<std::size_t>(i);
            const double half = expected.table.theta[p] / 2, s = static_cast<double>(size);
            const double kernel = std::sin(s * half) / (s * std::sin(half));
            mean += expected.parts.amplitude[p] * kernel * kernel *
                    std::cos(expected.parts.phase[p] + (r - c) * s * expected.table.theta[p]);
        }
        EXPECT_NEAR(raster.at(r, c), mean / std::sqrt(128.0), 1e-8) << r << ", " << c;
    }
    robot.press(Key::home);
    EXPECT_LT(span(), 5000);
}

TEST(Explore, MiddleDragPansAndHomeShowsTheWhole) {
    Robot robot;
    const FigureView& decay = robot.view("decay");
    robot.wheel(middle(robot.rect("decay")), 6);
    const double from = decay.figure()->panels[0].x->lo;
    const Point at = middle(robot.rect("decay"));
    robot.drag_points(at, {at.x - 100, at.y}, 4, 2);
    EXPECT_GT(decay.figure()->panels[0].x->lo, from);
    robot.press(Key::home);
    EXPECT_EQ(decay.figure()->panels[0].x->hi, 4096);
    EXPECT_EQ(decay.figure()->panels[0].x->lo, 0);
}

std::string exported(const Document& document, const ExportOptions& options) {
    ResultCache cache;
    Progress progress;
    auto bytes = export_figure(document, *find_figure_kind("decay"), options, cache, progress);
    return bytes.ok() ? bytes.value() : sentence(bytes.fault());
}

// Ctrl+E, the path typed, Return.
void export_to(Robot& robot, const std::string& path) {
    robot.press(Key::e, {.ctrl = true});
    robot.click("File");
    robot.press(Key::a, {.ctrl = true});
    robot.type(path);
    robot.press(Key::enter);
}

TEST(Explore, ExportByKeyWritesWhatTheViewShowsAtItsSize) {
    Robot robot;
    robot.move(middle(robot.rect("decay")));
    const std::string path = ::testing::TempDir() + "explore_export_by_key.svg";
    std::filesystem::remove(path);
    export_to(robot, path);
    EXPECT_NE(robot.message().find(path), std::string::npos) << robot.message();
    auto written = read_file(path, 1 << 26);
    ASSERT_TRUE(written.ok()) << sentence(written.fault());
    ExportOptions options;
    options.format = Format::svg;
    options.size = robot.view("decay").picture().size;
    options.dpi = 144;  // twice the pixels of the screen
    options.theme = robot.app().ui().theme().id;
    EXPECT_EQ(written.value(), exported(robot.document(), options));

    // Faults row 54: overwriting is asked for, and Return is no answer.
    export_to(robot, path);
    EXPECT_NE(robot.value("Problem").find("exists already"), std::string::npos);
    robot.press(Key::enter);
    EXPECT_TRUE(robot.sees("Replace it"));
    robot.click("Replace it");
    EXPECT_FALSE(robot.sees("Replace it"));
}

TEST(Explore, ExportTakesTheSizesOfVenuesATransparentGroundAndNoSession) {
    Robot robot;
    robot.move(middle(robot.rect("decay")));
    const std::string path = ::testing::TempDir() + "explore_export_single.svg";
    std::filesystem::remove(path);
    robot.press(Key::e, {.ctrl = true});
    robot.click("Theme");
    robot.click("Print");
    robot.click("Size");
    robot.click("Single");
    robot.click("Transparent ground");
    robot.click("Carry the session");
    robot.click("Cancel");
    export_to(robot, path);  // what was chosen stays
    auto written = read_file(path, 1 << 26);
    ASSERT_TRUE(written.ok()) << sentence(written.fault()) << robot.message();
    ExportOptions options;
    options.format = Format::svg;
    options.size = picture_sizes()[0].size;
    options.dpi = 144;
    options.theme = ThemeId::print;
    options.transparent = true;
    options.with_session = false;
    EXPECT_EQ(written.value(), exported(robot.document(), options));

    robot.press(Key::e, {.ctrl = true});
    robot.click("Size");
    robot.click("Another size");
    EXPECT_EQ(robot.value("Width × height"), "238x180pt");
    robot.click("Width × height");
    robot.press(Key::a, {.ctrl = true});
    robot.type("10x2in");
    robot.press(Key::enter);
    EXPECT_EQ(robot.value("Size in words"), "10 × 2\u2009in") << "Return ended the typing, no more";
}

TEST(Explore, ControlCCopiesTheFigureAsAPictureThatCarriesItsSession) {
    Robot robot;
    robot.enter("Base", "54321");
    robot.move(middle(robot.rect("decay")));
    robot.press(Key::c, {.ctrl = true});
    const ClipboardPicture& copied = robot.surface().clipboard_picture();
    EXPECT_NE(robot.message().find("copied as a picture"), std::string::npos) << robot.message();
    for (const std::string& picture : {copied.png, copied.svg}) {
        auto session = session_of_picture(picture, "clipboard");
        ASSERT_TRUE(session.ok()) << sentence(session.fault());
        auto document = read_session(session.value(), "clipboard");
        ASSERT_TRUE(document.ok());
        EXPECT_EQ(document.value(), robot.document());
    }
    EXPECT_EQ(copied.text.rfind("rope-explorer plot decay", 0), 0U) << copied.text;
    EXPECT_NE(copied.text.find("54321"), std::string::npos) << copied.text;
}

TEST(Explore, WhereTheClipboardTakesNoPicturesTheCommandLineIsCopied) {
    Robot robot;
    robot.surface().take_pictures(false);
    robot.move(middle(robot.rect("scores")));
    robot.press(Key::c, {.ctrl = true});
    EXPECT_EQ(robot.surface().clipboard().rfind("rope-explorer plot scores", 0), 0U);
    EXPECT_NE(robot.message().find("needs an X server"), std::string::npos) << robot.message();
}

TEST(Explore, ControlShiftCCopiesTheDataAsText) {
    Robot robot;
    robot.move(middle(robot.rect("decay")));
    robot.press(Key::c, {.ctrl = true, .shift = true});
    EXPECT_NE(robot.surface().clipboard().find("delta"), std::string::npos);
}

TEST(Explore, TheMenuOfAViewCopiesWhatStandsForTheFigure) {
    Robot robot;
    robot.enter("Base", "54321");
    const auto copied = [&](const char* item) {
        robot.click_at(middle(robot.rect("decay")), 1);
        robot.click(item);
        return robot.surface().clipboard();
    };
    const std::string command = copied("Copy command line");
    EXPECT_EQ(command.rfind("rope-explorer plot decay", 0), 0U) << command;
    EXPECT_NE(command.find("54321"), std::string::npos) << command;
    EXPECT_EQ(robot.message(), "Decay copied: command line.");
    EXPECT_NE(copied("Copy for LaTeX").find("\\includegraphics[width=\\linewidth]{decay.pdf}"),
              std::string::npos);
    EXPECT_EQ(copied("Copy for Markdown").rfind("![", 0), 0U);
    EXPECT_NE(copied("Copy data").find("delta"), std::string::npos);
}

// What is copied as a picture and what the copied command makes are the same bytes.
TEST(Explore, TheCopiedCommandLineMakesTheCopiedPicture) {
    Robot robot;
    robot.enter("Base", "54321");
    robot.move(middle(robot.rect("decay")));
    robot.press(Key::c, {.ctrl = true});
    const ClipboardPicture picture = robot.surface().clipboard_picture();
    robot.click_at(middle(robot.rect("decay")), 1);
    robot.click("Copy command line");
    std::string line = robot.surface().clipboard();
    EXPECT_EQ(line, picture.text + "\n");
    line.erase(0, std::string("rope-explorer").size());
    const test::TempFolder folder;
    const auto run = test::run_program({"bash", "-c", "\"$1\"" + line, "bash", ROPE_PROGRAM},
                                       test::Surroundings{.folder = folder.path().string()});
    ASSERT_EQ(run.status, 0) << run.errors;
    const auto made = read_file(folder.file("decay.png"), std::size_t{64} << 20);
    ASSERT_TRUE(made.ok());
    EXPECT_TRUE(made.value() == picture.png) << line;
}

TEST(Explore, ADoubleClickMaximisesAndEscRestores) {
    Robot robot;
    const Rect small = robot.rect("decay");
    robot.double_click("decay");
    EXPECT_GT(robot.rect("decay").height, 1.5 * small.height);
    EXPECT_FALSE(robot.sees("pairs"));
    robot.press(Key::escape);
    EXPECT_EQ(robot.rect("decay"), small);
}

TEST(Explore, WordsAtThePointerAreThoseOfTheAxes) {
    for (const std::int64_t context : {64, 131072}) {  // one distance a column, and many
        AppOptions options;
        options.document.models.front().context_length = context;
        Robot robot(std::move(options));
        const FigureView& decay = robot.view("decay");
        const Panel& panel = decay.figure()->panels[0];
        const Scene scene{robot.document(), *decay.figure(), *decay.places()};
        const Point at = to_page(panel, decay.places()->panels[0], {40, panel.y->lo});
        const std::string words = words_at(scene, {at.x, at.y - 2});
        EXPECT_EQ(words.rfind("Δ = ", 0), 0U) << words;
        const std::string value = plain_text(panel.y->title) + ": ";
        EXPECT_NE(words.find(context == 64 ? "\n" + value : "\nlargest " + value), std::string::npos)
            << words;
        EXPECT_EQ(words.find('_'), std::string::npos) << "no names of columns: " << words;
    }
}

TEST(Explore, TheSmallDialsOfAnUsualHeadHaveTheirRimsAt1280By720) {
    const Robot robot;
    const std::vector<Rect>& dials = robot.view("pairs").places()->panels.front().dials;
    ASSERT_EQ(dials.size(), 64U);
    EXPECT_GE(dials.front().width, 28);
}

TEST(Explore, MarksOfSlidersHaveWordsWhereThereIsRoom) {
    const Robot small, large({}, {1920, 1080});
    EXPECT_FALSE(small.sees("Base mark 10⁴"));
    EXPECT_TRUE(large.sees("Base mark 10⁴"));
    EXPECT_TRUE(large.sees("Context mark trained"));
    const Rect first = large.rect("Base mark 10⁴"), second = large.rect("Base mark 5·10⁵");
    EXPECT_LT(first.right(), second.x);
}

TEST(Explore, InANarrowWindowTheInspectorStartsFoldedAndCanBeUnfolded) {
    Robot robot;
    robot.resize({960, 540});
    EXPECT_FALSE(robot.sees("|*q*|"));
    robot.click("Unfold Inspector");
    EXPECT_TRUE(robot.sees("|*q*|"));
    robot.resize({1280, 720});
    EXPECT_TRUE(robot.sees("|*q*|"));
    EXPECT_TRUE(robot.app().settings().inspector) << "the setting is for windows with room";
}

TEST(Explore, SpacePlaysMForward) {
    Robot robot;
    const double m = robot.document().selection.query_position;
    robot.feed(KeyPress{Key::space, true, {}});
    robot.feed(KeyPress{Key::space, false, {}});
    robot.frames_for(0.5);
    robot.press(Key::space);
    EXPECT_GT(robot.document().selection.query_position, m + 1);
    robot.press(Key::z, {.ctrl = true});
    EXPECT_EQ(robot.document().selection.query_position, m);
}

TEST(Explore, WhenNothingHappensNoFrameIsDrawn) {
    Robot robot;
    const int frames = robot.surface().frames();
    InputQueue none;
    for (int i = 0; i < 50; ++i)
        ASSERT_TRUE(robot.app().frame(none).ok());
    EXPECT_EQ(robot.surface().frames(), frames);
    EXPECT_LT(robot.app().patience(none), 0);
}

}  // namespace
}  // namespace rope
