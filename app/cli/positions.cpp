// positions: the three position ids of M-RoPE for text, images and videos.
#include <memory>

#include "app/cli/command.h"
#include "app/cli/mrope_sequence.h"
#include "app/cli/output_format.h"

namespace rope::cli {
namespace command_positions {
namespace {

struct State {
    SequenceOptions sequence;
    OutputFormat format = OutputFormat::text;
};

std::vector<double> as_numbers(const std::vector<std::int64_t>& ids) {
    return {ids.begin(), ids.end()};
}

std::vector<Column> columns(const MropePositions& ids) {
    std::vector<Column> columns{{"token", "1", {}},
                                {"t", "1", as_numbers(ids.t)},
                                {"h", "1", as_numbers(ids.h)},
                                {"w", "1", as_numbers(ids.w)}};
    for (std::size_t i = 0; i < ids.t.size(); ++i)
        columns[0].values.push_back(static_cast<double>(i));
    return columns;
}

Checked<Done> run(const State& state, Console& console) {
    if (state.sequence.segments.empty()) return missing_option("--sequence", "--sequence text:5,image:28x28");
    const Checked<MropePositions> found = state.sequence.positions(console);
    if (!found.ok()) return found.fault();
    const MropePositions& ids = found.value();
    switch (state.format) {
        case OutputFormat::csv:
            return console.write(csv_table(columns(ids)));
        case OutputFormat::json:
            return console.write(JsonObject()
                                     .numbers("t", as_numbers(ids.t))
                                     .numbers("h", as_numbers(ids.h))
                                     .numbers("w", as_numbers(ids.w))
                                     .integer("delta", ids.delta)
                                     .done());
        case OutputFormat::text:
            break;
    }
    const std::vector<std::pair<std::string, std::string>> facts{{"tokens", std::to_string(ids.t.size())},
                                                                 {"delta", std::to_string(ids.delta)}};
    return console.write(text_facts(facts) + "\n" + text_table(columns(ids)));
}

Action declare(Options& options) {
    const auto state = std::make_shared<State>();
    state->sequence.declare(
        options,
        "text:TOKENS, image:ROWSxCOLUMNS, video:FRAMESxROWSxCOLUMNS in patches, joined by "
        "commas; needed");
    declare_format(options, state->format);
    return [state](Console& console) { return run(*state, console); };
}

}  // namespace
}  // namespace command_positions

extern const Command positions_command{
    "positions",
    "--sequence~SEQ [--merge~N] [--frame-step~S] [--no-markers] [--format~text|csv|json]",
    "Print the position ids t, h, w of M-RoPE for text, images and videos.",
    "As Qwen2-VL and Qwen2.5-VL number them: text has t = h = w; an image or video starts after the largest "
    "id "
    "so far, its frames count t, its rows h and its columns w after merging; a marker stands before and "
    "after "
    "it. What follows goes on after the largest id.\n\n"
    "delta is what decoding adds to the length to get the next id. JSON keys: t[], h[], w[], delta.",
    "  rope-explorer positions --sequence text:5,image:28x28,text:3\n",
    command_positions::declare};

}  // namespace rope::cli
