#include "core/model/gguf_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/model/config_fields.h"
#include "core/model/gguf.h"

namespace rope {
namespace {

using nlohmann::json;

// Architectures that ggml rotates in consecutive pairs (LLAMA_ROPE_TYPE_NORM); all others in halves.
constexpr std::string_view kInterleavedArchitectures[] = {
    "llama",     "llada",      "llama4",    "deci",    "baichuan", "starcoder",  "internlm2",
    "minicpm",   "xverse",     "command-r", "cohere2", "olmo",     "arctic",     "deepseek",
    "deepseek2", "plm",        "chatglm",   "glm4",    "granite",  "granitemoe", "granitehybrid",
    "chameleon", "bailingmoe", "neo-bert",  "smollm3", "arcee",    "ernie4_5",   "ernie4_5-moe",
    "mistral3",  "maincoder",  "glm-dsa"};
// Their converters write no rope key at all; llama.cpp takes the base 10000 and the whole head.
constexpr std::string_view kRotatingWithoutKeys[] = {"gemma", "gemma2", "falcon"};
constexpr std::string_view kWithoutRotation[] = {"gpt2",      "mpt",   "refact", "bloom", "jais", "t5",
                                                 "t5encoder", "mamba", "mamba2", "rwkv6", "rwkv7"};

// llama.cpp gives these the rope type IMROPE (the axes alternate, as in Qwen3-VL); sections of all others
// stand one after the other (MROPE). The file itself does not say which.
constexpr std::string_view kAlternatingAxes[] = {"qwen3vl", "qwen3vlmoe", "qwen35", "qwen35moe", "qwen3tts"};

bool contains(std::span<const std::string_view> names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

class Reader {
  public:
    Reader(std::string_view file, const GgufFile& gguf, const std::string& where)
        : file_(file), gguf_(gguf), where_(where), first_(where), fields_(gguf.metadata, "", first_) {}

    Checked<ModelSpec> read() {
        arch_ = fields_.text("general.architecture").value_or("");
        if (arch_.empty())
            first_.add("no_architecture", "general.architecture", "is missing, so no key can be named");
        if (contains(kWithoutRotation, arch_))
            first_.add("no_rope", "a model of the architecture " + arch_, "has no rotary position embedding",
                       "choose a model that has one, such as Llama, Qwen or Gemma");
        if (arch_ == "baichuan" && count("block_count") == 40)
            first_.add("no_rope", "baichuan with 40 layers, which has ALiBi,",
                       "has no rotary position embedding");
        if (first_.fault()) return *first_.fault();
        if (!has_rope_keys() && !contains(kRotatingWithoutKeys, arch_)) return no_rope_keys();

        ModelSpec model;
        model.name = fields_.text("general.name").value_or(arch_);
        if (model.name.empty()) model.name = arch_;
        model.source = where_;
        read_shape(model);
        model.base = number("rope.freq_base").value_or(10000);
        model.context_length = count("context_length").value_or(model.context_length);
        model.trained_context = count("rope.scaling.original_context_length").value_or(model.context_length);
        read_scaling(model);
        read_sections(model);
        read_sliding_layers(model);
        if (first_.fault()) return *first_.fault();
        model.softmax_scale_multiplier = mla_softmax_multiplier(model);
        model.attention_scale = read_attention_scale();
        read_score_changes(model);
        if (first_.fault()) return *first_.fault();
        return model;
    }

  private:
    std::string key(std::string_view name) const { return arch_ + "." + std::string(name); }
    std::optional<double> number(std::string_view name) const { return fields_.number(key(name)); }
    std::optional<std::int64_t> count(std::string_view name) const { return fields_.count(key(name)); }

    bool has_rope_keys() const {
        const std::string begin = key("rope.");
        return std::any_of(gguf_.metadata.items().begin(), gguf_.metadata.items().end(),
                           [&](const auto& item) { return item.key().starts_with(begin); });
    }
    Fault no_rope_keys() const {
        std::string there;
        for (const auto& item : gguf_.metadata.items()) {
            if (item.key().starts_with(arch_ + "."))
                there += (there.empty() ? "" : ", ") + item.key().substr(0, 60);
        }
        return {
            .id = "no_rope_keys",
            .subject = "a file without " + key("rope.*"),
            .rule = "says nothing about rotation; it has " + (there.empty() ? "no key of its model" : there),
            .remedy = "open the config.json of the model",
            .where = where_};
    }

    // One for all layers, or one for each: then the first layer that has any (others have no attention).
    std::optional<std::int64_t> heads() const {
        const auto found = gguf_.metadata.find(key("attention.head_count"));
        if (found == gguf_.metadata.end() || !found->is_array()) return count("attention.head_count");
        for (const json& each : *found) {
            if (each.is_number_integer() && each.get<std::int64_t>() > 0) return each.get<std::int64_t>();
        }
        return {};
    }

    void read_shape(ModelSpec& model) {
        std::optional<std::int64_t> length = count("attention.key_length_mla");
        if (!length) length = count("attention.key_length");
        if (!length) {
            const auto width = count("embedding_length"), all = heads();
            if (width && all && *all > 0) length = *width / *all;
        }
        const std::int64_t rotary = count("rope.dimension_count").value_or(length.value_or(0));
        if (!length) length = rotary;
        if (first_.fault()) return;
        if (*length < 2 || *length > kLargestHeadDim || rotary < 2 || rotary > *length || rotary % 2 != 0) {
            first_.add(rotary % 2 != 0 ? "odd_rotary_dim" : "out_of_range",
                       fmt::format("{} = {} of {} = {}", key("rope.dimension_count"), rotary,
                                   key("attention.key_length"), *length),
                       fmt::format("must be even, at least 2 and at most the head, which has at most {}",
                                   kLargestHeadDim));
            return;
        }
        model.shape.head_dim = static_cast<int>(*length);
        model.shape.rotary_dim = static_cast<int>(rotary);
        // DeepSeek's MLA: the rotated part stands behind the other.
        if (arch_ == "deepseek2") model.shape.rotary_offset = static_cast<int>(*length - rotary);
        model.shape.layout = contains(kInterleavedArchitectures, arch_) ? Layout::interleaved : Layout::half;
    }

    std::optional<std::vector<double>> tensor(const std::string& name) {
        const auto found = gguf_.tensors.find(name);
        if (found == gguf_.tensors.end()) return {};
        Checked<std::vector<double>> numbers = gguf_numbers(file_, found->second, name, where_);
        if (numbers.ok()) return std::move(numbers).value();
        const Fault& fault = numbers.fault();
        first_.add(fault.id, fault.subject, fault.rule, fault.remedy);
        return {};
    }

    void read_scaling(ModelSpec& model) {
        const std::string type = fields_.text(key("rope.scaling.type")).value_or("linear");
        std::optional<double> factor = number("rope.scaling.factor");
        if (!factor) factor = number("rope.scale_linear");
        if (factor && !(*factor > 0))
            first_.add("out_of_range", fmt::format("{} = {}", key("rope.scaling.factor"), *factor),
                       "must be above 0");
        const double attention = number("rope.scaling.attn_factor").value_or(1) *
                                 number("rope.scaling.yarn_attn_factor").value_or(1);
        ScalingSpec& scaling = model.scaling;
        const std::optional<std::vector<double>> divisors = tensor("rope_freqs.weight");
        if (type == "yarn") {
            read_yarn(scaling, factor, attention);
            if (divisors)
                first_.add("unsupported_field", "rope_freqs.weight", "is not read together with YaRN");
        } else if (type == "longrope" || gguf_.tensors.contains("rope_factors_short.weight")) {
            // Converters of Phi-3 write no type: the engine takes the lists wherever they are.
            scaling.type = "longrope";
            scaling.numbers["attention_factor"] = attention;
            if (factor) scaling.numbers["factor"] = *factor;
            if (auto list = tensor("rope_factors_short.weight")) scaling.lists["short_factor"] = *list;
            if (auto list = tensor("rope_factors_long.weight")) scaling.lists["long_factor"] = *list;
        } else if (type == "linear" || type == "none") {
            const double slower = type == "linear" ? factor.value_or(1) : 1;
            if (const auto turning = divisors ? turning_pairs(*divisors, model.shape) : std::nullopt) {
                keep_turning(scaling, *turning, model.shape.head_dim, slower);
            } else if (divisors) {
                divide(scaling, *divisors, slower);
            } else if (slower != 1) {
                scaling.type = "linear";
                scaling.numbers["factor"] = slower;
            }
        } else {
            first_.add("unknown_rope_type", key("rope.scaling.type") + " = \"" + type + "\"",
                       "is not one of none, linear, yarn, longrope");
        }
    }

    // t, h, w and a fourth axis that every published model leaves empty; a file of a model without M-RoPE may
    // hold zeros. Sections that do not fit stay as they are, so that what uses them says what is wrong.
    void read_sections(ModelSpec& model) {
        const auto found = gguf_.metadata.find(key("rope.dimension_sections"));
        if (found == gguf_.metadata.end() || !found->is_array()) return;
        std::optional<std::vector<double>> sections = fields_.numbers(key("rope.dimension_sections"));
        if (!sections) return;
        if (std::all_of(sections->begin(), sections->end(), [](double pairs) { return pairs == 0; })) return;
        for (const double pairs : *sections)
            if (pairs < 0 || pairs > kLargestHeadDim)
                return first_.add("out_of_range",
                                  fmt::format("{} with {}", key("rope.dimension_sections"), pairs),
                                  "must hold numbers of pairs from 0 on");
        if (sections->size() == 4 && sections->back() == 0) sections->pop_back();
        model.scaling.lists["mrope_section"] = std::move(*sections);
        if (contains(kAlternatingAxes, arch_)) model.scaling.numbers["mrope_interleaved"] = 1;
    }

    void read_yarn(ScalingSpec& scaling, std::optional<double> factor, double attention) {
        scaling.type = "yarn-ggml";  // the engine of these files rounds and clamps as no config says
        const double s = factor.value_or(1);
        scaling.numbers["factor"] = s;
        const std::pair<const char*, const char*> kTurns[] = {{"rope.scaling.yarn_beta_fast", "beta_fast"},
                                                              {"rope.scaling.yarn_beta_slow", "beta_slow"}};
        for (const auto& [from, to] : kTurns) {
            if (const auto turns = number(from); turns && *turns != 0) scaling.numbers[to] = *turns;
        }
        if (const auto extension = number("rope.scaling.yarn_ext_factor");
            extension && *extension != 1 && *extension != -1)  // −1 lets the engine choose, which is 1
            first_.add("unsupported_field",
                       fmt::format("{} = {}", key("rope.scaling.yarn_ext_factor"), *extension),
                       "is not read; YaRN as published has 1");
        if (const auto multiplier = number("rope.scaling.yarn_log_multiplier");
            multiplier && *multiplier != 0) {
            // The converter of deepseek2 writes a tenth of mscale_all_dim.
            scaling.numbers["mscale_all_dim"] = arch_ == "deepseek2" ? *multiplier / 0.1 : *multiplier;
            scaling.numbers["mscale"] = scaling.numbers["mscale_all_dim"];
        }
        if (attention != 1) {
            const double own = scaling.numbers.contains("mscale") || s <= 1 ? 1 : 0.1 * std::log(s) + 1;
            scaling.numbers["attention_factor"] = own * attention;
        }
    }

    // Gemma 4: the converter gives the pairs of full layers that stand still the divisor 10³⁰, all others 1.
    // The number of those, or nothing where the divisors are of another kind.
    static std::optional<std::size_t> turning_pairs(const std::vector<double>& divisors,
                                                    const HeadShape& shape) {
        constexpr double kStandsStill = 1e29;  // 10³⁰ in float32 and what may come of it
        if (shape.rotary_dim != shape.head_dim) return {};
        const auto first_still = std::find_if(divisors.begin(), divisors.end(),
                                              [](double divisor) { return divisor >= kStandsStill; });
        const bool ones = std::all_of(divisors.begin(), first_still, [](double d) { return d == 1; });
        const bool still =
            std::all_of(first_still, divisors.end(), [](double d) { return d >= kStandsStill; });
        if (!ones || !still || first_still == divisors.end()) return {};
        return static_cast<std::size_t>(first_still - divisors.begin());
    }

    static void keep_turning(ScalingSpec& scaling, std::size_t turning, int head_dim, double slower) {
        scaling.type = "proportional";
        double share = 2 * static_cast<double>(turning) / head_dim;
        // The scaling rounds the product down again.
        while (std::floor(share * head_dim / 2) < static_cast<double>(turning))
            share = std::nextafter(share, 1.0);
        scaling.numbers["partial_rotary_factor"] = share;
        if (slower != 1) scaling.numbers["factor"] = slower;
    }

    // One divisor a pair (Llama 3): LongRoPE with the same list at every length, and nothing else of it.
    static void divide(ScalingSpec& scaling, std::vector<double> divisors, double slower) {
        for (double& divisor : divisors)
            divisor *= slower;
        scaling.type = "longrope";
        scaling.numbers["attention_factor"] = 1;
        scaling.lists["short_factor"] = divisors;
        scaling.lists["long_factor"] = std::move(divisors);
    }

    // 0 where it is 1/√head_dim. Of Gemma no key says it: llama.cpp knows the two models of 27B, whose scale
    // counts by the width per head, from their number of layers.
    double read_attention_scale() {
        if (arch_ == "gemma4" || arch_ == "gemma3n") return 1;
        if (const auto scale = number("attention.scale")) {
            if (!(*scale >= 0))
                first_.add("out_of_range", fmt::format("{} = {}", key("attention.scale"), *scale),
                           "must not be below 0");
            return *scale;
        }
        const std::int64_t layers_of_27b = arch_ == "gemma2" ? 46 : arch_ == "gemma3" ? 62 : 0;
        const auto width = count("embedding_length"), all = heads();
        if (layers_of_27b == 0 || count("block_count") != layers_of_27b || !width || !all || *all <= 0)
            return 0;
        const std::int64_t per_head = *width / *all;
        return 1 / std::sqrt(static_cast<double>(per_head));
    }

    // llama.cpp: gemma2.cpp, grok.cpp (whose files may lack the key) and mistral3.cpp, deepseek2.cpp.
    void read_score_changes(ModelSpec& model) {
        model.logit_softcap = number("attn_logit_softcapping")
                                  .value_or(arch_ == "gemma2" ? 50
                                            : arch_ == "grok" ? 30
                                                              : 0);
        if (!(model.logit_softcap >= 0))
            first_.add("out_of_range",
                       fmt::format("{} = {}", key("attn_logit_softcapping"), model.logit_softcap),
                       "must not be below 0");
        const auto strength = number("attention.temperature_scale");
        if (!strength || *strength == 0) return;
        model.query_growth = {.strength = *strength,
                              .length = std::max<std::int64_t>(
                                  count("attention.temperature_length").value_or(model.trained_context), 1)};
    }

    void read_sliding_layers(ModelSpec& model) {
        const auto base = number("rope.freq_base_swa");
        const auto length = count("attention.key_length_swa"), rotary = count("rope.dimension_count_swa");
        if (!base && !length && !rotary && arch_ != "gemma3") return;
        const std::int64_t head = length.value_or(model.shape.head_dim);
        const std::int64_t rotated = rotary.value_or(length ? head : model.shape.rotary_dim);
        if (head < 2 || head > kLargestHeadDim || head % 2 != 0 || rotated < 2 || rotated > head ||
            rotated % 2 != 0) {
            first_.add("out_of_range",
                       fmt::format("{} = {} of {} = {}", key("rope.dimension_count_swa"), rotated,
                                   key("attention.key_length_swa"), head),
                       fmt::format("must both be even, and from 2 to the head, which has at most {}",
                                   kLargestHeadDim));
            return;
        }
        // The width is that of the kind of layer only where kinds differ in it, as a config.json says it.
        const bool two_widths = head != model.shape.head_dim;
        model.layer_type = kFullLayers;
        model.layer_types[std::string(kFullLayers)] = {.head_dim = two_widths ? model.shape.head_dim : 0,
                                                       .rotary_dim = model.shape.rotary_dim,
                                                       .base = model.base,
                                                       .scaling = model.scaling};
        model.layer_types[std::string(kSlidingLayers)] = {.head_dim = two_widths ? static_cast<int>(head) : 0,
                                                          .rotary_dim = static_cast<int>(rotated),
                                                          .base = base.value_or(10000),
                                                          .scaling = {}};
    }

    std::string_view file_;
    const GgufFile& gguf_;
    const std::string& where_;
    FirstFault first_;
    ConfigFields fields_;
    std::string arch_;
};

}  // namespace

Checked<ModelSpec> read_gguf_model(std::string_view file, const std::string& where) {
    const Checked<GgufFile> gguf = read_gguf(file, where);
    if (!gguf.ok()) return gguf.fault();
    Checked<ModelSpec> model = Reader(file, gguf.value(), where).read();
    if (!model.ok()) return model;
    const Checked<ModelFrequencies> computed = frequencies(model.value());
    if (computed.ok()) return model;
    Fault fault = computed.fault();
    if (fault.where.empty()) fault.where = where;
    return fault;
}

}  // namespace rope
