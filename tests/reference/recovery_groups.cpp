// absolute_recovery.
#include <cmath>

#include "core/measure/absolute_recovery.h"
#include "core/rope/rotation.h"
#include "tests/reference/case_head.h"

namespace rope::reference {
namespace {

using nlohmann::json;

json or_null(std::optional<double> value) {
    return value ? json(*value) : json(nullptr);
}

json by_remainders(const CaseInput& input) {
    const std::vector<std::int64_t> periods = input.whole_numbers("periods");
    if (periods.empty()) throw CaseError("periods are needed");
    for (const std::int64_t period : periods) {
        if (period < 1) throw CaseError("periods are at least 1");
    }
    const Checked<std::int64_t> range = common_period(periods);
    if (!range.ok()) throw CaseError(sentence(range.fault()));
    json residues = json::array(), recovered = json::array(), inside = json::array();
    for (const std::int64_t m : input.whole_numbers("true_positions")) {
        std::vector<std::int64_t> remainders;
        for (const std::int64_t period : periods)
            remainders.push_back((m % period + period) % period);
        const std::optional<std::int64_t> position = position_of_remainders(periods, remainders);
        residues.push_back(remainders);
        recovered.push_back(position ? json(*position) : json(nullptr));
        inside.push_back(m >= 0 && m < range.value());
    }
    return {{"unambiguous_range", range.value()},
            {"residues", residues},
            {"recovered_position", recovered},
            {"inside_unambiguous_range", inside}};
}

// The same rotated vector from two positions: x at position_1, and another vector at position_2.
json unknown_vector(const CaseInput& input) {
    const FrequencyTable table = table_of(input);
    const HeadShape shape = shape_of(input);
    const std::vector<double> x = vector_of(input, "x", shape.head_dim);
    const double first = position_of(input, "position_1"), second = position_of(input, "position_2");
    return {{"other_x", rotate(x, shape, table, first - second)},
            {"rotated_both", rotate(x, shape, table, first)}};
}

}  // namespace

json answer_absolute_recovery(const CaseInput& input) {
    if (input.has("periods")) return by_remainders(input);
    if (input.has("position_1")) return unknown_vector(input);
    const FrequencyTable table = table_of(input);
    const HeadShape shape = shape_of(input);
    const std::vector<double> known = vector_of(input, "known_vector", shape.head_dim);

    // Which pairs carry a phase depends on the vector alone, wherever it is rotated to.
    const std::vector<std::optional<double>> at_zero = turned_by(known, known, shape, table);
    const std::optional<double> range = unambiguous_range(at_zero, table);
    json usable = json::array(), wavelengths = json::array();
    for (int i = 0; i < table.pairs(); ++i) {
        usable.push_back(at_zero[static_cast<std::size_t>(i)].has_value());
        wavelengths.push_back(table.wavelength(i));
    }
    json all_rotated = json::array(), all_phases = json::array(), recovered = json::array(),
         inside = json::array();
    for (const double m : positions_of(input, "true_positions")) {
        const std::vector<double> rotated = rotate(known, shape, table, m);
        const std::vector<std::optional<double>> phases = turned_by(known, rotated, shape, table);
        json row = json::array();
        for (const std::optional<double>& phase : phases)
            row.push_back(or_null(phase));
        all_rotated.push_back(rotated);
        all_phases.push_back(row);
        recovered.push_back(or_null(recover_position(phases, table)));
        inside.push_back(range && m >= 0 && m < *range);
    }
    return {{"unambiguous_range", or_null(range)},
            {"wavelengths", wavelengths},
            {"usable_pairs", usable},
            {"rotated", all_rotated},
            {"phases_mod_2pi", all_phases},
            {"recovered_position", recovered},
            {"inside_unambiguous_range", inside}};
}

}  // namespace rope::reference
