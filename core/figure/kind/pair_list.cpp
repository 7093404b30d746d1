#include "core/figure/kind/pair_list.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "core/base/number_text.h"

namespace rope {
namespace {

constexpr std::size_t kMostPairs = 64;  // more lines than anybody can tell apart

const std::string& text_of(const FigureInputs& inputs, std::string_view id) {
    const auto found = inputs.params.find(id);
    require(found != inputs.params.end() && std::holds_alternative<std::string>(found->second),
            "a list of pairs is a text");
    return std::get<std::string>(found->second);
}

std::set<int> spread_pairs(int pairs, int chosen, int spread) {
    std::set<int> found{chosen};
    const int steps = std::max(spread - 1, 1);
    for (int i = 0; i <= steps; ++i)
        found.insert(static_cast<int>(std::int64_t{pairs - 1} * i / steps));
    return found;
}

}  // namespace

Checked<PairList> listed_pairs(const FigureInputs& inputs, std::string_view id, int spread) {
    const int pairs = inputs.models.front().frequencies->table.pairs();
    const std::string& text = text_of(inputs, id);
    PairList list;
    if (text.find_first_not_of(' ') == std::string::npos) {
        const std::set<int> found = spread_pairs(pairs, inputs.pair, spread);
        list.pairs.assign(found.begin(), found.end());
        return list;
    }
    std::set<int> found;
    std::size_t missing = 0;
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t end = std::min(text.find(',', from), text.size());
        const Checked<std::int64_t> pair =
            parse_integer(std::string_view(text).substr(from, end - from), 0, kLargestHeadDim / 2 - 1, id);
        if (!pair.ok()) return pair.fault();
        if (pair.value() < pairs) {
            found.insert(static_cast<int>(pair.value()));
        } else {
            ++missing;
        }
        from = end + 1;
    }
    if (found.size() > kMostPairs) {
        return Fault{.id = "too_many_pairs",
                     .subject = fmt::format("a list of {} pairs", found.size()),
                     .rule = fmt::format("must name at most {}", kMostPairs),
                     .remedy = "",
                     .where = std::string(id),
                     .kind = FaultKind::usage};
    }
    if (missing > 0) {
        list.notes.push_back(
            fmt::format("{} of the listed pairs left out: model A has {} pairs.", missing, pairs));
    }
    list.pairs.assign(found.begin(), found.end());
    return list;
}

std::string pairs_words(const std::vector<int>& pairs) {
    std::string words = pairs.size() == 1 ? "pair " : "pairs ";
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        words += i == 0 ? "" : i + 1 == pairs.size() ? " and " : ", ";
        words += std::to_string(pairs[i]);
    }
    return words;
}

}  // namespace rope
