#include "core/job/side_by_side.h"

#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

namespace rope {

void side_by_side(std::size_t count, const std::function<void(std::size_t)>& one) {
    const auto isolated = [&](std::size_t i) {
        // Figures compute in parallel themselves; while one waits it must not begin another on its stack.
        tbb::this_task_arena::isolate([&] { one(i); });
    };
    // One at a time: a figure may cost a hundred times what another does.
    tbb::parallel_for(std::size_t{0}, count, isolated, tbb::simple_partitioner());
}

}  // namespace rope
