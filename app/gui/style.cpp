#include "app/gui/style.h"

#include <imgui.h>

#include <cmath>

namespace rope {
namespace {

ImVec4 vec4(Colour c, float opacity = 1) {
    return {static_cast<float>(c.r) / 255, static_cast<float>(c.g) / 255, static_cast<float>(c.b) / 255,
            static_cast<float>(c.a) / 255 * opacity};
}

}  // namespace

void apply_style(const Theme& theme, double scale) {
    const auto px = [scale](double nominal) { return static_cast<float>(std::round(nominal * scale)); };
    ImGuiStyle& style = ImGui::GetStyle();
    style = ImGuiStyle();
    style.WindowPadding = {px(space::kPadding), px(space::kPadding)};
    style.FramePadding = {px(8), px(6)};
    style.ItemSpacing = {px(8), px(space::kGap)};
    style.ItemInnerSpacing = {px(4), px(4)};
    style.ScrollbarSize = px(5);  // less than the margin of a panel, so that rows keep their width
    style.ScrollbarRounding = px(2);
    style.WindowRounding = style.PopupRounding = style.FrameRounding = style.ChildRounding =
        px(space::kCorner);
    style.WindowBorderSize = style.PopupBorderSize = style.FrameBorderSize = std::max(1.0F, px(1));
    style.ChildBorderSize = 0;
    style.AntiAliasedLinesUseTex = true;
    style.CircleTessellationMaxError = 0.2F;

    const Colour ground = theme.colour({InkKind::ground}), panel = theme.colour({InkKind::panel});
    const Colour hairline = theme.colour({InkKind::hairline}), text = theme.colour({InkKind::text});
    const Colour muted = theme.colour({InkKind::muted}), accent = theme.colour({InkKind::accent});
    ImVec4* colours = style.Colors;
    for (int i = 0; i < ImGuiCol_COUNT; ++i)
        colours[i] = vec4(panel);
    const ImVec4 nothing{0, 0, 0, 0};
    colours[ImGuiCol_Text] = vec4(text);
    colours[ImGuiCol_TextDisabled] = vec4(muted);
    colours[ImGuiCol_WindowBg] = colours[ImGuiCol_ChildBg] = nothing;
    colours[ImGuiCol_PopupBg] = vec4(ground);
    colours[ImGuiCol_Border] = vec4(hairline);
    colours[ImGuiCol_BorderShadow] = nothing;
    colours[ImGuiCol_FrameBg] = colours[ImGuiCol_FrameBgHovered] = colours[ImGuiCol_FrameBgActive] =
        vec4(ground);
    colours[ImGuiCol_ScrollbarBg] = nothing;
    colours[ImGuiCol_ScrollbarGrab] = vec4(hairline);
    colours[ImGuiCol_ScrollbarGrabHovered] = colours[ImGuiCol_ScrollbarGrabActive] = vec4(muted, 0.6F);
    colours[ImGuiCol_Header] = colours[ImGuiCol_HeaderHovered] = vec4(hairline, 0.6F);
    colours[ImGuiCol_HeaderActive] = vec4(hairline);
    colours[ImGuiCol_TextSelectedBg] = vec4(accent, 0.3F);
    colours[ImGuiCol_NavHighlight] = vec4(accent);
    colours[ImGuiCol_ModalWindowDimBg] =
        vec4(theme.dark ? Colour{0, 0, 0, 255} : text, theme.dark ? 0.5F : 0.18F);
}

}  // namespace rope
