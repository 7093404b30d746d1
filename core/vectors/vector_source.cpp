#include "core/vectors/vector_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/number_text.h"
#include "core/vectors/generator.h"
#include "core/vectors/vector_file.h"

namespace rope {
namespace {

using Vectors = std::vector<std::vector<double>>;

Fault vector_fault(std::string id, std::string subject, std::string rule, std::string remedy,
                   std::string_view where, FaultKind kind) {
    return {.id = std::move(id),
            .subject = std::move(subject),
            .rule = std::move(rule),
            .remedy = std::move(remedy),
            .where = std::string(where),
            .kind = kind};
}

Checked<std::vector<double>> typed_list(std::string_view text, const WantedVectors& wanted) {
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
    constexpr std::string_view kSeedIs = "seed=";
    if (name == "gaussian" && argument && argument->substr(0, kSeedIs.size()) == kSeedIs) {
        const auto seed = parse_integer(argument->substr(kSeedIs.size()), 0, INT64_MAX, where);
        if (!seed.ok()) return seed.fault();
        return gaussian_vector(length, static_cast<std::uint64_t>(seed.value()));
    }
    constexpr std::string_view kNames[] = {"ones", "onehot", "gaussian"};
    const std::string nearest = nearest_name(name, kNames, std::size(kNames));
    const std::string shown = std::string(name) + (argument ? ":" + std::string(*argument) : "");
    return vector_fault(
        "unknown_generator", "'" + shown + "'",
        "is no vector" + (nearest.empty() || nearest == name ? "" : "; did you mean " + nearest + "?"),
        "give a list 1,0,0.5, a file.npy, a file.safetensors:tensor, ones, onehot:3 or gaussian:seed=1",
        where, FaultKind::usage);
}

Checked<std::vector<double>> make_single(std::string_view text, const WantedVectors& wanted) {
    const bool letter = (text[0] >= 'a' && text[0] <= 'z') || (text[0] >= 'A' && text[0] <= 'Z');
    if (!letter || text.find(',') != std::string_view::npos) return typed_list(text, wanted);
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return generated(text, {}, wanted.length, wanted.where);
    return generated(text.substr(0, colon), text.substr(colon + 1), wanted.length, wanted.where);
}

Checked<Vectors> make(const VectorSource& source, const WantedVectors& wanted) {
    require(wanted.length > 0, "a vector has at least one component");
    const std::string_view text = without_blanks(source.text);
    if (text.empty())
        return vector_fault("empty_vector", "the vector", "is empty",
                            "give a list 1,0,0.5, a file.npy or ones", wanted.where, FaultKind::usage);
    if (const auto file = file_reference(text)) return rows_of_file(*file, wanted);
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

std::size_t surplus_bytes(const VectorSource& source) {
    const auto file = file_reference(without_blanks(source.text));
    return file ? surplus_bytes(*file) : 0;
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
