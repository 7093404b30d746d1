#include "core/vectors/projection.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"
#include "core/vectors/generator.h"
#include "core/vectors/vector_file.h"
#include "core/vectors/vector_source.h"

namespace rope {
namespace {

using Rows = std::vector<std::vector<double>>;

constexpr std::string_view kIdentity = "identity", kOrthogonal = "orthogonal", kSeed = ":seed=";

Fault matrix_fault(const char* id, std::string subject, std::string rule, std::string remedy,
                   std::string_view where, FaultKind kind = FaultKind::usage) {
    return {.id = id,
            .subject = std::move(subject),
            .rule = std::move(rule),
            .remedy = std::move(remedy),
            .where = std::string(where),
            .kind = kind};
}

bool begins_with_letter(std::string_view text) {
    return !text.empty() && ((text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z'));
}

Fault unknown(std::string_view text, std::string_view where) {
    constexpr std::string_view kNames[] = {kIdentity, kOrthogonal};
    const std::string nearest = nearest_name(text.substr(0, text.find(':')), kNames, std::size(kNames));
    return matrix_fault(
        "unknown_projection", "'" + std::string(text) + "'",
        "is no matrix" + (nearest.empty()
                              ? ""
                              : "; did you mean " + nearest + (nearest == kOrthogonal ? ":seed=1?" : "?")),
        "give identity, orthogonal:seed=1, rows 0,-1;1,0, a file.npy or a file.safetensors:tensor", where);
}

// "0,-1;1,0" of either spelling, row by row.
std::vector<std::string> row_texts(std::string_view text) {
    std::string rows(text);
    if (text.starts_with('[') && text.ends_with(']')) {
        // "],[" begins another row; the other brackets stand around everything.
        std::string plain;
        for (const char c : text) {
            if (c == ']') plain += ';';
            if (c != '[' && c != ']') plain += c;
        }
        rows.clear();
        bool row_begins = true;
        for (const char c : plain) {
            const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
            if (row_begins && (c == ',' || c == ';' || blank)) continue;
            row_begins = c == ';';
            rows += c;
        }
        if (rows.ends_with(';')) rows.pop_back();
    }
    std::vector<std::string> out;
    for (std::size_t from = 0; from <= rows.size();) {
        const std::size_t end = std::min(rows.find(';', from), rows.size());
        out.push_back(rows.substr(from, end - from));
        from = end + 1;
    }
    return out;
}

Checked<Done> check_square(const Rows& rows, std::string_view where, FaultKind kind) {
    for (const std::vector<double>& row : rows) {
        if (row.size() == rows.size()) continue;
        return matrix_fault("not_square", fmt::format("the matrix of {} × {}", rows.size(), row.size()),
                            "must have as many rows as columns, because q is as long as x", "", where, kind);
    }
    return Done{};
}

Checked<Rows> typed_rows(std::string_view text, std::string_view where) {
    if (text.empty()) return unknown(text, where);
    Rows rows;
    for (const std::string& row : row_texts(text)) {
        if (begins_with_letter(without_blanks(row))) return unknown(text, where);
        auto numbers = make_vector_of_own_length({row}, 1, where);
        if (!numbers.ok()) {
            Fault fault = numbers.fault();
            fault.subject = fmt::format("row {}: {}", rows.size(), fault.subject);
            return fault;
        }
        rows.push_back(std::move(numbers).value());
    }
    if (const auto square = check_square(rows, where, FaultKind::usage); !square.ok()) return square.fault();
    return rows;
}

// The seed of "orthogonal:seed=N"; nothing when the text says something else.
std::optional<Checked<std::int64_t>> orthogonal_seed(std::string_view text, std::string_view where) {
    if (!text.starts_with(kOrthogonal)) return {};
    text.remove_prefix(kOrthogonal.size());
    if (!text.starts_with(kSeed)) return {};
    return parse_integer(text.substr(kSeed.size()), 0, INT64_MAX, where);
}

Checked<Rows> rows_of(std::string_view text, std::string_view where) {
    const auto file = file_reference(text);
    if (!file) return typed_rows(text, where);
    auto rows = rows_of_file(*file, {.length = 1, .any_length = true, .most_open_axes = 1, .where = where});
    if (!rows.ok()) return rows;
    const auto square = check_square(rows.value(), where, FaultKind::failed);
    if (!square.ok()) return square.fault();
    std::size_t bad = 0;
    for (const std::vector<double>& row : rows.value())
        bad += count_not_finite(row);
    if (bad == 0) return rows;
    return matrix_fault("not_finite", fmt::format("{} of the numbers of {}", bad, text),
                        bad == 1 ? "is NaN or infinite" : "are NaN or infinite", "", where,
                        FaultKind::failed);
}

// x ← s(x − 2 v (v·x)/(v·v)).
void reflect(std::span<long double> x, const std::vector<double>& v, double sign) {
    long double along = 0, length = 0;
    for (std::size_t c = 0; c < v.size(); ++c) {
        along += v[c] * x[c];
        length += static_cast<long double>(v[c]) * v[c];
    }
    const long double share = length > 0 ? 2 * along / length : 0;
    for (std::size_t c = 0; c < v.size(); ++c)
        x[c] = sign * (x[c] - share * v[c]);
}

// Gaussian elimination with partial pivoting.
std::optional<std::vector<double>> eliminated(Matrix a, std::vector<double> y) {
    const std::size_t n = a.rows;
    double largest = 0;
    for (const double value : a.values)
        largest = std::max(largest, std::abs(value));
    for (std::size_t c = 0; c < n; ++c) {
        std::size_t pivot = c;
        for (std::size_t r = c + 1; r < n; ++r) {
            if (std::abs(a(r, c)) > std::abs(a(pivot, c))) pivot = r;
        }
        if (!(std::abs(a(pivot, c)) > 1e-12 * largest)) return {};
        if (pivot != c) {
            std::swap_ranges(a.row(c).begin(), a.row(c).end(), a.row(pivot).begin());
            std::swap(y[c], y[pivot]);
        }
        for (std::size_t r = c + 1; r < n; ++r) {
            const double times = a(r, c) / a(c, c);
            if (times == 0) continue;
            for (std::size_t i = c; i < n; ++i)
                a(r, i) -= times * a(c, i);
            y[r] -= times * y[c];
        }
    }
    for (std::size_t c = n; c-- > 0;) {
        for (std::size_t i = c + 1; i < n; ++i)
            y[c] -= a(c, i) * y[i];
        y[c] /= a(c, c);
    }
    return y;
}

std::vector<double> on_pairs(std::span<const double> x, const HeadShape& shape,
                             const std::array<double, 4>& w) {
    std::vector<double> out(x.begin(), x.end());
    for (int i = 0; i < shape.pairs(); ++i) {
        const auto [first, second] = pair_components(shape, i);
        const double u = x[static_cast<std::size_t>(first)], v = x[static_cast<std::size_t>(second)];
        out[static_cast<std::size_t>(first)] = w[0] * u + w[1] * v;
        out[static_cast<std::size_t>(second)] = w[2] * u + w[3] * v;
    }
    return out;
}

std::vector<double> rounded(const std::vector<long double>& x) {
    std::vector<double> out;
    out.reserve(x.size());
    for (const long double value : x)
        out.push_back(static_cast<double>(value));
    return out;
}

}  // namespace

// An orthogonal matrix of n rows is a random unit vector, put where the first axis was by a reflection, and
// an orthogonal matrix of n − 1 rows for the rest.
Projection::Reflections Projection::orthogonal(int size, std::uint64_t seed) {
    Reflections made;
    const std::vector<double> numbers = gaussian_vector(size * (size + 1) / 2, seed);
    auto from = numbers.begin();
    for (int n = size; n >= 1; --n, from += n + 1) {
        std::vector<double> normal(from, from + n);
        long double length = 0;
        for (const double x : normal)
            length += static_cast<long double>(x) * x;
        const double toward = normal[0] < 0 ? -1 : 1;
        normal[0] = static_cast<double>(normal[0] + toward * std::sqrt(length));
        made.normals.push_back(std::move(normal));
        made.signs.push_back(-toward);
    }
    return made;
}

std::vector<double> Projection::apply(std::span<const double> x) const {
    if (const auto* pairs = std::get_if<OnPairs>(&map_)) return on_pairs(x, pairs->shape, pairs->rows);
    if (const auto* matrix = std::get_if<Matrix>(&map_)) {
        std::vector<double> out;
        for (std::size_t r = 0; r < matrix->rows; ++r)
            out.push_back(dot_product(matrix->row(r), x));
        return out;
    }
    const auto* product = std::get_if<Reflections>(&map_);
    if (product == nullptr) return {x.begin(), x.end()};
    std::vector<long double> y(x.begin(), x.end());
    for (std::size_t i = product->normals.size(); i-- > 0;)
        reflect(std::span(y).subspan(i), product->normals[i], product->signs[i]);
    return rounded(y);
}

std::optional<std::vector<double>> Projection::solve(std::span<const double> y) const {
    if (const auto* pairs = std::get_if<OnPairs>(&map_)) {
        const auto& [a, b, c, d] = pairs->rows;
        const double determinant = a * d - b * c;
        const double size = std::max({std::abs(a), std::abs(b), std::abs(c), std::abs(d)});
        if (!(std::abs(determinant) > 1e-12 * size * size)) return {};
        return on_pairs(y, pairs->shape,
                        {d / determinant, -b / determinant, -c / determinant, a / determinant});
    }
    if (const auto* matrix = std::get_if<Matrix>(&map_)) {
        if (matrix->rows > kLargestSolved) return {};
        return eliminated(*matrix, {y.begin(), y.end()});
    }
    const auto* product = std::get_if<Reflections>(&map_);
    if (product == nullptr) return std::vector<double>(y.begin(), y.end());
    std::vector<long double> x(y.begin(), y.end());
    for (std::size_t i = 0; i < product->normals.size(); ++i)
        reflect(std::span(x).subspan(i), product->normals[i], product->signs[i]);
    return rounded(x);
}

std::size_t Projection::numbers() const {
    if (const auto* matrix = std::get_if<Matrix>(&map_)) return matrix->values.size();
    const auto* product = std::get_if<Reflections>(&map_);
    return product == nullptr ? 4 : product->normals.size() * (product->normals.size() + 1) / 2;
}

Checked<Projection> make_projection(const ProjectionSource& source, const HeadShape& shape,
                                    std::string_view where) {
    Projection made;
    const std::string_view text = without_blanks(source.text);
    if (text == kIdentity) return made;
    if (const auto seed = orthogonal_seed(text, where)) {
        if (!seed->ok()) return seed->fault();
        made.map_ = Projection::orthogonal(shape.head_dim, static_cast<std::uint64_t>(seed->value()));
        return made;
    }
    const auto read = rows_of(text, where);
    if (!read.ok()) return read.fault();
    const Rows& rows = read.value();
    const auto size = static_cast<std::size_t>(shape.head_dim);
    if (rows.size() == 2 && size != 2) {
        made.map_ = Projection::OnPairs{{rows[0][0], rows[0][1], rows[1][0], rows[1][1]}, shape};
        return made;
    }
    if (rows.size() != size) {
        return matrix_fault("wrong_size", fmt::format("the matrix of {} × {}", rows.size(), rows.size()),
                            fmt::format("does not fit a head of {} components", size),
                            fmt::format("give {} × {}, or 2 × 2, which acts on every pair", size, size),
                            where, file_of(source).empty() ? FaultKind::usage : FaultKind::failed);
    }
    Matrix matrix(size, size);
    for (std::size_t r = 0; r < size; ++r)
        std::copy(rows[r].begin(), rows[r].end(), matrix.row(r).begin());
    made.map_ = std::move(matrix);
    return made;
}

Checked<Done> check_projection(const ProjectionSource& source, std::string_view where) {
    const std::string_view text = without_blanks(source.text);
    if (text == kIdentity || file_reference(text)) return Done{};
    if (const auto seed = orthogonal_seed(text, where)) {
        if (!seed->ok()) return seed->fault();
        return Done{};
    }
    const auto rows = typed_rows(text, where);
    if (!rows.ok()) return rows.fault();
    return Done{};
}

bool is_identity(const ProjectionSource& source) {
    return without_blanks(source.text) == kIdentity;
}

std::string file_of(const ProjectionSource& source) {
    return file_of(VectorSource{std::string(without_blanks(source.text))});
}

}  // namespace rope
