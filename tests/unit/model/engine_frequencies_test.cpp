// The float32 steps of engines: against what Hugging Face's own code printed, and against ggml's loop written
// out.
#include "core/scaling/engine_frequencies.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/model/config_reader.h"
#include "core/model/model_spec.h"
#include "core/rope/rotation.h"

namespace rope {
namespace {

constexpr const char* kGroups[] = {"default", "linear", "dynamic", "yarn", "longrope", "llama3"};

// Steps between two floats of one sign.
std::int64_t ulps(float a, float b) {
    return std::abs(std::int64_t{std::bit_cast<std::int32_t>(a)} - std::bit_cast<std::int32_t>(b));
}

// The files hold the output of `_compute_…_parameters` run by PyTorch, whose powf may be off by one unit.
TEST(EngineFrequencies, HuggingFaceIsWhatItsOwnCodeGave) {
    std::size_t all = 0, same = 0, exact_rounded = 0;
    for (const char* group : kGroups) {
        const auto file = nlohmann::json::parse(
            read_file(std::string(ROPE_SOURCE_DIR) + "/tests/reference/cases/inv_freq_" + group + ".json",
                      1 << 26)
                .value());
        for (const auto& one : file["cases"]) {
            SCOPED_TRACE(std::string(group) + " " + one["id"].get<std::string>());
            nlohmann::json config = one["input"];
            std::optional<std::int64_t> seq_len;
            if (config.contains("seq_len") && config["seq_len"].is_number())
                seq_len = config["seq_len"].get<std::int64_t>();
            config.erase("seq_len");
            const ModelSpec model = read_config(config.dump(), "config.json").value();
            const auto formed = engine_frequencies(model, FrequencySteps::huggingface, seq_len);
            ASSERT_TRUE(formed.ok()) << sentence(formed.fault());
            const FrequencyTable exact = frequencies(model, seq_len).value().table;
            const auto wanted = one["expected"]["inv_freq"].get<std::vector<float>>();
            ASSERT_EQ(formed.value().inv_freq.size(), wanted.size());
            for (std::size_t i = 0; i < wanted.size(); ++i) {
                const auto got = static_cast<float>(formed.value().inv_freq[i]);
                EXPECT_EQ(got, formed.value().inv_freq[i]) << "a float32";
                EXPECT_LE(ulps(got, wanted[i]), 1) << i;
                ++all;
                same += got == wanted[i];
                exact_rounded += static_cast<float>(exact.theta[i]) == wanted[i];
            }
        }
    }
    EXPECT_GE(same, all * 99 / 100) << same << " of " << all;
    EXPECT_LT(exact_rounded, all * 70 / 100) << "which is why the steps matter: " << exact_rounded;
}

// ggml_rope_cache_init and rope_yarn for one position, as they stand in ggml/src/ggml-cpu/ops.cpp.
std::vector<float> cache_of_ggml(float position, int n_dims, float freq_base, float freq_scale,
                                 const std::vector<float>& freq_factors) {
    const float theta_scale = std::pow(freq_base, -2.0f / static_cast<float>(n_dims));
    std::vector<float> cache;
    float theta = position;
    for (int i0 = 0; i0 < n_dims; i0 += 2) {
        const float ff = freq_factors.empty() ? 1.0f : freq_factors[static_cast<std::size_t>(i0 / 2)];
        const float angle = freq_scale * (theta / ff);
        cache.push_back(std::cos(angle));
        cache.push_back(std::sin(angle));
        theta *= theta_scale;
    }
    return cache;
}

void expect_ggml(const ModelSpec& model, float freq_scale, const std::vector<float>& freq_factors) {
    const auto formed = engine_frequencies(model, FrequencySteps::ggml);
    ASSERT_TRUE(formed.ok()) << sentence(formed.fault());
    const Precision engine = find_pipeline("ggml")->precision;
    for (const float position : {0.0f, 1.0f, 17.0f, 4095.0f, 131071.0f}) {
        const std::vector<float> cache = cache_of_ggml(
            position, model.shape.rotary_dim, static_cast<float>(model.base), freq_scale, freq_factors);
        const PairAngles angles = engine_angles(formed.value(), position, engine);
        for (std::size_t i = 0; i < angles.cosine.size(); ++i) {
            EXPECT_NEAR(angles.cosine[i], cache[2 * i], 1.2e-7) << i << " at " << position;
            EXPECT_NEAR(angles.sine[i], cache[2 * i + 1], 1.2e-7) << i << " at " << position;
        }
    }
}

TEST(EngineFrequencies, GgmlMultipliesTheAngleFromPairToPair) {
    ModelSpec model;
    expect_ggml(model, 1, {});
    model.scaling = {.type = "linear", .numbers = {{"factor", 3}}};
    expect_ggml(model, 1.0f / 3, {});
    // The angle at a position is not a multiple of what one token turns by.
    const EngineFrequencies plain = engine_frequencies(ModelSpec{}, FrequencySteps::ggml).value();
    double farthest = 0;
    for (std::size_t i = 0; i < plain.inv_freq.size(); ++i) {
        const double multiple = static_cast<float>(plain.inv_freq[i]) * 131071.0f;
        farthest =
            std::max(farthest, std::abs(std::cos(multiple) - engine_angles(plain, 131071, {}).cosine[i]));
    }
    EXPECT_GT(farthest, 1e-3);
}

TEST(EngineFrequencies, GgmlDividesByTheFactorsOfTheFile) {
    ModelSpec longrope;
    longrope.shape = {.head_dim = 4, .rotary_dim = 4};
    longrope.scaling = {.type = "longrope",
                        .numbers = {{"factor", 1}},
                        .lists = {{"short_factor", {1.5, 7}}, {"long_factor", {2, 9}}}};
    expect_ggml(longrope, 1, {1.5f, 7});
    ModelSpec still;
    still.shape = {.head_dim = 8, .rotary_dim = 8};
    still.scaling = {.type = "proportional", .numbers = {{"partial_rotary_factor", 0.5}}};
    expect_ggml(still, 1, {1, 1, 1e30f, 1e30f});
}

// Bands of Llama 3.1: pairs 0 … 28 keep their speed, 35 … 63 are divided by 8 (SPEC of the figure
// llama3-bands).
TEST(EngineFrequencies, Llama3sFactorsAreDivisorsInGgml) {
    ModelSpec model;
    model.base = 500000;
    model.context_length = 131072;
    model.trained_context = 8192;
    model.scaling = {.type = "llama3",
                     .numbers = {{"factor", 8}, {"low_freq_factor", 1}, {"high_freq_factor", 4}}};
    const EngineFrequencies formed = engine_frequencies(model, FrequencySteps::ggml).value();
    const std::vector<float>& factors = formed.ggml->freq_factors;
    ASSERT_EQ(factors.size(), 64u);
    EXPECT_EQ(factors[28], 1);
    EXPECT_EQ(factors[35], 8);
    // 1 / ((1 − t)/8 + t) with the published share t of the original in pair 29.
    EXPECT_NEAR(factors[29], 1 / ((1 - 0.803621) / 8 + 0.803621), 1e-5);
    expect_ggml(model, 1, factors);
}

TEST(EngineFrequencies, YarnOfGgmlIsTheKernelsOwn) {
    ModelSpec model;
    model.context_length = 16384;
    model.trained_context = 4096;
    model.scaling = {.type = "yarn", .numbers = {{"factor", 4}}};
    const EngineFrequencies formed = engine_frequencies(model, FrequencySteps::ggml).value();
    const std::vector<double> x(128, 1);
    GgmlRope kernel{.mode = GgmlMode::neox, .freq_scale = 0.25f, .ext_factor = 1};
    // The kernel multiplies by 1 + 0.1 ln 4 itself, which is the attention factor of the model.
    const std::vector<float> want =
        ggml_rotation(std::vector<float>(x.begin(), x.end()), kernel, std::vector<std::int64_t>{3000});
    const Precision engine = find_pipeline("ggml")->precision;
    const std::vector<double> got =
        emulated_rotation(x, model.shape, engine_angles(formed, 3000, engine), engine.multiply);
    for (std::size_t i = 0; i < got.size(); ++i)
        EXPECT_NEAR(got[i], want[i], 3e-7) << i;
}

TEST(EngineFrequencies, WhatAnEngineDoesNotComputeIsRefused) {
    const auto fault = [](ModelSpec model, FrequencySteps steps) {
        const auto formed = engine_frequencies(model, steps);
        return formed.ok() ? std::string("none") : formed.fault().id;
    };
    ModelSpec model;
    model.scaling.type = "dynamic";
    EXPECT_EQ(fault(model, FrequencySteps::ggml), "unknown_steps");
    EXPECT_EQ(fault(model, FrequencySteps::huggingface), "none");
    for (const char* own : {"ntk", "ntk-by-parts", "exponent"}) {
        model.scaling.type = own;
        EXPECT_EQ(fault(model, FrequencySteps::ggml), "unknown_steps") << own;
        EXPECT_EQ(fault(model, FrequencySteps::huggingface), "unknown_steps") << own;
    }
    model.scaling = {.type = "default", .numbers = {{"warp", 0.5}}};
    EXPECT_EQ(fault(model, FrequencySteps::huggingface), "unknown_steps");
    model.scaling = {};
    model.base = 1e300;
    EXPECT_EQ(fault(model, FrequencySteps::ggml), "out_of_range");
}

}  // namespace
}  // namespace rope
