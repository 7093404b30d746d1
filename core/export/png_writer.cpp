#include "core/export/png_writer.h"

#include <libdeflate.h>
#include <png.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <csetjmp>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/utf8.h"

namespace rope {
namespace {

std::uint32_t packed(const std::uint8_t* rgba) {
    return static_cast<std::uint32_t>(rgba[0]) << 24 | static_cast<std::uint32_t>(rgba[1]) << 16 |
           static_cast<std::uint32_t>(rgba[2]) << 8 | rgba[3];
}

// Up to 256 colours in order of first sight.
class Palette {
  public:
    static constexpr int kFull = 256;
    // The place of a colour, added when it is new; kFull when there is no room for it.
    int place(std::uint32_t colour) {
        // Four slots a colour: most are found at the first look. The multiplier is 2³² over the golden ratio.
        std::size_t slot = (colour * 2654435769U) >> 22;
        while (slots_[slot].colour != colour || slots_[slot].place == kFree) {
            if (slots_[slot].place == kFree) return add(colour, slot);
            slot = (slot + 1) % slots_.size();
        }
        return slots_[slot].place;
    }
    std::span<const std::uint32_t> colours() const { return colours_; }

  private:
    static constexpr std::int32_t kFree = -1;
    struct Slot {
        std::uint32_t colour = 0;
        std::int32_t place = kFree;
    };
    int add(std::uint32_t colour, std::size_t slot) {
        const auto next = static_cast<std::int32_t>(colours_.size());
        if (next == kFull) return kFull;
        colours_.push_back(colour);
        slots_[slot] = {colour, next};
        return next;
    }
    std::vector<std::uint32_t> colours_;
    std::array<Slot, 1024> slots_{};
};

// The colours and places of the pixels, when there are at most 256.
struct Survey {
    Palette palette;
    std::vector<std::uint8_t> places;  // a row is a 0 and one of every pixel; empty when there are more
    bool opaque = true;                // of an indexed picture
    bool indexed() const { return !places.empty(); }
};

bool is_opaque(const std::vector<std::uint8_t>& row) {
    std::uint8_t all = 255;
    for (std::size_t i = 3; i < row.size(); i += 4)
        all &= row[i];
    return all == 255;
}

// False at the first colour that has no room.
bool find_places(std::span<const std::uint8_t> row, Palette& palette, std::uint8_t* places) {
    std::uint32_t last = 0;
    std::uint8_t place = 0;
    for (std::size_t x = 0; x < row.size() / 4; ++x) {
        const std::uint32_t colour = packed(row.data() + 4 * x);
        if (x == 0 || colour != last) {
            const int found = palette.place(colour);
            if (found == Palette::kFull) return false;
            place = static_cast<std::uint8_t>(found);
            last = colour;
        }
        places[x] = place;
    }
    return true;
}

// Rows of heatmaps repeat the one above, or all but their first pixel does, one pixel to the right: then
// their places need not be looked for. `above`: the row before this one.
std::size_t known_from_above(const std::vector<std::uint8_t>& row, const std::vector<std::uint8_t>& above) {
    if (row == above) return 0;
    return std::equal(row.begin() + 4, row.end(), above.begin()) ? 1 : row.size();
}

Survey survey(const PngPicture& picture, std::vector<std::uint8_t>& row) {
    Survey found;
    const std::size_t width = row.size() / 4;
    const std::size_t stride = width + 1;
    found.places.resize(stride * static_cast<std::size_t>(picture.height));
    std::vector<std::uint8_t> above;
    for (int y = 0; y < picture.height; ++y) {
        picture.row(y, row);
        std::uint8_t* places = found.places.data() + static_cast<std::size_t>(y) * stride + 1;
        const std::size_t known = y > 0 ? known_from_above(row, above) : width;
        const std::size_t unknown = std::min(known, width);
        if (!find_places(std::span(row).first(4 * unknown), found.palette, places)) {
            found.places = {};
            return found;
        }
        if (unknown < width) std::copy_n(places - stride, width - unknown, places + unknown);
        above = row;
    }
    for (const std::uint32_t colour : found.palette.colours())
        found.opaque = found.opaque && (colour & 0xFF) == 0xFF;
    return found;
}

struct Writer {
    png_structp png = nullptr;
    png_infop info = nullptr;
    std::string bytes;
    std::string failure;

    Writer() = default;
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    ~Writer() { png_destroy_write_struct(&png, &info); }
};

void write_bytes(png_structp png, png_bytep data, std::size_t size) {
    static_cast<Writer*>(png_get_io_ptr(png))->bytes.append(reinterpret_cast<const char*>(data), size);
}
void note_error(png_structp png, png_const_charp message) {
    static_cast<Writer*>(png_get_error_ptr(png))->failure = message;
    png_longjmp(png, 1);
}
void ignore_warning(png_structp, png_const_charp) {}

int depth_of(const Survey& found) {
    const std::size_t count = found.palette.colours().size();
    return count <= 2 ? 1 : count <= 4 ? 2 : count <= 16 ? 4 : 8;
}

void write_palette(Writer& out, const Survey& found) {
    std::array<png_color, 256> palette{};
    std::array<png_byte, 256> alpha{};
    const std::span<const std::uint32_t> colours = found.palette.colours();
    for (std::size_t i = 0; i < colours.size(); ++i) {
        const std::uint32_t c = colours[i];
        palette[i] = {static_cast<png_byte>(c >> 24), static_cast<png_byte>(c >> 16),
                      static_cast<png_byte>(c >> 8)};
        alpha[i] = static_cast<png_byte>(c);
    }
    const int count = static_cast<int>(colours.size());
    png_set_PLTE(out.png, out.info, palette.data(), count);
    if (!found.opaque) png_set_tRNS(out.png, out.info, alpha.data(), count, nullptr);
}

void add_text(std::vector<png_text>& texts, const char* keyword, const std::string& text, int compression) {
    if (text.empty()) return;
    png_text entry{};
    entry.compression = compression;
    entry.key = const_cast<char*>(keyword);        // NOLINT: libpng reads only
    entry.text = const_cast<char*>(text.c_str());  // NOLINT
    entry.itxt_length = text.size();
    texts.push_back(entry);
}

// A picture's rows as PNG has them, each behind the number of its filter: none, because flat areas and rows
// that repeat are what these pictures are made of, and filters only hide that from the compressor.
struct Rows {
    std::vector<std::uint8_t> bytes;
    int colour_type = PNG_COLOR_TYPE_PALETTE, depth = 8;
};

// The places become the rows where they lie: a large picture takes memory once.
Rows indexed_rows(Survey& found, std::size_t width) {
    Rows rows{std::move(found.places), PNG_COLOR_TYPE_PALETTE, depth_of(found)};
    const auto depth = static_cast<std::size_t>(rows.depth);
    if (depth == 8) return rows;
    // `depth` bits each, the first in the highest bits.
    std::size_t at = 0;
    for (std::size_t from = 0; from < rows.bytes.size(); from += width + 1) {
        rows.bytes[at++] = 0;
        for (std::size_t x = 0; x < width; x += 8 / depth) {
            unsigned byte = 0;
            for (std::size_t i = 0; i < 8 / depth; ++i)
                byte = byte << depth | (x + i < width ? rows.bytes[from + 1 + x + i] : 0U);
            rows.bytes[at++] = static_cast<std::uint8_t>(byte);
        }
    }
    rows.bytes.resize(at);
    return rows;
}

// Without the alpha channel where nobody needs it; nothing when a pixel turns out to.
std::optional<Rows> direct_rows(const PngPicture& picture, bool alpha, std::vector<std::uint8_t>& row) {
    const auto width = static_cast<std::size_t>(picture.width),
               height = static_cast<std::size_t>(picture.height);
    const std::size_t channels = alpha ? 4 : 3;
    Rows rows{{}, alpha ? PNG_COLOR_TYPE_RGB_ALPHA : PNG_COLOR_TYPE_RGB, 8};
    rows.bytes.resize((width * channels + 1) * height);
    for (std::size_t y = 0; y < height; ++y) {
        picture.row(static_cast<int>(y), row);
        if (!alpha && !is_opaque(row)) return {};
        std::uint8_t* out = rows.bytes.data() + y * (width * channels + 1) + 1;
        if (alpha) {
            std::copy(row.begin(), row.end(), out);
            continue;
        }
        for (std::size_t x = 0; x < width; ++x)
            for (std::size_t c = 0; c < 3; ++c)
                out[3 * x + c] = row[4 * x + c];
    }
    return rows;
}

Rows rows_of(const PngPicture& picture, Survey& found, std::vector<std::uint8_t>& row) {
    if (found.indexed()) return indexed_rows(found, row.size() / 4);
    std::optional<Rows> opaque = direct_rows(picture, false, row);
    return opaque ? std::move(*opaque) : *direct_rows(picture, true, row);
}

struct Compressed {
    std::unique_ptr<std::uint8_t[]> bytes;  // NOLINT(modernize-avoid-c-arrays): not touched beyond `size`
    std::size_t size = 0;
};

// libdeflate, because it packs a heatmap in less time and fewer bytes than zlib (scripts/benchmark pictures).
// Empty when there is no memory for it.
Compressed compressed(const std::vector<std::uint8_t>& rows) {
    constexpr int kLevel = 1;  // the higher ones take twice the time for a tenth of the bytes
    const std::unique_ptr<libdeflate_compressor, void (*)(libdeflate_compressor*)> compressor(
        libdeflate_alloc_compressor(kLevel), libdeflate_free_compressor);
    if (!compressor) return {};
    const std::size_t most = libdeflate_zlib_compress_bound(compressor.get(), rows.size());
    Compressed out{std::make_unique_for_overwrite<std::uint8_t[]>(most)};  // NOLINT(modernize-avoid-c-arrays)
    out.size = libdeflate_zlib_compress(compressor.get(), rows.data(), rows.size(), out.bytes.get(), most);
    return out;
}

// Everything with a destructor lives in the caller: libpng reports errors by longjmp.
bool write_all(Writer& out, const PngPicture& picture, const Survey& found, const Rows& rows,
               const Compressed& data, std::vector<png_text>& texts) {
    if (setjmp(png_jmpbuf(out.png))) return false;  // NOLINT(cert-err52-cpp): libpng's way
    png_set_write_fn(out.png, &out, write_bytes, nullptr);
    png_set_user_limits(out.png, 0x7FFFFFFF, 0x7FFFFFFF);
    png_set_IHDR(out.png, out.info, static_cast<png_uint_32>(picture.width),
                 static_cast<png_uint_32>(picture.height), rows.depth, rows.colour_type, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB(out.png, out.info, PNG_sRGB_INTENT_RELATIVE);
    if (picture.dpi > 0) {
        const auto per_metre = static_cast<png_uint_32>(std::lround(picture.dpi / 0.0254));
        png_set_pHYs(out.png, out.info, per_metre, per_metre, PNG_RESOLUTION_METER);
    }
    if (rows.colour_type == PNG_COLOR_TYPE_PALETTE) write_palette(out, found);
    if (!texts.empty()) png_set_text(out.png, out.info, texts.data(), static_cast<int>(texts.size()));
    png_write_info(out.png, out.info);
    png_write_chunk(out.png, reinterpret_cast<png_const_bytep>("IDAT"), data.bytes.get(), data.size);
    png_write_chunk(out.png, reinterpret_cast<png_const_bytep>("IEND"), nullptr, 0);
    return true;
}

}  // namespace

Checked<std::string> encode_png(const PngPicture& picture) {
    require(picture.width > 0 && picture.height > 0, "encode_png: empty picture");
    constexpr double kMostInOneChunk = 2.1e9;  // PNG's limit for a chunk; at most 4 bytes a pixel
    require(4.0 * picture.width * picture.height < kMostInOneChunk,
            "encode_png: more than one chunk of data");
    std::vector<std::uint8_t> row(static_cast<std::size_t>(picture.width) * 4);
    Survey found = survey(picture, row);
    const Rows rows = rows_of(picture, found, row);
    const Compressed data = compressed(rows.bytes);
    std::vector<png_text> texts;
    add_text(texts, "Title", picture.title, PNG_ITXT_COMPRESSION_NONE);
    add_text(texts, "Description", picture.description, PNG_ITXT_COMPRESSION_NONE);
    add_text(texts, kSessionKeyword, picture.session, PNG_ITXT_COMPRESSION_zTXt);
    Writer out;
    out.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &out, note_error, ignore_warning);
    if (out.png) out.info = png_create_info_struct(out.png);
    if (data.size == 0) out.failure = "out of memory";
    if (!out.info || data.size == 0 || !write_all(out, picture, found, rows, data, texts)) {
        return Fault{.id = "drawing_failed",
                     .subject = "this picture",
                     .rule = "could not be written as PNG: " + printable(out.failure),
                     .remedy = "ask for a smaller one",
                     .where = ""};
    }
    return std::move(out.bytes);
}

}  // namespace rope
