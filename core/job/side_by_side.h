// Whole figures at once, as many as there are processors.
#pragma once

#include <cstddef>
#include <functional>

namespace rope {

// one(i) for every i < count, in any order and on several threads; what it throws comes out here.
void side_by_side(std::size_t count, const std::function<void(std::size_t)>& one);

}  // namespace rope
