#include "core/figure/kind/pair_quantities.h"

#include <cmath>
#include <numbers>
#include <vector>

#include "core/figure/kind/series.h"

namespace rope {

std::string_view quantity_title(Quantity quantity) {
    switch (quantity) {
        case Quantity::wavelength:
            return "wavelength (tokens)";
        case Quantity::theta:
            return "*θ*_{*i*} (rad/token)";
        case Quantity::turns:
            return "turns in the context";
        case Quantity::ratio:
            return "*θ* after / before";
    }
    return "";
}

std::string_view quantity_column(Quantity quantity) {
    switch (quantity) {
        case Quantity::wavelength:
            return "wavelength";
        case Quantity::theta:
            return "theta";
        case Quantity::turns:
            return "turns_in_context";
        case Quantity::ratio:
            return "ratio";
    }
    return "";
}

bool is_scaled(const FigureModel& model) {
    return model.spec.scaling.type == "custom" ||
           model.frequencies->table.theta != model.frequencies->unscaled.theta;
}

double ratio_of(const ModelFrequencies& frequencies, std::size_t i) {
    const double before = frequencies.unscaled.theta[i];
    return before > 0 ? frequencies.table.theta[i] / before : kNoValue;
}

double value_of(const FigureModel& model, std::size_t i, bool scaled, Quantity quantity) {
    const ModelFrequencies& frequencies = *model.frequencies;
    const double theta = (scaled ? frequencies.table : frequencies.unscaled).theta[i];
    if (!(theta > 0)) return kNoValue;
    switch (quantity) {
        case Quantity::wavelength:
            return 2 * std::numbers::pi / theta;
        case Quantity::theta:
            return theta;
        case Quantity::turns:
            return static_cast<double>(model.spec.context_length) * theta / (2 * std::numbers::pi);
        case Quantity::ratio:
            return scaled ? ratio_of(frequencies, i) : 1;
    }
    return kNoValue;
}

PairBands bands_of(const FigureModel& model) {
    constexpr double kSameRatio = 1e-12;
    const std::vector<double>& theta = model.frequencies->table.theta;
    PairBands bands{.pairs = static_cast<int>(theta.size())};
    std::vector<double> ratios;
    for (std::size_t i = 0; i < theta.size(); ++i) {
        ratios.push_back(ratio_of(*model.frequencies, i));
        if (ratios[i] < bands.smallest) bands.smallest = ratios[i];
        bands.still += theta[i] == 0;
        bands.unfinished += theta[i] * static_cast<double>(model.spec.context_length) < 2 * std::numbers::pi;
    }
    for (const double ratio : ratios) {
        bands.kept += std::abs(ratio - 1) <= kSameRatio;
        bands.slowest += bands.smallest < 1 - kSameRatio && ratio <= bands.smallest * (1 + kSameRatio);
    }
    return bands;
}

}  // namespace rope
