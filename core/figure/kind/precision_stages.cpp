#include "core/figure/kind/precision_stages.h"

namespace rope {

Precision precision_stages(const ParamValues& values, const Precision& otherwise) {
    constexpr NumberFormat kFormats[] = {NumberFormat::fp64, NumberFormat::fp32, NumberFormat::bf16,
                                         NumberFormat::fp16};
    Precision chosen = otherwise;
    const auto pick = [&](const ParamSpec& row, auto& stage, const auto& choices) {
        const auto given = values.find(row.id);
        if (given == values.end()) return;
        for (const auto choice : choices)
            if (given->second == Value(std::string(id(choice)))) stage = choice;
    };
    constexpr FrequencySteps kSteps[] = {FrequencySteps::exact, FrequencySteps::huggingface,
                                         FrequencySteps::ggml};
    pick(kPrecisionStageRows[0], chosen.frequency, kSteps);
    NumberFormat* const formats[] = {&chosen.angle, &chosen.cosine, &chosen.multiply, &chosen.accumulate};
    for (std::size_t i = 0; i < std::size(formats); ++i)
        pick(kPrecisionStageRows[i + 1], *formats[i], kFormats);
    return chosen;
}

}  // namespace rope
