// base_context_bound, min_base_for_context, critical_dimension.
#include <algorithm>
#include <cmath>
#include <optional>

#include "core/measure/base_bound.h"
#include "core/measure/critical_dimension.h"
#include "core/measure/decay.h"
#include "core/model/model_spec.h"
#include "core/rope/exact_frequencies.h"
#include "tests/reference/case_head.h"

namespace rope::reference {
namespace {

using nlohmann::json;

// How far a search for the first negative distance goes where the case names no limit.
constexpr std::int64_t kSearched = 1'200'000;

// A number of distances that a search can look at.
std::int64_t checked_reach(std::int64_t distances) {
    if (distances < 0 || distances > kLargestContext) throw CaseError("a search beyond 2^32 distances");
    return distances;
}

std::int64_t limit_of(const CaseInput& input, std::int64_t otherwise) {
    return checked_reach(input.has("limit_inclusive") ? input.whole_number("limit_inclusive") : otherwise);
}

json or_null(std::optional<std::int64_t> value) {
    return value ? json(*value) : json(nullptr);
}

double cosine_sum(const FrequencyTable& table, double delta) {
    return decay_at({.table = &table, .measure = DecayMeasure::cosine_sum}, std::vector<double>{delta})
        .values[0];
}

FrequencyTable table_of_base(int dim, double base) {
    return make_table(default_frequencies(base, dim), 1);
}

std::optional<std::int64_t> first_negative(int dim, double base, std::int64_t limit) {
    Progress progress;
    return base_bound(table_of_base(dim, base), limit, progress).first_negative;
}

bool covers(std::optional<std::int64_t> first, std::int64_t context) {
    return !first || *first >= context;
}

// The bases of an input that lists them, and how far each reaches.
json listed_bases(const CaseInput& input, int dim) {
    const std::vector<double> bases = input.numbers(input.has("bases") ? "bases" : "published_base");
    const auto limit = limit_of(input, kSearched);
    json answer, negative = json::array();
    std::vector<std::optional<std::int64_t>> first;
    for (const double base : bases) {
        if (!(base > 0)) throw CaseError("a base that is not above 0");
        first.push_back(first_negative(dim, base, limit));
        negative.push_back(or_null(first.back()));
    }
    answer["first_negative"] = negative;
    const std::vector<double> grid = two_digit_bases(kSmallestGridBase, kLargestGridBase);
    for (const std::string reading : {"decimal", "binary"}) {
        if (!input.has("context_" + reading)) continue;
        const std::vector<std::int64_t> contexts = input.whole_numbers("context_" + reading);
        if (contexts.size() != bases.size()) throw CaseError("one context per base");
        json covered = json::array(), smallest = json::array();
        for (std::size_t i = 0; i < contexts.size(); ++i) {
            Progress progress;
            checked_reach(contexts[i]);
            covered.push_back(covers(first[i], contexts[i]));
            const std::optional<std::size_t> found = smallest_feasible_base(
                grid, contexts[i], [&](double base) { return table_of_base(dim, base); }, progress);
            smallest.push_back(found ? json(grid[*found]) : json(nullptr));
        }
        answer["covers_" + reading] = covered;
        answer["grid_min_base_" + reading] = smallest;
    }
    return answer;
}

// First and last base of each run of feasible ones, at most three.
json first_segments(const std::vector<double>& grid, const std::vector<bool>& feasible) {
    json segments = json::array();
    for (std::size_t i = 0; i < grid.size() && segments.size() < 3; ++i) {
        if (!feasible[i]) continue;
        const std::size_t from = i;
        while (i + 1 < grid.size() && feasible[i + 1])
            ++i;
        segments.push_back({grid[from], grid[i]});
    }
    return segments;
}

}  // namespace

json answer_base_context_bound(const CaseInput& input) {
    static_cast<void>(input.text_or("rule", ""));  // says where `frequencies` come from
    const FrequencyTable table = table_of(input);
    const std::vector<std::int64_t> ranges =
        input.has("ranges_exclusive") ? input.whole_numbers("ranges_exclusive") : std::vector<std::int64_t>{};
    for (const std::int64_t range : ranges)
        checked_reach(range);
    const std::int64_t reach =
        ranges.empty() ? kSearched
                       : std::max<std::int64_t>(*std::max_element(ranges.begin(), ranges.end()) - 1, 0);
    Progress progress;
    const BaseBound bound = base_bound(table, limit_of(input, reach), progress);
    json answer{{"first_negative", or_null(bound.first_negative)},
                {"B_at_first_negative", nullptr},
                {"B_one_before", nullptr},
                {"smallest_B_before_at", bound.smallest_at},
                {"smallest_B_before", bound.smallest},
                {"negative_counts", negative_counts(table, ranges, progress)}};
    if (bound.first_negative) {
        const auto first = static_cast<double>(*bound.first_negative);
        answer["B_at_first_negative"] = cosine_sum(table, first);
        answer["B_one_before"] = cosine_sum(table, first - 1);
    }
    // The distances of the samples are part of what is expected, not of the input.
    json at = json::array(), samples = json::array();
    for (const int delta : {0, 1, 1000, 5000, 15000, 30000}) {
        at.push_back(delta);
        samples.push_back(cosine_sum(table, delta));
    }
    answer["B_samples_at"] = at;
    answer["B_samples"] = samples;
    return answer;
}

json answer_min_base_for_context(const CaseInput& input) {
    const int dim = even_dim(input.count("dim"), "dim");
    if (!input.has("context")) return listed_bases(input, dim);

    static_cast<void>(input.text_or("feasible_if", ""));
    const CaseInput range(input.object("grid"));
    static_cast<void>(range.text_or("rule", ""));
    const std::vector<double> grid =
        two_digit_bases(base_of(range, "from", kSmallestGridBase), base_of(range, "to", kLargestGridBase));
    if (!range.unread().empty()) throw CaseError("unknown input field grid." + range.unread().front());
    const std::int64_t context = input.count("context");
    Progress progress;
    const FeasibleBases found = feasible_bases(
        grid, context, [&](double base) { return table_of_base(dim, base); }, progress);

    json answer{{"min_base", nullptr},
                {"first_negative_at_min_base", nullptr},
                {"grid_base_below", nullptr},
                {"first_negative_at_grid_base_below", nullptr},
                {"infeasible_grid_bases_above_min", 0},
                {"largest_infeasible_grid_base", nullptr},
                {"first_infeasible_above_min", nullptr},
                {"feasible_segments_first_3", first_segments(grid, found.feasible)}};
    for (std::size_t i = 0; i < grid.size(); ++i) {
        if (!found.feasible[i]) answer["largest_infeasible_grid_base"] = grid[i];
    }
    if (!found.smallest) return answer;
    const std::size_t smallest = *found.smallest;
    const std::int64_t limit = std::max(kSearched, 4 * context);
    answer["min_base"] = grid[smallest];
    answer["first_negative_at_min_base"] = or_null(first_negative(dim, grid[smallest], limit));
    if (smallest > 0) {
        answer["grid_base_below"] = grid[smallest - 1];
        answer["first_negative_at_grid_base_below"] = or_null(first_negative(dim, grid[smallest - 1], limit));
    }
    int infeasible = 0;
    for (std::size_t i = smallest; i < grid.size(); ++i) {
        if (found.feasible[i]) continue;
        if (infeasible++ == 0) answer["first_infeasible_above_min"] = grid[i];
    }
    answer["infeasible_grid_bases_above_min"] = infeasible;
    return answer;
}

json answer_critical_dimension(const CaseInput& input) {
    const FrequencyTable table = table_of(input);
    const double length = input.number("train_length"), base = base_of(input);
    if (!(length > 0)) throw CaseError("train_length is not above 0");
    if (base == 1)
        throw CaseError("base 1 gives every pair the same speed; the formula divides by its logarithm");
    const CriticalDimension found = critical_dimension(table, base, 2 * table.pairs(), length);
    json answer{{"real_index", found.real_index},
                {"critical_dimension_formula", found.formula},
                {"critical_dimension_clamped", found.clamped},
                {"pairs_with_full_period", found.full_turns}};
    json wavelengths = json::array(), rotations = json::array();
    std::vector<std::int64_t> pairs;
    if (input.has("wavelength_pairs")) pairs = input.whole_numbers("wavelength_pairs");
    for (const std::int64_t i : pairs) {
        if (i < 0 || i >= table.pairs()) throw CaseError("no such pair");
        wavelengths.push_back(table.wavelength(static_cast<int>(i)));
        rotations.push_back(length / table.wavelength(static_cast<int>(i)));
    }
    answer["wavelengths"] = wavelengths;
    answer["rotations_in_train_length"] = rotations;
    return answer;
}

}  // namespace rope::reference
