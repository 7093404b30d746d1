#include "core/vectors/npy.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace rope;
    const auto array = read_npy(std::string(fuzz::text(data, size)), "q.npy");
    if (!array.ok()) {
        fuzz::require_sentence(array.fault());
        return 0;
    }
    // The first and the last row lie at the ends of the data.
    const auto& shape = array.value().shape;
    if (shape.empty()) return 0;
    std::vector<std::size_t> first, last;
    for (std::size_t axis = 0; axis + 1 < shape.size(); ++axis) {
        if (shape[axis] == 0) return 0;
        first.push_back(0);
        last.push_back(shape[axis] - 1);
    }
    require(shape.back() <= size, "more elements than bytes");
    require(array.value().row(first).size() == shape.back(), "a row of another length");
    require(array.value().row(last).size() == shape.back(), "a row of another length");
    return 0;
}
