#include "tests/reference/runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <new>
#include <ostream>
#include <sstream>

#include "tests/reference/compare.h"
#include "tests/reference/isolation.h"

namespace rope::reference {
namespace {

using nlohmann::json;

constexpr std::size_t kMostShown = 8;  // differing numbers of one case

Tolerance tolerance_of(const json& one) {
    const json tolerance = one.value("tolerance", json::object());
    return {tolerance.value("abs", 0.0), tolerance.value("rel", 0.0)};
}

std::string line_of(const Mismatch& mismatch) {
    std::string line = fmt::format("{}: expected {}, got {}", mismatch.field, mismatch.want, mismatch.got);
    if (!std::isnan(mismatch.error)) {
        line += fmt::format(", error {:.3g}, tolerance abs {:.3g} rel {:.3g}", mismatch.error,
                            mismatch.tolerance.absolute, mismatch.tolerance.relative);
    }
    return line;
}

std::string id_of(const json& one) {
    const bool named = one.is_object() && one.contains("id") && one["id"].is_string();
    return named ? one["id"].get<std::string>() : "(no id)";
}

Failures failures_of(const json& one, Answer answer) {
    if (!one.is_object() || !one.contains("input") || !one["input"].is_object() ||
        !one.contains("expected") || !one["expected"].is_object())
        return {"input or expected is not an object"};
    try {
        const CaseInput input(one["input"]);
        const json got = answer(input);
        Failures lines;
        for (const std::string& name : input.unread())
            lines.push_back("unknown input field " + name);
        const json by_field = one.value("tolerance_by_field", json::object());
        const std::vector<Mismatch> found = compare(one.at("expected"), got, tolerance_of(one), by_field);
        for (std::size_t i = 0; i < std::min(found.size(), kMostShown); ++i)
            lines.push_back(line_of(found[i]));
        if (found.size() > kMostShown) lines.push_back(fmt::format("and {} more", found.size() - kMostShown));
        return lines;
    } catch (const CaseError& error) {
        return {error.what()};
    } catch (const std::bad_alloc&) {
        return {"the case needs more memory than there is"};
    } catch (const std::exception& error) {
        return {std::string("the case cannot be read: ") + error.what()};
    }
}

bool run_group(const std::string& name, const json& cases, bool allow_not_yet, std::ostream& out) {
    const auto known =
        std::find_if(groups().begin(), groups().end(), [&](const Group& g) { return g.name == name; });
    if (known == groups().end()) {
        const auto waiting = not_yet_groups();
        if (allow_not_yet && std::find(waiting.begin(), waiting.end(), name) != waiting.end()) {
            out << fmt::format("{}: {} cases, not yet\n", name, cases.size());
            return true;
        }
        out << fmt::format("  {}: unknown group\n{}: {} cases, {} failed\n", name, name, cases.size(),
                           cases.size());
        return false;
    }
    const std::vector<Failures> all =
        judge_isolated(cases.size(), [&](std::size_t i) { return failures_of(cases[i], known->answer); });
    std::size_t failed = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        failed += all[i].empty() ? 0 : 1;
        for (const std::string& line : all[i])
            out << "  " << id_of(cases[i]) << ": " << line << '\n';
    }
    out << fmt::format("{}: {} cases, {} failed\n", name, cases.size(), failed);
    return failed == 0 && !cases.empty();
}

bool run_file(const std::filesystem::path& path, const RunOptions& options, bool& found_only,
              std::ostream& out) {
    std::ifstream stream(path, std::ios::binary);
    std::stringstream text;
    text << stream.rdbuf();
    const json file = json::parse(text.str(), nullptr, false);
    const std::string stem = path.stem().string();
    if (!file.is_object() || !file.contains("cases") || !file["cases"].is_array()) {
        if (!options.only.empty() && stem != options.only) return true;
        found_only = true;
        out << "  " << path.filename().string() << ": not a reference file\n"
            << stem << ": 0 cases, 0 failed\n";
        return false;
    }
    const std::string name =
        file.contains("group") && file["group"].is_string() ? file["group"].get<std::string>() : stem;
    if (!options.only.empty() && name != options.only) return true;
    found_only = true;
    return run_group(name, file["cases"], options.allow_not_yet, out);
}

}  // namespace

bool run(const RunOptions& options, std::ostream& out) {
    std::vector<std::filesystem::path> files;
    std::error_code error;
    for (std::filesystem::directory_iterator at(options.folder, error), end; !error && at != end;
         at.increment(error)) {
        if (at->path().extension() == ".json") files.push_back(at->path());
    }
    if (error || files.empty()) {
        out << options.folder << ": no reference files there\n";
        return false;
    }
    std::sort(files.begin(), files.end());
    bool good = true, found_only = false;
    for (const std::filesystem::path& file : files)
        good &= run_file(file, options, found_only, out);
    if (!options.only.empty() && !found_only) {
        out << options.only << ": no such group in " << options.folder << '\n';
        return false;
    }
    return good;
}

}  // namespace rope::reference
