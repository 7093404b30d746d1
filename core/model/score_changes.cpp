#include "core/model/score_changes.h"

#include <fmt/format.h>

#include "core/base/number_text.h"
#include "core/base/utf8.h"

namespace rope {

bool has_query_growth(const ModelSpec& model) {
    const QueryGrowth& growth = model.query_growth;
    return growth.strength != 0 && (!growth.only_without_positions || without_positions(model));
}

std::vector<std::string> score_changes_left_out(const ModelSpec& model, std::string_view which) {
    const std::string name = model.name.empty() ? "this model" : printable(model.name);
    std::vector<std::string> sentences;
    if (model.logit_softcap > 0) {
        const std::string cap = shortest_text(model.logit_softcap);
        sentences.push_back(
            fmt::format("{} are before the softcap {}·tanh(score/{}) of {}.", which, cap, cap, name));
    }
    if (has_query_growth(model)) {
        const QueryGrowth& growth = model.query_growth;
        const std::string m = growth.offset == 0 ? "m" : fmt::format("(m + {})", growth.offset);
        sentences.push_back(
            fmt::format("{} are without the factor 1 + {}·log(1 + ⌊{}/{}⌋) of {} for a query at m.", which,
                        shortest_text(growth.strength), m, growth.length, name));
    }
    return sentences;
}

}  // namespace rope
