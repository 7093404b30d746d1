#include "core/vectors/safetensors.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace rope;
    const std::string_view file = fuzz::text(data, size);
    const auto read = read_safetensors(file, "q.safetensors");
    if (!read.ok()) {
        fuzz::require_sentence(read.fault());
        return 0;
    }
    for (const auto& [name, tensor] : read.value().tensors) {
        require(tensor.begin <= tensor.end && tensor.end <= size, "a tensor outside of its file");
        if (!element_type(tensor) || tensor.shape.empty()) continue;
        // The last row lies at the end of the tensor.
        std::vector<std::size_t> leading;
        bool empty = false;
        for (std::size_t axis = 0; axis < tensor.shape.size(); ++axis) {
            empty = empty || tensor.shape[axis] == 0;
            if (!empty && axis + 1 < tensor.shape.size()) leading.push_back(tensor.shape[axis] - 1);
        }
        if (empty) continue;
        require(tensor.shape.back() <= size, "more elements than bytes");
        require(tensor_part(file, tensor, leading).row({}).size() == tensor.shape.back(),
                "a row of another length");
    }
    return 0;
}
