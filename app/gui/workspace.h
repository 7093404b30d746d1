// A workspace: views of any kinds in an arrangement; one of them may fill all the room.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "app/gui/figure_view.h"
#include "app/gui/status_line.h"
#include "app/platform/settings.h"

namespace rope {

// Where a view stands: shares of the room.
struct ViewPlace {
    const char* name;
    const char* kind;  // what it shows until the user chooses another
    double left, top, right, bottom;
    const char* otherwise = nullptr;  // where that kind does not exist
};

struct Arrangement {
    const char* id;  // in the settings
    const char* label;
    const char* help;
    std::span<const ViewPlace> places;
    std::vector<std::string> Settings::*kinds;  // what its places show
    bool several_models = false;                // nothing to show for one
};
std::span<const Arrangement> arrangements();  // Explore first

class Workspace {
  public:
    // `kinds`: what each place shows; unknown and missing ones take their default.
    Workspace(const Arrangement& arrangement, const std::shared_ptr<ResultCache>& cache,
              const std::function<void()>& wake, const std::vector<std::string>& kinds);

    const Arrangement& arrangement() const { return arrangement_; }
    // Asks for the figures of this frame, so that they are computed while the panels are drawn.
    void request(Ui& ui, const Editor& editor, const Rect& area);
    struct Answer {
        const FigureKind* export_kind = nullptr;
        const FigureKind* copy_kind = nullptr;
        CopyAs copy_as = CopyAs::picture;  // of `copy_kind`
        const Parameter* load = nullptr;   // a file shall be chosen for it
        bool kinds_changed = false;
    };
    Answer draw(Ui& ui, Editor& editor, Heatmaps& heatmaps, const Rect& area);

    bool waiting() const;  // a figure is not what the document says yet
    bool moving() const;   // something on the screen is on its way
    bool drags() const;
    Status status() const;
    bool restore(const Ui& ui);  // from maximised; false when nothing was
    // Shows the kind where it stands already, else in the largest place; that view is then the one that
    // keys and exports mean.
    void bring(const FigureKind& kind, const Ui& ui);
    const FigureView& under_pointer() const { return *views_[last_hovered_]; }
    const FigureView* view(std::string_view kind) const;  // null where none shows it
    bool shows(std::string_view kind) const;              // on the screen, not behind a maximised one
    std::vector<std::string> kinds() const;               // of each place

  private:
    Rect in_grid(std::size_t view, const Ui& ui, const Rect& area) const;
    Rect place(std::size_t view, const Ui& ui, const Rect& area) const;  // where it stands after all motion
    bool wanted(std::size_t view) const { return maximised_ < 0 || maximised_ == static_cast<int>(view); }
    bool shown(std::size_t view) const { return wanted(view) || resize_.runs(); }
    // Two places never show the same: they change what they show with each other.
    void show(std::size_t view, const FigureKind& kind);
    void maximise(int view, const Ui& ui);  // −1: restores
    const Arrangement& arrangement_;
    std::vector<std::unique_ptr<FigureView>> views_;  // as the places
    int maximised_ = -1;
    Ease resize_;
    std::size_t resized_ = 0;    // the view that grows or shrinks, above the others
    Rect resized_from_, drawn_;  // [px]
    std::size_t last_hovered_ = 1;
};

}  // namespace rope
