#include "app/cli/mrope_sequence.h"

#include <fmt/format.h>

#include <array>

#include "app/cli/number_list.h"
#include "core/base/number_text.h"

namespace rope::cli {
namespace {

struct Form {
    std::string_view name;
    std::size_t counts;
};
constexpr std::array<Form, 3> kForms{{{"text", 1}, {"image", 2}, {"video", 3}}};
constexpr std::int64_t kLongestSide = 65536;  // of an image [patches]; frames of a video

Checked<MropeSegment> parse_segment(std::string_view text, std::string_view where) {
    const std::size_t colon = text.find(':');
    const std::string_view name = text.substr(0, colon);
    for (const Form& form : kForms) {
        if (name != form.name || colon == std::string_view::npos) continue;
        std::vector<std::int64_t> counts;
        for (const std::string_view part : split(text.substr(colon + 1), 'x')) {
            const Checked<std::int64_t> count =
                parse_integer(part, 1, form.counts == 1 ? kMostMropeTokens : kLongestSide, where);
            if (!count.ok()) {
                Fault fault = count.fault();
                fault.kind = FaultKind::usage;
                return fault;
            }
            counts.push_back(count.value());
        }
        if (counts.size() != form.counts) break;
        if (form.counts == 1) return MropeSegment{.tokens = counts[0]};
        MropeSegment vision{.kind = MropeSegment::Kind::vision};
        vision.frames = form.counts == 3 ? counts[0] : 1;
        vision.rows = counts[form.counts - 2];
        vision.columns = counts[form.counts - 1];
        return vision;
    }
    return usage_fault("bad_sequence", "'" + std::string(text) + "'", "is no part of a sequence",
                       "write text:TOKENS, image:ROWSxCOLUMNS or video:FRAMESxROWSxCOLUMNS",
                       std::string(where));
}

}  // namespace

Checked<std::vector<MropeSegment>> parse_sequence(std::string_view text, std::string_view where) {
    std::vector<MropeSegment> segments;
    for (const std::string_view part : split(text, ',')) {
        const Checked<MropeSegment> segment = parse_segment(part, where);
        if (!segment.ok()) return segment.fault();
        segments.push_back(segment.value());
    }
    return segments;
}

void SequenceOptions::declare(Options& options, std::string_view help) {
    options.value("--sequence", "SEQ", help, [this](const std::string& text) -> Checked<Done> {
        Checked<std::vector<MropeSegment>> parsed = parse_sequence(text, "--sequence");
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
    // Engines resize images first; here what does not fill a token has none, and that is said.
    for (const MropeSegment& segment : segments) {
        const std::int64_t rows = segment.rows % merge, columns = segment.columns % merge;
        if (segment.kind == MropeSegment::Kind::text || (rows == 0 && columns == 0)) continue;
        const auto counted = [](std::int64_t count, const char* what) {
            return count == 0 ? std::string() : fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
        };
        console.note(fmt::format(
            "--sequence: of {}x{} patches the last ({}{}{}) have no token, because --merge {} "
            "makes one of {}x{}",
            segment.rows, segment.columns, counted(rows, "row"), rows != 0 && columns != 0 ? " and " : "",
            counted(columns, "column"), merge, merge, merge));
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
