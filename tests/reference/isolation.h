// Cases answered in a child process: one that ends the program costs its own result only.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace rope::reference {

// What is wrong with one case; nothing when it agrees.
using Failures = std::vector<std::string>;

// judge(0) … judge(count − 1). One child answers case after case; where it ends before the last (a broken
// contract, no memory left), that case fails and another child goes on after it. Cost: one fork, and one more
// for each case that ends its child.
std::vector<Failures> judge_isolated(std::size_t count, const std::function<Failures(std::size_t)>& judge);

}  // namespace rope::reference
