#include "core/document/kept_json.h"

#include <nlohmann/json.hpp>
#include <utility>

namespace rope {

const nlohmann::json& KeptJson::get() const {
    static const nlohmann::json nothing = nlohmann::json::object();
    return json_ ? *json_ : nothing;
}

void KeptJson::set(nlohmann::json object) {
    json_ = object.empty() ? nullptr : std::make_shared<const nlohmann::json>(std::move(object));
}

bool operator==(const KeptJson& a, const KeptJson& b) {
    return a.json_ == b.json_ || a.get() == b.get();
}

}  // namespace rope
