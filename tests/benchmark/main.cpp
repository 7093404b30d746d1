// Prints `name ratio goal` a line; exits 1 when a ratio misses its goal. Goals `<=` are times relative to a
// peer, goals `>=` are how many times faster than the peer it is. Kernels' rows go on with the worst error
// and the fraction of the roofline. With an argument, only the groups of that name.
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <string_view>

#include "tests/benchmark/ratio.h"

namespace {

using rope::benchmark::Row;

struct Group {
    std::string_view name;
    std::vector<Row> (*rows)();
};
constexpr std::array<Group, 7> kGroups{{
    {"rotation", rope::benchmark::rotation_kernel_rows},
    {"lags", rope::benchmark::lag_kernel_rows},
    {"threads", rope::benchmark::thread_rows},
    {"score-map", rope::benchmark::score_map_rows},
    {"pictures", rope::benchmark::picture_rows},
    {"slider-step", rope::benchmark::slider_step_rows},
    {"drag-frame", rope::benchmark::drag_frame_rows},
}};

}  // namespace

int main(int count, char** arguments) {
    bool all_met = true, any = false;
    for (const Group& group : kGroups) {
        if (count > 1 && group.name != arguments[1]) continue;
        any = true;
        for (const Row& row : group.rows()) {
            fmt::print("{} {:.4g} {}{:g}", row.name, row.ratio, row.at_most ? "<=" : ">=", row.goal);
            if (row.worst_error) fmt::print("  error {:.2g}", *row.worst_error);
            if (row.roofline) fmt::print("  roofline {:.2f}", *row.roofline);
            fmt::print("{}\n", row.met() ? "" : "  MISSED");
            std::fflush(stdout);
            for (const std::string& detail : row.details)
                fmt::print(stderr, "    {}\n", detail);
            all_met = all_met && row.met();
        }
    }
    if (!any) {
        fmt::print(stderr, "rope_benchmarks: no group is named {}\n", arguments[1]);
        return 2;
    }
    return all_met ? 0 : 1;
}
