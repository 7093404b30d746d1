#include "tests/reference/compare.h"

#include <cmath>
#include <limits>
#include <optional>

#include "core/base/number_text.h"

namespace rope::reference {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::optional<double> number_of(const nlohmann::json& value) {
    if (value.is_number()) return value.get<double>();
    if (value == "inf") return kInfinity;
    if (value == "-inf") return -kInfinity;
    if (value.is_null()) return kNone;
    return std::nullopt;
}

std::string text_of(const nlohmann::json& value) {
    if (value.is_number_float()) {
        const double number = value.get<double>();
        return std::isfinite(number) ? exact_text(number)
               : std::isnan(number)  ? "null"
               : number > 0          ? "inf"
                                     : "-inf";
    }
    std::string text = value.dump();
    if (text.size() > 60) text = text.substr(0, 57) + "...";
    return text;
}

class Comparison {
  public:
    Comparison(Tolerance tolerance, const nlohmann::json& by_field)
        : tolerance_(tolerance), by_field_(by_field) {}

    void visit(const nlohmann::json& want, const nlohmann::json& got, const std::string& path,
               const std::string& field) {
        const Tolerance tolerance = tolerance_of(field);
        if (want.is_object() && got.is_object()) {
            for (const auto& item : want.items()) {
                const std::string prefix = path.empty() ? "" : ".";
                const std::string inner_path = path + prefix + item.key(),
                                  inner = field + prefix + item.key();
                if (!got.contains(item.key())) {
                    found_.push_back(
                        {inner_path, text_of(item.value()), "unknown expected field", kNone, {}});
                    continue;
                }
                visit(item.value(), got.at(item.key()), inner_path, inner);
            }
            return;
        }
        if (want.is_array() && got.is_array()) {
            if (want.size() != got.size()) {
                found_.push_back({path, std::to_string(want.size()) + " entries",
                                  std::to_string(got.size()) + " entries", kNone, tolerance});
                return;
            }
            for (std::size_t i = 0; i < want.size(); ++i) {
                visit(want[i], got[i], path + "[" + std::to_string(i) + "]", field);
            }
            return;
        }
        if (!equal(want, got, tolerance)) {
            const std::optional<double> a = number_of(want), b = number_of(got);
            found_.push_back(
                {path, text_of(want), text_of(got), a && b ? std::abs(*a - *b) : kNone, tolerance});
        }
    }

    std::vector<Mismatch> found() { return std::move(found_); }

  private:
    static bool equal(const nlohmann::json& want, const nlohmann::json& got, Tolerance tolerance) {
        if (want.is_boolean() || got.is_boolean()) return want == got;
        if (want.is_number_integer() && got.is_number_integer()) return want == got;
        const std::optional<double> a = number_of(want), b = number_of(got);
        if (!a || !b) return want == got;
        if (std::isnan(*a) || std::isnan(*b)) return std::isnan(*a) && std::isnan(*b);
        if (std::isinf(*a) || std::isinf(*b)) return *a == *b;
        return std::abs(*a - *b) <= tolerance.absolute + tolerance.relative * std::abs(*a);
    }

    Tolerance tolerance_of(const std::string& field) const {
        for (std::string name = field; !name.empty();) {
            const auto found = by_field_.find(name);
            if (found != by_field_.end()) return {found->value("abs", 0.0), found->value("rel", 0.0)};
            const std::size_t dot = name.rfind('.');
            name = dot == std::string::npos ? "" : name.substr(0, dot);
        }
        return tolerance_;
    }

    Tolerance tolerance_;
    const nlohmann::json& by_field_;
    std::vector<Mismatch> found_;
};

}  // namespace

std::vector<Mismatch> compare(const nlohmann::json& want, const nlohmann::json& got, Tolerance tolerance,
                              const nlohmann::json& by_field) {
    Comparison comparison(tolerance, by_field);
    comparison.visit(want, got, "", "");
    return comparison.found();
}

}  // namespace rope::reference
