// What the window shows is what a file gets: colours of heatmaps within 1/255, primitives equal.
#include <glad/gl.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>

#include "app/gl/heatmap.h"
#include "core/document/placed_figure.h"
#include "core/figure/painter.h"
#include "core/figure/recording_canvas.h"
#include "tests/gui/cover_canvas.h"
#include "tests/gui/robot.h"

namespace rope {
namespace {

std::vector<std::uint8_t> texels(unsigned texture, int columns, int rows) {
    std::vector<std::uint8_t> rgba(static_cast<std::size_t>(4 * columns * rows));
    glBindTexture(GL_TEXTURE_2D, texture);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
    return rgba;
}

int largest_difference(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
    int largest = a.size() == b.size() ? 0 : 1000;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        largest = std::max(largest, std::abs(static_cast<int>(a[i]) - static_cast<int>(b[i])));
    return largest;
}

Raster random_raster(int rows, int columns, bool toeplitz, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    std::vector<double> values(static_cast<std::size_t>(toeplitz ? rows + columns - 1 : rows * columns));
    for (double& value : values)
        value = normal(random);
    values[0] = std::numeric_limits<double>::quiet_NaN();
    values[values.size() / 2] = std::numeric_limits<double>::infinity();
    return {rows, columns, toeplitz, std::make_shared<const std::vector<double>>(std::move(values)),
            std::to_string(seed)};
}

TEST(WindowIsFile, ColoursOfTheGraphicsCardEqualThoseOfTheExporters) {
    auto surface = EglSurface::create({16, 16});
    ASSERT_TRUE(surface.ok());
    Heatmaps heatmaps;
    unsigned seed = 0;
    for (const ThemeId theme_id : themes())
        for (const ColourMapId map :
             {ColourMapId::diverging, ColourMapId::sequential, ColourMapId::cyclic, ColourMapId::grey})
            for (const bool toeplitz : {true, false}) {
                const Raster raster = random_raster(61, 97, toeplitz, ++seed);
                const ColourScale scale{map, -2, 2};
                const unsigned texture = heatmaps.texture(raster, scale, theme(theme_id));
                EXPECT_EQ(largest_difference(texels(texture, 97, 61),
                                             colour_raster(raster, scale, theme(theme_id))),
                          0)
                    << id(theme_id) << " " << static_cast<int>(map) << (toeplitz ? " toeplitz" : " dense");
            }
}

TEST(WindowIsFile, LagsBeyondOneRowOfATextureKeepTheirColours) {
    auto surface = EglSurface::create({16, 16});
    ASSERT_TRUE(surface.ok());
    Heatmaps heatmaps;
    const Raster raster = random_raster(3, 16384, false, 99);
    const ColourScale scale{ColourMapId::diverging, -2, 2};
    EXPECT_EQ(largest_difference(texels(heatmaps.texture(raster, scale, theme(ThemeId::light)), 16384, 3),
                                 colour_raster(raster, scale, theme(ThemeId::light))),
              0);
}

// Every pixel of the map on the screen but those that handles, cross-hair and frame are painted over.
struct MapCase {
    FrameSize size;
    double ui_scale = 1;
    bool dark = false;
    std::int64_t context = 4096;
    Selection selection;
};

void expect_map_of_the_file(const MapCase& at) {
    AppOptions options;
    options.settings.theme = at.dark ? "dark" : "light";
    options.ui_scale = at.ui_scale;
    options.document.models.front().context_length = at.context;
    options.document.selection = at.selection;
    Robot robot(Eyes::open, std::move(options), at.size);
    robot.move({static_cast<double>(at.size.width) / 2, 8});
    const FigureView& view = robot.view("scores");
    const CellsMark* cells = nullptr;
    for (const Mark& mark : view.figure()->panels.front().marks)
        if (const auto* found = std::get_if<CellsMark>(&mark)) cells = found;
    ASSERT_NE(cells, nullptr);
    const Theme& colours = theme(at.dark ? ThemeId::dark : ThemeId::light);
    const Rect page = robot.rect("scores"), plot = view.places()->panels.front().plot;
    const double scale = robot.pixels_per_point();
    const auto pixel = [](double v) { return static_cast<int>(std::round(v)); };
    const int x = pixel(page.x + plot.x * scale), y = pixel(page.y + plot.y * scale);
    const int width = pixel(page.x + plot.right() * scale) - x,
              height = pixel(page.y + plot.bottom() * scale) - y;
    ASSERT_GT(width, 50);
    const TextMetrics& metrics = robot.app().ui().fonts().metrics();
    CoverCanvas cover(plot, width, height, metrics);
    paint(*view.figure(), *view.places(), colours, metrics, {}, cover);
    // Labels end at the map's edge, with room for their soft edges; nothing else belongs here.
    const std::set<Role> expected{Role::query_handle, Role::key_handle, Role::delta_handle, Role::frame,
                                  Role::tick_label};
    for (const Role role : cover.roles())
        EXPECT_TRUE(expected.contains(role)) << id(role) << " lies over the map";
    EXPECT_LT(cover.share(), 0.12);

    const int columns = cells->raster.columns, rows = cells->raster.rows;
    const Pixels shown = robot.pixels(
        {static_cast<double>(x), static_cast<double>(y), static_cast<double>(width), static_cast<double>(height)});
    const std::vector<std::uint8_t> file = colour_raster(cells->raster, cells->scale, colours);
    int differing = 0;
    for (int r = 0; r < height; ++r)
        for (int c = 0; c < width; ++c) {
            if (cover.covered(c, r)) continue;
            // The cell under the middle of the pixel; a middle on the border of two may show either.
            if ((2 * r + 1) * rows % (2 * height) == 0 || (2 * c + 1) * columns % (2 * width) == 0) continue;
            const int row = (2 * r + 1) * rows / (2 * height), column = (2 * c + 1) * columns / (2 * width);
            for (int channel = 0; channel < 3; ++channel) {
                const int there = file[static_cast<std::size_t>(4 * (row * columns + column) + channel)];
                if (std::abs(shown.at(c, r)[channel] - there) > 1 && differing++ < 5)
                    ADD_FAILURE() << "row " << r << ", column " << c << ", channel " << channel << ": "
                                  << int{shown.at(c, r)[channel]} << " on the screen, " << there
                                  << " in the file";
            }
        }
    EXPECT_EQ(differing, 0);
}

TEST(WindowIsFile, PixelsOfTheMapOnTheScreenAreThoseOfTheFile) {
    const Selection outside{0, 100000, -100000};
    expect_map_of_the_file({{1280, 720}, 1, false, 4096, outside});
    expect_map_of_the_file(
        {{1280, 720}, 1, false, 4096, {}});  // the handle of n = 0 stands on the map's edge
    expect_map_of_the_file({{1366, 768}, 1.25, true, 300, {3, 200, 50}});
    expect_map_of_the_file({{1920, 1080}, 2, true, 131072, outside});
}

std::string transcript(const Figure& figure, const FigureLayout& places, const TextMetrics& metrics) {
    RecordingCanvas canvas;
    paint(figure, places, theme(ThemeId::light), metrics, {}, canvas);
    return canvas.transcript();
}

TEST(WindowIsFile, TheWindowPaintsThePrimitivesOfTheExporter) {
    Robot robot;
    for (const char* kind : {"pairs", "scores", "decay"}) {
        const FigureView& view = robot.view(kind);
        const PictureSize picture = view.picture();
        ResultCache cache;
        Progress progress;
        auto font = find_font();
        ASSERT_TRUE(font.ok());
        auto metrics = font_metrics(font.value());
        ASSERT_TRUE(metrics.ok());
        // The exporter's own way from a Document to a placed figure.
        auto placed = make_placed_figure(robot.document(), *find_figure_kind(kind), picture,
                                         theme(ThemeId::light), *metrics.value(), false, cache, progress);
        ASSERT_TRUE(placed.ok());
        EXPECT_EQ(transcript(*view.figure(), *view.places(), robot.app().ui().fonts().metrics()),
                  transcript(*placed.value().figure, placed.value().places, *metrics.value()))
            << kind;
    }
}

}  // namespace
}  // namespace rope
