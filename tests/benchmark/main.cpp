// Prints `name ratio goal` a line; exits 1 when a ratio misses its goal.
#include <fmt/format.h>

#include <cstdio>

#include "tests/benchmark/ratio.h"

int main() {
    using namespace rope::benchmark;
    bool all_met = true;
    for (const auto& rows : {score_map_rows(), slider_step_rows(), drag_frame_rows()}) {
        for (const Row& row : rows) {
            fmt::print("{} {:.4g} {}{:g}{}\n", row.name, row.ratio, row.at_most ? "<=" : ">=", row.goal,
                       row.met() ? "" : "  MISSED");
            std::fflush(stdout);
            for (const std::string& detail : row.details)
                fmt::print(stderr, "    {}\n", detail);
            all_met = all_met && row.met();
        }
    }
    return all_met ? 0 : 1;
}
