#include "core/vectors/vector_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/atomic_file.h"
#include "core/base/number_text.h"
#include "core/vectors/generator.h"
#include "core/vectors/npy.h"

namespace rope {
namespace {

using Vectors = std::vector<std::vector<double>>;

constexpr std::size_t kMostFileBytes = std::size_t{256} << 20;

Fault vector_fault(std::string id, std::string subject, std::string rule, std::string remedy,
                   std::string_view where, FaultKind kind) {
    return {.id = std::move(id),
            .subject = std::move(subject),
            .rule = std::move(rule),
            .remedy = std::move(remedy),
            .where = std::string(where),
            .kind = kind};
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

bool ends_with(std::string_view text, std::string_view ending) {
    return text.size() >= ending.size() && text.substr(text.size() - ending.size()) == ending;
}

struct Wanted {
    int length;  // of generated vectors, and of the others too unless any length will do
    bool any_length;
    std::size_t most_open_axes;  // 0: one vector; 1: a file may give several
    std::string_view where;
};

// A file named as a source of vectors, with the part of it that is meant.
struct FileReference {
    std::string path;
    std::vector<std::string_view> indices;  // as written in the brackets
};

std::optional<FileReference> file_reference(std::string_view text) {
    if (ends_with(text, ".npy")) return FileReference{std::string(text), {}};
    const std::size_t bracket = text.rfind(".npy[");
    if (bracket == std::string_view::npos || text.back() != ']') return {};
    const std::size_t begin = bracket + 5;
    return FileReference{std::string(text.substr(0, begin - 1)),
                         split(text.substr(begin, text.size() - 1 - begin), ',')};
}

Fault wrong_length(std::string subject, std::size_t found, int length, std::string_view where,
                   FaultKind kind) {
    return vector_fault("wrong_length", std::move(subject),
                        fmt::format("has {} components; head_dim is {}", found, length),
                        "give as many, or change head_dim", where, kind);
}

// The rows that a file's indices leave: all of a matrix when it has one axis more than they take away.
Checked<Vectors> rows_of_file(const FileReference& file, const Wanted& wanted) {
    const std::string_view where = wanted.where;
    auto bytes = read_file(file.path, kMostFileBytes);
    if (!bytes.ok()) {
        Fault fault = bytes.fault();
        fault.where = where;
        return fault;
    }
    const std::string place = (where.empty() ? "" : std::string(where) + " ") + file.path;
    const auto read = read_npy(std::move(bytes).value(), place);
    if (!read.ok()) return read.fault();
    const NumberArray& array = read.value();

    const std::size_t axes = array.shape.size();
    const std::size_t given = file.indices.size();
    std::string shape;
    for (const std::size_t count : array.shape)
        shape += (shape.empty() ? "" : " × ") + fmt::format("{}", count);
    if (axes == 0 || given >= axes)
        return vector_fault("needs_an_index", axes == 0 ? "a single number" : "the array of " + shape,
                            fmt::format("cannot take {} indices and still be a vector", given), "", place,
                            FaultKind::failed);
    if (axes - 1 - given > wanted.most_open_axes) {
        const std::string remedy = "name one row, as in " + file.path + "[0" + (axes > 2 ? ",0" : "") + "]";
        return vector_fault("needs_an_index", "the array of " + shape, "is no single vector", remedy, place,
                            FaultKind::failed);
    }
    if (array.shape.back() == 0)
        return vector_fault("empty_vector", "the array of " + shape, "is empty", "", place,
                            FaultKind::failed);
    if (!wanted.any_length && array.shape.back() != static_cast<std::size_t>(wanted.length))
        return wrong_length("the array of " + shape, array.shape.back(), wanted.length, place,
                            FaultKind::failed);

    std::vector<std::size_t> leading;
    for (std::size_t axis = 0; axis < given; ++axis) {
        const auto count = static_cast<std::int64_t>(array.shape[axis]);
        const auto index = parse_integer(file.indices[axis], 0, count - 1, place);
        if (!index.ok()) return index.fault();
        leading.push_back(static_cast<std::size_t>(index.value()));
    }
    if (leading.size() + 1 == axes) return Vectors{array.row(leading)};
    Vectors rows;
    leading.push_back(0);
    for (; leading.back() < array.shape[given]; ++leading.back())
        rows.push_back(array.row(leading));
    if (rows.empty())
        return vector_fault("empty_vector", "the array of " + shape, "has no rows", "", place,
                            FaultKind::failed);
    return rows;
}

Checked<std::vector<double>> typed_list(std::string_view text, const Wanted& wanted) {
    std::string_view inner = text;
    if (inner.size() >= 2 && inner.front() == '[' && inner.back() == ']')
        inner = inner.substr(1, inner.size() - 2);
    std::vector<double> values;
    for (const std::string_view part : split(inner, ',')) {
        const auto number = parse_number(part, wanted.where);
        if (!number.ok()) {
            Fault fault = number.fault();
            fault.subject = fmt::format("component {}, {},", values.size(), fault.subject);
            return fault;
        }
        values.push_back(number.value());
    }
    if (!wanted.any_length && values.size() != static_cast<std::size_t>(wanted.length))
        return wrong_length("the list", values.size(), wanted.length, wanted.where, FaultKind::usage);
    return values;
}

Checked<std::vector<double>> generated(std::string_view name, std::optional<std::string_view> argument,
                                       int length, std::string_view where) {
    const auto size = static_cast<std::size_t>(length);
    if (name == "ones" && !argument) return std::vector<double>(size, 1.0);
    if (name == "onehot" && argument) {
        const auto index = parse_integer(*argument, 0, length - 1, where);
        if (!index.ok()) return index.fault();
        std::vector<double> values(size, 0.0);
        values[static_cast<std::size_t>(index.value())] = 1.0;
        return values;
    }
    constexpr std::string_view kSeed = "seed=";
    if (name == "gaussian" && argument && argument->substr(0, kSeed.size()) == kSeed) {
        const auto seed = parse_integer(argument->substr(kSeed.size()), 0, INT64_MAX, where);
        if (!seed.ok()) return seed.fault();
        return gaussian_vector(length, static_cast<std::uint64_t>(seed.value()));
    }
    constexpr std::string_view kNames[] = {"ones", "onehot", "gaussian"};
    const std::string nearest = nearest_name(name, kNames, std::size(kNames));
    const std::string shown = std::string(name) + (argument ? ":" + std::string(*argument) : "");
    return vector_fault(
        "unknown_generator", "'" + shown + "'",
        "is no vector" + (nearest.empty() || nearest == name ? "" : "; did you mean " + nearest + "?"),
        "give a list 1,0,0.5, a file.npy, ones, onehot:3 or gaussian:seed=1", where, FaultKind::usage);
}

Checked<std::vector<double>> make_single(std::string_view text, const Wanted& wanted) {
    const bool letter = (text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z');
    if (!letter || text.find(',') != std::string_view::npos) return typed_list(text, wanted);
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return generated(text, {}, wanted.length, wanted.where);
    return generated(text.substr(0, colon), text.substr(colon + 1), wanted.length, wanted.where);
}

std::string_view without_blanks(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

Checked<Vectors> make(const VectorSource& source, const Wanted& wanted) {
    require(wanted.length > 0, "a vector has at least one component");
    const std::string_view text = without_blanks(source.text);
    if (text.empty())
        return vector_fault("empty_vector", "the vector", "is empty",
                            "give a list 1,0,0.5, a file.npy or ones", wanted.where, FaultKind::usage);
    if (const auto file = file_reference(text)) return rows_of_file(*file, wanted);
    if (text.find(".safetensors") != std::string_view::npos)
        return vector_fault("unsupported_file", "'" + std::string(text) + "'",
                            "is a kind of file that is not read", "save the tensor as .npy", wanted.where,
                            FaultKind::failed);
    auto single = make_single(text, wanted);
    if (!single.ok()) return single.fault();
    return Vectors{std::move(single).value()};
}

Checked<std::vector<double>> first_of(Checked<Vectors> rows) {
    if (!rows.ok()) return rows.fault();
    return std::move(rows.value().front());
}

}  // namespace

Checked<std::vector<double>> make_vector(const VectorSource& source, int length, std::string_view where) {
    return first_of(make(source, {length, false, 0, where}));
}

Checked<std::vector<double>> make_vector_of_own_length(const VectorSource& source, int generated_length,
                                                       std::string_view where) {
    return first_of(make(source, {generated_length, true, 0, where}));
}

Checked<Vectors> make_vectors(const VectorSource& source, int length, std::string_view where) {
    return make(source, {length, false, 1, where});
}

std::string file_of(const VectorSource& source) {
    const auto file = file_reference(without_blanks(source.text));
    return file ? file->path : "";
}

std::size_t count_not_finite(const std::vector<double>& values) {
    return static_cast<std::size_t>(
        std::count_if(values.begin(), values.end(), [](double value) { return !std::isfinite(value); }));
}

VectorSource typed_vector(const std::vector<double>& values) {
    VectorSource source{""};
    for (const double value : values)
        source.text += (source.text.empty() ? "" : ",") + shortest_text(value);
    return source;
}

}  // namespace rope
