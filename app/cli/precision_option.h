// --precision and --set precision.STAGE: the number formats in which a command emulates an engine.
#pragma once

#include <optional>
#include <string>

#include "app/cli/model_options.h"
#include "core/rope/precision.h"

namespace rope::cli {

class PrecisionOption {
  public:
    // Declares --precision; the object must outlive parse(). Fault unknown_precision names the nearest.
    void declare(Options& options);
    // The stages of --precision (all fp64 without it), each replaced where --set names it; nothing where
    // neither was given: exact.
    std::optional<Precision> chosen(const DocumentOptions& given, const Document& document) const;

  private:
    std::optional<Precision> named_;
};

// "angle fp32, cos and sin bf16, multiply bf16, accumulate fp32": for answers. Begins with "frequency ggml, "
// where an engine forms it.
std::string precision_words(const Precision& precision);

}  // namespace rope::cli
