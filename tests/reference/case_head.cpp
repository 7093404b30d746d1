#include "tests/reference/case_head.h"

#include "core/rope/exact_frequencies.h"

namespace rope::reference {
namespace {

int dim_of(const CaseInput& input) {
    const int dim = input.count("dim");
    if (dim < 2 || dim % 2 != 0) throw CaseError("dim must be even");
    return dim;
}

}  // namespace

FrequencyTable table_of(const CaseInput& input) {
    static_cast<void>(input.text_or("frequency_rule", ""));  // says where `frequencies` come from
    const double base = input.number_or("base", 10000);
    if (!input.has("frequencies")) return make_table(default_frequencies(base, dim_of(input)), 1);
    const std::vector<double> theta = input.numbers("frequencies");
    if (theta.empty() || (input.has("dim") && static_cast<int>(theta.size()) != dim_of(input) / 2))
        throw CaseError("one frequency per pair");
    return make_table(theta, 1);
}

HeadShape shape_of(const CaseInput& input) {
    const int dim = dim_of(input);
    return {.head_dim = dim, .rotary_dim = dim, .layout = input.layout_or(Layout::interleaved)};
}

}  // namespace rope::reference
