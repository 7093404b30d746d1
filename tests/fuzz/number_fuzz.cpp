#include <cmath>

#include "core/base/number_text.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace rope;
    const std::string_view text = fuzz::text(data, size);
    const auto number = parse_number(text, "--base");
    if (number.ok()) {
        const double value = number.value();
        require(std::isfinite(value), "a number that is not finite");
        require(parse_number(exact_text(value), "").value() == value, "exact_text loses");
        require(parse_number(shortest_text(value), "").value() == value, "shortest_text loses");
        require(is_utf8(display_text(value)), "display_text is not UTF-8");
    } else {
        fuzz::require_sentence(number.fault());
    }
    const auto integer = parse_integer(text, -1000, 1000, "-m");
    if (!integer.ok())
        fuzz::require_sentence(integer.fault());
    else
        require(std::abs(integer.value()) <= 1000, "an integer out of range");
    constexpr std::string_view kNames[] = {"rotate", "scores", "plot"};
    static_cast<void>(nearest_name(text, kNames, std::size(kNames)));
    return 0;
}
