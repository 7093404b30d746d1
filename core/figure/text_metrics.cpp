#include "core/figure/text_metrics.h"

#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_ADVANCES_H

#include <algorithm>
#include <array>
#include <cctype>
#include <unordered_map>
#include <utility>

#include "core/base/utf8.h"
#include "core/figure/rich_text.h"

namespace rope {
namespace {

constexpr const char* kFixedFallback = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
constexpr std::array<const char*, 2> kFamilies{"Inter", "DejaVu Sans"};
// Without these a face is of no use as the main one; rarer signs come from the fallback.
constexpr std::u32string_view kNeeded = U"Az09.,()/×−·°λθπΔ";

using Library = std::unique_ptr<FT_LibraryRec_, decltype(&FT_Done_FreeType)>;
using OwnedFace = std::unique_ptr<FT_FaceRec_, decltype(&FT_Done_Face)>;

Library open_library() {
    FT_Library library = nullptr;
    if (FT_Init_FreeType(&library) != 0) library = nullptr;
    return {library, &FT_Done_FreeType};
}

// A scalable face with a Unicode table, or null.
OwnedFace open_face(const Library& library, const std::string& file) {
    FT_Face face = nullptr;
    if (!library || file.empty() || FT_New_Face(library.get(), file.c_str(), 0, &face) != 0)
        return {nullptr, &FT_Done_Face};
    OwnedFace opened(face, &FT_Done_Face);
    if (!FT_IS_SCALABLE(face) || face->units_per_EM == 0 || FT_Select_Charmap(face, FT_ENCODING_UNICODE) != 0)
        return {nullptr, &FT_Done_Face};
    return opened;
}

bool is_usable(const std::string& file) {
    const Library library = open_library();
    const OwnedFace face = open_face(library, file);
    return face && std::all_of(kNeeded.begin(), kNeeded.end(),
                               [&](char32_t c) { return FT_Get_Char_Index(face.get(), c) != 0; });
}

std::string folded(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

// The upright regular file of exactly this family, or empty: fontconfig answers every question with some
// font, so its answer is compared with what was asked.
std::string file_of_family(const std::string& family) {
    // Read once a process, because it takes some 20 ms; owned here, because fontconfig never frees its own.
    static const std::unique_ptr<FcConfig, decltype(&FcConfigDestroy)> config(FcInitLoadConfigAndFonts(),
                                                                              &FcConfigDestroy);
    using Pattern = std::unique_ptr<FcPattern, decltype(&FcPatternDestroy)>;
    const Pattern wanted(
        FcPatternBuild(nullptr, FC_FAMILY, FcTypeString, family.c_str(), FC_SLANT, FcTypeInteger,
                       FC_SLANT_ROMAN, FC_WEIGHT, FcTypeInteger, FC_WEIGHT_REGULAR, FC_WIDTH, FcTypeInteger,
                       FC_WIDTH_NORMAL, FC_SCALABLE, FcTypeBool, FcTrue, nullptr),
        &FcPatternDestroy);
    if (!wanted) return {};
    FcConfigSubstitute(config.get(), wanted.get(), FcMatchPattern);
    FcDefaultSubstitute(wanted.get());
    FcResult result = FcResultNoMatch;
    const Pattern found(FcFontMatch(config.get(), wanted.get(), &result), &FcPatternDestroy);
    FcChar8* text = nullptr;
    int face_index = 0;
    if (!found || FcPatternGetString(found.get(), FC_FILE, 0, &text) != FcResultMatch) return {};
    std::string file = reinterpret_cast<const char*>(text);
    // Only the first face of a file: the other canvases open files, not collections.
    if (FcPatternGetInteger(found.get(), FC_INDEX, 0, &face_index) == FcResultMatch && face_index != 0)
        return {};
    for (int i = 0; FcPatternGetString(found.get(), FC_FAMILY, i, &text) == FcResultMatch; ++i)
        if (folded(reinterpret_cast<const char*>(text)) == folded(family)) return file;
    return {};
}

// Advances of every character of both faces at size 1. Read once, so that any thread may ask.
class FaceMetrics final : public TextMetrics {
  public:
    FaceMetrics(FT_Face main, FT_Face fallback) {
        ascent_ = static_cast<double>(main->ascender) / main->units_per_EM;
        descent_ = -static_cast<double>(main->descender) / main->units_per_EM;
        add(main);
        if (fallback) add(fallback);
        const auto missing = advances_.find(U'?');
        missing_ = missing == advances_.end() ? 0.6 : missing->second;
    }
    double advance(char32_t code_point) const override {
        if (code_point < ascii_.size()) return ascii_[code_point];
        const auto found = advances_.find(code_point);
        return found == advances_.end() ? missing_ : found->second;
    }
    double ascent() const override { return ascent_; }
    double descent() const override { return descent_; }

  private:
    void add(FT_Face face) {
        std::vector<FT_Fixed> by_glyph(static_cast<std::size_t>(face->num_glyphs));
        if (by_glyph.empty() || FT_Get_Advances(face, 0, static_cast<FT_UInt>(by_glyph.size()),
                                                FT_LOAD_NO_SCALE, by_glyph.data()) != 0)
            return;
        FT_UInt glyph = 0;
        for (FT_ULong c = FT_Get_First_Char(face, &glyph); glyph != 0;
             c = FT_Get_Next_Char(face, c, &glyph)) {
            if (glyph >= by_glyph.size()) continue;
            const double width = static_cast<double>(by_glyph[glyph]) / face->units_per_EM;
            if (advances_.emplace(static_cast<char32_t>(c), width).second && c < ascii_.size())
                ascii_[c] = width;
        }
    }
    std::unordered_map<char32_t, double> advances_;
    std::array<double, 128> ascii_{};
    double ascent_ = 0, descent_ = 0, missing_ = 0.6;
};

}  // namespace

double TextMetrics::width(std::string_view utf8, double size) const {
    double sum = 0;
    for (std::size_t at = 0; at < utf8.size();)
        sum += advance(next_code_point(utf8, at));
    return sum * size;
}

double TextMetrics::rich_width(std::string_view markup, double size) const {
    double sum = 0;
    for (const TextRun& run : parse_rich_text(markup))
        sum += width(run.utf8, run.script == Script::base ? size : size * kScriptScale);
    return sum;
}

Checked<FontChoice> find_font(std::string_view wanted_family) {
    const std::string dejavu = file_of_family("DejaVu Sans");
    const std::string fallback = is_usable(dejavu) ? dejavu : is_usable(kFixedFallback) ? kFixedFallback : "";
    if (!wanted_family.empty()) {
        const std::string family(wanted_family);
        const std::string file = file_of_family(family);
        if (!is_usable(file))
            return Fault{.id = "no_such_font",
                         .subject = "font \"" + family + "\"",
                         .rule = file.empty() ? "must be an installed family"
                                              : "must be a scalable font with Latin, Greek and signs",
                         .remedy = "run fc-list for the installed families",
                         .where = file};
        return FontChoice{
            .family = family, .file = file, .fallback_file = fallback.empty() ? file : fallback};
    }
    for (const char* family : kFamilies) {
        const std::string file = file_of_family(family);
        if (is_usable(file))
            return FontChoice{
                .family = family, .file = file, .fallback_file = fallback.empty() ? file : fallback};
    }
    if (!fallback.empty())
        return FontChoice{.family = "DejaVu Sans", .file = fallback, .fallback_file = fallback};
    return Fault{.id = "no_font",
                 .subject = "the system's fonts",
                 .rule = "must hold Inter or DejaVu Sans",
                 .remedy = "install fonts-dejavu-core",
                 .where = {}};
}

Checked<std::shared_ptr<const TextMetrics>> font_metrics(const FontChoice& font) {
    const Library library = open_library();
    const OwnedFace main = open_face(library, font.file);
    if (!main)
        return Fault{.id = "bad_font",
                     .subject = "font file",
                     .rule = "must be a readable scalable font with a Unicode table",
                     .remedy = "choose another font",
                     .where = font.file};
    const OwnedFace fallback = font.fallback_file == font.file ? OwnedFace(nullptr, &FT_Done_Face)
                                                               : open_face(library, font.fallback_file);
    return std::shared_ptr<const TextMetrics>(std::make_shared<FaceMetrics>(main.get(), fallback.get()));
}

}  // namespace rope
