// Published figures as sessions: what `rope-explorer gallery` draws, and what tests hold against the papers.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/document/session.h"

namespace rope {

// A value that the source states: in the row of the figure's table whose first column holds `at`.
struct PublishedValue {
    double at = 0;
    std::string column;
    double expected = 0;
};

struct GalleryFigure {
    std::string id;           // "roformer-fig2": name of its files
    std::string title;        // "RoFormer, figure 2: decay of the bound"
    std::string source;       // paper and figure, or what it is taken from
    std::string description;  // one or two sentences: what to see in it
    std::string kind;         // of the figure kinds: "decay"
    Size size;                // [pt]
    ThemeId theme = ThemeId::light;
    Document document;
    std::vector<PublishedValue> values;
    double tolerance = 0;  // of each value: half a unit of the last published digit
};

// All of them, in the order of assets/gallery/list.cmake. They are part of the program. Cost: reading
// some kilobytes of JSON.
std::vector<GalleryFigure> gallery();

// A session with a "gallery" object beside the keys of every session. Faults: those of read_session, and
// not_a_gallery_figure.
Checked<GalleryFigure> read_gallery_figure(std::string_view json, const std::string& where);

// Any session and the picture it was saved as; one of the gallery is drawn as the gallery draws it.
Checked<SavedSession> read_session_or_gallery_figure(std::string_view json, const std::string& where);

// The files as they were built in: id and text.
struct GalleryFile {
    std::string_view id, json;
};
std::span<const GalleryFile> gallery_files();

}  // namespace rope
