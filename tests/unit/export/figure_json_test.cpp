// What a figure means, as JSON: every kind says it, and the numbers are those of its CSV.
#include <gmock/gmock.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/base/json_text.h"
#include "core/document/edit.h"
#include "core/export/export.h"
#include "core/model/presets.h"
#include "tests/unit/export/sampler.h"

namespace rope {
namespace {

using Json = nlohmann::json;

std::string exported(const Document& document, const FigureKind& kind, Format format) {
    ExportOptions options;
    options.format = format;
    ResultCache cache;
    Progress progress;
    auto bytes = export_figure(document, kind, options, cache, progress);
    EXPECT_TRUE(bytes.ok()) << (bytes.ok() ? "" : sentence(bytes.fault()));
    return bytes.ok() ? std::move(bytes).value() : std::string();
}

Document small() {
    Document document;
    document.models.front().context_length = 256;
    return document;
}

Document two_models() {
    auto applied =
        apply(Document{},
              Together{{SetModel{0, read_preset("llama-3.1-8b").value()}, SetModel{1, ModelSpec{}}}, ""});
    return std::move(applied).value().document;
}

TEST(FigureJson, EveryKindSaysWhatItShows) {
    for (const FigureKind* kind : figure_kinds()) {
        SCOPED_TRACE(kind->id);
        const Json json = Json::parse(exported(small(), *kind, Format::json));
        EXPECT_EQ(json.at("kind"), kind->id);
        EXPECT_FALSE(json.at("caption").get<std::string>().empty());
        EXPECT_TRUE(json.at("notes").is_array());
        EXPECT_EQ(json.at("models")[0].at("base"), 10000);
        EXPECT_EQ(json.at("models")[0].at("head_dim"), 128);
        EXPECT_EQ(json.at("models")[0].at("context"), 256);
        EXPECT_EQ(json.at("parameters").at("vectors.query"), "gaussian:seed=1");
        for (const ParamSpec& spec : kind->params)
            EXPECT_TRUE(json.at("parameters").contains(spec.id)) << spec.id;
        ASSERT_FALSE(json.at("panels").empty());
        for (const Json& panel : json.at("panels")) {
            for (const char* side : {"x", "y"}) {
                if (!panel.contains(side)) continue;
                const Json& axis = panel.at(side);
                EXPECT_FALSE(axis.at("unit").get<std::string>().empty());
                EXPECT_EQ(axis.at("title").get<std::string>().find('*'), std::string::npos);
                EXPECT_NE(axis.at("from").get<double>(), axis.at("to").get<double>());
            }
            EXPECT_FALSE(panel.at("series").empty());
        }
        EXPECT_TRUE(json.at("data").contains("columns") || json.at("data").contains("grid"));
    }
}

TEST(FigureJson, ItsNumbersAreThoseOfTheCsv) {
    for (const FigureKind* kind : figure_kinds()) {
        SCOPED_TRACE(kind->id);
        const Json data = Json::parse(exported(small(), *kind, Format::json)).at("data");
        std::istringstream csv(exported(small(), *kind, Format::csv));
        std::string line;
        std::getline(csv, line);  // names, which may be quoted
        for (std::size_t r = 0; std::getline(csv, line); ++r) {
            line += ',';
            std::size_t from = 0,
                        columns = data.contains("grid")
                                      ? data["grid"].at("columns").at("count").get<std::size_t>() + 1
                                      : data["columns"].size();
            for (std::size_t c = 0; c < columns; ++c) {
                const std::size_t comma = line.find(',', from);
                ASSERT_NE(comma, std::string::npos);
                const std::string field = line.substr(from, comma - from);
                from = comma + 1;
                Json value;
                if (!data.contains("grid")) {
                    value = data["columns"][c].at("values")[r];
                } else if (c == 0) {
                    const Json& rows = data["grid"].at("rows");
                    value = rows.at("first").get<double>() +
                            static_cast<double>(r) * rows.at("step").get<double>();
                } else if (data["grid"].contains("lags")) {
                    value = data["grid"]["lags"][r - (c - 1) + columns - 2];
                } else {
                    value = data["grid"].at("values")[r][c - 1];
                }
                if (value.is_string()) {  // the words of a sequence here need no quotes
                    ASSERT_EQ(value.get<std::string>(), field) << r << ' ' << c;
                } else if (value.is_null()) {
                    EXPECT_TRUE(field.empty() || field.find("inf") != std::string::npos) << field;
                } else {
                    ASSERT_EQ(value.get<double>(), std::stod(field)) << r << ' ' << c;
                }
            }
        }
    }
}

TEST(FigureJson, UnitsRangesAndLabelsOfAFigureWithTwoModels) {
    const std::string text = exported(two_models(), *find_figure_kind("decay"), Format::json);
    EXPECT_TRUE(parse_json(text, "figure").ok()) << "no key twice";
    const Json json = Json::parse(text);
    const Json& panel = json.at("panels")[0];
    EXPECT_EQ(panel.at("x").at("title"), "distance Δ = m − n");
    EXPECT_EQ(panel.at("x").at("unit"), "tokens");
    EXPECT_EQ(panel.at("x").at("scale"), "linear");
    EXPECT_EQ(panel.at("x").at("from"), 0);
    EXPECT_EQ(panel.at("x").at("to"), 131072);
    EXPECT_EQ(panel.at("y").at("unit"), "1");
    std::vector<std::string> labels;
    for (const Json& one : panel.at("series")) {
        const std::string mark = one.at("mark");
        if (mark == "line" || mark == "band") labels.push_back(one.at("label"));
    }
    EXPECT_EQ(labels, (std::vector<std::string>{"Llama 3.1 8B", "default"}));
    EXPECT_EQ(json.at("models").size(), 2U);
    EXPECT_EQ(json.at("models")[0].at("letter"), "A");
    EXPECT_EQ(json.at("models")[0].at("label"), "Llama 3.1 8B");
    EXPECT_EQ(json.at("models")[0].at("scaling"), "llama3");
    EXPECT_EQ(json.at("models")[0].at("factor"), 8);
    EXPECT_EQ(json.at("parameters").at("decay.measure"), "rotation-bound");
    EXPECT_FALSE(json.at("parameters").contains("angles.show"));  // what another kind reads
    const Json map = Json::parse(exported(small(), *find_figure_kind("angles"), Format::json));
    EXPECT_EQ(map.at("panels")[0].at("y").at("unit"), "turns");
}

// One head learns 512 vectors of 128 numbers for a table of 512 (BERT, the row's default); RoPE learns none
// and is Toeplitz, which sinusoidal positions added to q and k are not.
TEST(FigureJson, SchemesHaveTheirFacts) {
    const Json facts = Json::parse(exported(small(), *find_figure_kind("schemes"), Format::json)).at("facts");
    const auto of = [&](const std::string& scheme) -> Json {
        for (const Json& each : facts) {
            if (each.at("of") == scheme) return each;
        }
        ADD_FAILURE() << scheme;
        return Json::object();
    };
    EXPECT_EQ(of("learned").at("learned_numbers"), 512 * 128);
    EXPECT_EQ(of("learned").at("linear_attention"), true);
    EXPECT_EQ(of("rope").at("learned_numbers"), 0);
    EXPECT_EQ(of("rope").at("depends_on"), "relative");
    EXPECT_LT(of("rope").at("toeplitz_deviation").get<double>(), 1e-9);
    EXPECT_GT(of("sinusoidal").at("toeplitz_deviation").get<double>(), 1e-3);
    EXPECT_EQ(of("t5").at("linear_attention"), false);  // a bias needs the score of each pair
    EXPECT_FALSE(of("t5").at("redone_when_tokens_move").get<std::string>().empty());
}

TEST(FigureJson, NaNIsNullAndDigitsAreSeventeen) {  // Faults row 69
    Figure figure = test::small_figure();
    figure.data.grid.reset();
    figure.data.columns = {{"a \"b\"", "", {0.1, std::nan("")}}, {"c", "tokens", {HUGE_VAL, 3}}};
    ExportOptions options;
    options.format = Format::json;
    const std::string text = draw_figure(figure, options, "").value();
    EXPECT_THAT(text, testing::HasSubstr("[0.10000000000000001, null]"));
    const Json data = Json::parse(text).at("data").at("columns");
    EXPECT_EQ(data[0].at("name"), "a \"b\"");
    EXPECT_EQ(data[0].at("unit"), "1");
    EXPECT_TRUE(data[1].at("values")[0].is_null());
    EXPECT_EQ(data[1].at("unit"), "tokens");
}

TEST(FigureJson, AFigureWithNothingToDrawHoldsItsSentence) {
    auto applied = apply(Document{}, Together{{SetParameter{"decay.from", std::int64_t{10}},
                                               SetParameter{"decay.to", std::int64_t{5}}},
                                              ""});
    ASSERT_TRUE(applied.ok());
    const Json json =
        Json::parse(exported(applied.value().document, *find_figure_kind("decay"), Format::json));
    EXPECT_THAT(json.at("sentence").get<std::string>(), testing::HasSubstr("no distance from 10 to 5"));
    EXPECT_TRUE(json.at("panels").empty());
}

}  // namespace
}  // namespace rope
