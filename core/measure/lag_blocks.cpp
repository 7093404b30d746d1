#include "core/measure/lag_blocks.h"

#include <array>

#include "core/measure/wave_sums.h"
#include "core/rope/cos_sin.h"

namespace rope {
namespace {

// Half a step, rounded toward zero: at most 2⁻⁶⁵ turns off, and the same in anchors and tables.
TurnFraction half_step(TurnFraction step) {
    return static_cast<TurnFraction>(static_cast<std::int64_t>(step) / 2);
}

}  // namespace

LagBlocks::LagBlocks(std::span<const Wave> waves)
    : waves_(waves.begin(), waves.end()),
      cosine_(waves.size() * kHalf),
      sine_(waves.size() * kHalf),
      advance_cosine_(waves.size()),
      advance_sine_(waves.size()) {
    std::vector<TurnFraction> steps, blocks;
    steps.reserve(cosine_.size());
    for (const Wave& wave : waves_) {
        for (std::size_t j = 0; j < kHalf; ++j)
            steps.push_back(half_step(wave.step) + phase_at(wave.step, static_cast<std::int64_t>(j)));
        blocks.push_back(phase_at(wave.step, static_cast<std::int64_t>(kLength)));
    }
    cos_sin(steps, cosine_, sine_);
    cos_sin(blocks, advance_cosine_, advance_sine_);
}

void LagBlocks::find_centres(std::int64_t run_first, std::size_t blocks, Centres& centres) const {
    const std::int64_t before_centre = run_first + static_cast<std::int64_t>(kHalf) - 1;
    for (std::size_t i = 0; i < terms(); ++i) {
        const Wave& wave = waves_[i];
        centres.phase[i] = wave.origin + phase_at(wave.step, before_centre) + half_step(wave.step);
    }
    double *re = centres.re.data(), *im = centres.im.data();
    cos_sin(centres.phase, std::span(re, terms()), std::span(im, terms()));
    for (std::size_t i = 0; i < terms(); ++i) {
        re[i] *= waves_[i].weight;
        im[i] *= waves_[i].weight;
    }
    for (std::size_t b = 1; b < blocks; ++b, re += terms(), im += terms()) {
        turn_waves(re, im, advance_cosine_.data(), advance_sine_.data(), terms(), re + terms(), im + terms());
    }
}

void LagBlocks::sums(std::int64_t first, std::span<double> out) const {
    for_each_run(first, out.size(),
                 [&](std::size_t offset, std::size_t blocks, const double* re, const double* im) {
                     const std::span<double> run = out.subspan(offset);
                     if (run.size() >= blocks * kLength) {
                         wave_sums(cosine_.data(), sine_.data(), re, im, terms(), blocks, run.data());
                         return;
                     }
                     std::array<double, kRun * kLength> lags;
                     wave_sums(cosine_.data(), sine_.data(), re, im, terms(), blocks, lags.data());
                     std::copy_n(lags.begin(), run.size(), run.begin());
                 });
}

}  // namespace rope
