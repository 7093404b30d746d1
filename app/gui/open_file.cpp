#include "app/gui/open_file.h"

#include <filesystem>

#include "core/base/atomic_file.h"
#include "core/base/mapped_file.h"
#include "core/base/utf8.h"
#include "core/document/gallery.h"
#include "core/export/export.h"
#include "core/model/config_reader.h"
#include "core/vectors/vector_source.h"

namespace rope {
namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 20;

// A published figure is named by its title, every other session by its file.
Checked<Opened> opened_session(const std::string& json, const std::string& path, std::string name) {
    auto read = read_session_or_gallery_figure(json, path);
    if (!read.ok()) return read.fault();
    SavedSession saved = std::move(read).value();
    return Opened{std::move(saved.document), saved.title.empty() ? std::move(name) : "“" + saved.title + "”",
                  saved.figure ? saved.figure->kind : std::string()};
}

}  // namespace

Checked<Opened> open_path(const std::string& path, bool as_key) {
    const std::string name = printable(std::filesystem::path(path).filename().string());
    const std::string as = as_key ? " as k" : " as q";
    if (path.ends_with(".safetensors")) {  // of any size: only its header is read
        const auto made = make_vector_of_own_length({path}, 1, "");
        if (!made.ok()) return made.fault();
        return Opened{SetVector{!as_key, VectorSource{path}}, name + as};
    }
    if (const auto mapped = MappedFile::open(path);
        mapped.ok() && mapped.value().bytes().starts_with("GGUF")) {
        auto model = read_config_file(path);
        if (!model.ok()) return model.fault();
        return Opened{SetModel{0, std::move(model).value()}, "Model " + name};
    }
    auto read = read_file(path, kMostBytes);
    if (!read.ok()) return read.fault();
    const std::string& bytes = read.value();
    if (bytes.starts_with("\x93NUMPY")) return Opened{SetVector{!as_key, VectorSource{path}}, name + as};
    if (is_picture(bytes)) {
        auto session = session_of_picture(bytes, path);
        if (!session.ok()) return session.fault();
        return opened_session(session.value(), path, "Session of " + name);
    }
    if (is_session(bytes)) return opened_session(bytes, path, "Session " + name);
    auto model = read_config_file(path);
    if (!model.ok()) return model.fault();
    return Opened{SetModel{0, std::move(model).value()}, "Model " + name};
}

}  // namespace rope
