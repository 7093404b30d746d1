#include "core/measure/truncated_iir.h"

#include <algorithm>
#include <cmath>

#include "core/rope/frequencies.h"

namespace rope {
namespace {

// windowed_response(), one token after the other.
class ExactWindow {
  public:
    explicit ExactWindow(const Pole& pole) : pole_(pole) {
        require(pole.window >= 1, "windowed_response: the window holds at least one token");
    }

    Phasor next(auto x, std::size_t n) {
        const auto input = static_cast<double>(x[n]);
        y_ = pole_.value * y_ + Phasor{input, 0};
        fresh_ = pole_.value * fresh_ + Phasor{input, 0};
        if (n >= pole_.window) y_ = y_ - static_cast<double>(x[n - pole_.window]) * pole_.tail_gain;
        if (++since_refresh_ == pole_.window) {
            y_ = fresh_;
            fresh_ = {};
            since_refresh_ = 0;
        }
        return y_;
    }

  private:
    const Pole& pole_;
    Phasor y_, fresh_;
    std::size_t since_refresh_ = 0;  // tokens
};

// float32_response(), one token after the other.
class Float32Window {
  public:
    Float32Window(const Pole& pole, std::size_t refresh)
        : pr_(static_cast<float>(pole.value.re)),
          pi_(static_cast<float>(pole.value.im)),
          gr_(static_cast<float>(pole.tail_gain.re)),
          gi_(static_cast<float>(pole.tail_gain.im)),
          window_(pole.window),
          refresh_(refresh) {
        require(refresh == 0 || refresh >= pole.window, "float32_response: a refreshed state holds a window");
    }

    std::complex<float> next(std::span<const float> x, std::size_t n) {
        y_ = step(y_, x[n]);
        if (refresh_ > 0) fresh_ = step(fresh_, x[n]);
        if (n >= window_) {
            const float old = x[n - window_];
            y_.re -= gr_ * old;
            y_.im -= gi_ * old;
        }
        if (refresh_ > 0 && (n + 1) % refresh_ == 0) y_ = fresh_;
        if (refresh_ > 0 && (n + 1 + window_) % refresh_ == 0) fresh_ = {};
        return {y_.re, y_.im};
    }

  private:
    struct State {
        float re = 0, im = 0;
    };
    State step(State y, float input) const {
        const float re = pr_ * y.re - pi_ * y.im, im = pr_ * y.im + pi_ * y.re;
        return State{re + input, im};
    }

    float pr_, pi_, gr_, gi_;
    std::size_t window_, refresh_;
    State y_, fresh_;
};

}  // namespace

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
    ExactWindow exact(pole);
    for (std::size_t n = 0; n < x.size(); ++n)
        response.push_back(exact.next(x, n));
    return response;
}

std::vector<std::complex<float>> float32_response(const Pole& pole, std::span<const float> x,
                                                  std::size_t refresh) {
    std::vector<std::complex<float>> response;
    response.reserve(x.size());
    Float32Window rounded(pole, refresh);
    for (std::size_t n = 0; n < x.size(); ++n)
        response.push_back(rounded.next(x, n));
    return response;
}

std::vector<double> float32_drift(const Pole& pole, std::span<const float> x, std::size_t refresh) {
    std::vector<double> drift;
    drift.reserve(x.size());
    Float32Window rounded(pole, refresh);
    ExactWindow exact(pole);
    for (std::size_t n = 0; n < x.size(); ++n) {
        const std::complex<float> y = rounded.next(x, n);
        const Phasor truth = exact.next(x, n);
        const double re = y.real() - truth.re, im = y.imag() - truth.im;
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
