#include "core/vectors/vector_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/atomic_file.h"
#include "core/base/mapped_file.h"
#include "core/base/number_text.h"
#include "core/base/utf8.h"
#include "core/vectors/npy.h"
#include "core/vectors/safetensors.h"

namespace rope {
namespace {

using Vectors = std::vector<std::vector<double>>;

constexpr std::size_t kMostFileBytes = std::size_t{256} << 20;  // of a file that is read whole
constexpr std::size_t kMostNumbers = std::size_t{1} << 25;      // 256 MiB as doubles

Fault failed(std::string id, std::string subject, std::string rule, std::string remedy,
             const std::string& place) {
    return {.id = std::move(id),
            .subject = std::move(subject),
            .rule = std::move(rule),
            .remedy = std::move(remedy),
            .where = place};
}

// "[3,0]" at the end of the text, taken off it; nothing there: no indices. Tensors may have brackets in their
// names, so only what could be an index counts.
std::vector<std::string_view> take_indices(std::string_view& text) {
    const std::size_t bracket = text.rfind('[');
    if (bracket == std::string_view::npos || text.back() != ']') return {};
    const std::string_view inner = text.substr(bracket + 1, text.size() - bracket - 2);
    text = text.substr(0, bracket);
    return split(inner, ',');
}

// What to take of an array: an index for each of its first axes, leaving one axis or an open one before it.
Checked<std::vector<std::size_t>> chosen_part(const std::vector<std::size_t>& counts,
                                              const FileReference& file, const WantedVectors& wanted,
                                              const std::string& place) {
    const std::size_t axes = counts.size();
    const std::size_t given = file.indices.size();
    std::string shape;
    for (const std::size_t count : counts)
        shape += (shape.empty() ? "" : " × ") + fmt::format("{}", count);
    if (axes == 0 || given >= axes)
        return failed("needs_an_index", axes == 0 ? "a single number" : "the array of " + shape,
                      fmt::format("cannot take {} indices and still be a vector", given), "", place);
    if (axes - 1 - given > wanted.most_open_axes) {
        const std::string tensor = file.tensor.empty() ? "" : ":" + std::string(file.tensor);
        const std::string remedy =
            "name one row, as in " + file.path + tensor + "[0" + (axes > 2 ? ",0" : "") + "]";
        return failed("needs_an_index", "the array of " + shape, "is no single vector", remedy, place);
    }
    if (counts.back() == 0) return failed("empty_vector", "the array of " + shape, "is empty", "", place);
    if (!wanted.any_length && counts.back() != static_cast<std::size_t>(wanted.length))
        return wrong_length("the array of " + shape, counts.back(), wanted.length, place, FaultKind::failed);

    std::vector<std::size_t> leading;
    for (std::size_t axis = 0; axis < given; ++axis) {
        const auto count = static_cast<std::int64_t>(counts[axis]);
        const auto index = parse_integer(file.indices[axis], 0, count - 1, place);
        if (!index.ok()) {
            Fault fault = index.fault();
            fault.subject = fmt::format("index {} of axis {} in the array of {}", fault.subject, axis, shape);
            return fault;
        }
        leading.push_back(static_cast<std::size_t>(index.value()));
    }
    const std::size_t rows = given + 1 == axes ? 1 : counts[given];
    if (rows == 0) return failed("empty_vector", "the array of " + shape, "has no rows", "", place);
    if (counts.back() > kMostNumbers / rows)
        return failed("too_large", "the array of " + shape,
                      fmt::format("is more than the {} numbers that are read at once", kMostNumbers),
                      "name one row", place);
    return leading;
}

// All rows of an array behind `leading`: one, or those of its open axis.
Vectors rows_of(const NumberArray& array, std::vector<std::size_t> leading) {
    if (leading.size() + 1 == array.shape.size()) return Vectors{array.row(leading)};
    Vectors rows;
    leading.push_back(0);
    for (; leading.back() < array.shape[leading.size() - 1]; ++leading.back())
        rows.push_back(array.row(leading));
    return rows;
}

std::string place_of(const FileReference& file, std::string_view where) {
    return (where.empty() ? "" : std::string(where) + " ") + file.path;
}

Fault at_flag(Fault fault, std::string_view where) {
    fault.where = where;
    return fault;
}

Checked<Vectors> rows_of_npy(const FileReference& file, const WantedVectors& wanted) {
    auto bytes = read_file(file.path, kMostFileBytes);
    if (!bytes.ok()) return at_flag(bytes.fault(), wanted.where);
    const std::string place = place_of(file, wanted.where);
    const auto read = read_npy(std::move(bytes).value(), place);
    if (!read.ok()) return read.fault();
    const auto leading = chosen_part(read.value().shape, file, wanted, place);
    if (!leading.ok()) return leading.fault();
    return rows_of(read.value(), leading.value());
}

// The names of a file's tensors for a sentence: all of a few, else the first ones.
std::string names_of(const TensorFile& tensors) {
    constexpr std::size_t kShown = 6;
    std::string names;
    std::size_t shown = 0;
    for (const auto& [name, unused] : tensors.tensors) {
        if (shown++ == kShown) return names + fmt::format(" and {} more", tensors.tensors.size() - kShown);
        names += (names.empty() ? "" : ", ") + printable(name);
    }
    return names.empty() ? "none" : names;
}

Checked<const Tensor*> chosen_tensor(const TensorFile& tensors, std::string_view name,
                                     const std::string& place) {
    if (name.empty()) {
        if (tensors.tensors.size() == 1) return &tensors.tensors.begin()->second;
        return failed("needs_a_tensor", fmt::format("a file of {} tensors", tensors.tensors.size()),
                      "is no single vector",
                      "name one after a colon, as in file.safetensors:name[0]; it holds " + names_of(tensors),
                      place);
    }
    const auto found = tensors.tensors.find(name);
    if (found != tensors.tensors.end()) return &found->second;
    std::vector<std::string_view> known;
    for (const auto& [each, unused] : tensors.tensors)
        known.push_back(each);
    const std::string nearest = nearest_name(name, known.data(), known.size());
    return failed(
        "unknown_tensor", "the tensor '" + printable(name) + "'", "is not in the file",
        nearest.empty() ? "it holds " + names_of(tensors) : "did you mean " + printable(nearest) + "?",
        place);
}

Checked<Vectors> rows_of_safetensors(const FileReference& file, const WantedVectors& wanted) {
    const auto mapped = MappedFile::open(file.path);
    if (!mapped.ok()) return at_flag(mapped.fault(), wanted.where);
    const std::string place = place_of(file, wanted.where);
    const auto read = read_safetensors(mapped.value().bytes(), place);
    if (!read.ok()) return read.fault();
    const auto tensor = chosen_tensor(read.value(), file.tensor, place);
    if (!tensor.ok()) return tensor.fault();
    if (!element_type(*tensor.value()))
        return failed("tensor_type", "elements of type " + tensor.value()->type, "are not read",
                      "save the tensor as F32", place);
    const auto leading = chosen_part(tensor.value()->shape, file, wanted, place);
    if (!leading.ok()) return leading.fault();
    return rows_of(tensor_part(mapped.value().bytes(), *tensor.value(), leading.value()), {});
}

}  // namespace

std::optional<FileReference> file_reference(std::string_view text) {
    constexpr std::string_view kNpy = ".npy", kTensors = ".safetensors";
    if (text.ends_with(kNpy) || text.ends_with(kTensors)) return FileReference{std::string(text), {}, {}};
    FileReference file;
    if (const std::size_t colon = text.find(std::string(kTensors) + ":"); colon != std::string_view::npos) {
        file.path = text.substr(0, colon + kTensors.size());
        text.remove_prefix(file.path.size() + 1);
        file.indices = take_indices(text);
        file.tensor = text;
        return file;
    }
    file.indices = take_indices(text);
    if (!text.ends_with(kNpy) && !text.ends_with(kTensors)) return {};
    file.path = text;
    return file;
}

Checked<Vectors> rows_of_file(const FileReference& file, const WantedVectors& wanted) {
    return file.path.ends_with(".npy") ? rows_of_npy(file, wanted) : rows_of_safetensors(file, wanted);
}

std::size_t surplus_bytes(const FileReference& file) {
    if (!file.path.ends_with(".npy")) return 0;
    auto bytes = read_file(file.path, kMostFileBytes);
    if (!bytes.ok()) return 0;
    const auto read = read_npy(std::move(bytes).value(), file.path);
    return read.ok() ? read.value().surplus_bytes : 0;
}

Fault wrong_length(std::string subject, std::size_t found, int length, std::string_view where,
                   FaultKind kind) {
    Fault fault = failed("wrong_length", std::move(subject),
                         fmt::format("has {} components; head_dim is {}", found, length),
                         "give as many, or change head_dim", std::string(where));
    fault.kind = kind;
    return fault;
}

}  // namespace rope
