#include "core/base/json_text.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace rope;
    const auto parsed = parse_json(fuzz::text(data, size), "file");
    if (!parsed.ok()) {
        fuzz::require_sentence(parsed.fault());
    } else {
        const auto again = parse_json(parsed.value().dump(), "file");
        require(again.ok() && again.value() == parsed.value(), "JSON does not survive writing and reading");
    }
    const auto lenient = parse_json(fuzz::text(data, size), "file", {.allow_non_finite = true});
    require(lenient.ok() || !parsed.ok(), "allowing more refuses more");
    return 0;
}
