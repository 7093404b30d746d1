#include "core/document/parameters.h"

#include <gtest/gtest.h>

#include <limits>
#include <set>

#include "core/base/atomic_file.h"
#include "core/figure/figure_inputs.h"
#include "core/model/presets.h"
#include "core/scheme/scheme.h"
#include "tests/support/temp_folder.h"
#include "tests/unit/vectors/npy_bytes.h"

namespace rope {
namespace {

const ParamSpec& spec(std::string_view id) {
    const Parameter* parameter = find_parameter(id);
    require(parameter != nullptr, "the test names a parameter that does not exist");
    return parameter->spec;
}

std::string fault_id(std::string_view id, std::string_view text) {
    const Checked<Value> value = parse_value(spec(id), text, "--set");
    return value.ok() ? "" : value.fault().id;
}

TEST(Parameters, EveryRowCanBeShownAndHasADefaultInItsRange) {
    ASSERT_FALSE(parameters().empty());
    for (const Parameter& parameter : parameters()) {
        const ParamSpec& row = parameter.spec;
        SCOPED_TRACE(std::string(row.id));
        EXPECT_FALSE(row.label.empty());
        EXPECT_FALSE(row.help.empty());
        EXPECT_EQ(row.help.back(), '.') << "a sentence";
        const Value initial = initial_value(row);
        const Checked<Value> checked = checked_value(row, initial, "");
        ASSERT_TRUE(checked.ok()) << sentence(checked.fault());
        EXPECT_EQ(checked.value(), initial);
        const Checked<Value> reread = parse_value(row, value_text(initial), "");
        ASSERT_TRUE(reread.ok()) << sentence(reread.fault());
        EXPECT_EQ(reread.value(), initial);
        if (row.type == ParamType::number || row.type == ParamType::integer) {
            EXPECT_LT(row.min, row.max);
            EXPECT_LE(row.slider_min, row.slider_max);
            if (row.slider_min != row.slider_max) {
                EXPECT_GE(row.slider_min, row.min);
                EXPECT_LE(row.slider_max, row.max);
            }
            if (row.scale == SliderScale::logarithmic) {
                EXPECT_GT(row.slider_min != row.slider_max ? row.slider_min : row.min, 0);
            }
        }
        if (row.type == ParamType::choice) {
            EXPECT_FALSE(row.choices.empty());
        }
    }
}

TEST(Parameters, TheTableStartsFromTheDefaultDocument) {
    const Document document;
    for (const Parameter& parameter : parameters()) {
        EXPECT_EQ(parameter.get(document, parameter, 0), initial_value(parameter.spec)) << parameter.spec.id;
    }
}

TEST(Parameters, SettingAndGettingAgreeInEveryRow) {
    for (const Parameter& parameter : parameters()) {
        if (parameter.spec.id == "model.layer_type") continue;  // needs a model that has kinds of layers
        SCOPED_TRACE(std::string(parameter.spec.id));
        const ParamSpec& row = parameter.spec;
        Value value = initial_value(row);
        switch (row.type) {
            case ParamType::boolean:
                value = row.initial == 0;
                break;
            case ParamType::integer:
                value = static_cast<std::int64_t>(row.max);
                break;
            case ParamType::number:
                value = row.min + (row.max - row.min) / 4;
                break;
            case ParamType::choice:
                value = std::string(row.choices.back().id);
                break;
            case ParamType::text:
                // A list of places and of counts holds whole numbers.
                value = std::string(row.id == "sequence.order"        ? "1,0"
                                    : row.id == "model.mrope_section" ? "16,24,24"
                                                                      : "1,0.5");
                break;
        }
        Document document;
        ASSERT_TRUE(parameter.set(document, parameter, 0, value).ok());
        EXPECT_EQ(parameter.get(document, parameter, 0), value);
    }
}

// A file is read when it is named: a session needs it no more.
TEST(Parameters, LearnedSpeedsAreKeptAsTheNumbersOfTheirFile) {
    const test::TempFolder folder;
    const std::string path = folder.file("freqs.npy");
    ASSERT_TRUE(
        write_file(path, test::npy("<f8", "(2, 3)", test::little_endian<double>({1, 2, 3, 0.5, 0.25, -4})))
            .ok());
    const Parameter& row = *find_parameter("image.theta_y");
    Document document;
    ASSERT_TRUE(row.set(document, row, 0, path + "[1]").ok());
    EXPECT_EQ(row.get(document, row, 0), Value(std::string("0.5,0.25,-4")));
    EXPECT_EQ(row.set(document, row, 0, path).fault().id, "needs_an_index");
    EXPECT_EQ(row.set(document, row, 0, std::string("none.npy")).fault().id, "no_such_file");
    EXPECT_EQ(row.set(document, row, 0, std::string("1,two")).fault().id, "not_a_number");
    ASSERT_TRUE(row.set(document, row, 0, std::string("gaussian:seed=2")).ok());
    EXPECT_EQ(row.get(document, row, 0), Value(std::string("gaussian:seed=2"))) << "it follows the head";
    ASSERT_TRUE(row.set(document, row, 0, std::string()).ok());
    EXPECT_EQ(document, Document());
}

TEST(Parameters, SectionsAreThoseOfAnEnginesConfig) {
    Document document;
    const Parameter& interleaved = *find_parameter("model.mrope_interleaved");
    EXPECT_FALSE(is_relevant(interleaved, document, 0)) << "without sections there is nothing to interleave";
    document.models[0] = read_preset("qwen3-vl-8b").value();
    const Parameter& sections = *find_parameter("model.mrope_section");
    EXPECT_EQ(sections.get(document, sections, 0), Value(std::string("24,20,20")));
    EXPECT_EQ(interleaved.get(document, interleaved, 0), Value(true));
    EXPECT_TRUE(is_relevant(interleaved, document, 0));
    document.models[0].shape.rotary_dim = 64;
    EXPECT_FALSE(is_relevant(sections, document, 0)) << "sections of another head turn nothing";
}

TEST(Parameters, IdsAreFoundAndUnknownOnesGetTheNearest) {
    std::set<std::string_view> ids;
    for (const Parameter& parameter : parameters()) {
        EXPECT_TRUE(ids.insert(parameter.spec.id).second) << parameter.spec.id << " twice";
        EXPECT_EQ(find_parameter(parameter.spec.id), &parameter);
    }
    EXPECT_EQ(find_parameter("model.bass"), nullptr);
    const auto mistyped = parameter_named("model.bass");
    ASSERT_FALSE(mistyped.ok());
    EXPECT_EQ(mistyped.fault().id, "unknown_parameter");
    EXPECT_EQ(mistyped.fault().kind, FaultKind::usage);
    EXPECT_NE(mistyped.fault().remedy.find("model.base"), std::string::npos);
}

TEST(Parameters, EveryRowOfAScalingAFigureKindAndASchemeIsInTheTable) {
    for (const Scheme* scheme : schemes()) {
        for (const ParamSpec& row : scheme->params)
            EXPECT_NE(find_parameter(row.id), nullptr) << row.id;
    }
    for (const Scaling* scaling : scalings()) {
        for (const ParamSpec& row : scaling->params)
            EXPECT_NE(find_parameter(row.id), nullptr) << row.id;
    }
    for (const FigureKind* kind : figure_kinds()) {
        for (const ParamSpec& row : kind->params) {
            ASSERT_NE(find_parameter(row.id), nullptr) << row.id;
            EXPECT_TRUE(row.id.starts_with(std::string(kind->id) + ".")) << row.id;
        }
    }
}

TEST(Parameters, RowsOfAScalingMatterOnlyUnderIt) {
    Document document;
    const Parameter& factor = *find_parameter("model.factor");
    const Parameter& base = *find_parameter("model.base");
    EXPECT_FALSE(is_relevant(factor, document, 0));
    document.models[0].scaling.type = "linear";
    EXPECT_TRUE(is_relevant(factor, document, 0));
    EXPECT_TRUE(is_relevant(base, document, 0));
}

TEST(Parameters, FaultsRow37_TextThatIsNoNumberIsRefused) {
    EXPECT_EQ(fault_id("model.base", "1,5"), "decimal_comma");
    EXPECT_EQ(fault_id("model.base", "abc"), "not_a_number");
    EXPECT_EQ(fault_id("model.base", ""), "not_a_number");
    EXPECT_EQ(fault_id("model.base", "nan"), "not_finite");
    EXPECT_EQ(fault_id("model.base", "inf"), "not_finite");
    EXPECT_EQ(fault_id("model.base", "1e999"), "number_overflow");
    EXPECT_EQ(fault_id("model.head_dim", "1e2"), "not_an_integer");
}

TEST(Parameters, FaultsRows8And9_RangesAndEvenCountsAreNamed) {
    EXPECT_EQ(fault_id("model.base", "0"), "out_of_range");
    EXPECT_EQ(fault_id("model.base", "-1"), "out_of_range");
    EXPECT_EQ(fault_id("model.base", "1e308"), "out_of_range");
    EXPECT_EQ(fault_id("model.head_dim", "0"), "out_of_range");
    EXPECT_EQ(fault_id("model.head_dim", "4098"), "out_of_range");
    const Checked<Value> odd = parse_value(spec("model.head_dim"), "63", "--head-dim");
    ASSERT_FALSE(odd.ok());
    EXPECT_EQ(odd.fault().id, "off_step");
    EXPECT_EQ(
        sentence(odd.fault()),
        "--head-dim: model.head_dim = 63 must be an even number from 2 to 4096; the nearest are 62 and 64");
}

TEST(Parameters, FaultsRow11_AnUnknownScalingIsAnsweredWithTheKnownOnes) {
    const Checked<Value> unknown = parse_value(spec("model.scaling"), "lineer", "--scaling");
    ASSERT_FALSE(unknown.ok());
    EXPECT_EQ(unknown.fault().id, "unknown_choice");
    for (const Scaling* scaling : scalings()) {
        EXPECT_NE(unknown.fault().rule.find(scaling->id), std::string::npos) << scaling->id;
    }
    EXPECT_NE(unknown.fault().remedy.find("linear"), std::string::npos);
}

TEST(Parameters, ValuesConvertOnlyWhereNothingIsLost) {
    const Checked<Value> whole = checked_value(spec("model.head_dim"), 64.0, "");
    ASSERT_TRUE(whole.ok());
    EXPECT_EQ(whole.value(), Value(std::int64_t{64}));
    const Checked<Value> number = checked_value(spec("model.base"), std::int64_t{500000}, "");
    ASSERT_TRUE(number.ok());
    EXPECT_EQ(number.value(), Value(500000.0));
    EXPECT_EQ(checked_value(spec("model.head_dim"), 64.5, "").fault().id, "wrong_type");
    EXPECT_EQ(checked_value(spec("model.base"), std::string("10000"), "").fault().id, "wrong_type");
    EXPECT_EQ(checked_value(spec("model.base"), true, "").fault().id, "wrong_type");
    EXPECT_EQ(checked_value(spec("model.base"), std::numeric_limits<double>::quiet_NaN(), "").fault().id,
              "not_finite");
}

}  // namespace
}  // namespace rope
