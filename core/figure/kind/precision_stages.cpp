#include "core/figure/kind/precision_stages.h"

namespace rope {

Precision precision_stages(const ParamValues& values, const Precision& otherwise) {
    constexpr NumberFormat kFormats[] = {NumberFormat::fp64, NumberFormat::fp32, NumberFormat::bf16,
                                         NumberFormat::fp16};
    Precision chosen = otherwise;
    NumberFormat* const stages[] = {&chosen.angle, &chosen.cosine, &chosen.multiply, &chosen.accumulate};
    for (std::size_t i = 0; i < std::size(stages); ++i) {
        const auto given = values.find(kPrecisionStageRows[i].id);
        if (given == values.end()) continue;
        for (const NumberFormat format : kFormats)
            if (given->second == Value(std::string(id(format)))) *stages[i] = format;
    }
    return chosen;
}

}  // namespace rope
