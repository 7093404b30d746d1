#include "core/model/presets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/atomic_file.h"

namespace rope {
namespace {

TEST(Presets, ThereAreManyOfManyFamilies) {
    std::set<std::string_view> ids;
    std::set<std::string> families;
    for (const Preset& preset : presets()) {
        EXPECT_TRUE(ids.insert(preset.id).second) << preset.id;
        EXPECT_EQ(preset.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-"),
                  std::string_view::npos);
        EXPECT_NE(preset.repository.find('/'), std::string_view::npos) << preset.id;
        EXPECT_FALSE(preset.label.empty());
        families.insert(nlohmann::json::parse(preset.config)["model_type"].get<std::string>());
    }
    EXPECT_GE(ids.size(), 40u);
    EXPECT_GE(families.size(), 15u);
}

TEST(Presets, EveryOneIsReadAndComputedForAllItsLayers) {
    for (const Preset& preset : presets()) {
        const auto model = read_preset(preset.id);
        ASSERT_TRUE(model.ok()) << preset.id << ": " << sentence(model.fault());
        EXPECT_EQ(model.value().name, preset.label);
        EXPECT_EQ(model.value().source, "preset:" + std::string(preset.id));
        EXPECT_TRUE(frequencies(model.value(), model.value().context_length).ok()) << preset.id;
        for (const auto& [layer, unused] : model.value().layer_types)
            EXPECT_TRUE(frequencies(with_layer_type(model.value(), layer).value()).ok()) << preset.id;
    }
}

// Those that configuration files of published models name; the others are this program's words for what their
// authors describe (NTK-aware bases, NTK by parts) or for what somebody tries out.
TEST(Presets, EveryPublishedScalingIsAmongThem) {
    std::set<std::string> types;
    for (const Preset& preset : presets())
        types.insert(read_preset(preset.id).value().scaling.type);
    EXPECT_THAT(types, testing::IsSupersetOf(
                           {"default", "linear", "dynamic", "yarn", "longrope", "llama3", "proportional"}));
}

TEST(Presets, UnknownOnesNameTheNearest) {
    const Fault fault = read_preset("llama-3.1-8B").fault();
    EXPECT_EQ(fault.id, "unknown_preset");
    EXPECT_EQ(fault.kind, FaultKind::usage);
    EXPECT_NE(sentence(fault).find("did you mean llama-3.1-8b?"), std::string::npos);
    EXPECT_EQ(find_preset("none"), nullptr);
}

// Frequencies that Hugging Face's own code gave for the same models, from the reference cases.
TEST(Presets, AgreeWithTheReferenceRunsOfTheSameModels) {
    struct Same {
        const char *preset, *group, *id;
        std::int64_t seq_len = 0;
    };
    constexpr Same kSame[] = {{"llama-2-7b", "default", "llama2-7b"},
                              {"llama-3-8b", "default", "llama3-8b-base-5e5"},
                              {"gpt-neox-20b", "default", "gpt-neox-20b-rotary-pct"},
                              {"gpt-j-6b", "default", "gpt-j-6b-rotary-dim"},
                              {"phi-2", "default", "phi2-partial-0.4"},
                              {"gemma-3-4b", "linear", "gemma3-global-factor8"},
                              {"vicuna-7b-16k", "linear", "vicuna-16k-legacy-type"},
                              {"deepseek-coder-6.7b", "linear", "deepseek-coder-base-1e5"},
                              {"llama-3.1-8b", "llama3", "llama3.1-8b"},
                              {"llama-3.2-1b", "llama3", "llama3.2-1b"},
                              {"llama-3.2-3b", "llama3", "llama3.2-3b"},
                              {"qwen2.5-7b-yarn", "yarn", "qwen2.5-max-not-raised"},
                              {"gpt-oss-20b", "yarn", "gpt-oss-no-truncate"},
                              {"deepseek-v3", "yarn", "deepseek-v3"},
                              {"kimi-k2", "yarn", "kimi-k2-beta-1-1"},
                              {"phi-3.5-mini", "longrope", "phi-3.5-mini-short", 4096},
                              {"phi-3.5-mini", "longrope", "phi-3.5-mini-long", 4097},
                              {"phi-4-mini", "longrope", "phi-4-mini-partial", 100000}};
    for (const Same& same : kSame) {
        SCOPED_TRACE(same.id);
        const std::string path =
            std::string(ROPE_SOURCE_DIR) + "/tests/reference/cases/inv_freq_" + same.group + ".json";
        const auto file = nlohmann::json::parse(read_file(path, 1 << 26).value());
        bool found = false;
        for (const auto& one : file["cases"]) {
            if (one["id"] != same.id) continue;
            found = true;
            std::optional<std::int64_t> seq_len;
            if (same.seq_len != 0) seq_len = same.seq_len;
            const ModelSpec model = read_preset(same.preset).value();
            const FrequencyTable table = frequencies(model, seq_len).value().table;
            const auto inverse = one["expected"]["inv_freq_f64"].get<std::vector<double>>();
            ASSERT_EQ(table.theta.size(), inverse.size());
            for (std::size_t i = 0; i < inverse.size(); ++i)
                ASSERT_LE(std::abs(table.theta[i] - inverse[i]), 1e-12 * inverse[i]) << i;
            EXPECT_NEAR(table.attention_factor, one["expected"]["attention_factor"].get<double>(), 1e-12);
            const auto multiplier = one["expected"].find("mla_softmax_scale_multiplier");
            if (multiplier != one["expected"].end()) {
                EXPECT_NEAR(model.softmax_scale_multiplier, multiplier->get<double>(), 1e-12);
            }
        }
        EXPECT_TRUE(found);
    }
}

// What the model papers and cards say, where no reference run exists: head, rotated part, base, context.
TEST(Presets, HeadsAsPublished) {
    struct Published {
        const char* preset;
        int head_dim, rotary_dim;
        double base;
        std::int64_t context;
        Layout layout;
    };
    constexpr Published kPublished[] = {
        {"mistral-7b-v0.1", 128, 128, 10000, 32768, Layout::half},
        {"mistral-nemo-12b", 128, 128, 1e6, 128000, Layout::half},
        {"mixtral-8x7b", 128, 128, 1e6, 32768, Layout::half},
        {"qwen2.5-0.5b", 64, 64, 1e6, 32768, Layout::half},
        {"qwen3-0.6b", 128, 128, 1e6, 40960, Layout::half},
        {"gemma-2-9b", 256, 256, 10000, 8192, Layout::half},
        {"gemma-2-27b", 128, 128, 10000, 8192, Layout::half},
        {"phi-4", 128, 128, 250000, 16384, Layout::half},
        {"pythia-6.9b", 128, 32, 10000, 2048, Layout::half},
        {"falcon-7b", 64, 64, 10000, 2048, Layout::half},
        {"stablelm-3b", 80, 20, 10000, 4096, Layout::half},
        {"stablelm-2-1.6b", 64, 16, 10000, 4096, Layout::half},
        {"olmo-2-7b", 128, 128, 500000, 4096, Layout::half},
        {"yi-6b", 128, 128, 5e6, 4096, Layout::half},
        {"command-r", 128, 128, 8e6, 8192, Layout::interleaved},
        {"gpt-j-6b", 256, 64, 10000, 2048, Layout::interleaved},
        {"deepseek-v2-lite", 192, 64, 10000, 163840, Layout::interleaved},
        {"tinyllama-1.1b", 64, 64, 10000, 2048, Layout::half},
        {"smollm2-135m", 64, 64, 100000, 8192, Layout::half},
    };
    for (const Published& said : kPublished) {
        SCOPED_TRACE(said.preset);
        const ModelSpec model = read_preset(said.preset).value();
        EXPECT_EQ(model.shape.head_dim, said.head_dim);
        EXPECT_EQ(model.shape.rotary_dim, said.rotary_dim);
        EXPECT_EQ(model.base, said.base);
        EXPECT_EQ(model.context_length, said.context);
        EXPECT_EQ(model.shape.layout, said.layout);
    }
    const ModelSpec gemma = read_preset("gemma-3-1b").value();
    EXPECT_EQ(gemma.base, 1e6);
    EXPECT_EQ(with_layer_type(gemma, "sliding_attention").value().base, 10000);
    const ModelSpec bert = read_preset("modernbert-base").value();
    EXPECT_EQ(bert.base, 160000);
    EXPECT_EQ(with_layer_type(bert, "sliding_attention").value().base, 10000);
}

}  // namespace
}  // namespace rope
