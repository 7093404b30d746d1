#include "core/job/side_by_side.h"

#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

namespace rope {

void side_by_side(std::size_t count, const std::function<void(std::size_t)>& one) {
    tbb::parallel_for(std::size_t{0}, count, [&](std::size_t i) {
        // Figures compute in parallel themselves; while one waits it must not begin another on its stack.
        tbb::this_task_arena::isolate([&] { one(i); });
    });
}

}  // namespace rope
