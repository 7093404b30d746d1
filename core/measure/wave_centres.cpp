#include "core/measure/wave_centres.h"

#include "core/rope/cos_sin.h"

namespace rope {
namespace {

// Half a step, rounded toward zero: at most 2⁻⁶⁵ turns off, and the same in anchors and tables.
TurnFraction half_step(TurnFraction step) {
    return static_cast<TurnFraction>(static_cast<std::int64_t>(step) / 2);
}

}  // namespace

WaveCentres::WaveCentres(std::span<const Wave> waves)
    : waves_(waves.begin(), waves.end()),
      turn_re_(2 * (kQuarter - 1) * waves.size()),
      turn_im_(turn_re_.size()) {
    std::vector<TurnFraction> turns;
    turns.reserve(turn_re_.size());
    for (const std::size_t step : {std::size_t{1}, kQuarter}) {
        for (std::size_t b = 1; b < kQuarter; ++b) {
            for (const Wave& wave : waves_)
                turns.push_back(phase_at(wave.step, static_cast<std::int64_t>(b * step * kBlockLags)));
        }
    }
    cos_sin(turns, turn_re_, turn_im_);
}

void WaveCentres::find(std::int64_t first, std::size_t stride, double* re, double* im) const {
    std::vector<TurnFraction> phase(terms());
    const std::int64_t before_centre = first + static_cast<std::int64_t>(kHalfBlock) - 1;
    for (std::size_t i = 0; i < terms(); ++i) {
        const Wave& wave = waves_[i];
        phase[i] = wave.origin + phase_at(wave.step, before_centre) + half_step(wave.step);
    }
    cos_sin(phase, std::span(re, terms()), std::span(im, terms()));
    for (std::size_t i = 0; i < terms(); ++i) {
        re[i] *= waves_[i].weight;
        im[i] *= waves_[i].weight;
    }
    turn_waves(turn_re_.data(), turn_im_.data(), terms(), stride, re, im);
}

WaveOffsets wave_offsets(std::span<const Wave> waves) {
    std::vector<TurnFraction> steps;
    steps.reserve(waves.size() * kHalfBlock);
    for (const Wave& wave : waves) {
        for (std::size_t j = 0; j < kHalfBlock; ++j)
            steps.push_back(half_step(wave.step) + phase_at(wave.step, static_cast<std::int64_t>(j)));
    }
    WaveOffsets offsets{std::vector<double>(steps.size()), std::vector<double>(steps.size())};
    cos_sin(steps, offsets.cosine, offsets.sine);
    return offsets;
}

}  // namespace rope
