// Files against what others make of the same: heatmaps as PNG against libpng as it comes, a long curve's
// size, the gallery against matplotlib.
#include <fmt/format.h>
#include <png.h>
#include <tbb/global_control.h>

#include <algorithm>
#include <cstdlib>

#include "core/base/atomic_file.h"
#include "core/document/gallery.h"
#include "core/export/export.h"
#include "core/export/png_writer.h"
#include "core/figure/raster.h"
#include "core/job/side_by_side.h"
#include "tests/benchmark/gaussian_scores.h"
#include "tests/benchmark/numpy.h"
#include "tests/benchmark/ratio.h"
#include "tests/support/temp_folder.h"

namespace rope::benchmark {
namespace {

// The colours of a score map of `side` tokens, d = 128, as files embed them.
std::vector<std::uint8_t> heatmap_colours(int side) {
    const GaussianScores scores;
    const ScoreInputs inputs = scores.inputs();
    Progress progress;
    const std::vector<double> lags =
        block_means(inputs, {.cells = 1, .rows = side, .columns = side}, progress);
    const auto [least, most] = std::minmax_element(lags.begin(), lags.end());
    const double reach = std::max(-*least, *most);
    const Raster raster{side, side, true, std::make_shared<const std::vector<double>>(lags), "benchmark"};
    return colour_raster(raster, {ColourMapId::diverging, -reach, reach}, theme(ThemeId::light));
}

// RGB with libpng's own compression level, filters and strategy.
std::size_t default_png(const std::vector<std::uint8_t>& rgba, int side) {
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    std::string bytes;
    png_set_write_fn(
        png, &bytes,
        [](png_structp writer, png_bytep data, std::size_t size) {
            static_cast<std::string*>(png_get_io_ptr(writer))->append(reinterpret_cast<char*>(data), size);
        },
        nullptr);
    const auto pixels = static_cast<png_uint_32>(side);
    png_set_IHDR(png, info, pixels, pixels, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    std::vector<std::uint8_t> row(3 * static_cast<std::size_t>(side));
    for (std::size_t y = 0; y < static_cast<std::size_t>(side); ++y) {
        const std::uint8_t* from = rgba.data() + 4 * y * static_cast<std::size_t>(side);
        for (std::size_t x = 0; x < static_cast<std::size_t>(side); ++x)
            for (std::size_t c = 0; c < 3; ++c)
                row[3 * x + c] = from[4 * x + c];
        png_write_row(png, row.data());
    }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return bytes.size();
}

void add_heatmap_rows(std::vector<Row>& rows) {
    constexpr int kSide = 2048;
    const std::vector<std::uint8_t> rgba = heatmap_colours(kSide);
    PngPicture picture;
    picture.width = picture.height = kSide;
    picture.row = [&rgba](int y, std::span<std::uint8_t> row) {
        std::copy_n(rgba.data() + static_cast<std::size_t>(y) * row.size(), row.size(), row.data());
    };
    std::size_t ours = 0, theirs = 0;
    const auto work = [&] { ours = encode_png(picture).value().size(); };
    const auto peer = [&] { theirs = default_png(rgba, kSide); };
    Row time = at_least("png-heatmap-2048", speedup(work, peer, 9), 8);
    time.details.push_back(fmt::format("{:.1f} ms, libpng's default RGB {:.1f} ms", 1e3 * fastest(work, 5),
                                       1e3 * fastest(peer, 5)));
    rows.push_back(time);
    Row size{.name = "png-heatmap-2048-size",
             .ratio = static_cast<double>(ours) / static_cast<double>(theirs),
             .goal = 0.4,
             .details = {}};
    size.details.push_back(fmt::format("{} bytes, libpng's default RGB {} bytes", ours, theirs));
    rows.push_back(size);
}

std::string exported(const Document& document, std::string_view kind, const ExportOptions& options,
                     ResultCache& cache) {
    Progress progress;
    return export_figure(document, *find_figure_kind(kind), options, cache, progress).value();
}

void add_curve_row(std::vector<Row>& rows) {
    Document document = {};
    document.models.front().context_length = 1'000'000;
    ExportOptions options;
    options.format = Format::svg;
    ResultCache cache;
    const std::string svg = exported(document, "decay", options, cache);
    constexpr double kMostBytes = 200'000;
    rows.push_back({.name = "svg-decay-1e6-size",
                    .ratio = static_cast<double>(svg.size()) / kMostBytes,
                    .goal = 1,
                    .details = {fmt::format("{} bytes for 10^6 distances", svg.size())}});
}

// Every figure of the gallery as PNG and SVG, from its session; matplotlib gets the numbers without having to
// compute them.
void add_gallery_row(std::vector<Row>& rows) {
    if (!start_numpy()) std::abort();
    const std::vector<GalleryFigure> figures = gallery();
    const auto draw = [](const GalleryFigure& figure, Format format, ResultCache& cache) {
        ExportOptions options;
        options.format = format;
        options.size = figure.size;
        options.theme = figure.theme;
        return exported(figure.document, figure.kind, options, cache);
    };
    test::TempFolder folder;
    run_numpy(
        fmt::format("import sys; sys.path.insert(0, {:?}); import matplotlib_gallery as m; figures = []",
                    ROPE_BENCHMARK_DIR));
    ResultCache read;
    for (const GalleryFigure& figure : figures) {
        const std::string path = folder.file(figure.id + ".csv");
        if (!write_file(path, draw(figure, Format::csv, read)).ok()) std::abort();
        run_numpy(fmt::format("figures.append(m.read({:?}, {:?}, ({}, {}), {:?}))", figure.id, figure.title,
                              figure.size.width / 72, figure.size.height / 72, path));
    }
    const auto draw_one = [&](const GalleryFigure& figure, ResultCache& cache) {
        for (const Format format : {Format::png, Format::svg})
            if (draw(figure, format, cache).empty()) std::abort();
    };
    const auto work = [&] {  // as the command does
        ResultCache cache;
        side_by_side(figures.size(), [&](std::size_t i) { draw_one(figures[i], cache); });
    };
    const auto in_turn = [&] {
        const tbb::global_control one_thread(tbb::global_control::max_allowed_parallelism, 1);
        work();
    };
    const auto peer = [] { run_numpy("m.draw(figures)"); };
    Row row = at_least("gallery-against-matplotlib", speedup(work, peer, 3), 10);
    row.details.push_back(fmt::format(
        "{} figures as PNG and SVG: {:.2f} s, on one thread {:.2f} s, matplotlib (one thread) {:.2f} s",
        figures.size(), fastest(work, 3), fastest(in_turn, 3), fastest(peer, 1)));
    rows.push_back(row);
}

}  // namespace

std::vector<Row> picture_rows() {
    std::vector<Row> rows;
    add_heatmap_rows(rows);
    add_curve_row(rows);
    add_gallery_row(rows);
    return rows;
}

}  // namespace rope::benchmark
