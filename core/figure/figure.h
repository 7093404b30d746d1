// A Figure is what a picture says, before anything has a place on the page: panels with axes and marks in
// data coordinates. Layout gives places, the painter draws. Immutable once built.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/parameter.h"
#include "core/figure/canvas.h"

namespace rope {

enum class AxisScale { linear, logarithmic };

struct Tick {
    double value = 0;
    std::string label;  // rich text; empty for a minor tick
    friend bool operator==(const Tick&, const Tick&) = default;
};

struct Axis {
    std::string title;        // rich text with the unit: "Δ = *m* − *n* (tokens)"
    std::string short_title;  // where the title has no room; empty: the title is cut
    AxisScale scale = AxisScale::linear;
    double lo = 0, hi = 1;    // lo < hi; logarithmic: lo > 0
    bool reversed = false;    // hi at the left or bottom end (query positions run downwards)
    bool visible = true;      // ticks and title
    bool integers = false;    // ticks at whole numbers only
    std::vector<Tick> ticks;  // given ticks; empty: layout chooses them
    bool words = false;       // their labels run upwards along an x axis where they would touch side by side
};

// ---- marks in data coordinates of their panel
// ---------------------------------------------------------------------

struct LineMark {
    std::vector<Point> points;  // NaN breaks the line
    Ink ink;
    double weight = 1;  // times the theme's line width
    Dash dash = Dash::solid;
    std::string label;  // rich text; direct label or legend entry
    Tag tag{Role::series};
};

// The area between lo and hi at each x: min/max envelopes, deviations. As narrow as a line where lo ≈ hi.
struct BandMark {
    std::vector<double> x, lo, hi;  // NaN breaks it
    Ink ink;
    bool outline =
        false;  // drawn as a line where the band is thinner than the line: min/max per pixel column
    Dash dash = Dash::solid;
    std::string label;
    Tag tag{Role::series};
};

struct RuleMark {  // a line across the panel at one value
    bool vertical = true;
    double value = 0;
    std::string label;  // rich text, set along the line's end inside the panel
    Ink ink{InkKind::muted};
    Dash dash = Dash::dashed;
    double weight = 1;
    Tag tag{Role::rule};
    bool draggable = false;  // drawn with a handle
};

struct PointMark {
    Point at;
    Ink ink;
    double radius = 4;  // [pt]
    std::string label;
    Tag tag{Role::delta_handle};
};

struct CellsMark {  // the extent's edges are cell edges: cells [x0, x1] × [y0, y1], row 0 at y0
    Raster raster;
    ColourScale scale;
    double x0 = 0, x1 = 1, y0 = 0, y1 = 1;
    bool borders = false;  // hairlines between cells when they exceed 12 px
    bool numbers = false;  // values in the cells when they exceed 36 px
    bool zero_contour = false;
};

struct BoxMark {  // outline in data coordinates
    Point from, to;
    Ink ink;
    double weight = 1;
    bool filled = false;
    Tag tag{Role::mini_map};
};

struct TextMark {
    Point at;  // data coordinates, or 0 … 1 of the plot area when `relative`
    bool relative = true;
    std::string text;  // rich text
    Align align = Align::left;
    Ink ink{InkKind::text};
    bool small = true;
    Tag tag{Role::text};
    bool middle = false;  // `at` is half-way up the line, else on its foot
};

// One dial: a unit circle seen by both vectors of a pair.
struct Dial {
    int pair = 0;
    Point q, k;               // components of the pair before rotation
    double angle_q = 0;       // mθ_i wrapped [rad]
    double angle_k = 0;       // nθ_i wrapped [rad]
    double wavelength = 0;    // [tokens]; infinite where θ = 0
    double contribution = 0;  // a²|q_i||k_i|cos(phase + Δθ_i)/√d
    // What the rotated vectors are multiplied by besides (xPos); 1 in RoPE.
    double growth_q = 1, growth_k = 1;
};

// All dials in a grid that fills the panel; layout picks the size: under 28 pt only arrows, under 12 pt cells
// coloured by the angle between q and k. Arrows are as long as the square root of their vector's length (the
// longest in the grid reaches the rim), so that weak pairs still show their direction.
struct DialGridMark {
    std::vector<Dial> dials;
    int selected = 0;
};

// One dial large: ghosts of the start directions, the sector between the arrows, the trail, draggable tips.
struct LargeDialMark {
    Dial dial;
    int pairs = 1;                     // P, for the pair's colour
    double radius_scale = 1;           // data length drawn as the rim
    std::vector<double> trail;         // past angles of q [rad], newest last
    std::vector<double> trail_growth;  // what q was multiplied by there; empty: 1 everywhere
    std::vector<std::string> readout;  // rich text lines beside it
};

using Mark = std::variant<LineMark, BandMark, RuleMark, PointMark, CellsMark, BoxMark, TextMark, DialGridMark,
                          LargeDialMark>;

// Where a model's frequencies are the user's own: dragging over the pairs of a panel draws their multipliers.
struct MultiplierHandles {
    std::size_t model = 0;
    std::vector<double> at_one;  // [P] where multiplier 1 stands on the y axis
    bool falling = false;        // the axis shows at_one / multiplier, else at_one · multiplier
};

struct ColourBar {
    ColourScale scale;
    std::string title;  // rich text
    bool has_masked = false;
};

// The data behind the picture: what CSV and .npy hold.
struct Column {
    std::string name;  // "delta"
    std::string unit;  // "tokens"; "1" for pure numbers
    std::vector<double> values;
    std::vector<std::string> texts{};  // what CSV holds instead of the values; empty: those
};
struct DataTable {
    std::vector<Column> columns;       // equal lengths; empty when `grid` is the data
    std::optional<Raster> grid;        // heatmaps
    std::string grid_name, grid_unit;  // of the values
    double row_first = 0, row_step = 1, column_first = 0,
           column_step = 1;  // positions [position_unit] of the grid's centres
    std::string row_name = "query position", column_name = "key position", position_unit = "tokens";
};

// What is known of one thing in the figure beside its numbers, for data files: names and values.
struct FigureFacts {
    std::string of;  // "alibi"
    std::vector<std::pair<std::string, Value>> facts;
};

// What a click in a panel sets: a row of the parameter table and its value.
struct PanelChoice {
    std::string id, value;
};

// Plot areas of panels in one row or column of the grid have common edges, also beside a square panel: a
// profile under a heatmap shares its x axis point by point.
struct Panel {
    std::string title;        // rich text
    std::string short_title;  // where the title has no room; empty: the title is cut
    int row = 0, column = 0, row_span = 1, column_span = 1;
    std::optional<Axis> x, y;  // none: a free panel (dials)
    bool square = false;       // plot area has equal sides per unit (heatmaps)
    // [pt] Square panels: the wanted side of the plot area, taken where there is room, so that cells meet
    // whole pixels; 0: as large as fits.
    double side = 0;
    bool frame = true;
    std::vector<Mark> marks;  // painted in order
    std::optional<ColourBar> colour_bar;
    bool legend = true;  // labelled series get direct labels where they fit, else a legend
    // What the pointer reads here, where it is not the figure's own table; its first column is the x axis.
    std::shared_ptr<const DataTable> data;
    std::vector<MultiplierHandles> multipliers;  // of each model that has them; x is the pair
    std::optional<PanelChoice> choice;
};

// A row of the kind that changes nothing in this figure, and why: its control is then disabled.
struct IdleRow {
    std::string_view id;  // of the row's spec
    std::string reason;   // one sentence
};

struct Figure {
    std::string kind;                  // "decay"
    std::string name;                  // for files: "Decay: Llama-3.1-8B"
    std::string title;                 // rich text; may be empty
    std::vector<std::string> caption;  // plain words: statements that stand alone, the most important first
    std::vector<double> row_weights{1}, column_weights{1};  // of the panel grid
    std::vector<Panel> panels;
    std::vector<std::string> notes;  // what was clipped or averaged, in words
    // Those of the notes by which something that was asked for is not in the figure: the command line says
    // them.
    std::vector<std::string> missing;
    bool only_first_model = false;  // of several
    DataTable data;
    std::vector<FigureFacts> facts{};
    std::string sentence;  // instead of panels, when there is nothing to draw: what is missing and what to do
    std::vector<IdleRow> idle{};
};

}  // namespace rope
