#include "core/document/gallery.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace rope {
namespace {

Fault not_a_gallery_figure(const std::string& where, const char* rule) {
    return Fault{"not_a_gallery_figure", "this session", rule, "", where, FaultKind::failed};
}

}  // namespace

Checked<GalleryFigure> read_gallery_figure(std::string_view json, const std::string& where) {
    Checked<Document> read = read_session(json, where);
    if (!read.ok()) return read.fault();
    GalleryFigure figure;
    figure.document = std::move(read).value();
    nlohmann::json unknown = figure.document.unknown.get();
    const nlohmann::json about = unknown.value("gallery", nlohmann::json());
    unknown.erase("gallery");
    figure.document.unknown.set(std::move(unknown));
    try {
        figure.id = about.at("id").get<std::string>();
        figure.title = about.at("title").get<std::string>();
        figure.source = about.at("source").get<std::string>();
        figure.description = about.at("description").get<std::string>();
        figure.kind = about.at("kind").get<std::string>();
        figure.size = {about.at("width").get<double>(), about.at("height").get<double>()};
        if (!parse_theme(about.at("theme").get<std::string>(), figure.theme)) {
            return not_a_gallery_figure(where, "names a theme that does not exist");
        }
        figure.tolerance = about.value("tolerance", 0.0);
        const nlohmann::json published = about.value("values", nlohmann::json::object());
        for (const auto& [column, rows] : published.items()) {
            for (const nlohmann::json& row : rows) {
                figure.values.push_back({row.at(0).get<double>(), column, row.at(1).get<double>()});
            }
        }
    } catch (const nlohmann::json::exception&) {
        return not_a_gallery_figure(where,
                                    "needs a \"gallery\" object with id, title, source, description, kind, "
                                    "width, height and theme");
    }
    return figure;
}

Checked<SavedSession> read_session_or_gallery_figure(std::string_view json, const std::string& where) {
    Checked<SavedSession> saved = read_saved_session(json, where);
    if (!saved.ok() || !saved.value().document.unknown.get().contains("gallery")) return saved;
    Checked<GalleryFigure> read = read_gallery_figure(json, where);
    if (!read.ok()) return read.fault();
    GalleryFigure figure = std::move(read).value();
    SessionFigure drawn;
    drawn.kind = figure.kind;
    drawn.size = figure.size;
    drawn.theme = figure.theme;
    return SavedSession{std::move(figure.document), std::move(drawn), std::move(figure.title)};
}

std::vector<GalleryFigure> gallery() {
    std::vector<GalleryFigure> figures;
    for (const GalleryFile& file : gallery_files()) {
        Checked<GalleryFigure> figure = read_gallery_figure(file.json, "gallery/" + std::string(file.id));
        // The files are ours and tested: a broken one is our contradiction.
        require(figure.ok(), "a figure of the gallery cannot be read");
        figures.push_back(std::move(figure).value());
    }
    return figures;
}

}  // namespace rope
