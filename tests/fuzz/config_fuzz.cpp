#include "core/model/config_reader.h"
#include "core/model/model_check.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace rope;
    const auto model = read_config(fuzz::text(data, size), "config.json");
    const auto check = check_config(fuzz::text(data, size), "config.json");
    if (check.ok()) require(model.ok() != check.value().refused.has_value(), "check and reader disagree");
    if (!model.ok()) {
        fuzz::require_sentence(model.fault());
        return 0;
    }
    // What was accepted can be used.
    require(validate(model.value()).ok(), "an accepted model is not valid");
    require(frequencies(model.value()).ok(), "an accepted model has no frequencies");
    const auto longer = frequencies(model.value(), 1 << 20);
    if (!longer.ok()) fuzz::require_sentence(longer.fault());
    return 0;
}
