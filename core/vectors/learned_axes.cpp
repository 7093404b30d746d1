#include "core/vectors/learned_axes.h"

#include <fmt/format.h>

namespace rope {
namespace {

Checked<std::vector<double>> one_list(const VectorSource& source, std::int64_t head, int pairs,
                                      std::string_view where, std::string_view other) {
    const auto refuse = [&](const char* id, std::string subject, std::string rule, std::string remedy) {
        return Fault{.id = id,
                     .subject = std::move(subject),
                     .rule = std::move(rule),
                     .remedy = std::move(remedy),
                     .where = std::string(where),
                     .kind = FaultKind::usage};
    };
    if (source.text.empty())
        return refuse("speeds_missing", std::string(where), fmt::format("is empty, but {} is not", other),
                      "give both lists, or neither for speeds as initialised");
    auto made = make_vector_of_own_length(source, pairs, where);
    if (!made.ok()) return made;
    std::vector<double>& all = made.value();
    const auto wanted = static_cast<std::size_t>(pairs);
    if (all.size() % wanted != 0)
        return refuse(
            "wrong_length", fmt::format("a list of {} speeds", all.size()),
            fmt::format("must have one for each of the {} pairs, or as many for each of several heads",
                        pairs),
            "give as many, or change the rotary dimension");
    const std::size_t heads = all.size() / wanted;
    // A generator or a list of one head is every head's.
    if (heads == 1) return made;
    if (head < 0 || static_cast<std::size_t>(head) >= heads)
        return refuse(
            "no_such_head", fmt::format("head {}", head),
            fmt::format("is not in a list of {} speeds, which has heads 0 to {}", all.size(), heads - 1), "");
    const auto from = all.begin() + static_cast<std::ptrdiff_t>(static_cast<std::size_t>(head) * wanted);
    return std::vector<double>(from, from + pairs);
}

}  // namespace

Checked<AxisFrequencies> learned_axes(const LearnedSpeeds& speeds, int pairs) {
    const auto column = one_list(speeds.column, speeds.head, pairs, speeds.where_x, speeds.where_y);
    if (!column.ok()) return column.fault();
    const auto row = one_list(speeds.row, speeds.head, pairs, speeds.where_y, speeds.where_x);
    if (!row.ok()) return row.fault();
    return mixed_axes(column.value(), row.value());
}

}  // namespace rope
