#include "core/measure/lag_blocks.h"

#include <array>

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
    for (std::size_t i = 0; i < waves_.size(); ++i) {
        const TurnFraction step = waves_[i].step;
        const Phasor one = unit_phasor(step);
        Phasor turned = unit_phasor(half_step(step));
        for (std::size_t j = 0; j < kHalf; ++j) {
            cosine_[i * kHalf + j] = turned.re;
            sine_[i * kHalf + j] = turned.im;
            turned = turned * one;
        }
        const Phasor block = unit_phasor(phase_at(step, static_cast<std::int64_t>(kLength)));
        advance_cosine_[i] = block.re;
        advance_sine_[i] = block.im;
    }
}

void LagBlocks::anchor(std::int64_t block_first, double* re, double* im) const {
    for (std::size_t i = 0; i < waves_.size(); ++i) {
        const Wave& wave = waves_[i];
        const std::int64_t before_centre = block_first + static_cast<std::int64_t>(kHalf) - 1;
        const Phasor centre =
            unit_phasor(wave.origin + phase_at(wave.step, before_centre) + half_step(wave.step));
        re[i] = wave.weight * centre.re;
        im[i] = wave.weight * centre.im;
    }
}

void LagBlocks::advance(double* re, double* im) const {
    for (std::size_t i = 0; i < waves_.size(); ++i) {
        const double turned = re[i] * advance_cosine_[i] - im[i] * advance_sine_[i];
        im[i] = re[i] * advance_sine_[i] + im[i] * advance_cosine_[i];
        re[i] = turned;
    }
}

void LagBlocks::sums(std::int64_t first, std::span<double> out) const {
    for_each_block(first, out.size(), [&](std::size_t offset, const double* re, const double* im) {
        std::array<double, kHalf> even{}, odd{};
        std::size_t i = 0;
        for (; i + 2 <= terms(); i += 2) {  // two at a time: half the loads and stores of the sums
            const double *c0 = cosine(i), *c1 = cosine(i + 1), *s0 = sine(i), *s1 = sine(i + 1);
            const double re0 = re[i], re1 = re[i + 1], im0 = im[i], im1 = im[i + 1];
            for (std::size_t j = 0; j < kHalf; ++j) {
                even[j] += re0 * c0[j] + re1 * c1[j];
                odd[j] += im0 * s0[j] + im1 * s1[j];
            }
        }
        for (; i < terms(); ++i) {
            const double *c = cosine(i), *s = sine(i);
            for (std::size_t j = 0; j < kHalf; ++j) {
                even[j] += re[i] * c[j];
                odd[j] += im[i] * s[j];
            }
        }
        std::array<double, kLength> block{};
        for (std::size_t j = 0; j < kHalf; ++j) {
            block[kHalf + j] = even[j] - odd[j];
            block[kHalf - 1 - j] = even[j] + odd[j];
        }
        const std::size_t length = std::min(kLength, out.size() - offset);
        std::copy_n(block.begin(), length, out.begin() + static_cast<std::ptrdiff_t>(offset));
    });
}

}  // namespace rope
