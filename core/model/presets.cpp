#include "core/model/presets.h"

#include <algorithm>
#include <vector>

#include "core/base/number_text.h"
#include "core/model/config_reader.h"

namespace rope {

const Preset* find_preset(std::string_view id) {
    const auto all = presets();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Preset& preset) { return preset.id == id; });
    return found == all.end() ? nullptr : &*found;
}

Checked<ModelSpec> read_preset(std::string_view id) {
    const Preset* preset = find_preset(id);
    if (preset == nullptr) {
        std::vector<std::string_view> ids;
        for (const Preset& known : presets())
            ids.push_back(known.id);
        const std::string nearest = nearest_name(id, ids.data(), ids.size());
        return Fault{.id = "unknown_preset",
                     .subject = "preset '" + std::string(id) + "'",
                     .rule = "is not known" + (nearest.empty() ? "" : ", did you mean " + nearest + "?"),
                     .remedy = "rope-explorer list presets names them all",
                     .where = "",
                     .kind = FaultKind::usage};
    }
    const std::string source = "preset:" + std::string(preset->id);
    auto model = read_config(preset->config, source);
    if (!model.ok()) return model.fault();
    model.value().name = preset->label;
    model.value().source = source;
    return model;
}

}  // namespace rope
