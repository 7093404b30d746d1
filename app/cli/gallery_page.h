// The page that shows a gallery.
#pragma once

#include <span>
#include <string>

namespace rope::cli {

struct GalleryEntry {
    std::string id;  // name of its files beside the page: id.png, id.svg, id.csv
    std::string title, description, source;
    std::string command;  // what makes it again
    std::string svg;      // the picture itself, so that the page can be moved alone
    double width = 0;     // [pt]
};

// One HTML document without scripts or anything from elsewhere; every text is escaped.
std::string gallery_page(std::span<const GalleryEntry> entries);

}  // namespace rope::cli
