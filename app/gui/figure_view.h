// One figure on the screen, of any kind: built off the frame's thread, drawn, and taken hold of.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "app/gl/heatmap.h"
#include "app/gui/editor.h"
#include "app/gui/figure_copy.h"
#include "app/gui/gestures.h"
#include "app/gui/ui.h"
#include "core/document/evaluate.h"
#include "core/job/latest_job.h"

namespace rope {

class FigureView {
  public:
    // `wake` is called from another thread when a figure is ready.
    FigureView(const FigureKind& kind, std::shared_ptr<ResultCache> cache, std::function<void()> wake);

    const FigureKind& kind() const { return *kind_; }
    void set_kind(const FigureKind& kind);

    // Asks for the figure of this document at this size [pt], unless it is on the screen or on its way.
    void request(const Editor& editor, const Ui& ui, Size size);
    // Takes what is ready, waiting at most `limit`. Another view of the same data eases in.
    void take(const Ui& ui, std::chrono::microseconds limit);
    bool waiting() const { return wanted_key_ != shown_key_; }
    bool moving() const { return ease_.runs(); }  // the view on the screen eases to another

    // What the user asked of the view beside edits, which are applied at once.
    struct Answer {
        bool toggle_maximised = false, export_this = false;
        std::optional<CopyAs> copy;
        bool hovered = false;
        const FigureKind* other_kind = nullptr;  // chosen from the title
        const Parameter* load = nullptr;         // a file shall be chosen for it
    };
    // `name` is that of the place in the window, for the title's menu.
    Answer draw(Ui& ui, Editor& editor, Heatmaps& heatmaps, const Rect& area, std::string_view name);

    // Notes and time of what is shown.
    const Figure* figure() const;
    const std::string& fault() const { return fault_; }  // why there is no figure
    double milliseconds() const { return shown_ ? shown_->milliseconds : 0; }
    bool drags() const { return grab_.kind != Grab::Kind::nothing || panning_; }

    // Of the view on the screen, as keys ask for it; nothing where the kind has no view of its own. `across`
    // and `down` are shares of the plot.
    std::optional<Edit> zoom(const Document& document, double notches) const;
    std::optional<Edit> pan(const Document& document, double across, double down) const;

    // Tests compare it with what the exporter draws.
    const FigureLayout* places() const;
    PictureSize picture() const { return picture_; }

  private:
    struct Built {  // what a job answers
        const FigureKind* kind = nullptr;
        std::shared_ptr<const Figure> figure;  // null: fault
        std::string fault;
        FigureLayout places;
        Document document;
        double milliseconds = 0;
    };
    bool stale() const;
    std::string_view idle_reason(std::string_view row) const;  // empty where it changes the figure
    bool placed_for(Size size) const;                          // else the page is on its way to another size
    void header(Ui& ui, Editor& editor, const Rect& area, std::string_view name, Answer& answer);
    void paint_figure(Ui& ui, Heatmaps& heatmaps, const Rect& page);
    void sentence_instead(Ui& ui, const Rect& page, const std::string& sentence) const;
    void pointer(Ui& ui, Editor& editor, const Rect& page, Answer& answer);
    void retype(Ui& ui, const Document& document, int place);    // opens a field over a word
    void token_field(Ui& ui, Editor& editor, const Rect& page);  // draws it while it is open
    void menu(Ui& ui, Editor& editor, Answer& answer);
    std::optional<Point> centre_of_view() const;  // [pt] on the page
    std::optional<Tag> hit(const Ui& ui, Point page_point) const;

    const FigureKind* kind_;
    std::shared_ptr<ResultCache> cache_;
    LatestJob job_;
    std::shared_ptr<const Built> shown_;
    std::string shown_key_, wanted_key_, fault_;
    std::chrono::steady_clock::time_point wanted_since_;
    std::uint64_t asked_revision_ = 0;
    const Theme* asked_theme_ = nullptr;
    PictureSize picture_;

    Ease ease_;
    Figure ease_from_;  // the view on the screen when the ease began

    struct Retyped {
        ImGuiID id = 0;
        int place = 0;
    };
    std::optional<Retyped> retyped_;  // the word under the user's fingers

    Grab grab_;
    bool grab_changed_ = false;  // the drag has made its first edit
    bool panning_ = false;
    std::shared_ptr<const Built> held_;  // the figure as it was when the drag began
    Document held_document_;
    Point press_, last_;  // [pt] on the page: of the press, and of the frame before
    double wheel_ = 0;    // notches not yet applied
    std::chrono::steady_clock::time_point last_zoom_;
};

}  // namespace rope
