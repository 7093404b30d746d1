#include "app/gui/figure_view.h"

#include <algorithm>
#include <cmath>

#include "app/gui/imgui_canvas.h"
#include "app/gui/parameter_row.h"
#include "app/gui/style.h"
#include "core/document/parameters.h"
#include "core/document/placed_figure.h"
#include "core/figure/painter.h"

namespace rope {
namespace {

using Clock = std::chrono::steady_clock;

// Faster results replace the old picture without a flicker in between.
constexpr auto kStaleAfter = std::chrono::milliseconds(120);
constexpr double kFaded = 0.2;
constexpr double kSmallest = 40;  // [pt] a view below this draws nothing

}  // namespace

FigureView::FigureView(const FigureKind& kind, std::shared_ptr<ResultCache> cache, std::function<void()> wake)
    : kind_(&kind), cache_(std::move(cache)), job_(std::move(wake)) {}

void FigureView::set_kind(const FigureKind& kind) {
    if (&kind == kind_) return;
    kind_ = &kind;
    shown_ = held_ = nullptr;
    shown_key_.clear();
    wanted_key_.clear();
    fault_.clear();
    asked_revision_ = 0;
    ease_.end();
    grab_ = {};
    retyped_.reset();
    wheel_ = 0;
}

const Figure* FigureView::figure() const {
    return shown_ ? shown_->figure.get() : nullptr;
}

const FigureLayout* FigureView::places() const {
    return shown_ ? &shown_->places : nullptr;
}

void FigureView::request(const Editor& editor, const Ui& ui, Size size) {
    if (size.width < kSmallest || size.height < kSmallest) return;
    const PictureSize picture{size, ui.scale(), ui.theme().font_size};
    const bool same_picture =
        picture.size == picture_.size && picture.pixels_per_point == picture_.pixels_per_point;
    if (same_picture && editor.revision() == asked_revision_ && &ui.theme() == asked_theme_) return;
    picture_ = picture;
    asked_revision_ = editor.revision();
    asked_theme_ = &ui.theme();
    std::string key = figure_key(editor.document(), kind_->id, picture);
    key += id(ui.theme().id);
    if (key == wanted_key_) return;
    wanted_key_ = key;
    wanted_since_ = Clock::now();
    job_.request(key,
                 [document = editor.document(), &kind = *kind_, picture, cache = cache_,
                  metrics = ui.fonts().metrics_ptr(),
                  &theme = ui.theme()](Progress& progress) -> std::shared_ptr<const void> {
                     const auto start = Clock::now();
                     auto built = std::make_shared<Built>();
                     built->kind = &kind;
                     auto placed = make_placed_figure(document, kind, picture, theme, *metrics, false, *cache,
                                                      progress);
                     if (progress.cancelled()) return nullptr;
                     if (placed.ok()) {
                         built->figure = placed.value().figure;
                         built->places = std::move(placed.value().places);
                         built->document = document;
                     } else {
                         built->fault = sentence(placed.fault());
                     }
                     built->milliseconds =
                         std::chrono::duration<double, std::milli>(Clock::now() - start).count();
                     return built;
                 });
}

void FigureView::take(const Ui& ui, std::chrono::microseconds limit) {
    if (!waiting()) return;
    job_.wait_for(limit);
    const LatestJob::Answer answer = job_.take();
    if (!answer.result) return;
    auto built = std::static_pointer_cast<const Built>(answer.result);
    if (built->kind != kind_) return;
    shown_key_ = answer.key;
    fault_ = built->fault;
    if (shown_ && shown_->figure && built->figure && ui.motion() && !ImGui::IsAnyMouseDown() &&
        differs_in_ranges(*shown_->figure, *built->figure) &&
        only_view_differs(kind_->id, shown_->document, built->document)) {
        // A motion under way goes on from where it is.
        const double share = ease_.share(ui.now());
        ease_from_ = share < 1 ? ranges_between(ease_from_, *shown_->figure, share) : *shown_->figure;
        ease_.begin(ui.now());
    }
    // A figure that could not be built leaves the last one standing, faded.
    if (built->figure || !shown_) shown_ = std::move(built);
}

bool FigureView::placed_for(Size size) const {
    return std::abs(shown_->places.size.width - size.width) < 0.01 &&
           std::abs(shown_->places.size.height - size.height) < 0.01;
}

bool FigureView::stale() const {
    return !fault_.empty() || (waiting() && Clock::now() - wanted_since_ > kStaleAfter);
}

std::string_view FigureView::idle_reason(std::string_view row) const {
    if (figure() == nullptr) return {};
    for (const IdleRow& idle : figure()->idle)
        if (idle.id == row) return idle.reason;
    return {};
}

void FigureView::header(Ui& ui, Editor& editor, const Rect& area, std::string_view name, Answer& answer) {
    std::vector<ChoiceItem> kinds;
    int chosen = -1;
    for (const FigureKind* kind : figure_kinds()) {
        if (kind == kind_) chosen = static_cast<int>(kinds.size());
        kinds.push_back({std::string(kind->label), ""});
    }
    ImGui::SetCursorScreenPos(vec({area.x + ui.px(4), area.y + ui.px(2)}));
    if (const auto other = title_choice(ui, name, kinds, chosen, kind_->help))
        answer.other_kind = figure_kinds()[static_cast<std::size_t>(*other)];
    const double from = area.x + ui.px(4) + title_width(ui, kind_->label) + ui.px(4);

    // The kind's choices and switches stand at the right, as many as fit. Those of another room and those
    // that offer the same words as another one need their names, which stand behind ⋯.
    const auto named = [&](const Parameter& parameter) {
        const auto alike = [&](const Parameter& other) {
            return kind_->reads(other.spec.id) && other.spec.choices.data() == parameter.spec.choices.data();
        };
        return !parameter.spec.id.starts_with(kind_->id) ||
               (!parameter.spec.choices.empty() &&
                std::count_if(parameters().begin(), parameters().end(), alike) > 1);
    };
    double room = area.right() - ui.px(space::kPadding) - from - ui.px(28);
    std::vector<const Parameter*> shown, hidden;
    bool full = false;
    for (const Parameter& parameter : parameters()) {
        if (!kind_->reads(parameter.spec.id) || !is_relevant(parameter, editor.document(), 0)) continue;
        // A switch says why it is idle; sliders and texts that change nothing would only be in the way.
        if (parameter.spec.type != ParamType::boolean && !idle_reason(parameter.spec.id).empty()) continue;
        const double width = named(parameter) ? 0 : compact_width(ui, editor, parameter);
        const bool fits = width > 0 && width <= room && !full;
        full |= width > 0 && !fits;
        if (fits) room -= width;
        (fits ? shown : hidden).push_back(&parameter);
    }
    double x = from + std::max(0.0, room);
    for (const Parameter* parameter : shown) {
        ImGui::SetCursorScreenPos(vec({x, area.y + (area.height - ui.px(22)) / 2}));
        x += compact_width(ui, editor, *parameter);
        compact_parameter(ui, editor, *parameter, idle_reason(parameter->spec.id));
    }
    // Between them the header maximises.
    if (ImGui::IsWindowHovered() && !ImGui::IsAnyItemHovered() && ImGui::IsMouseDoubleClicked(0) &&
        ImGui::IsMouseHoveringRect(vec({area.x, area.y}), vec({area.right(), area.bottom()})))
        answer.toggle_maximised = true;
    if (hidden.empty()) return;
    ImGui::SetCursorScreenPos(vec({area.right() - ui.px(space::kPadding) - ui.px(24), area.y}));
    ImGui::PushID(kind_->id.data(), kind_->id.data() + kind_->id.size());
    if (sign_button(ui, "⋯", std::string(kind_->label) + " options", true, "More of this view"))
        ImGui::OpenPopup("options");
    if (ImGui::BeginPopup("options")) {
        for (const Parameter* parameter : hidden) {
            parameter_row(ui, editor, *parameter, ui.px(260), false, idle_reason(parameter->spec.id));
            if (!parameter->spec.loads) continue;
            if (button(ui, load_words(parameter->spec) + "…", ui.px(260), ButtonKind::plain, true,
                       "From a .npy or .safetensors file")) {
                answer.load = parameter;
                ImGui::CloseCurrentPopup();
            }
            gap(ui, space::kGap);
        }
        ImGui::EndPopup();
    }
    ImGui::PopID();
}

void FigureView::paint_figure(Ui& ui, Heatmaps& heatmaps, const Rect& page) {
    const TextMetrics& metrics = ui.fonts().metrics();
    const Size size{page.width / ui.scale(), page.height / ui.scale()};
    const double faded = stale() ? kFaded : 0;
    ImGuiCanvas canvas(*ImGui::GetWindowDrawList(), ui.fonts(), heatmaps, ui.theme(), {page.x, page.y},
                       ui.scale());
    const auto draw = [&](const Figure& figure, const FigureLayout& places) {
        paint(figure, places, ui.theme(), metrics, {.background = false, .faded = faded}, canvas);
    };
    if (!placed_for(size))
        draw(*shown_->figure, layout(*shown_->figure, size, ui.theme(), metrics));
    else if (const double share = ease_.share(ui.now()); share < 1) {
        const Figure on_the_way = between(ease_from_, *shown_->figure, share);
        draw(on_the_way, places_between(shown_->places, on_the_way, ui.theme(), metrics));
    } else
        draw(*shown_->figure, shown_->places);
}

void FigureView::sentence_instead(Ui& ui, const Rect& page, const std::string& sentence) const {
    ui.paragraph({page.x + ui.px(24), page.y + page.height / 3}, sentence, page.width - ui.px(48),
                 TextSize::small, InkKind::muted);
}

FigureView::Answer FigureView::draw(Ui& ui, Editor& editor, Heatmaps& heatmaps, const Rect& area,
                                    std::string_view name) {
    Answer answer;
    const double header_height = ui.px(space::kViewHeader);
    const Rect page{area.x, area.y + header_height, area.width, area.height - header_height};
    if (area.width < kSmallest || page.height < kSmallest) return answer;
    ui.log().add(kind_->id, page);
    ImGui::PushClipRect(vec({area.x, area.y}), vec({area.right(), area.bottom()}), true);
    header(ui, editor, {area.x, area.y, area.width, header_height}, name, answer);
    if (shown_ && shown_->figure && shown_->figure->panels.empty())
        sentence_instead(ui, page, shown_->figure->sentence);
    else if (shown_ && shown_->figure)
        paint_figure(ui, heatmaps, page);
    else if (!fault_.empty())
        sentence_instead(ui, page, fault_);
    token_field(ui, editor, page);  // before the page, which would take its clicks
    pointer(ui, editor, page, answer);
    menu(ui, editor, answer);
    ImGui::PopClipRect();
    return answer;
}

void FigureView::menu(Ui& ui, Editor& editor, Answer& answer) {
    ImGui::PushID(kind_->id.data(), kind_->id.data() + kind_->id.size());
    if (answer.hovered && ImGui::IsMouseClicked(1)) ImGui::OpenPopup("menu");
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, vec({ui.px(space::kGap), ui.px(space::kGap)}));
    if (ImGui::BeginPopup("menu")) {
        const double width = ui.px(236);
        const auto item = [&](std::string_view label, std::string_view key) {
            const bool chosen = list_item(ui, label, key, width);
            if (chosen) ImGui::CloseCurrentPopup();
            return chosen;
        };
        if (const auto whole = whole_view_edit(kind_->id); whole && item("Whole view", "Home"))
            editor.edit(*whole);
        if (item("Copy as a picture", "Ctrl+C")) answer.copy = CopyAs::picture;
        if (item("Copy data", "Ctrl+Shift+C")) answer.copy = CopyAs::data;
        if (item("Copy command line", "")) answer.copy = CopyAs::command;
        if (item("Copy for LaTeX", "")) answer.copy = CopyAs::latex;
        if (item("Copy for Markdown", "")) answer.copy = CopyAs::markdown;
        if (item("Export this…", "Ctrl+E")) answer.export_this = true;
        if (item("Maximise or restore", "double click")) answer.toggle_maximised = true;
        ImGui::EndPopup();
    }
    ImGui::PopStyleVar();
    ImGui::PopID();
}

}  // namespace rope
