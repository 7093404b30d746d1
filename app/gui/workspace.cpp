#include "app/gui/workspace.h"

#include <algorithm>
#include <cmath>

#include "app/gui/style.h"

namespace rope {
namespace {

// Longest wait of a frame for fast results, so that they appear without a frame of the old picture.
constexpr auto kLongestWait = std::chrono::microseconds(2000);
constexpr ViewPlace kExplore[] = {{"Left view", "pairs", 0, 0, 0.45, 0.66},
                                  {"Right view", "scores", 0.45, 0, 1, 0.66},
                                  {"Lower view", "decay", 0, 0.66, 1, 1}};
constexpr ViewPlace kCompare[] = {{"Upper view", "decay", 0, 0, 1, 0.5},
                                  {"Lower view", "frequencies", 0, 0.5, 1, 1}};
constexpr ViewPlace kSchemes[] = {{"Left view", "schemes", 0, 0, 0.64, 1},
                                  {"Right view", "sinusoidal", 0.64, 0, 1, 0.5},
                                  {"Lower view", "scores", 0.64, 0.5, 1, 1}};
constexpr ViewPlace kEngine[] = {{"Upper view", "layout", 0, 0, 1, 0.5, "angles"},
                                 {"Lower view", "precision", 0, 0.5, 1, 1}};
constexpr Arrangement kArrangements[] = {
    {"explore", "Explore", "Pairs, scores and decay of one model", kExplore, &Settings::views},
    {"compare", "Compare", "All models on the same axes", kCompare, &Settings::compare_views, true},
    {"schemes", "Schemes", "The same q and k under every position scheme", kSchemes,
     &Settings::schemes_views},
    {"engine", "Engine", "What engines do with it: layout and number formats", kEngine,
     &Settings::engine_views}};

// Between two places lies a hairline.
double edge(double share, double from, double length, double line) {
    return share <= 0 ? from - line : share >= 1 ? from + length : from + std::round((length - line) * share);
}

double hairline_width(const Ui& ui) {
    return std::max(1.0, std::floor(ui.scale()));
}

}  // namespace

std::span<const Arrangement> arrangements() {
    return kArrangements;
}

Workspace::Workspace(const Arrangement& arrangement, const std::shared_ptr<ResultCache>& cache,
                     const std::function<void()>& wake, const std::vector<std::string>& kinds)
    : arrangement_(arrangement) {
    for (const ViewPlace& one : arrangement.places) {
        const FigureKind* kind = find_figure_kind(one.kind);
        if (kind == nullptr && one.otherwise != nullptr) kind = find_figure_kind(one.otherwise);
        require(kind != nullptr, "a workspace: a figure kind is missing");
        views_.push_back(std::make_unique<FigureView>(*kind, cache, wake));
    }
    for (std::size_t i = 0; i < std::min(kinds.size(), views_.size()); ++i)
        if (const FigureKind* kind = find_figure_kind(kinds[i])) show(i, *kind);
}

void Workspace::show(std::size_t view, const FigureKind& kind) {
    const FigureKind& before = views_[view]->kind();
    for (const auto& other : views_)
        if (&other->kind() == &kind) other->set_kind(before);
    views_[view]->set_kind(kind);
}

std::vector<std::string> Workspace::kinds() const {
    std::vector<std::string> ids;
    for (const auto& view : views_)
        ids.emplace_back(view->kind().id);
    return ids;
}

Rect Workspace::place(std::size_t view, const Ui& ui, const Rect& area) const {
    return maximised_ == static_cast<int>(view) ? area : in_grid(view, ui, area);
}

Rect Workspace::in_grid(std::size_t view, const Ui& ui, const Rect& area) const {
    const ViewPlace& at = arrangement_.places[view];
    const double line = hairline_width(ui);
    const double x = edge(at.left, area.x, area.width, line) + line,
                 y = edge(at.top, area.y, area.height, line) + line;
    return {x, y, edge(at.right, area.x, area.width, line) - x,
            edge(at.bottom, area.y, area.height, line) - y};
}

void Workspace::request(Ui& ui, const Editor& editor, const Rect& area) {
    for (std::size_t i = 0; i < views_.size(); ++i) {
        if (!wanted(i)) continue;
        const Rect r = place(i, ui, area);
        views_[i]->request(editor, ui,
                           {r.width / ui.scale(), (r.height - ui.px(space::kViewHeader)) / ui.scale()});
    }
}

Workspace::Answer Workspace::draw(Ui& ui, Editor& editor, Heatmaps& heatmaps, const Rect& area) {
    Answer answer;
    const auto deadline = std::chrono::steady_clock::now() + kLongestWait;
    for (std::size_t i = 0; i < views_.size(); ++i) {
        const auto left = std::chrono::duration_cast<std::chrono::microseconds>(
            deadline - std::chrono::steady_clock::now());
        if (shown(i)) views_[i]->take(ui, std::max(left, std::chrono::microseconds(0)));
    }
    int toggled = -1;
    std::size_t chosen = 0;
    const FigureKind* chosen_kind = nullptr;
    const auto draw_view = [&](std::size_t i, const Rect& where) {
        const FigureView::Answer said =
            views_[i]->draw(ui, editor, heatmaps, where, arrangement_.places[i].name);
        if (said.hovered) last_hovered_ = i;
        if (said.other_kind != nullptr) {
            chosen = i;
            chosen_kind = said.other_kind;
        }
        if (said.toggle_maximised) toggled = static_cast<int>(i);
        if (said.load != nullptr) answer.load = said.load;
        if (said.export_this) answer.export_kind = &views_[i]->kind();
        if (said.copy) {
            answer.copy_kind = &views_[i]->kind();
            answer.copy_as = *said.copy;
        }
    };
    const double share = resize_.share(ui.now());
    const bool moves = share < 1;
    for (std::size_t i = 0; i < views_.size(); ++i) {
        if (moves ? i == resized_ : !wanted(i)) continue;
        draw_view(i, place(i, ui, area));
    }
    if (maximised_ < 0 || moves) {
        for (std::size_t i = 0; i < views_.size(); ++i) {
            const Rect r = in_grid(i, ui, area);
            const double line = hairline_width(ui);
            if (r.x > area.x) ui.hairline({r.x - line, r.y}, {r.x - line, r.bottom()});
            if (r.y > area.y) ui.hairline({r.x, r.y - line}, {r.right(), r.y - line});
        }
    }
    if (moves) {
        drawn_ = between(resized_from_, place(resized_, ui, area), share);
        ui.fill(drawn_, ui.colour(InkKind::ground));
        draw_view(resized_, drawn_);
        ui.outline(drawn_, ui.colour(InkKind::hairline));
    }
    if (chosen_kind != nullptr) {
        show(chosen, *chosen_kind);
        answer.kinds_changed = true;
    }
    if (toggled >= 0) {
        if (!moves || static_cast<std::size_t>(toggled) != resized_)
            drawn_ = place(static_cast<std::size_t>(toggled), ui, area);
        maximise(maximised_ < 0 ? toggled : -1, ui);
        last_hovered_ = static_cast<std::size_t>(toggled);
    } else if (!moves && maximised_ >= 0) {
        drawn_ = area;
    }
    return answer;
}

void Workspace::maximise(int view, const Ui& ui) {
    resized_ = static_cast<std::size_t>(view < 0 ? maximised_ : view);
    resized_from_ = drawn_;
    maximised_ = view;
    if (ui.motion()) resize_.begin(ui.now());
}

bool Workspace::moving() const {
    return resize_.runs() ||
           std::any_of(views_.begin(), views_.end(), [](const auto& view) { return view->moving(); });
}

bool Workspace::waiting() const {
    for (std::size_t i = 0; i < views_.size(); ++i)
        if (shown(i) && views_[i]->waiting()) return true;
    return false;
}

bool Workspace::drags() const {
    return std::any_of(views_.begin(), views_.end(), [](const auto& view) { return view->drags(); });
}

Status Workspace::status() const {
    Status status;
    for (std::size_t i = 0; i < views_.size(); ++i) {
        if (!shown(i)) continue;
        status.milliseconds += views_[i]->milliseconds();
        status.busy |= views_[i]->waiting();
        const Figure* figure = views_[i]->figure();
        if (!views_[i]->fault().empty()) status.notes.push_back(views_[i]->fault());
        if (figure == nullptr) continue;
        // Several figures say the same about the inputs they share.
        for (const std::string& note : figure->notes)
            if (std::find(status.notes.begin(), status.notes.end(), note) == status.notes.end())
                status.notes.push_back(note);
    }
    return status;
}

bool Workspace::restore(const Ui& ui) {
    if (maximised_ < 0) return false;
    maximise(-1, ui);
    return true;
}

void Workspace::bring(const FigureKind& kind, const Ui& ui) {
    const auto room = [&](std::size_t i) {
        const ViewPlace& at = arrangement_.places[i];
        return (at.right - at.left) * (at.bottom - at.top);
    };
    std::size_t where = 0;
    for (std::size_t i = 1; i < views_.size(); ++i)
        if (room(i) > room(where)) where = i;
    for (std::size_t i = 0; i < views_.size(); ++i)
        if (&views_[i]->kind() == &kind) where = i;
    show(where, kind);
    if (!wanted(where)) restore(ui);
    last_hovered_ = where;
}

bool Workspace::shows(std::string_view kind) const {
    for (std::size_t i = 0; i < views_.size(); ++i)
        if (wanted(i) && views_[i]->kind().id == kind) return true;
    return false;
}

const FigureView* Workspace::view(std::string_view kind) const {
    const auto found =
        std::find_if(views_.begin(), views_.end(), [kind](const auto& v) { return v->kind().id == kind; });
    return found == views_.end() ? nullptr : found->get();
}

}  // namespace rope
