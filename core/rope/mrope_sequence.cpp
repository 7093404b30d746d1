#include "core/rope/mrope_sequence.h"

#include <fmt/format.h>

#include <array>

#include "core/base/number_text.h"
#include "core/base/utf8.h"

namespace rope {
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
    return Fault{.id = "bad_sequence",
                 .subject = "'" + printable(text) + "'",
                 .rule = "is no part of a sequence",
                 .remedy = "write text:TOKENS, image:ROWSxCOLUMNS or video:FRAMESxROWSxCOLUMNS",
                 .where = std::string(where),
                 .kind = FaultKind::usage};
}

}  // namespace

Checked<std::vector<MropeSegment>> parse_mrope_sequence(std::string_view text, std::string_view where) {
    std::vector<MropeSegment> segments;
    for (const std::string_view part : split(text, ',')) {
        const Checked<MropeSegment> segment = parse_segment(without_blanks(part), where);
        if (!segment.ok()) return segment.fault();
        segments.push_back(segment.value());
    }
    return segments;
}

std::string left_over_words(const MropeSegment& segment, std::int64_t merge) {
    const std::int64_t rows = segment.rows % merge, columns = segment.columns % merge;
    if (segment.kind == MropeSegment::Kind::text || (rows == 0 && columns == 0)) return "";
    const auto counted = [](std::int64_t count, const char* what) {
        return count == 0 ? std::string() : fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
    };
    return fmt::format("of {}x{} patches the last ({}{}{}) have no token, because merging makes one of {}x{}",
                       segment.rows, segment.columns, counted(rows, "row"),
                       rows != 0 && columns != 0 ? " and " : "", counted(columns, "column"), merge, merge);
}

}  // namespace rope
