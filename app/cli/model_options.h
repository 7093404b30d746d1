// MODEL and the other flags that say what is shown: every one becomes an Edit of one Document.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/console.h"
#include "app/cli/options.h"
#include "core/document/edit.h"

namespace rope::cli {

// The flags that are parameters under a shorter name, in the order in which they are applied.
struct ModelFlag {
    std::string_view flag, value_name, id, help;
};
std::span<const ModelFlag> model_flags();

class DocumentOptions {
  public:
    // --config --preset, the model flags, --set. The object must outlive parse().
    void declare_model(Options& options);
    // --query V, --key V.
    void declare_vectors(Options& options);

    // Everything given, applied at once to the default document: sources first, then flags, then --set, for
    // each model. A refused edit names its flag; a flag that another one overrode is said to `console`.
    Checked<Document> document(Console& console) const;
    // The same where only one model makes sense. Fault too_many_models.
    Checked<Document> one_model(Console& console) const;

  private:
    struct Step {
        std::string where;  // the flag, for faults
        std::string id;     // of the parameter it sets; empty for models and vectors
        decltype(Together::edits)::value_type edit;
    };
    struct ModelPart {
        std::string source_flag, source;  // "--config", path; empty: the default model
        std::map<std::string_view, std::string> flags;
        std::vector<std::string> settings;  // ID=VALUE
    };
    void start_model(std::string_view flag, const std::string& source);
    Checked<std::vector<Step>> steps() const;
    static Checked<Done> append_parameter(std::string_view id, std::string_view text,
                                          const std::string& where, std::size_t model,
                                          std::vector<Step>& steps);
    static Checked<Document> apply_all(const std::vector<Step>& steps);

    std::vector<ModelPart> parts_{1};
    std::vector<std::pair<bool, std::string>> vectors_;  // is the query, V
};

}  // namespace rope::cli
