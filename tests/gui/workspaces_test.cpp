// The workspaces, and what the inspector says about schemes, number formats and the context.
#include <gtest/gtest.h>
#include <imgui.h>

#include <cmath>
#include <filesystem>

#include "app/gui/kept_state.h"
#include "core/scheme/scheme.h"
#include "tests/gui/robot.h"

namespace rope {
namespace {

TEST(Workspaces, ArrangeTheSameViews) {
    Robot robot(still());
    EXPECT_TRUE(robot.sees("pairs"));
    robot.click("Schemes");
    EXPECT_TRUE(robot.sees("schemes"));
    EXPECT_FALSE(robot.sees("pairs"));
    robot.click("Engine");
    EXPECT_TRUE(robot.sees("precision"));
    EXPECT_EQ(robot.sees("layout"), find_figure_kind("layout") != nullptr) << "only what exists is shown";
    robot.click("Explore");
    EXPECT_TRUE(robot.sees("pairs"));
    EXPECT_FALSE(robot.sees("Compare")) << "one model compares with nothing";
}

TEST(Workspaces, TheOpenOneAndWhatItShowsAreKept) {
    const std::string top = ::testing::TempDir() + "gui_workspaces_kept";
    std::filesystem::remove_all(top);
    const XdgFolders folders{top + "/config", top + "/data", top + "/state", top + "/cache"};
    {
        KeptState kept(folders, false);
        Robot robot(kept.options({}));
        robot.click("Schemes");
        robot.click("Right view");
        robot.click("Helix");
        ASSERT_TRUE(kept.end(robot.app()).ok());
    }
    KeptState kept(folders, false);
    Robot robot(kept.options({}));
    EXPECT_TRUE(robot.sees("schemes"));
    EXPECT_TRUE(robot.sees("helix"));
}

TEST(Workspaces, NarrowWindowsHaveAListOfThem) {
    Robot robot(still(), {620, 480});
    ASSERT_TRUE(robot.sees("Workspace"));
    robot.click("Workspace");
    robot.click("Engine");
    EXPECT_TRUE(robot.sees("precision"));
}

// The figure draws a map of each; a click on one has it explained.
TEST(Inspector, ExplainsTheSchemeThatIsClicked) {
    Robot robot(still());
    robot.click("Schemes");
    EXPECT_EQ(robot.value("Scheme"), "RoPE");
    EXPECT_EQ(robot.value("off Toeplitz"), "exactly relative");
    const FigureView& view = robot.view("schemes");
    for (std::size_t i = 0; i < view.figure()->panels.size(); ++i) {
        const auto& choice = view.figure()->panels[i].choice;
        if (!choice || choice->value != "sinusoidal") continue;
        const Rect page = robot.rect("schemes"), plot = view.places()->panels[i].plot;
        const double scale = robot.pixels_per_point();
        robot.click_at(
            {page.x + (plot.x + plot.width / 2) * scale, page.y + (plot.y + plot.height / 2) * scale});
        break;
    }
    EXPECT_EQ(robot.value("Scheme"), "Sinusoidal");
    EXPECT_NE(robot.value("off Toeplitz"), "exactly relative") << "content and position mix";
    robot.press(Key::z, {.ctrl = true});
    EXPECT_EQ(robot.value("Scheme"), "RoPE");
}

// PE(p + Δ) = T PE(p), far from where the encoding begins.
TEST(Inspector, OneMatrixShiftsEverySinusoidalEncoding) {
    AppOptions options = still();
    options.settings.workspace = "schemes";
    options.document.settings["view.scheme"] = std::string("sinusoidal");
    options.document.selection = {.pair = 0, .query_position = 5000, .key_position = 777};
    Robot robot(std::move(options));
    const SchemeMeasures& said = *robot.app().inspector().measures()->scheme;
    ASSERT_TRUE(said.shift_error.has_value());
    EXPECT_LT(*said.shift_error, 1e-12);
    EXPECT_GT(*said.shift_error, 0) << "it is measured: products of rounded cosines differ in the last bit";
}

// What stands at (m, n) is the score that the scores view and the pair readouts have.
TEST(Inspector, TheScoreOfRopeIsThatOfThePairs) {
    AppOptions options = still();
    options.settings.workspace = "schemes";
    Robot robot(std::move(options));
    const auto& inspector = robot.app().inspector();
    ASSERT_TRUE(inspector.measures()->scheme->score.has_value());
    EXPECT_NEAR(*inspector.measures()->scheme->score, inspector.numbers()->score, 1e-12);
    robot.enter("Query position", "500");
    EXPECT_NEAR(*inspector.measures()->scheme->score, inspector.numbers()->score, 1e-12);
}

// One pair with q = k: score(Δ) = cos(Δ)/√2, over the keys 0 … 4.
TEST(Inspector, SaysWhatSoftmaxMakesOfTheRowOfTheQuery) {
    AppOptions options = still();
    ModelSpec& model = options.document.models.front();
    model.shape.head_dim = model.shape.rotary_dim = 2;
    options.document.query = options.document.key = {"1,0"};
    options.document.selection = {.pair = 0, .query_position = 4, .key_position = 0};
    Robot robot(std::move(options));
    double sum = 0;
    for (const double delta : {0., 1., 2., 3., 4.})
        sum += std::exp(std::cos(delta) / std::sqrt(2.0));
    const SoftmaxRow* row = &robot.app().inspector().measures()->row->row;
    EXPECT_NEAR(row->weight_self, std::exp(1 / std::sqrt(2.0)) / sum, 1e-12);
    EXPECT_NEAR(row->weight_first, std::exp(std::cos(4.0) / std::sqrt(2.0)) / sum, 1e-12);
    EXPECT_EQ(row->weight_best, row->weight_self);
    EXPECT_EQ(robot.value("best key at Δ"), "0 tokens");
    robot.click("Query vector");
    robot.press(Key::a, {.ctrl = true});
    robot.type("-1,0");
    robot.press(Key::enter);
    row = &robot.app().inspector().measures()->row->row;
    EXPECT_EQ(robot.value("best key at Δ"), "3 tokens") << "the one nearest to half a turn";
    EXPECT_LT(row->weight_self, row->weight_first);
    robot.enter("Query position", "-1");
    EXPECT_FALSE(robot.sees("weight of self")) << "no key stands before it";
}

// A model's own scale is in the row as in every score; what else its engine does is said.
TEST(Inspector, TheRowHasTheScaleOfTheModelAndSaysWhatIsLeftOut) {
    AppOptions options = still();
    ModelSpec& model = options.document.models.front();
    model.shape.head_dim = model.shape.rotary_dim = 2;
    model.attention_scale = 3;
    model.logit_softcap = 50;
    options.document.query = options.document.key = {"1,0"};
    options.document.selection = {.pair = 0, .query_position = 2, .key_position = 0};
    Robot robot(std::move(options));
    const double sum = std::exp(3.) + std::exp(3 * std::cos(1.)) + std::exp(3 * std::cos(2.));
    EXPECT_NEAR(robot.app().inspector().measures()->row->row.weight_self, std::exp(3.) / sum, 1e-12);
    EXPECT_NEAR(robot.app().inspector().numbers()->score, 3 * std::cos(2.), 1e-12);
    EXPECT_TRUE(robot.sees("left out"));
    for (const ImWchar bracket : {0x230A, 0x230B})  // of the sentence about late queries
        EXPECT_NE(ImGui::GetIO().Fonts->Fonts.front()->FindGlyphNoFallback(bracket), nullptr);
}

TEST(Inspector, ATableThatEndsSaysSoInsteadOfAScore) {
    AppOptions options = still();
    options.settings.workspace = "schemes";
    options.document.settings["view.scheme"] = std::string("learned");
    options.document.settings["scheme.table_length"] = std::int64_t{16};
    Robot robot(std::move(options));
    const SchemeMeasures& said = *robot.app().inspector().measures()->scheme;
    EXPECT_FALSE(said.score.has_value()) << "m is 64";
    EXPECT_NE(said.fault.find("0 to 15"), std::string::npos) << said.fault;
    EXPECT_EQ(said.learned, 16 * 128);
}

TEST(Inspector, HasTheScoreInEveryPipelineBesideTheTruth) {
    AppOptions options = still();
    options.settings.workspace = "engine";
    Robot robot(std::move(options));
    const PrecisionMeasures* said = &*robot.app().inspector().measures()->precision;
    EXPECT_NEAR(said->exact, robot.app().inspector().numbers()->score, 1e-12);
    ASSERT_EQ(said->rows.size(), 8U);
    EXPECT_LT(std::abs(said->rows[0].error), 1e-12) << "all double";
    EXPECT_LT(std::abs(said->rows[1].error), 1e-4) << "all float32";
    EXPECT_GT(std::abs(said->rows[3].error), std::abs(said->rows[1].error)) << "bf16 has 8 bits";
    EXPECT_LT(std::abs(said->rows[6].error), 1e-4) << "Hugging Face";
    EXPECT_LT(std::abs(said->rows[7].error), 1e-4) << "llama.cpp";
    // A stage chosen by hand has its own line, and its curve in the figure.
    robot.click("Angle");
    robot.click("bf16");
    said = &*robot.app().inspector().measures()->precision;
    ASSERT_EQ(said->rows.size(), 9U);
    EXPECT_EQ(robot.view("precision").figure()->data.columns.back().name, "score_chosen");
}

// θ = 10000^(−2i/128): λ > 4096 from i > 64·log(4096/2π)/log(10000) = 45.02 on, so 46 pairs turn and 18 do
// not; Σcos first falls below 0 at 1707 (docs/spec-attention.md, figure 6).
TEST(Inspector, SaysHowFarTheContextReaches) {
    Robot robot(still());
    const ContextMeasures& context = robot.app().inspector().measures()->context;
    EXPECT_EQ(context.critical.full_turns, 46);
    EXPECT_EQ(context.unfinished, 18);
    EXPECT_EQ(context.first_negative, 1707);
    EXPECT_GT(context.between_tokens.rigorous, context.between_tokens.published)
        << "the printed bound is slightly too small";
    robot.enter("Context", "1000");
    EXPECT_FALSE(robot.app().inspector().measures()->context.first_negative.has_value());
}

}  // namespace
}  // namespace rope
