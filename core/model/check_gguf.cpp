#include <fmt/format.h>

#include <cmath>

#include "core/base/atomic_file.h"
#include "core/base/mapped_file.h"
#include "core/base/number_text.h"
#include "core/model/gguf.h"
#include "core/model/gguf_model.h"
#include "core/model/model_check.h"
#include "core/model/model_spec.h"

namespace rope {
namespace {

using nlohmann::json;

class GgufCheck {
  public:
    GgufCheck(const GgufFile& file, ModelCheck& into) : file_(file), into_(into) {
        const auto arch = file.metadata.find("general.architecture");
        if (arch != file.metadata.end() && arch->is_string()) arch_ = arch->get<std::string>();
    }

    void run() {
        explain();
        const auto factor = number("rope.scaling.factor"), legacy = number("rope.scale_linear");
        if (factor && legacy)
            add("both_factor_keys", "rope.scale_linear",
                fmt::format("is {} beside rope.scaling.factor = {}, which wins", shortest_text(*legacy),
                            shortest_text(*factor)),
                "keep rope.scaling.factor");
        const std::string type = text("rope.scaling.type");
        const auto original = number("rope.scaling.original_context_length"),
                   context = number("context_length");
        const bool long_type = type == "yarn" || type == "longrope";
        if (long_type && !original)
            add("missing_original", "rope.scaling.original_context_length",
                "is missing; engines take context_length for the trained length");
        if (type == "none" && factor && *factor != 1)
            add("unused_field", "rope.scaling.factor", "is not read, because rope.scaling.type is none");
        if (long_type && factor && original && context && *factor * *original != *context)
            add("factor_mismatch", "rope.scaling.factor",
                fmt::format("{} times the trained {} tokens is {}, and context_length is {}",
                            shortest_text(*factor), shortest_text(*original),
                            shortest_text(*factor * *original), shortest_text(*context)));
        check_sections();
        check_tensors();
    }

  private:
    void add(std::string id, const std::string& field, std::string problem, std::string remedy = "") {
        into_.findings.push_back({std::move(id), arch_ + "." + field, std::move(problem), std::move(remedy)});
    }
    const json* find(std::string_view name) const {
        const auto found = file_.metadata.find(arch_ + "." + std::string(name));
        return found == file_.metadata.end() ? nullptr : &*found;
    }
    std::optional<double> number(std::string_view name) const {
        const json* value = find(name);
        if (value == nullptr || !value->is_number() || !std::isfinite(value->get<double>())) return {};
        return value->get<double>();
    }
    std::string text(std::string_view name) const {
        const json* value = find(name);
        return value != nullptr && value->is_string() ? value->get<std::string>() : "";
    }

    void explain() {
        into_.fields.push_back({"general.architecture", arch_,
                                "the family: decides the layout of pairs, and begins the other names"});
        for (const auto& [key, value] : file_.metadata.items()) {
            if (!key.starts_with(arch_ + ".")) continue;
            const std::string_view meaning =
                gguf_field_meaning(std::string_view(key).substr(arch_.size() + 1));
            if (!meaning.empty()) into_.fields.push_back({key, short_value(value), std::string(meaning)});
        }
        const std::pair<const char*, const char*> kTensors[] = {
            {"rope_freqs.weight",
             "one divisor a pair, with which Llama 3's scaling is stored; in Gemma 4, of the full-attention "
             "layers, "
             "10^30 for the pairs that stand still"},
            {"rope_factors_short.weight", "LongRoPE: one divisor a pair, for lengths up to L"},
            {"rope_factors_long.weight", "LongRoPE: one divisor a pair, for lengths beyond L"}};
        for (const auto& [name, meaning] : kTensors) {
            const auto found = file_.tensors.find(name);
            if (found != file_.tensors.end())
                into_.fields.push_back({name, fmt::format("{} numbers", elements(found->second)), meaning});
        }
    }

    static std::uint64_t elements(const GgufTensor& tensor) {
        std::uint64_t count = 1;
        for (const std::uint64_t axis : tensor.shape)
            count *= axis;
        return count;
    }

    void check_sections() {
        const json* sections = find("rope.dimension_sections");
        const auto dimensions = number("rope.dimension_count");
        if (sections == nullptr || !sections->is_array()) return;
        double sum = 0;
        for (const json& each : *sections)
            sum += each.is_number() ? each.get<double>() : 0;
        if (!(sum > 0))
            add("section_empty", "rope.dimension_sections", "has no pair on any axis");
        else if (dimensions && sum != *dimensions / 2)
            add("sections_sum", "rope.dimension_sections",
                fmt::format("adds up to {}, and {} components are {} pairs", shortest_text(sum),
                            shortest_text(*dimensions), shortest_text(*dimensions / 2)));
    }

    void check_tensors() {
        const auto dimensions = number("rope.dimension_count");
        for (const char* name :
             {"rope_freqs.weight", "rope_factors_short.weight", "rope_factors_long.weight"}) {
            const auto found = file_.tensors.find(name);
            if (found == file_.tensors.end() || !dimensions) continue;
            if (static_cast<double>(elements(found->second)) != *dimensions / 2)
                into_.findings.push_back({"list_length", name,
                                          fmt::format("has {} entries for {} pairs", elements(found->second),
                                                      shortest_text(*dimensions / 2)),
                                          ""});
        }
    }

    const GgufFile& file_;
    ModelCheck& into_;
    std::string arch_;
};

}  // namespace

Checked<ModelCheck> check_gguf(std::string_view file, const std::string& where) {
    const Checked<GgufFile> read = read_gguf(file, where);
    if (!read.ok()) return read.fault();
    ModelCheck check;
    GgufCheck(read.value(), check).run();
    const Checked<ModelSpec> model = read_gguf_model(file, where);
    if (!model.ok()) check.refused = model.fault();
    return check;
}

Checked<ModelCheck> check_model_file(const std::string& path) {
    constexpr std::size_t kMostBytes = std::size_t{64} << 20;
    if (const auto mapped = MappedFile::open(path);
        mapped.ok() && meant_as_gguf(mapped.value().bytes(), path))
        return check_gguf(mapped.value().bytes(), path);
    const Checked<std::string> text = read_file(path, kMostBytes);
    if (!text.ok()) return text.fault();
    return meant_as_gguf(text.value(), path) ? check_gguf(text.value(), path)
                                             : check_config(text.value(), path);
}

}  // namespace rope
