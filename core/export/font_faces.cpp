#include "core/export/font_faces.h"

#include <cairo-ft.h>
#include <ft2build.h>
#include FT_FREETYPE_H

namespace rope {
namespace {

// Cairo's cache of scaled fonts may outlive the FontFaces and be emptied by another thread, so each FT_Face
// has a library of its own and goes with the last reference that Cairo holds.
struct OpenFace {
    FT_Library library = nullptr;
    FT_Face face = nullptr;

    OpenFace() = default;
    OpenFace(const OpenFace&) = delete;
    OpenFace& operator=(const OpenFace&) = delete;
    ~OpenFace() {
        if (face) FT_Done_Face(face);
        if (library) FT_Done_FreeType(library);
    }
};

constexpr cairo_user_data_key_t kOwner{};

Fault bad_font(const std::string& file) {
    return Fault{.id = "bad_font",
                 .subject = "font file " + file,
                 .rule = "cannot be read as a scalable font",
                 .remedy = "install fonts-dejavu-core",
                 .where = ""};
}

}  // namespace

struct FontFaces::Face {
    cairo_font_face_t* cairo = nullptr;
    FT_Face free_type = nullptr;

    Face() = default;
    Face(const Face&) = delete;
    Face& operator=(const Face&) = delete;
    ~Face() {
        if (cairo) cairo_font_face_destroy(cairo);
    }

    bool open(const std::string& file, bool bold) {
        auto owner = std::make_unique<OpenFace>();
        if (FT_Init_FreeType(&owner->library) != 0) return false;
        if (FT_New_Face(owner->library, file.c_str(), 0, &owner->face) != 0) return false;
        if (!FT_IS_SCALABLE(owner->face) || FT_Select_Charmap(owner->face, FT_ENCODING_UNICODE) != 0)
            return false;
        cairo = cairo_ft_font_face_create_for_ft_face(owner->face, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP);
        if (bold) cairo_ft_font_face_set_synthesize(cairo, CAIRO_FT_SYNTHESIZE_BOLD);
        const auto release = [](void* open_face) { delete static_cast<OpenFace*>(open_face); };
        if (cairo_font_face_set_user_data(cairo, &kOwner, owner.get(), release) != CAIRO_STATUS_SUCCESS) {
            return false;
        }
        free_type = owner.release()->face;
        return cairo_font_face_status(cairo) == CAIRO_STATUS_SUCCESS;
    }
};

FontFaces::~FontFaces() = default;

Checked<std::shared_ptr<const FontFaces>> FontFaces::open(const FontChoice& choice) {
    std::shared_ptr<FontFaces> faces(new FontFaces);
    const std::string* files[2] = {&choice.file, &choice.fallback_file};
    for (int i = 0; i < 2; ++i) {
        if (i == 1 && (files[1]->empty() || *files[1] == *files[0])) break;
        for (int bold = 0; bold < 2; ++bold) {
            faces->faces_[i][bold] = std::make_unique<Face>();
            if (!faces->faces_[i][bold]->open(*files[i], bold == 1)) return bad_font(*files[i]);
        }
    }
    return std::shared_ptr<const FontFaces>(std::move(faces));
}

FontFaces::Glyph FontFaces::glyph(char32_t code_point, bool bold) const {
    for (const auto& family : faces_) {
        const Face* face = family[bold ? 1 : 0].get();
        if (!face) continue;
        if (const FT_UInt index = FT_Get_Char_Index(face->free_type, code_point)) return {face->cairo, index};
    }
    return {faces_[0][bold ? 1 : 0]->cairo, 0};
}

}  // namespace rope
