// Positions with several coordinates on the command line: which there are, and how fast pairs turn by each.
#pragma once

#include <string>
#include <vector>

#include "app/cli/model_options.h"
#include "app/cli/mrope_sequence.h"
#include "core/rope/axes.h"

namespace rope::cli {

class AxisOptions {
  public:
    // --rule, --coordinates, --sequence and what belongs to them; the object must outlive parse().
    void declare(Options& options);
    bool given() const { return !points_.empty() || !sequence_.segments.empty() || !rule_.empty(); }

    struct Points {
        std::vector<std::string> names;           // "t", "h", "w" or "x", "y"
        std::vector<std::vector<double>> points;  // one coordinate a name
        AxisFrequencies frequencies;
        ModelSpec model;  // at the length of the call: the largest position id + 1
    };
    // Faults: unknown_rule, no_sections, wrong_coordinate_count, those of the rules.
    Checked<Points> points(const Document& document, Console& console) const;

  private:
    std::string rule_, theta_x_, theta_y_;
    std::vector<std::vector<double>> points_;
    SequenceOptions sequence_;
};

}  // namespace rope::cli
