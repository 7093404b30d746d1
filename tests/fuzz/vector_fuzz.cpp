#include <cmath>

#include "core/vectors/vector_source.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace rope;
    const VectorSource source{std::string(fuzz::text(data, size))};
    if (!file_of(source).empty()) return 0;  // would open whatever file that names
    constexpr int kLength = 4;
    const auto vector = make_vector(source, kLength, "--vector");
    if (!vector.ok()) {
        fuzz::require_sentence(vector.fault());
        return 0;
    }
    require(vector.value().size() == kLength, "a vector of another length");
    require(count_not_finite(vector.value()) == 0, "a typed or generated vector that is not finite");
    const auto again = make_vector(typed_vector(vector.value()), kLength, "");
    require(again.ok() && again.value() == vector.value(), "a vector does not survive writing and reading");
    return 0;
}
