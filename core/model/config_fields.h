// Typed reading of the fields of a JSON object from outside. The first fault is kept and reading goes on with
// nothing, so that a reader states its fields one after the other and asks once at the end.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/checked.h"

namespace rope {

class FirstFault {
  public:
    explicit FirstFault(std::string where) : where_(std::move(where)) {}
    void add(std::string id, std::string subject, std::string rule, std::string remedy = {});
    const std::optional<Fault>& fault() const { return fault_; }

  private:
    std::string where_;
    std::optional<Fault> fault_;
};

// A view: the JSON and the FirstFault must outlive it. null counts as absent everywhere.
class ConfigFields {
  public:
    // `path` names the object in faults: "" for the file itself, "rope_scaling".
    ConfigFields(const nlohmann::json& object, std::string path, FirstFault& first)
        : object_(&object), path_(std::move(path)), first_(&first) {}

    bool has(std::string_view name) const { return find(name) != nullptr; }
    std::optional<double> number(std::string_view name) const;  // finite
    // Whole, from 0 to `most`.
    std::optional<std::int64_t> count(std::string_view name, double most = kMostComponents) const;
    std::optional<bool> boolean(std::string_view name) const;
    std::optional<std::string> text(std::string_view name) const;
    std::optional<std::vector<double>> numbers(std::string_view name) const;  // a list of finite numbers
    std::optional<ConfigFields> object(std::string_view name) const;

    // The first of several names under which models state the same thing.
    std::optional<double> first_number(std::initializer_list<std::string_view> names) const;
    std::optional<std::int64_t> first_count(std::initializer_list<std::string_view> names,
                                            double most = kMostComponents) const;

    static constexpr double kMostComponents = 2147483647;  // what an int holds
    static constexpr double kMostTokens = 0x1p53;          // whether so many can be computed is asked later

    const nlohmann::json& json() const { return *object_; }
    std::string named(std::string_view name) const;  // "rope_scaling.factor"
    FirstFault& first_fault() const { return *first_; }

  private:
    const nlohmann::json* find(std::string_view name) const;
    std::optional<double> finite(const nlohmann::json& value, const std::string& name) const;
    void wrong(std::string_view name, const nlohmann::json& value, std::string id, std::string rule,
               std::string remedy = {}) const;

    const nlohmann::json* object_;
    std::string path_;
    FirstFault* first_;
};

}  // namespace rope
