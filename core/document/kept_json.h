// A JSON object that is carried along without being understood. A value: copies share what nobody changes.
// Its own type, so that a Document does not pull the JSON library into every file that knows one.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>

namespace rope {

class KeptJson {
  public:
    bool empty() const { return json_ == nullptr; }
    const nlohmann::json& get() const;  // an empty object where nothing was kept
    void set(nlohmann::json object);

    friend bool operator==(const KeptJson& a, const KeptJson& b);

  private:
    std::shared_ptr<const nlohmann::json> json_;  // null: empty
};

}  // namespace rope
