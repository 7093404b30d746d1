#include "app/cli/model_notes.h"

#include <fmt/format.h>

#include <limits>

#include "core/model/current_length.h"
#include "core/model/score_changes.h"

namespace rope::cli {
namespace {

// ", long factors" behind a length of LongRoPE.
std::string with_list(std::string words, const ModelSpec& model) {
    const std::string_view list = factor_list_in_use(model);
    return list.empty() ? words : fmt::format("{}, {} factors", words, list);
}

}  // namespace

void add_length(JsonObject& object, const ModelSpec& model) {
    if (!depends_on_length(model)) return;
    const std::optional<std::int64_t> length = given_length(model);
    if (length) {
        object.integer("seq_len", *length);
    } else {
        object.number("seq_len", std::numeric_limits<double>::quiet_NaN());
    }
    if (const std::string_view list = factor_list_in_use(model); !list.empty())
        object.text("factor_list", list);
}

void add_length(std::vector<std::pair<std::string, std::string>>& facts, const ModelSpec& model) {
    if (!depends_on_length(model)) return;
    const std::optional<std::int64_t> length = given_length(model);
    const std::string words =
        length ? std::to_string(*length)
               : "not given, so up to " + std::to_string(length_limit(model).value_or(kLargestContext));
    facts.emplace_back("seq_len", with_list(words, model));
}

void note_length(const ModelSpec& given, const ModelSpec& used, std::string_view largest, Console& console) {
    if (given == used) return;
    const std::int64_t length = given_length(used).value_or(0);
    const std::string at =
        with_list(fmt::format("{} at a length of {} tokens", used.scaling.type, length), used);
    console.note(
        fmt::format("{}: the largest {} + 1, as engines count; --seq-len says another", at, largest));
}

void note_score_changes(const ModelSpec& model, Console& console) {
    for (std::string sentence : score_changes_left_out(model, "scores")) {
        sentence.pop_back();  // notes end without a full stop
        console.note(sentence);
    }
}

}  // namespace rope::cli
