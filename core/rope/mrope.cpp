// M-RoPE: which of time, row and column turns a pair.
#include <fmt/format.h>

#include <cmath>

#include "core/base/number_text.h"
#include "core/rope/axes.h"

namespace rope {
namespace {

constexpr int kAxes = 3;  // t, h, w

Fault section_fault(std::string id, std::string subject, std::string rule) {
    return {.id = std::move(id),
            .subject = std::move(subject),
            .rule = std::move(rule),
            .remedy = "Qwen2-VL has [16, 24, 24] for 64 pairs",
            .where = ""};
}

int axis_in_order(int pair, std::span<const double> sections) {
    if (pair < sections[0]) return 0;
    return pair < sections[0] + sections[1] ? 1 : 2;
}

int axis_interleaved(int pair, std::span<const double> sections) {
    const int axis = pair % kAxes;
    return axis != 0 && pair < kAxes * sections[static_cast<std::size_t>(axis)] ? axis : 0;
}

}  // namespace

Checked<std::vector<int>> mrope_axis_of_pair(std::span<const double> sections, int pairs, bool interleaved) {
    if (sections.size() != kAxes)
        return section_fault("mrope_section_length",
                             fmt::format("mrope_section of length {}", sections.size()),
                             "must hold three counts: of time, rows and columns");
    double sum = 0;
    for (const double count : sections) {
        if (!(count >= 0 && count <= pairs && count == std::floor(count)))
            return section_fault("mrope_section_count", "mrope_section entry " + shortest_text(count),
                                 fmt::format("must be a whole number from 0 to {}", pairs));
        sum += count;
    }
    if (sum != pairs)
        return section_fault(
            "mrope_section_sum", fmt::format("mrope_section with the sum {}", shortest_text(sum)),
            fmt::format("must add up to the {} pairs of the rotary part, which is half its components",
                        pairs));
    std::vector<int> axes;
    axes.reserve(static_cast<std::size_t>(pairs));
    for (int i = 0; i < pairs; ++i)
        axes.push_back(interleaved ? axis_interleaved(i, sections) : axis_in_order(i, sections));
    return axes;
}

AxisFrequencies mrope_axes(const FrequencyTable& table, std::span<const int> axis_of_pair) {
    require(axis_of_pair.size() == table.theta.size(), "one axis per pair");
    FrequencyTable still = table;
    still.theta.assign(table.theta.size(), 0);
    still.step.assign(table.step.size(), 0);
    still.rest.assign(table.rest.size(), 0);
    AxisFrequencies frequencies{std::vector<FrequencyTable>(kAxes, still)};
    for (std::size_t i = 0; i < axis_of_pair.size(); ++i) {
        FrequencyTable& own = frequencies.axes.at(static_cast<std::size_t>(axis_of_pair[i]));
        own.theta[i] = table.theta[i];
        own.step[i] = table.step[i];
        own.rest[i] = table.rest[i];
    }
    return frequencies;
}

}  // namespace rope
