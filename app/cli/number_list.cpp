#include "app/cli/number_list.h"

#include <cmath>
#include <string>

#include "core/base/number_text.h"
#include "core/base/phase.h"

namespace rope::cli {
namespace {

// Steps whose end misses TO by less than this share of a step reach it: 0:1:0.1 ends at 1.
constexpr double kReach = 1e-9;

Checked<double> parse_position(std::string_view text, std::string_view where) {
    Checked<double> number = parse_number(text, where);
    if (!number.ok()) {
        Fault fault = number.fault();
        fault.kind = FaultKind::usage;
        return fault;
    }
    if (std::fabs(number.value()) > kLargestPosition) {
        return usage_fault("position_too_large", std::string(text), "is beyond ±2^32 = ±4294967296 tokens",
                           "angles are exact up to there", std::string(where));
    }
    return number;
}

Checked<Done> append_range(std::string_view range, const std::vector<std::string_view>& parts,
                           std::string_view where, std::vector<double>& numbers) {
    const auto refuse = [&](std::string rule) {
        return usage_fault("bad_range", "'" + std::string(range) + "'", std::move(rule),
                           "write FROM:TO:STEP, as in 10:100:10", std::string(where));
    };
    if (parts.size() > 3) return refuse("has more than three parts");
    const Checked<double> from = parse_position(parts[0], where);
    if (!from.ok()) return from.fault();
    const Checked<double> to = parse_position(parts[1], where);
    if (!to.ok()) return to.fault();
    const Checked<double> step = parts.size() == 3 ? parse_position(parts[2], where) : Checked<double>(1.0);
    if (!step.ok()) return step.fault();
    if (step.value() == 0) return refuse("has the step 0");
    const double steps = (to.value() - from.value()) / step.value();
    if (steps < 0) return refuse("never reaches its end with that step");
    if (steps >= static_cast<double>(kMostNumbers - numbers.size())) {
        return usage_fault("too_many_numbers", "'" + std::string(range) + "'",
                           "makes the list longer than " + std::to_string(kMostNumbers) + " numbers",
                           "use a larger step", std::string(where));
    }
    const double whole_steps = std::floor(steps + kReach);
    for (double i = 0; i <= whole_steps; ++i)
        numbers.push_back(from.value() + i * step.value());
    if (std::fabs(steps - whole_steps) < kReach) numbers.back() = to.value();
    return Done{};
}

}  // namespace

Checked<std::vector<double>> parse_number_list(std::string_view text, std::string_view where) {
    std::vector<double> numbers;
    if (text.find_first_not_of(" \t") == std::string_view::npos) {
        return usage_fault("empty_list", "an empty list", "was given where numbers are needed",
                           "write for example 0,1,5,10:100:10", std::string(where));
    }
    for (const std::string_view item : split(text, ',')) {
        const std::vector<std::string_view> parts = split(item, ':');
        if (parts.size() > 1) {
            const Checked<Done> appended = append_range(item, parts, where, numbers);
            if (!appended.ok()) return appended.fault();
            continue;
        }
        const Checked<double> number = parse_position(item, where);
        if (!number.ok()) return number.fault();
        if (numbers.size() == kMostNumbers) {
            return usage_fault("too_many_numbers", "the list",
                               "is longer than " + std::to_string(kMostNumbers) + " numbers", "",
                               std::string(where));
        }
        numbers.push_back(number.value());
    }
    return numbers;
}

void declare_number_list(Options& options, std::string_view name, std::string_view help,
                         std::vector<double>& into) {
    options.value(name, "P", help, [name, &into](const std::string& text) -> Checked<Done> {
        const Checked<std::vector<double>> numbers = parse_number_list(text, name);
        if (!numbers.ok()) return numbers.fault();
        into = numbers.value();
        return Done{};
    });
}

std::string position_text(double position) {
    return shortest_text(position);
}

}  // namespace rope::cli
