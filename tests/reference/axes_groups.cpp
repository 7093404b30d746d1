// mrope, rope_2d, rope_2d_scores: positions with several coordinates.
#include <cmath>

#include "core/rope/axes.h"
#include "core/rope/exact_frequencies.h"
#include "core/rope/mrope_positions.h"
#include "tests/reference/case_head.h"

namespace rope::reference {
namespace {

using nlohmann::json;

template <class T>
T checked(Checked<T> value) {
    if (!value.ok()) throw CaseError(sentence(value.fault()));
    return std::move(value).value();
}

HeadShape rotated_shape(const CaseInput& input, std::size_t length) {
    const int head_dim = input.count_or("head_dim", static_cast<int>(length));
    if (length != static_cast<std::size_t>(head_dim)) throw CaseError("x must have head_dim entries");
    return checked_shape({.head_dim = head_dim,
                          .rotary_dim = input.count_or("rotary_dim", head_dim),
                          .layout = input.layout_or(Layout::half)});
}

std::vector<double> coordinates(const std::vector<double>& position, std::size_t count) {
    if (position.size() != count) throw CaseError("a position with another number of coordinates");
    for (const double p : position)
        position_of(p);
    return position;
}

json answer_sections(const CaseInput& input, bool interleaved) {
    const std::vector<double> x = input.numbers("x");
    const HeadShape shape = rotated_shape(input, x.size());
    const FrequencyTable table =
        make_table(default_frequencies(base_of(input, "rope_theta", 10000), shape.rotary_dim),
                   input.number_or("attention_factor", 1));
    const std::vector<int> axis_of_pair =
        checked(mrope_axis_of_pair(input.numbers("mrope_section"), shape.pairs(), interleaved));
    const AxisFrequencies axes = mrope_axes(table, axis_of_pair);
    json rotated = json::array();
    for (const std::vector<double>& position : input.rows("positions_thw"))
        rotated.push_back(rotate(x, shape, axes, coordinates(position, 3)));
    return {{"axis_of_pair", axis_of_pair}, {"rotated", rotated}};
}

MropeSegment segment_of(const json& fields, double default_step) {
    const CaseInput segment(fields);
    const std::string type = segment.text_or("type", "");
    MropeSegment read;
    if (type == "text") {
        read.tokens = segment.count("len");
    } else if (type == "image" || type == "video") {
        read.kind = MropeSegment::Kind::vision;
        const std::vector<double> grid = segment.numbers("grid_thw");
        if (grid.size() != 3) throw CaseError("grid_thw must have three entries");
        for (const double count : grid)
            if (!(std::abs(count) < 1e9) || count != std::floor(count))
                throw CaseError("grid_thw holds counts");
        read.frames = static_cast<std::int64_t>(grid[0]);
        read.rows = static_cast<std::int64_t>(grid[1]);
        read.columns = static_cast<std::int64_t>(grid[2]);
        read.frame_step = segment.number_or("temporal_unit", default_step);
        if (segment.has("second_per_grid_t"))
            read.frame_step = segment.number("second_per_grid_t") * segment.number_or("tokens_per_second", 1);
    } else {
        throw CaseError("unknown segment type " + type);
    }
    if (!segment.unread().empty()) throw CaseError("unknown segment field " + segment.unread().front());
    return read;
}

json answer_position_ids(const CaseInput& input) {
    const double step = input.number_or("temporal_unit", 1);
    std::vector<MropeSegment> segments;
    if (!input.value("segments").is_array()) throw CaseError("segments is not a list");
    for (const json& fields : input.value("segments")) {
        if (!fields.is_object()) throw CaseError("a segment is not an object");
        segments.push_back(segment_of(fields, step));
    }
    // Qwen2-VL's default where it is not given.
    const MropePositions ids = checked(mrope_positions(segments, input.count_or("spatial_merge_size", 2)));
    return {{"t", ids.t},
            {"h", ids.h},
            {"w", ids.w},
            {"mrope_position_delta", ids.delta},
            {"seq_len", ids.t.size()}};
}

AxisFrequencies plane_of(const CaseInput& input, int rotary_dim) {
    const std::string kind = input.text_or("kind", "");
    if (kind == "mixed") {
        AxisFrequencies axes = checked(mixed_axes(input.numbers("freqs_x"), input.numbers("freqs_y")));
        if (axes.pairs() != rotary_dim / 2) throw CaseError("one learned frequency per pair");
        return axes;
    }
    if (kind == "axial") return checked(axial_axes(base_of(input, "rope_theta", 100), rotary_dim));
    const double base = base_of(input, "rope_theta", 10000);
    if (kind == "pixtral") return pixtral_axes(base, rotary_dim);
    if (kind == "qwen2vl_vision") return checked(qwen2vl_vision_axes(base, rotary_dim));
    throw CaseError("unknown kind " + kind);
}

std::vector<double> vector_or_ones(const CaseInput& input, std::string_view name, int dim) {
    constexpr std::string_view kOnes = "all components 1/sqrt(dim)";
    if (input.has(name)) return vector_of(input, name, dim);
    if (input.text_or("q_and_k", "") != kOnes) throw CaseError("no " + std::string(name));
    return std::vector<double>(static_cast<std::size_t>(dim), 1 / std::sqrt(static_cast<double>(dim)));
}

}  // namespace

json answer_mrope(const CaseInput& input) {
    const std::string kind = input.text_or("kind", "");
    if (kind == "position_ids") return answer_position_ids(input);
    if (kind != "sections" && kind != "interleaved") throw CaseError("unknown kind " + kind);
    return answer_sections(input, kind == "interleaved");
}

json answer_rope_2d(const CaseInput& input) {
    const std::vector<double> x = input.numbers("x");
    const HeadShape shape = rotated_shape(input, x.size());
    const AxisFrequencies axes = plane_of(input, shape.rotary_dim);
    // The size of the grid that `cells` are taken from; no angle depends on it.
    static_cast<void>(input.count_or("end_x", 0) + input.count_or("end_y", 0));
    json angles = json::array(), rotated = json::array();
    for (const std::vector<double>& cell : input.rows("cells")) {
        angles.push_back(plain_angles(axes, coordinates(cell, 2)));
        rotated.push_back(rotate(x, shape, axes, cell));
    }
    return {{"angles", angles}, {"rotated", rotated}};
}

json answer_rope_2d_scores(const CaseInput& input) {
    const int dim = even_dim(input.count("dim"), "dim");
    const HeadShape shape{.head_dim = dim, .rotary_dim = dim, .layout = input.layout_or(Layout::interleaved)};
    const AxisFrequencies axes = checked(axial_axes(base_of(input, "theta", 100), dim));
    const Grid grid{.width = input.count("grid_width"),
                    .height = input.count("grid_height"),
                    .centre_x = position_of(input, "center_x"),
                    .centre_y = position_of(input, "center_y")};
    checked_entries(static_cast<std::size_t>(grid.width), static_cast<std::size_t>(grid.height));
    const std::vector<double> scores =
        grid_scores(vector_or_ones(input, "q", dim), vector_or_ones(input, "k", dim), shape, axes, grid);
    json map = json::array();
    for (auto row = scores.begin(); row != scores.end(); row += grid.width)
        map.push_back(std::vector<double>(row, row + grid.width));
    const std::vector<double>& columns = axes.axes[0].theta;
    return {{"map_rows_y_then_x", map},
            {"axis_frequencies",
             std::vector<double>(columns.begin(), columns.begin() + static_cast<std::ptrdiff_t>(dim / 4))}};
}

}  // namespace rope::reference
