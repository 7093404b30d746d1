#include "core/base/parameter.h"

namespace rope {

Value initial_value(const ParamSpec& spec) {
    switch (spec.type) {
        case ParamType::boolean:
            return spec.initial != 0;
        case ParamType::integer:
            return static_cast<std::int64_t>(spec.initial);
        case ParamType::number:
            return spec.initial;
        case ParamType::choice:
        case ParamType::text:
            break;
    }
    return std::string(spec.initial_text);
}

}  // namespace rope
