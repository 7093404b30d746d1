#include "app/cli/mrope_sequence.h"

#include "app/cli/number_list.h"
#include "core/base/number_text.h"
#include "core/rope/mrope_sequence.h"

namespace rope::cli {

void SequenceOptions::declare(Options& options, std::string_view help) {
    options.value("--sequence", "SEQ", help, [this](const std::string& text) -> Checked<Done> {
        Checked<std::vector<MropeSegment>> parsed = parse_mrope_sequence(text, "--sequence");
        if (!parsed.ok()) return parsed.fault();
        segments = std::move(parsed).value();
        return Done{};
    });
    options.value("--merge", "N", "patches that become one token, along each side (default 2)",
                  [this](const std::string& text) -> Checked<Done> {
                      const Checked<std::int64_t> sides = parse_integer(text, 1, 1024, "--merge");
                      if (!sides.ok()) return sides.fault();
                      merge = sides.value();
                      return Done{};
                  });
    options.value("--frame-step", "S",
                  "what a frame of a video adds to t: seconds per frame times tokens per second in "
                  "Qwen2.5-VL (default 1)",
                  [this](const std::string& text) -> Checked<Done> {
                      const Checked<double> step = parse_number(text, "--frame-step");
                      if (!step.ok()) return step.fault();
                      frame_step = step.value();
                      return Done{};
                  });
    options.flag("--no-markers", "no vision_start and vision_end around images and videos", no_markers);
}

Checked<MropePositions> SequenceOptions::positions(Console& console) const {
    std::vector<MropeSegment> all = segments;
    for (const MropeSegment& segment : segments) {
        if (const std::string words = left_over_words(segment, merge); !words.empty())
            console.note("--sequence: " + words);
    }
    for (MropeSegment& segment : all) {
        segment.frame_step = frame_step;
        segment.markers = !no_markers;
    }
    Checked<MropePositions> found = mrope_positions(all, merge);
    if (found.ok()) return found;
    Fault fault = found.fault();
    fault.kind = FaultKind::usage;
    if (fault.where.empty()) fault.where = "--sequence";
    return fault;
}

}  // namespace rope::cli
