#include "app/cli/precision_option.h"

#include <fmt/format.h>

#include "core/figure/kind/precision_stages.h"

namespace rope::cli {
namespace {

constexpr NumberFormat kNumberFormats[] = {NumberFormat::fp64, NumberFormat::fp32, NumberFormat::bf16,
                                           NumberFormat::fp16};

std::optional<Precision> precision_named(std::string_view name) {
    for (const NumberFormat format : kNumberFormats)
        if (id(format) == name) return Precision{format, format, format, format, FrequencySteps::exact};
    const Pipeline* pipeline = find_pipeline(name);
    return pipeline == nullptr ? std::nullopt : std::optional(pipeline->precision);
}

std::vector<std::string_view> known_names() {
    std::vector<std::string_view> names;
    for (const NumberFormat format : kNumberFormats)
        names.push_back(id(format));
    for (const Pipeline& pipeline : pipelines())
        if (pipeline.id != names.front()) names.push_back(pipeline.id);
    return names;
}

}  // namespace

void PrecisionOption::declare(Options& options) {
    options.value("--precision", "NAME",
                  "as in number formats instead of exactly: fp64, fp32, bf16 or fp16 at every stage, or one "
                  "of rope-explorer list pipelines, hf_float32 and ggml among them; single stages: --set "
                  "precision.frequency=ggml, precision.angle=bf16 (cosine, multiply, accumulate)",
                  [this](const std::string& name) -> Checked<Done> {
                      named_ = precision_named(name);
                      if (named_) return Done{};
                      return usage_fault("unknown_precision", "'" + name + "'", "is not a precision",
                                         did_you_mean(name, known_names(),
                                                      fmt::format("use {}", fmt::join(known_names(), ", "))),
                                         "--precision");
                  });
}

std::optional<Precision> PrecisionOption::chosen(const DocumentOptions& given,
                                                 const Document& document) const {
    ParamValues stages;
    for (const ParamSpec& row : kPrecisionStageRows) {
        if (!given.gave("--set " + std::string(row.id))) continue;
        const Parameter* parameter = find_parameter(row.id);
        stages.emplace(row.id, parameter->get(document, *parameter, 0));
    }
    if (!named_ && stages.empty()) return std::nullopt;
    return precision_stages(stages, named_.value_or(find_pipeline("fp64")->precision));
}

std::string precision_words(const Precision& precision) {
    return fmt::format(
        "{}angle {}, cos and sin {}, multiply {}, accumulate {}",
        precision.frequency == FrequencySteps::exact ? ""
                                                     : fmt::format("frequency {}, ", id(precision.frequency)),
        id(precision.angle), id(precision.cosine), id(precision.multiply), id(precision.accumulate));
}

}  // namespace rope::cli
