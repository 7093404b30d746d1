#include "core/export/png_writer.h"

#include <png.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <csetjmp>
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
    // The place of a colour, added when it is new; nothing when there is no room for it.
    std::optional<std::uint8_t> place(std::uint32_t colour) {
        // Four slots a colour: most are found at the first look. The multiplier is 2³² over the golden ratio.
        std::size_t slot = (colour * 2654435769U) >> 22;
        for (; slots_[slot] != 0; slot = (slot + 1) % slots_.size()) {
            const auto found = static_cast<std::uint8_t>(slots_[slot] - 1);
            if (colours_[found] == colour) return found;
        }
        if (colours_.size() == 256) return {};
        colours_.push_back(colour);
        slots_[slot] = static_cast<std::uint16_t>(colours_.size());
        return static_cast<std::uint8_t>(colours_.size() - 1);
    }
    std::span<const std::uint32_t> colours() const { return colours_; }

  private:
    std::vector<std::uint32_t> colours_;
    std::array<std::uint16_t, 1024> slots_{};  // 1 + place; 0: free
};

// What the pixels need, found in one pass: their colours and places when there are at most 256, and whether any is
// not opaque.
struct Survey {
    Palette palette;
    std::vector<std::uint8_t> places;  // of every pixel; empty when there are more than 256 colours
    bool opaque = true;
    bool indexed() const { return !places.empty(); }
};

Survey survey(const PngPicture& picture, std::vector<std::uint8_t>& row) {
    Survey found;
    const std::size_t width = row.size() / 4;
    found.places.resize(width * static_cast<std::size_t>(picture.height));
    std::uint8_t* to = found.places.data();
    for (int y = 0; y < picture.height && (to || found.opaque); ++y) {
        picture.row(y, row);
        std::uint32_t last = ~packed(row.data());
        std::uint8_t place = 0;
        for (std::size_t x = 0; x < width; ++x) {
            const std::uint32_t colour = packed(row.data() + 4 * x);
            if (colour != last) {
                last = colour;
                found.opaque = found.opaque && (colour & 0xFF) == 0xFF;
                const auto known = to ? found.palette.place(colour) : std::nullopt;
                if (known) place = *known;
                if (!known) to = nullptr;
            }
            if (to) *to++ = place;
        }
    }
    if (!to) found.places = {};
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

// Places of `depth` bits each, the first in the highest bits.
void pack_places(std::span<const std::uint8_t> places, int depth, std::vector<std::uint8_t>& out) {
    if (depth == 8) {
        std::copy(places.begin(), places.end(), out.begin());
        return;
    }
    std::fill(out.begin(), out.end(), std::uint8_t{0});
    for (std::size_t x = 0; x < places.size(); ++x) {
        const std::size_t bit = x * static_cast<std::size_t>(depth);
        out[bit / 8] |= static_cast<std::uint8_t>(places[x] << (8 - depth - static_cast<int>(bit % 8)));
    }
}

// Everything with a destructor lives in the caller: libpng reports errors by longjmp.
bool write_all(Writer& out, const PngPicture& picture, const Survey& found, std::vector<std::uint8_t>& row,
               std::vector<std::uint8_t>& packed_row, std::vector<png_text>& texts) {
    if (setjmp(png_jmpbuf(out.png))) return false;  // NOLINT(cert-err52-cpp): libpng's way
    const bool indexed = found.indexed();
    const int depth = indexed ? depth_of(found) : 8;
    png_set_write_fn(out.png, &out, write_bytes, nullptr);
    png_set_user_limits(out.png, 0x7FFFFFFF, 0x7FFFFFFF);
    png_set_IHDR(out.png, out.info, static_cast<png_uint_32>(picture.width),
                 static_cast<png_uint_32>(picture.height), depth,
                 indexed        ? PNG_COLOR_TYPE_PALETTE
                 : found.opaque ? PNG_COLOR_TYPE_RGB
                                : PNG_COLOR_TYPE_RGB_ALPHA,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB(out.png, out.info, PNG_sRGB_INTENT_RELATIVE);
    if (picture.dpi > 0) {
        const auto per_metre = static_cast<png_uint_32>(std::lround(picture.dpi / 0.0254));
        png_set_pHYs(out.png, out.info, per_metre, per_metre, PNG_RESOLUTION_METER);
    }
    if (indexed) write_palette(out, found);
    if (!texts.empty()) png_set_text(out.png, out.info, texts.data(), static_cast<int>(texts.size()));
    // Flat areas and rows that repeat: filters only hide from the compressor that they do. Level 3 is the highest that
    // takes the first match it finds; on heatmaps it is several times faster than the usual 6 (scripts/benchmark png).
    png_set_compression_level(out.png, 3);
    png_set_filter(out.png, 0, PNG_FILTER_NONE);
    png_write_info(out.png, out.info);
    const auto width = static_cast<std::size_t>(picture.width);
    for (int y = 0; y < picture.height; ++y) {
        if (indexed) {
            pack_places({found.places.data() + static_cast<std::size_t>(y) * width, width}, depth, packed_row);
        } else {
            picture.row(y, row);
            const std::size_t channels = found.opaque ? 3 : 4;
            for (std::size_t x = 0; x < width; ++x)
                std::copy_n(row.data() + 4 * x, channels, packed_row.data() + x * channels);
        }
        png_write_row(out.png, packed_row.data());
    }
    png_write_end(out.png, out.info);
    return true;
}

}  // namespace

Checked<std::string> encode_png(const PngPicture& picture) {
    require(picture.width > 0 && picture.height > 0, "encode_png: empty picture");
    std::vector<std::uint8_t> row(static_cast<std::size_t>(picture.width) * 4);
    std::vector<std::uint8_t> packed_row(row.size());
    const Survey found = survey(picture, row);
    std::vector<png_text> texts;
    add_text(texts, "Title", picture.title, PNG_ITXT_COMPRESSION_NONE);
    add_text(texts, "Description", picture.description, PNG_ITXT_COMPRESSION_NONE);
    add_text(texts, kSessionKeyword, picture.session, PNG_ITXT_COMPRESSION_zTXt);
    Writer out;
    out.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &out, note_error, ignore_warning);
    if (out.png) out.info = png_create_info_struct(out.png);
    if (!out.info || !write_all(out, picture, found, row, packed_row, texts)) {
        return Fault{.id = "drawing_failed",
                     .subject = "this picture",
                     .rule = "could not be written as PNG: " + printable(out.failure),
                     .remedy = "ask for a smaller one",
                     .where = ""};
    }
    return std::move(out.bytes);
}

}  // namespace rope
