#include "core/model/gguf_model.h"
#include "core/model/model_check.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace rope;
    const auto check = check_gguf(fuzz::text(data, size), "model.gguf");
    const auto model = read_gguf_model(fuzz::text(data, size), "model.gguf");
    if (check.ok()) require(model.ok() != check.value().refused.has_value(), "check and reader disagree");
    if (!model.ok()) {
        fuzz::require_sentence(model.fault());
        return 0;
    }
    require(validate(model.value()).ok(), "a model that is not valid");
    if (model.value().shape.rotary_dim > 1024) return 0;  // seconds of extended arithmetic without optimisation
    require(frequencies(model.value()).ok(), "a model without frequencies");
    return 0;
}
