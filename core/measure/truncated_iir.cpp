#include "core/measure/truncated_iir.h"

#include <algorithm>
#include <cmath>

#include "core/rope/frequencies.h"

namespace rope {

Pole make_pole(double alpha, double theta, std::size_t window) {
    require(window >= 1, "make_pole: the window holds at least one token");
    const FrequencyTable table = make_table(std::span<const double>(&theta, 1), 1);
    const auto power = [&](std::size_t k) {
        return std::exp(-alpha * static_cast<double>(k)) *
               unit_phasor(table.phase(0, static_cast<double>(k)));
    };
    return {.value = power(1), .tail_gain = power(window), .window = window};
}

std::vector<Phasor> full_response(const Pole& pole, std::span<const double> x) {
    std::vector<Phasor> response;
    response.reserve(x.size());
    Phasor y;
    for (const double input : x) {
        y = pole.value * y + Phasor{input, 0};
        response.push_back(y);
    }
    return response;
}

std::vector<Phasor> windowed_response(const Pole& pole, std::span<const double> x) {
    std::vector<Phasor> response;
    response.reserve(x.size());
    Phasor y, fresh;
    for (std::size_t n = 0; n < x.size(); ++n) {
        y = pole.value * y + Phasor{x[n], 0};
        fresh = pole.value * fresh + Phasor{x[n], 0};
        if (n >= pole.window) y = y - x[n - pole.window] * pole.tail_gain;
        if ((n + 1) % pole.window == 0) {
            y = fresh;
            fresh = {};
        }
        response.push_back(y);
    }
    return response;
}

std::vector<std::complex<float>> float32_response(const Pole& pole, std::span<const float> x,
                                                  std::size_t refresh) {
    require(refresh == 0 || refresh >= pole.window, "float32_response: a refreshed state holds a window");
    const auto pr = static_cast<float>(pole.value.re), pi = static_cast<float>(pole.value.im);
    const auto gr = static_cast<float>(pole.tail_gain.re), gi = static_cast<float>(pole.tail_gain.im);
    struct State {
        float re = 0, im = 0;
    };
    const auto step = [pr, pi](State y, float input) {
        const float re = pr * y.re - pi * y.im, im = pr * y.im + pi * y.re;
        return State{re + input, im};
    };
    std::vector<std::complex<float>> response;
    response.reserve(x.size());
    State y, fresh;
    for (std::size_t n = 0; n < x.size(); ++n) {
        y = step(y, x[n]);
        if (refresh > 0) fresh = step(fresh, x[n]);
        if (n >= pole.window) {
            const float old = x[n - pole.window];
            y.re -= gr * old;
            y.im -= gi * old;
        }
        if (refresh > 0 && (n + 1) % refresh == 0) y = fresh;
        if (refresh > 0 && (n + 1 + pole.window) % refresh == 0) fresh = {};
        response.emplace_back(y.re, y.im);
    }
    return response;
}

std::vector<double> float32_drift(const Pole& pole, std::span<const float> x, std::size_t refresh) {
    const std::vector<std::complex<float>> rounded = float32_response(pole, x, refresh);
    const std::vector<double> inputs(x.begin(), x.end());
    const std::vector<Phasor> exact = windowed_response(pole, inputs);
    std::vector<double> drift;
    drift.reserve(x.size());
    for (std::size_t n = 0; n < x.size(); ++n) {
        const double re = rounded[n].real() - exact[n].re, im = rounded[n].imag() - exact[n].im;
        drift.push_back(std::sqrt(re * re + im * im));
    }
    return drift;
}

std::vector<double> with_phase(std::span<const Phasor> response, double phase) {
    const Phasor turn = unit_phasor(phase);
    std::vector<double> values;
    values.reserve(response.size());
    for (const Phasor& y : response)
        values.push_back((turn * y).re);
    return values;
}

HybridMemory hybrid_memory(const Pole& pole, std::span<const double> kernel, double tail_weight,
                           std::span<const double> x) {
    require(kernel.size() == pole.window, "hybrid_memory: one kernel value per token of the window");
    HybridMemory memory;
    Phasor tail;
    for (std::size_t n = 0; n < x.size(); ++n) {
        double window = 0;
        for (std::size_t k = 0; k < std::min(kernel.size(), n + 1); ++k)
            window += kernel[k] * x[n - k];
        tail = pole.value * tail;
        if (n >= pole.window) tail = tail + x[n - pole.window] * pole.tail_gain;
        memory.window.push_back(window);
        memory.tail.push_back(tail.re);
        memory.output.push_back(window + tail_weight * tail.re);
    }
    return memory;
}

}  // namespace rope
