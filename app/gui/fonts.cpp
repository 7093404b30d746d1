#include "app/gui/fonts.h"

#include <fmt/format.h>
#include <imgui_freetype.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/figure/rich_text.h"

namespace rope {
namespace {

// Latin, combining marks, Greek, spaces and dashes, super- and subscripts, letterlike signs, arrows,
// mathematics, brackets of rounding, geometric signs, angle brackets.
constexpr ImWchar kRanges[] = {0x0020, 0x00FF, 0x0100, 0x017F, 0x0300, 0x036F, 0x0370, 0x03FF, 0x2000,
                               0x206F, 0x2070, 0x209F, 0x2100, 0x214F, 0x2190, 0x22FF, 0x2308, 0x230B,
                               0x25A0, 0x25FF, 0x2713, 0x2715, 0x27E8, 0x27E9, 0};

// The sizes of text [px at scale 1]; the first two are scripts of the next two.
constexpr std::array kSizes{8.64, 10.08, 12.0, 14.0, 17.0, 22.0};

}  // namespace

double nominal(TextSize size) {
    switch (size) {
        case TextSize::small:
            return 12;
        case TextSize::body:
            return 14;
        case TextSize::title:
            return 17;
        case TextSize::large:
            return 22;
    }
    return 14;
}

Checked<std::shared_ptr<Fonts>> Fonts::find(const std::string& wanted_family) {
    auto fonts = std::make_shared<Fonts>();
    auto found = find_font(wanted_family);
    if (!found.ok() && !wanted_family.empty()) {
        fonts->notice_ = sentence(found.fault());
        found = find_font();
        if (found.ok()) fonts->notice_ += fmt::format(". {} is used instead.", found.value().family);
    }
    if (!found.ok()) return found.fault();
    fonts->choice_ = found.value();
    if (!wanted_family.empty() && fonts->choice_.family != wanted_family && fonts->notice_.empty())
        fonts->notice_ = fmt::format("The font {} is not on this system; {} is used instead.", wanted_family,
                                     fonts->choice_.family);
    auto metrics = font_metrics(fonts->choice_);
    if (!metrics.ok() && !wanted_family.empty()) {
        auto instead = find({});
        if (instead.ok()) instead.value()->notice_ = sentence(metrics.fault());
        return instead;
    }
    if (!metrics.ok()) return metrics.fault();
    fonts->metrics_ = metrics.value();
    return fonts;
}

Checked<Done> Fonts::build(double scale) {
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    atlas.Clear();
    atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
    atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
    atlas.Flags |= ImFontAtlasFlags_NoPowerOfTwoHeight;
    atlas.TexDesiredWidth = 2048;
    faces_.clear();
    scale_ = scale;
    // The toolkit's size of a font is ascent plus descent; ours is the em.
    const double line = metrics_->ascent() + metrics_->descent();
    for (const double size : kSizes) {
        const double em = std::round(size * scale);
        const auto pixels = static_cast<float>(em * line);
        ImFontConfig config;
        ImFont* font = atlas.AddFontFromFileTTF(choice_.file.c_str(), pixels, &config, kRanges);
        if (font != nullptr && choice_.fallback_file != choice_.file) {
            config.MergeMode = true;
            atlas.AddFontFromFileTTF(choice_.fallback_file.c_str(), pixels, &config, kRanges);
        }
        if (font == nullptr) break;
        faces_.push_back({font, em, 0});
    }
    if (faces_.size() != kSizes.size() || !atlas.Build())
        return Fault{.id = "font_unreadable",
                     .subject = choice_.file,
                     .rule = "could not be drawn",
                     .remedy = "choose another font in the settings or install fonts-dejavu-core",
                     .where = ""};
    for (Face& face : faces_)
        face.baseline = std::round(static_cast<double>(face.font->Ascent));
    ImGui::GetIO().FontDefault = toolkit_font(TextSize::small);
    return Done{};
}

ImFont* Fonts::toolkit_font(TextSize size) const {
    return const_cast<ImFont*>(face(std::round(nominal(size) * scale_)).font);
}

Fonts::Face Fonts::face(double em) const {
    const auto fits =
        std::find_if(faces_.begin(), faces_.end(), [em](const Face& f) { return f.em >= em - 0.5; });
    return fits == faces_.end() ? faces_.back() : *fits;
}

}  // namespace rope
