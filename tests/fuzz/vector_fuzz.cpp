#include <cmath>

#include "core/vectors/projection.h"
#include "core/vectors/token.h"
#include "core/vectors/vector_source.h"
#include "tests/fuzz/fuzz.h"

namespace {

using namespace rope;

void as_projection(const std::string& text) {
    const ProjectionSource source{text};
    const Checked<Done> checked = check_projection(source, "--w-q");
    const auto made = make_projection(source, {.head_dim = 2, .rotary_dim = 2}, "--w-q");
    if (!made.ok()) {
        fuzz::require_sentence(made.fault());
        require(!checked.ok() || made.fault().id == "wrong_size",
                "a matrix that could be read cannot be made");
        return;
    }
    require(checked.ok(), "a matrix was made of what cannot be read");
    const double x[] = {1, -2};
    require(made.value().apply(x).size() == 2, "a projection to another length");
}

void as_tokens(const std::string& text) {
    const std::vector<Token> tokens = parse_tokens(text);
    require(parse_tokens(tokens_text(tokens)) == tokens, "words do not survive writing and reading");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const VectorSource source{std::string(fuzz::text(data, size))};
    as_tokens(source.text);
    if (!file_of(source).empty()) return 0;  // would open whatever file that names
    as_projection(source.text);
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
