// The pointer on a figure: hovering, dragging, the wheel.
#include <algorithm>
#include <cmath>

#include "app/gui/figure_view.h"
#include "app/gui/style.h"
#include "app/gui/token_gestures.h"
#include "app/gui/widgets/field.h"
#include "core/figure/painter.h"
#include "core/figure/pick_canvas.h"

namespace rope {
namespace {

constexpr double kReach = 8;                               // [pt] of the pointer
constexpr auto kOneZoom = std::chrono::milliseconds(700);  // turns of the wheel closer than this are one

ImGuiMouseCursor cursor_for(Grab::Kind kind) {
    switch (kind) {
        case Grab::Kind::choose_pair:
            return ImGuiMouseCursor_Hand;
        case Grab::Kind::query_tip:
        case Grab::Kind::key_tip:
            return ImGuiMouseCursor_ResizeAll;
        case Grab::Kind::token:
            return ImGuiMouseCursor_ResizeEW;
        case Grab::Kind::multipliers:
            return ImGuiMouseCursor_ResizeNS;
        default:
            return ImGuiMouseCursor_Arrow;
    }
}

}  // namespace

std::optional<Tag> FigureView::hit(const Ui& ui, Point at) const {
    PickCanvas canvas(at, kReach);
    paint(*shown_->figure, shown_->places, ui.theme(), ui.fonts().metrics(), {}, canvas);
    return canvas.hit();
}

void FigureView::retype(Ui& ui, const Document& document, int place) {
    ImGui::PushID(kind_->id.data(), kind_->id.data() + kind_->id.size());
    retyped_ = Retyped{ImGui::GetID("word"), place};
    ImGui::PopID();
    open_field(ui, retyped_->id, token_field_text(document, place));
}

void FigureView::token_field(Ui& ui, Editor& editor, const Rect& page) {
    if (!retyped_) return;
    const auto box =
        shown_ && shown_->figure && placed_for({page.width / ui.scale(), page.height / ui.scale()})
            ? token_box({editor.document(), *shown_->figure, shown_->places}, retyped_->place)
            : std::nullopt;
    if (ui.field.id != retyped_->id || !box) {
        if (ui.field.id == retyped_->id) ui.field.id = 0;
        retyped_.reset();
        return;
    }
    // As wide as a word and its vector need, within the page.
    const double height = ui.px(space::kRow),
                 width = std::min(std::max(box->rect.width * ui.scale(), ui.px(150)), page.width);
    const double middle = page.y + (box->rect.y + box->rect.height / 2) * ui.scale();
    const double x = std::clamp(page.x + box->rect.x * ui.scale(), page.x, page.right() - width);
    const Rect field{x, middle - height / 2, width, height};
    ui.fill(field, ui.colour(InkKind::ground));
    ui.log().add("Word", field, ui.field.text);
    const FieldState state = edit_field(ui, field);
    if (state == FieldState::editing) return;
    const int place = retyped_->place;
    retyped_.reset();
    if (state == FieldState::cancelled) return;
    if (const auto edit = retype_token_edit(editor.document(), place, ui.field.text)) editor.edit(*edit);
}

void FigureView::pointer(Ui& ui, Editor& editor, const Rect& page, Answer& answer) {
    ImGui::SetCursorScreenPos(vec({page.x, page.y}));
    ImGui::PushID(kind_->id.data(), kind_->id.data() + kind_->id.size());
    ImGui::InvisibleButton("page", size_vec(page),
                           ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonMiddle);
    ImGui::PopID();
    answer.hovered = ImGui::IsItemHovered();
    const ImGuiIO& io = ImGui::GetIO();
    const Point at{(static_cast<double>(io.MousePos.x) - page.x) / ui.scale(),
                   (static_cast<double>(io.MousePos.y) - page.y) / ui.scale()};
    const bool active = ImGui::IsItemActive();
    if (!answer.hovered) wheel_ = 0;
    if (!active) {
        if (held_ && !grab_changed_)
            if (const auto chosen = click_edit(
                    {editor.document(), *held_->figure, held_->places, editor.model()}, grab_, press_))
                editor.edit(*chosen);
        grab_ = {};
        panning_ = false;
        held_ = nullptr;
    }
    if (!shown_ || !shown_->figure || shown_->figure->panels.empty()) return;
    // What is under the hand does not move by itself.
    if (ImGui::IsItemActivated()) ease_.end();
    if (!placed_for({page.width / ui.scale(), page.height / ui.scale()})) return;
    if (answer.hovered && ImGui::IsMouseDoubleClicked(0)) {
        const auto token = token_at({editor.document(), *shown_->figure, shown_->places}, at);
        if (token)
            retype(ui, editor.document(), token->place);
        else
            answer.toggle_maximised = true;
    }
    if (retyped_) return;  // the hand writes

    if (ImGui::IsItemActivated()) {
        press_ = at;
        held_ = shown_;
        held_document_ = editor.document();
        grab_changed_ = false;
        panning_ = io.MouseDown[2] || io.KeyAlt;
        if (!panning_) {
            auto evaluated = figure_inputs(editor.document(), picture_, *cache_);
            grab_ = grab_at({editor.document(), *shown_->figure, shown_->places, editor.model()}, at,
                            hit(ui, at), evaluated.ok() ? &evaluated.value().inputs : nullptr);
        }
    }
    std::optional<Edit> edit;
    const bool pressed_now = ImGui::IsItemActivated();
    if (active && held_ && (pressed_now || at != last_)) {
        const bool moved = at != press_ || grab_changed_;
        // Tips are measured on the dial as it was at the press: its scale follows the longer vector.
        const bool tip = grab_.kind == Grab::Kind::query_tip || grab_.kind == Grab::Kind::key_tip ||
                         grab_.kind == Grab::Kind::multipliers;
        if (panning_ && moved)
            edit = pan_edit({held_document_, *held_->figure, held_->places}, press_, at);
        else if (!panning_ && (!tip || moved))
            edit = drag_edit({editor.document(), *held_->figure, held_->places, editor.model()}, grab_, at);
        if (moved) grab_.from = at;
    }
    last_ = at;
    if (edit && editor.edit(*edit, grab_changed_)) grab_changed_ = true;

    if (!answer.hovered || active) return;
    const Scene scene{editor.document(), *shown_->figure, shown_->places, editor.model()};
    wheel_ += static_cast<double>(io.MouseWheel);
    // A zoom starts from the view on the screen, so each waits for the one before.
    if (wheel_ != 0 && !waiting()) {
        const auto now = std::chrono::steady_clock::now();
        const bool continues = now - last_zoom_ < kOneZoom;
        if (const auto zoom = zoom_edit(scene, at, wheel_)) editor.edit(*zoom, continues);
        last_zoom_ = now;
        wheel_ = 0;
    }
    if (ease_.runs()) return;
    ImGui::SetMouseCursor(cursor_for(grab_at(scene, at, hit(ui, at), nullptr).kind));
    const std::string words = words_at(scene, at);
    if (!words.empty() && !ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopupId)) ui.tooltip(words);
}

std::optional<Edit> FigureView::zoom(const Document& document, double notches) const {
    const auto centre = centre_of_view();
    if (!centre) return std::nullopt;
    return zoom_edit({document, *shown_->figure, shown_->places}, *centre, notches);
}

std::optional<Edit> FigureView::pan(const Document& document, double across, double down) const {
    const auto from = centre_of_view();
    if (!from) return std::nullopt;
    const Rect& plot = shown_->places.panels.front().plot;
    return pan_edit({document, *shown_->figure, shown_->places}, *from,
                    {from->x - across * plot.width, from->y - down * plot.height});
}

std::optional<Point> FigureView::centre_of_view() const {
    if (!shown_ || shown_->places.panels.empty()) return std::nullopt;
    const Rect& plot = shown_->places.panels.front().plot;
    return Point{plot.x + plot.width / 2, plot.y + plot.height / 2};
}

}  // namespace rope
