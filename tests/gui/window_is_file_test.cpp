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
                EXPECT_LE(largest_difference(texels(texture, 97, 61),
                                             colour_raster(raster, scale, theme(theme_id))),
                          1)
                    << id(theme_id) << " " << static_cast<int>(map) << (toeplitz ? " toeplitz" : " dense");
            }
}

TEST(WindowIsFile, LagsBeyondOneRowOfATextureKeepTheirColours) {
    auto surface = EglSurface::create({16, 16});
    ASSERT_TRUE(surface.ok());
    Heatmaps heatmaps;
    const Raster raster = random_raster(3, 16384, false, 99);
    const ColourScale scale{ColourMapId::diverging, -2, 2};
    EXPECT_LE(largest_difference(texels(heatmaps.texture(raster, scale, theme(ThemeId::light)), 16384, 3),
                                 colour_raster(raster, scale, theme(ThemeId::light))),
              1);
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
