// MODEL and the other flags that say what is shown: every one becomes an Edit of one Document.
#pragma once

#include <string>
#include <vector>

#include "app/cli/console.h"
#include "app/cli/options.h"
#include "core/document/edit.h"

namespace rope::cli {

// The flags that are parameters under a shorter name.
struct ModelFlag {
    std::string_view flag, value_name, id, help;
};
std::span<const ModelFlag> model_flags();

class DocumentOptions {
  public:
    // --config --preset, the model flags, --set. The object must outlive parse().
    void declare_model(Options& options);
    // --query V, --key V, and the projections.
    void declare_vectors(Options& options);
    // --w-q W, --w-k W.
    void declare_projections(Options& options);

    // Whether the flag stood on the command line, for commands that do more when it did.
    bool gave(std::string_view flag) const;

    // Everything given, applied to the default document: first the sources of the models, then all flags and
    // --set at once, in the order of the command line. A refused edit names its flag; one without effect is
    // said to `console`.
    Checked<Document> document(Console& console) const;
    // The same where only one model makes sense. Fault too_many_models.
    Checked<Document> one_model(Console& console) const;

  private:
    struct Setting {
        std::string where;  // the flag, for faults
        std::string id;     // of the parameter
        std::string text;
    };
    struct ModelPart {
        std::string_view source_flag;  // "--config" or "--preset"; empty: the default model
        std::string source;
        std::vector<Setting> settings;
    };
    struct Step {
        std::string where;
        SingleEdit edit;
    };
    void start_model(std::string_view flag, const std::string& source);
    Checked<Document> sources() const;
    Checked<std::vector<Step>> steps() const;

    std::vector<ModelPart> parts_{1};
    std::vector<Setting> vectors_;
};

}  // namespace rope::cli
