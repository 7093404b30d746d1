#include "app/cli/vectors.h"

#include "core/vectors/vector_source.h"

namespace rope::cli {
namespace {

void note_not_finite(const std::vector<std::vector<double>>& vectors, const std::string& text,
                     std::string_view where, Console& console) {
    std::size_t count = 0;
    for (const std::vector<double>& vector : vectors)
        count += count_not_finite(vector);
    if (count == 0) return;
    console.note(std::string(where) + " " + text + ": " + std::to_string(count) +
                 (count == 1 ? " number is" : " numbers are") +
                 " NaN or infinite, and so is what follows from " + (count == 1 ? "it" : "them"));
}

void note_surplus(const std::string& text, std::string_view where, Console& console) {
    const std::size_t bytes = surplus_bytes(VectorSource{text});
    if (bytes == 0) return;
    console.note(std::string(where) + " " + text + ": " + std::to_string(bytes) +
                 (bytes == 1 ? " byte follows" : " bytes follow") +
                 " the numbers that its header promises and " + (bytes == 1 ? "is" : "are") + " not read");
}

}  // namespace

Checked<std::vector<std::vector<double>>> read_vectors(const std::string& text, int head_dim,
                                                       std::string_view where, Console& console) {
    Checked<std::vector<std::vector<double>>> vectors = make_vectors(VectorSource{text}, head_dim, where);
    if (vectors.ok()) {
        note_not_finite(vectors.value(), text, where, console);
        note_surplus(text, where, console);
    }
    return vectors;
}

Checked<std::vector<double>> read_vector(const std::string& text, int head_dim, std::string_view where,
                                         Console& console) {
    Checked<std::vector<double>> vector = make_vector(VectorSource{text}, head_dim, where);
    if (vector.ok()) {
        note_not_finite({vector.value()}, text, where, console);
        note_surplus(text, where, console);
    }
    return vector;
}

Checked<std::vector<std::vector<double>>> project(std::vector<std::vector<double>> rows,
                                                  const ProjectionSource& source, const HeadShape& shape,
                                                  std::string_view where) {
    const Checked<Projection> projection = make_projection(source, shape, where);
    if (!projection.ok()) return projection.fault();
    for (std::vector<double>& row : rows)
        row = projection.value().apply(row);
    return rows;
}

Checked<Done> check_sources(const Document& document, const FigureKind& kind, bool flags) {
    const HeadShape& shape = document.models[0].shape;
    struct Named {
        VectorSource source;
        std::string_view where;
    };
    std::vector<Named> vectors{{document.query, flags ? "--query" : ""},
                               {document.key, flags ? "--key" : ""}};
    if (kind.reads("sequence.tokens")) {
        for (const Token& token : document.sequence.tokens)
            if (!token.vector.empty()) vectors.push_back({vector_of(token), flags ? "sequence.tokens" : ""});
    }
    for (const Named& each : vectors) {
        if (file_of(each.source).empty()) continue;  // the rest was checked when the document was made
        const auto read = make_vector_of_own_length(each.source, shape.head_dim, each.where);
        if (!read.ok()) return read.fault();
    }
    const auto fits = [&](const ProjectionSource& source, std::string_view where) -> Checked<Done> {
        if (is_identity(source)) return Done{};
        const Checked<Projection> made = make_projection(source, shape, where);
        if (!made.ok()) return made.fault();
        return Done{};
    };
    if (const Checked<Done> done = fits(document.w_q, flags ? "--w-q" : ""); !done.ok()) return done;
    return fits(document.w_k, flags ? "--w-k" : "");
}

Checked<QueryAndKey> read_query_and_key(const Document& document, Console& console) {
    const HeadShape& shape = document.models[0].shape;
    Checked<std::vector<double>> q = read_vector(document.query.text, shape.head_dim, "--query", console);
    if (!q.ok()) return q.fault();
    Checked<std::vector<double>> k = read_vector(document.key.text, shape.head_dim, "--key", console);
    if (!k.ok()) return k.fault();
    auto queries = project({std::move(q).value()}, document.w_q, shape, "--w-q");
    if (!queries.ok()) return queries.fault();
    auto keys = project({std::move(k).value()}, document.w_k, shape, "--w-k");
    if (!keys.ok()) return keys.fault();
    return QueryAndKey{std::move(queries.value()[0]), std::move(keys.value()[0])};
}

}  // namespace rope::cli
