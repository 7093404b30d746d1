#include "core/scaling/ramps.h"

namespace rope {

Extended blend(const Extended& theta, const Extended& share, double factor) {
    return theta * share + theta / factor * (1 - share);
}

Extended turns_within(double context, const Extended& theta) {
    return context * theta / two_pi();
}

Extended share_by_turns(const Extended& turns, double slow, double fast) {
    if (turns < slow) return 0;
    if (turns > fast) return 1;
    return (turns - slow) / (Extended(fast) - slow);
}

YarnRange yarn_range(double base, int rotary_dim, double context, double beta_fast, double beta_slow,
                     bool truncate) {
    const Extended turn = two_pi();
    const Extended pairs_per_log = Extended(rotary_dim) / (2 * log(Extended(base)));
    const auto pair_that_turns = [&](double turns) {
        return Extended(pairs_per_log * log(context / (turn * turns)));
    };
    YarnRange range;
    range.raw_low = pair_that_turns(beta_fast);
    range.raw_high = pair_that_turns(beta_slow);
    range.low = truncate ? floor(range.raw_low) : range.raw_low;
    range.high = truncate ? ceil(range.raw_high) : range.raw_high;
    if (range.low < 0) range.low = 0;
    // The whole rotary_dim, not its half: so it stands in the engines.
    if (range.high > rotary_dim - 1) range.high = rotary_dim - 1;
    return range;
}

namespace {

Extended falling(int pair, const Extended& low, const Extended& width) {
    const Extended ramp = (pair - low) / width;
    if (ramp < 0) return 1;
    if (ramp > 1) return 0;
    return 1 - ramp;
}

constexpr double kNarrowest = 0.001;

}  // namespace

Extended share_by_index(int pair, const YarnRange& range) {
    const Extended width = range.high - range.low;
    return falling(pair, range.low, width == 0 ? Extended(kNarrowest) : width);
}

Extended share_by_index_ggml(int pair, const YarnRange& range) {
    const Extended width = range.high - range.low;
    return falling(pair, range.low, width < kNarrowest ? Extended(kNarrowest) : width);
}

}  // namespace rope
