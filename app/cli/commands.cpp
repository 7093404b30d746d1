#include "app/cli/commands.h"

namespace rope::cli {

std::optional<int> run(const std::vector<std::string>&) {
    return std::nullopt;
}

}  // namespace rope::cli
