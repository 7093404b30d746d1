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

}  // namespace

Checked<std::vector<std::vector<double>>> read_vectors(const std::string& text, int head_dim,
                                                       std::string_view where, Console& console) {
    Checked<std::vector<std::vector<double>>> vectors = make_vectors(VectorSource{text}, head_dim, where);
    if (vectors.ok()) note_not_finite(vectors.value(), text, where, console);
    return vectors;
}

Checked<std::vector<double>> read_vector(const std::string& text, int head_dim, std::string_view where,
                                         Console& console) {
    Checked<std::vector<double>> vector = make_vector(VectorSource{text}, head_dim, where);
    if (vector.ok()) note_not_finite({vector.value()}, text, where, console);
    return vector;
}

}  // namespace rope::cli
