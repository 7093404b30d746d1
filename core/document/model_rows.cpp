#include <fmt/format.h>

#include "core/base/number_text.h"
#include "core/base/utf8.h"
#include "core/document/parameter_rows.h"
#include "core/model/mrope.h"

namespace rope {
namespace {

constexpr ParamChoice kLayouts[] = {{"half", "Half (i, i + P)"}, {"interleaved", "Interleaved (2i, 2i + 1)"}};
constexpr std::size_t kMostNameBytes = 200;
constexpr ParamMark kBaseMarks[] = {{1e4, "10⁴"}, {5e5, "5·10⁵"}, {1e6, "10⁶"}};
constexpr ParamMark kContextMarks[] = {{4096, "4k"}, {32768, "32k"}, {131072, "128k"}, {1048576, "1M"}};

}  // namespace

std::vector<Row> model_rows(std::span<const ParamChoice> scaling_choices) {
    return {
        field(
            {.id = "model.head_dim",
             .label = "Head dimension",
             .symbol = "head_dim",
             .type = ParamType::integer,
             .min = 2,
             .max = 4096,
             .initial = 128,
             .help = "Length of one head's query or key vector; even; 64 to 256 in most models.",
             .step = 2,
             .slider_min = 2,
             .slider_max = 512},
            [](auto& d, std::size_t m) -> auto& { return model_of(d, m).shape.head_dim; }),
        field(
            {.id = "model.rotary_dim",
             .label = "Rotary dimension",
             .symbol = "rotary_dim",
             .type = ParamType::integer,
             .min = 2,
             .max = 4096,
             .initial = 128,
             .help = "How many entries of the head are rotated, two at a time; the rest carries no position; "
                     "normally the whole head.",
             .step = 2,
             .slider_min = 2,
             .slider_max = 512},
            [](auto& d, std::size_t m) -> auto& { return model_of(d, m).shape.rotary_dim; }),
        field(
            {.id = "model.base",
             .label = "Base",
             .symbol = "*b*",
             .type = ParamType::number,
             .min = kSmallestBase,
             .max = kLargestBase,
             .scale = SliderScale::logarithmic,
             .initial = 10000,
             .marks = kBaseMarks,
             .help =
                 "rope_theta: pair i turns by θᵢ = b^(−2i/rotary_dim) rad per token, so a larger base slows "
                 "the slow pairs; 10⁴ to 10⁶ in most models.",
             .slider_min = 100,
             .slider_max = 1e8},
            [](auto& d, std::size_t m) -> auto& { return model_of(d, m).base; }),
        {{.id = "model.layout",
          .label = "Layout",
          .type = ParamType::choice,
          .initial_text = "half",
          .choices = kLayouts,
          .help = "Which two entries form pair i: (i, i + P) as in Hugging Face Llama, or (2i, 2i + 1) as in "
                  "GPT-J and Meta's Llama."},
         [](const Document& d, const Parameter&, std::size_t m) -> Value {
             return std::string(id(model_of(d, m).shape.layout));
         },
         [](Document& d, const Parameter&, std::size_t m, const Value& v) -> Checked<Done> {
             model_of(d, m).shape.layout =
                 std::get<std::string>(v) == "half" ? Layout::half : Layout::interleaved;
             return Done{};
         }},
        field(
            {.id = "model.scaling",
             .label = "Scaling",
             .type = ParamType::choice,
             .initial_text = "default",
             .choices = scaling_choices,
             .help = "How the frequencies are changed to reach a longer context than the trained one."},

            // The numbers of the scaling before are kept: going there and back loses nothing, and a factor
            // that two scalings share stays.
            [](auto& d, std::size_t m) -> auto& { return model_of(d, m).scaling.type; }),
        field(
            {.id = "model.context",
             .label = "Context",
             .unit = "tokens",
             .type = ParamType::integer,
             .min = 1,
             .max = kLargestContext,
             .scale = SliderScale::logarithmic,
             .initial = 4096,
             .marks = kContextMarks,
             .help =
                 "How many tokens are shown and allowed (max_position_embeddings); 4096 to 131072 in most "
                 "models.",
             .slider_min = 16,
             .slider_max = 16777216},
            [](auto& d, std::size_t m) -> auto& { return model_of(d, m).context_length; }),
        field(
            {.id = "model.original_context",
             .label = "Trained context",
             .symbol = "*L*",
             .unit = "tokens",
             .type = ParamType::integer,
             .min = 1,
             .max = kLargestContext,
             .scale = SliderScale::logarithmic,
             .initial = 4096,
             .marks = kContextMarks,
             .help = "Length the model was trained on before scaling (original_max_position_embeddings); "
                     "YaRN and "
                     "Llama 3 count the turns of each pair within it.",
             .slider_min = 16,
             .slider_max = 16777216},
            [](auto& d, std::size_t m) -> auto& { return model_of(d, m).trained_context; }),
        field(
            {.id = "model.attention_scale",
             .label = "Attention scale",
             .type = ParamType::number,
             .min = 0,
             .max = kLargestAttentionScale,
             .initial = 0,
             .help = "What q·k is multiplied by before softmax; 0 takes 1/√head_dim. Gemma 2 and 3 have "
                     "1/√query_pre_attn_scalar, Granite its attention_multiplier, Gemma 4 has 1.",
             .slider_min = 0,
             .slider_max = 1,
             .zero_text = "automatic"},
            [](auto& d, std::size_t m) -> auto& { return model_of(d, m).attention_scale; }),
        {{.id = "model.mrope_section",
          .label = "M-RoPE sections",
          .type = ParamType::text,
          .help =
              "How many pairs turn by time, by row and by column of an image or video, 16,24,24 in "
              "Qwen2-VL: three counts that add up to all pairs; empty: every pair turns by one position."},
         [](const Document& d, const Parameter&, std::size_t m) -> Value {
             const auto& lists = model_of(d, m).scaling.lists;
             const auto found = lists.find("mrope_section");
             return found == lists.end() ? std::string() : typed_vector(found->second).text;
         },
         [](Document& d, const Parameter& row, std::size_t m, const Value& v) -> Checked<Done> {
             auto sections = parse_mrope_section(std::get<std::string>(v), row.spec.id);
             if (!sections.ok()) return sections.fault();
             auto& lists = model_of(d, m).scaling.lists;
             if (sections.value().empty())
                 lists.erase("mrope_section");
             else
                 lists.insert_or_assign("mrope_section", std::move(sections).value());
             return Done{};
         }},
        {{.id = "model.mrope_interleaved",
          .label = "M-RoPE interleaved",
          .type = ParamType::boolean,
          .help = "Time, row and column take turns from pair to pair, as in Qwen3-VL; off: one section after "
                  "the other, as in Qwen2-VL."},
         [](const Document& d, const Parameter&, std::size_t m) -> Value {
             return mrope_is_interleaved(model_of(d, m));
         },
         [](Document& d, const Parameter&, std::size_t m, const Value& v) -> Checked<Done> {
             auto& numbers = model_of(d, m).scaling.numbers;
             if (std::get<bool>(v))
                 numbers.insert_or_assign("mrope_interleaved", 1);
             else
                 numbers.erase("mrope_interleaved");
             return Done{};
         }},
        {{.id = "model.name",
          .label = "Name",
          .type = ParamType::text,
          .initial_text = "default",
          .help =
              "What legends and captions call the model; empty: as its file or preset does, with what was "
              "changed."},
         [](const Document& d, const Parameter&, std::size_t m) -> Value { return model_of(d, m).name; },
         [](Document& d, const Parameter&, std::size_t m, const Value& v) -> Checked<Done> {
             const std::string_view name = without_blanks(std::get<std::string>(v));
             if (name.size() > kMostNameBytes || printable(name) != name) {
                 return Fault{.id = "bad_name",
                              .subject = "the name of a model",
                              .rule = fmt::format("must be one line of at most {} bytes", kMostNameBytes),
                              .remedy = "",
                              .where = ""};
             }
             model_of(d, m).name = name.empty() ? original_model(d, m).name : std::string(name);
             return Done{};
         }},
        {{.id = "model.layer_type",
          .label = "Layer type",
          .type = ParamType::text,
          .help = "Which kind of layer is shown where a model rotates its layers differently, such as "
                  "full_attention and sliding_attention of Gemma 3."},
         [](const Document& d, const Parameter&, std::size_t m) -> Value {
             return model_of(d, m).layer_type;
         },
         [](Document& d, const Parameter&, std::size_t m, const Value& v) -> Checked<Done> {
             ModelSpec& model = model_of(d, m);
             if (std::get<std::string>(v) == model.layer_type) return Done{};
             Checked<ModelSpec> shown = with_layer_type(model, std::get<std::string>(v));
             if (!shown.ok()) return shown.fault();
             model = std::move(shown).value();
             return Done{};
         }},
    };
}

}  // namespace rope
