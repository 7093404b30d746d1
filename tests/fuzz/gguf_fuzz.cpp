#include "core/model/gguf_model.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace rope;
    const auto model = read_gguf_model(fuzz::text(data, size), "model.gguf");
    if (!model.ok()) {
        fuzz::require_sentence(model.fault());
        return 0;
    }
    require(validate(model.value()).ok(), "a model that is not valid");
    require(frequencies(model.value()).ok(), "a model without frequencies");
    return 0;
}
