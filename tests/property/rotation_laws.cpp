#include "core/rope/rotation.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/property/generators.h"

namespace rope {
namespace {

using namespace property;

constexpr std::int64_t kFar = std::int64_t{1} << 31;

std::vector<double> reordered(const std::vector<double>& x, const std::vector<int>& rows) {
    std::vector<double> y;
    for (const int row : rows)
        y.push_back(x[static_cast<std::size_t>(row)]);
    return y;
}

RC_GTEST_PROP(RotationLaws, KeepLengths, ()) {
    const HeadShape shape = *any_shape();
    const std::vector<double> x = *vector_of(shape.head_dim);
    const FrequencyTable table = table_for(shape, *any_base());
    const double turned = norm(rotate(x, shape, table, static_cast<double>(*position(kFar))));
    RC_ASSERT(std::abs(turned - norm(x)) <= 1e-14 * norm(x));
}

RC_GTEST_PROP(RotationLaws, AttentionFactorStretchesWhatIsRotatedAndNothingElse, ()) {
    HeadShape shape = *any_shape();
    const std::vector<double> x = *vector_of(shape.head_dim);
    const double base = *any_base(), factor = *magnitude(0.5, 2), at = static_cast<double>(*position(kFar));
    const std::vector<double> plain = rotate(x, shape, table_for(shape, base), at);
    const std::vector<double> stretched = rotate(x, shape, table_for(shape, base, factor), at);
    for (int c = 0; c < shape.head_dim; ++c) {
        const bool rotated = c >= shape.rotary_offset && c < shape.rotary_offset + shape.rotary_dim;
        const auto i = static_cast<std::size_t>(c);
        RC_ASSERT(std::abs(stretched[i] - (rotated ? factor : 1) * plain[i]) <= 1e-14 * factor * norm(x));
        if (!rotated) RC_ASSERT(stretched[i] == x[i]);
    }
}

RC_GTEST_PROP(RotationLaws, OneAfterTheOtherIsTheirSum, ()) {
    const HeadShape shape = *any_shape();
    const std::vector<double> x = *vector_of(shape.head_dim);
    const FrequencyTable table = table_for(shape, *any_base());
    const std::int64_t m = *position(kFar), n = *position(kFar);
    const auto turn = [&](const std::vector<double>& y, std::int64_t at) {
        return rotate(y, shape, table, static_cast<double>(at));
    };
    RC_ASSERT(largest_difference(turn(turn(x, n), m), turn(x, m + n)) <= 1e-14 * (1 + norm(x)));
    RC_ASSERT(largest_difference(turn(turn(x, m), -m), x) <= 1e-14 * (1 + norm(x)));
}

RC_GTEST_PROP(RotationLaws, ScoresDependOnTheDifferenceOfPositionsOnly, ()) {
    const HeadShape shape = *any_shape();
    const std::vector<double> q = *vector_of(shape.head_dim), k = *vector_of(shape.head_dim);
    const FrequencyTable table = table_for(shape, *any_base(), *magnitude(0.5, 2));
    const std::int64_t m = *position(kFar / 2), n = *position(kFar / 2), shift = *position(kFar / 2);
    const auto score = [&](std::int64_t a, std::int64_t b) {
        return dot(rotate(q, shape, table, static_cast<double>(a)),
                   rotate(k, shape, table, static_cast<double>(b)));
    };
    RC_ASSERT(std::abs(score(m, n) - score(m + shift, n + shift)) <= 1e-13 * (1 + norm(q) * norm(k)));
}

RC_GTEST_PROP(RotationLaws, LayoutsArePermutationsOfEachOther, ()) {
    HeadShape half = *any_shape();
    half.layout = Layout::half;
    HeadShape interleaved = half;
    interleaved.layout = Layout::interleaved;
    const std::vector<double> x = *vector_of(half.head_dim);
    const FrequencyTable table = table_for(half, *any_base());
    const auto at = static_cast<double>(*position(kFar));
    const std::vector<int> rows = half_from_interleaved(half, 1);
    // Bit for bit: the same products in another order.
    RC_ASSERT(rotate(reordered(x, rows), half, table, at) ==
              reordered(rotate(x, interleaved, table, at), rows));
    RC_ASSERT(deepseek_order(rotate(x, interleaved, table, at), interleaved) ==
              rotate(reordered(x, rows), half, table, at));
}

RC_GTEST_PROP(RotationLaws, RowPermutationsUndoEachOther, ()) {
    const HeadShape shape = *any_shape();
    const int heads = *rc::gen::inRange(1, 5);
    const std::vector<int> there = half_from_interleaved(shape, heads),
                           back = interleaved_from_half(shape, heads);
    for (std::size_t r = 0; r < there.size(); ++r) {
        RC_ASSERT(back[static_cast<std::size_t>(there[r])] == static_cast<int>(r));
        RC_ASSERT(there[r] / shape.head_dim == static_cast<int>(r) / shape.head_dim);
    }
}

}  // namespace
}  // namespace rope
