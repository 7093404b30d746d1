#include "core/figure/kind/multiplier_handles.h"

#include <algorithm>
#include <cmath>

namespace rope {
namespace {

constexpr double kAlike = 1e-12;                          // two roundings of one product
constexpr double kSlower = 30, kFaster = 3;               // room around multiplier 1
constexpr double kOnDecade = 1e-9;                        // [decades] as near counts as on it
constexpr double kLeastDecade = -300, kMostDecade = 300;  // decades

bool follows_multipliers(const FigureModel& model) {
    const auto found = model.spec.scaling.lists.find("multipliers");
    const std::vector<double> none{1};
    const std::vector<double>& list =
        found == model.spec.scaling.lists.end() || found->second.empty() ? none : found->second;
    const std::vector<double>&before = model.frequencies->unscaled.theta,
          &after = model.frequencies->table.theta;
    for (std::size_t i = 0; i < after.size(); ++i) {
        const double wanted = before[i] * (list.size() == 1 ? list.front() : list[i]);
        if (std::abs(after[i] - wanted) > kAlike * wanted) return false;
    }
    return true;
}

}  // namespace

std::vector<MultiplierHandles> multiplier_handles(const std::vector<FigureModel>& models,
                                                  const UnscaledValue& value, bool falling) {
    std::vector<MultiplierHandles> handles;
    for (std::size_t m = 0; m < models.size(); ++m) {
        if (models[m].spec.scaling.type != "custom" || !follows_multipliers(models[m])) continue;
        MultiplierHandles one{m, {}, falling};
        for (std::size_t i = 0; i < models[m].frequencies->table.theta.size(); ++i)
            one.at_one.push_back(value(models[m], i));
        handles.push_back(std::move(one));
    }
    return handles;
}

void make_room_for_multipliers(Axis& y, const std::vector<MultiplierHandles>& handles) {
    double lo = y.lo, hi = y.hi;
    for (const MultiplierHandles& one : handles) {
        for (const double value : one.at_one) {
            if (!(value > 0)) continue;
            lo = std::min(lo, value / (one.falling ? kFaster : kSlower));
            hi = std::max(hi, value * (one.falling ? kSlower : kFaster));
        }
    }
    const double first = std::floor(std::log10(lo) + kOnDecade), last = std::ceil(std::log10(hi) - kOnDecade);
    y.lo = std::pow(10, std::clamp(first, kLeastDecade, kMostDecade - 1));
    y.hi = std::pow(10, std::clamp(last, kLeastDecade + 1, kMostDecade));
}

}  // namespace rope
