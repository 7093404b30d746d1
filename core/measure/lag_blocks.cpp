#include "core/measure/lag_blocks.h"

#include <algorithm>
#include <array>

namespace rope {

// The fewest products a block over the possible sizes of the polynomial.
LagBlocks::Split LagBlocks::split(std::span<const Wave> waves) {
    Split best{.waves = {waves.begin(), waves.end()}};
    std::stable_sort(best.waves.begin(), best.waves.end(), [](const Wave& a, const Wave& b) {
        return turn_in_half_block(a) > turn_in_half_block(b);
    });
    const auto no_faster_than = [&](double a) {
        const auto from = std::partition_point(best.waves.begin(), best.waves.end(), [a](const Wave& wave) {
            return turn_in_half_block(wave) > a;
        });
        return static_cast<std::size_t>(best.waves.end() - from);
    };
    std::size_t least = kBlockLags * waves.size();
    for (std::size_t groups = 1; groups <= kSlowEnough.size(); ++groups) {
        const std::size_t slow = no_faster_than(kSlowEnough[groups - 1]);
        std::size_t products = kBlockLags * (waves.size() - slow + groups * kGroupCoefficients);
        for (std::size_t g = 0; g < groups; ++g) {
            const std::size_t spared = g == 0 ? 0 : no_faster_than(kSlowEnough[g - 1]);
            products += 2 * kGroupCoefficients * (slow - spared);
        }
        if (products >= least) continue;
        least = products;
        best.slow = slow;
        best.groups = groups;
    }
    std::rotate(best.waves.begin(), best.waves.end() - static_cast<std::ptrdiff_t>(best.slow),
                best.waves.end());
    return best;
}

LagBlocks::LagBlocks(std::span<const Wave> waves) : LagBlocks(split(waves)) {}

LagBlocks::LagBlocks(const Split& split)
    : slow_(split.slow),
      centres_(split.waves),
      polynomial_(std::span(split.waves).first(split.slow), split.groups) {
    WaveOffsets fast = wave_offsets(std::span(split.waves).subspan(split.slow));
    const WaveOffsets slow = polynomial_.values();
    cosine_ = std::move(fast.cosine);
    sine_ = std::move(fast.sine);
    cosine_.insert(cosine_.end(), slow.cosine.begin(), slow.cosine.end());
    sine_.insert(sine_.end(), slow.sine.begin(), slow.sine.end());
}

void LagBlocks::sums(std::int64_t first, std::span<double> out) const {
    // Rows of slow waves, fast waves and coefficients: what is summed lies side by side.
    const std::size_t stride = centres_.terms() + polynomial_.terms();
    std::vector<double> re(kRunBlocks * stride), im(re.size());
    const auto sum = [&](std::size_t from, std::size_t blocks, double* to) {
        const std::size_t row = from * stride + slow_;
        wave_sums(cosine_.data(), sine_.data(), terms(), re.data() + row, im.data() + row, stride, blocks,
                  to);
    };
    for (std::size_t offset = 0; offset < out.size(); offset += kRunLags) {
        const std::span<double> run = out.subspan(offset, std::min(kRunLags, out.size() - offset));
        const std::size_t whole = run.size() / kBlockLags, rest = run.size() % kBlockLags;
        const std::size_t blocks = whole + (rest > 0 ? 1 : 0);
        centres_.find(first + static_cast<std::int64_t>(offset), stride, re.data(), im.data());
        polynomial_.coefficients(re.data(), im.data(), blocks, stride, re.data() + centres_.terms(),
                                 im.data() + centres_.terms());
        sum(0, whole, run.data());
        if (rest == 0) continue;
        std::array<double, kBlockLags> last;
        sum(whole, 1, last.data());
        std::copy_n(last.begin(), rest, run.end() - static_cast<std::ptrdiff_t>(rest));
    }
}

}  // namespace rope
