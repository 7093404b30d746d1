#include "core/document/session.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/document/edit.h"
#include "core/model/presets.h"
#include "tests/support/models.h"
#include "tests/support/temp_folder.h"
#include "tests/unit/document/edited.h"

namespace rope {
namespace {

Document reread(const Document& document) {
    const std::string text = write_session(document);
    Checked<Document> read = read_session(text, "session.json");
    if (!read.ok()) {
        ADD_FAILURE() << sentence(read.fault()) << "\n" << text;
        return {};
    }
    return std::move(read).value();
}

using test::after;

TEST(Session, OfTheDefaultDocumentIsShortAndReadable) {
    EXPECT_EQ(write_session({}), R"({
  "format": "rope-explorer session",
  "version": 1,
  "models": [
    {
      "name": "default",
      "source": "",
      "head_dim": 128,
      "rotary_dim": 128,
      "rotary_offset": 0,
      "layout": "half",
      "base": 10000,
      "context": 4096,
      "original_context": 4096,
      "scaling": {
        "type": "default"
      }
    }
  ],
  "vectors": {
    "query": "gaussian:seed=1",
    "key": "gaussian:seed=2"
  },
  "view": {
    "pair": 0,
    "m": 64,
    "n": 0
  },
  "settings": {}
}
)");
    EXPECT_EQ(reread({}), Document{});
}

TEST(Session, KeepsEveryPreset) {
    for (const Preset& preset : presets()) {
        const Checked<ModelSpec> model = read_preset(preset.id);
        ASSERT_TRUE(model.ok()) << preset.id;
        const Document document = after({}, SetModel{0, model.value()});
        EXPECT_EQ(reread(document), document) << preset.id;
        if (!model.value().scaling.lists.empty()) continue;  // one factor per pair: bound to its head_dim
        // Layers, offsets and multipliers follow without ever becoming invalid.
        const Checked<Applied> halved = rope::apply(
            document, SetParameter{"model.head_dim", std::int64_t{model.value().shape.head_dim / 4 * 2}, 0});
        ASSERT_TRUE(halved.ok()) << preset.id << ": " << sentence(halved.fault());
        EXPECT_EQ(reread(halved.value().document), halved.value().document) << preset.id;
    }
}

TEST(Session, KeepsWhatAModelWasLoadedWithSoThatResetStillWorks) {
    const ModelSpec model = test::llama();
    const Document loaded = after({}, SetModel{0, model});
    const Document changed = after(loaded, SetParameter{"model.base", 12345.0, 0});
    const Document read = reread(changed);
    EXPECT_EQ(read, changed);
    EXPECT_EQ(after(read, ResetParameter{"model.base", 0}), loaded);
}

TEST(Session, KeepsNumbersToTheLastBit) {
    Document document;
    document.models[0].base = 1234.5678901234567;
    document.models[0].scaling.numbers["factor"] = 0.1 + 0.2;
    document.models[0].logit_softcap = 0.1 + 0.2;
    document.models[0].query_growth = {
        .strength = 0.1 + 0.2, .length = 16384, .offset = 1, .only_without_positions = true};
    document.selection.query_position = 1.0 / 3;
    document.selection.key_position = -4294967296.0;
    EXPECT_EQ(reread(document), document);
}

TEST(Session, FaultsRow56_KeepsNamesOfFilesThatAreNotUtf8) {
    Document document;
    document.query.text = "/tmp/\xff\n😀.npy";
    document.models[0].source = "/tmp/\xff/config.json";
    EXPECT_EQ(reread(document), document);
}

TEST(Session, FaultsRow31_UnknownKeysAreKeptWhereTheyWere) {
    const std::string text = R"({
  "format": "rope-explorer session",
  "version": 1,
  "colour": {"of": ["the", 1.5]},
  "models": [
    {"head_dim": 64, "rotary_dim": 64},
    {"head_dim": 32, "rotary_dim": 32, "mood": "calm", "scaling": {"type": "default", "note": "text"}}
  ],
  "view": {"pair": 3, "camera": 7},
  "settings": {"hologram.depth": 4, "decay.scale": "log"}
})";
    Checked<Document> read = read_session(text, "session.json");
    ASSERT_TRUE(read.ok()) << sentence(read.fault());
    const Document document = std::move(read).value();
    EXPECT_EQ(document.models[1].shape.head_dim, 32);
    EXPECT_EQ(document.selection.pair, 3);
    const auto written = nlohmann::json::parse(write_session(document));
    EXPECT_EQ(written["colour"], nlohmann::json::parse(R"({"of": ["the", 1.5]})"));
    EXPECT_EQ(written["models"][1]["mood"], "calm");
    EXPECT_EQ(written["models"][1]["scaling"]["note"], "text");
    EXPECT_FALSE(written["models"][0].contains("mood"));
    EXPECT_EQ(written["view"]["camera"], 7);
    EXPECT_EQ(written["settings"]["hologram.depth"], 4);
    EXPECT_EQ(written["settings"]["decay.scale"], "log");
    EXPECT_EQ(reread(document), document);

    // They go with their model.
    const auto alone = nlohmann::json::parse(write_session(after(document, RemoveModel{0})));
    EXPECT_EQ(alone["models"][0]["mood"], "calm");
    const auto replaced = nlohmann::json::parse(write_session(after(document, SetModel{1, ModelSpec{}})));
    EXPECT_FALSE(replaced["models"][1].contains("mood"));
}

TEST(Session, KeepsProjectionsWordsAndTheirOrder) {
    Document document = after({}, SetParameter{"vectors.w_q", std::string("orthogonal:seed=5"), 0});
    document = after(document, SetParameter{"vectors.w_k", std::string("0,-1;1,0"), 0});
    document = after(document, SetParameter{"sequence.tokens", std::string("New\\ York:=ones is big"), 0});
    document = after(document, SetParameter{"sequence.order", std::string("2,0,1"), 0});
    EXPECT_EQ(reread(document), document);
    const auto written = nlohmann::json::parse(write_session(document));
    EXPECT_EQ(written["vectors"]["w_q"], "orthogonal:seed=5");
    EXPECT_EQ(written["sequence"]["tokens"], "New\\ York:=ones is big");
    EXPECT_EQ(written["sequence"]["order"], "2,0,1");
    // As written is another order than the usual one.
    const Document plain = after({}, SetParameter{"sequence.order", std::string(), 0});
    EXPECT_EQ(reread(plain), plain);
    // Bytes that are no text come back too.
    const Document bytes = after({}, SetParameter{"sequence.tokens", std::string("a \xff b"), 0});
    EXPECT_EQ(reread(bytes), bytes);
}

TEST(Session, WordsWithoutAnOrderStandAsWritten) {
    const Checked<Document> read = read_session(
        R"({"format": "rope-explorer session", "version": 1, "sequence": {"tokens": "a b", "mood": 3}})",
        "s.json");
    ASSERT_TRUE(read.ok()) << sentence(read.fault());
    EXPECT_EQ(read.value().sequence.tokens.size(), 2U);
    EXPECT_TRUE(read.value().sequence.order.empty());
    EXPECT_NE(write_session(read.value()).find("\"mood\": 3"), std::string::npos);
    const Checked<Document> wrong = read_session(
        R"({"format": "rope-explorer session", "version": 1, "sequence": {"tokens": "a b", "order": "0,2"}})",
        "s.json");
    ASSERT_FALSE(wrong.ok());
    EXPECT_EQ(wrong.fault().id, "wrong_order");
    EXPECT_EQ(wrong.fault().where, "s.json");
}

TEST(Session, FaultsRow32_AMissingFileOpensAndKeepsItsReference) {
    const Checked<Document> read = read_session(
        R"({"format": "rope-explorer session", "version": 1, "vectors": {"query": "/nowhere/q.npy"}})",
        "s.json");
    ASSERT_TRUE(read.ok()) << sentence(read.fault());
    EXPECT_EQ(read.value().query.text, "/nowhere/q.npy");
    EXPECT_NE(write_session(read.value()).find("/nowhere/q.npy"), std::string::npos);
}

TEST(Session, WhatIsLeftOutHasItsDefault) {
    const Checked<Document> read =
        read_session(R"({"format": "rope-explorer session", "version": 1})", "s.json");
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value(), Document{});
}

TEST(Session, FilesAreReadFromDisk) {
    const test::TempFolder folder;
    const std::string path = folder.file("talk.json");
    Document document;
    document.selection.query_position = 99;
    ASSERT_TRUE(write_file(path, write_session(document)).ok());
    const Checked<Document> read = read_session_file(path);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read.value(), document);
    EXPECT_EQ(read_session_file(folder.file("none.json")).fault().id, "no_such_file");
}

TEST(Session, IsKnownByItsFormatEvenWhenItIsNewerOrBroken) {
    EXPECT_TRUE(is_session(write_session({})));
    EXPECT_TRUE(is_session(R"({"version": 9, "format" : "rope-explorer session", "mod)"));
    EXPECT_FALSE(is_session(R"({"rope_theta": 10000})"));
    EXPECT_FALSE(is_session(R"({"format": "rope-explorer sessions"})"));
    EXPECT_FALSE(is_session(R"({"name": "rope-explorer session"})"));
    EXPECT_FALSE(is_session(""));
    EXPECT_FALSE(is_session("\"format\""));
}

// ---- the picture that a session was saved as

SessionFigure odd_figure() {
    SessionFigure figure;
    figure.kind = "scores";
    figure.size = {237.6, 1e3 / 3};
    figure.dpi = 72.5;
    figure.theme = ThemeId::lecture;
    figure.transparent = true;
    return figure;
}

TEST(Session, KeepsThePictureItWasSavedAs) {
    const std::string text = write_session(Document{}, odd_figure());
    const Checked<SavedSession> read = read_saved_session(text, "a.json");
    ASSERT_TRUE(read.ok()) << sentence(read.fault());
    EXPECT_EQ(read.value().figure, odd_figure());
    EXPECT_EQ(read.value().document, Document{});
    EXPECT_EQ(write_session(read.value().document, read.value().figure), text);
    // The window opens the document and carries nothing of the picture along.
    EXPECT_EQ(write_session(read_session(text, "a.json").value()), write_session(Document{}));
    EXPECT_FALSE(read_saved_session(write_session(Document{}), "a.json").value().figure.has_value());
}

TEST(Session, APictureOfANewerProgramIsKeptAndABrokenOneRefused) {
    const auto with = [](const std::string& figure) {
        return read_saved_session(
            R"({"format": "rope-explorer session", "version": 1, "figure": )" + figure + "}", "a.json");
    };
    const auto newer = with(R"({"kind": "hologram", "frames": 12})");
    ASSERT_TRUE(newer.ok());
    EXPECT_EQ(newer.value().figure->kind, "hologram");
    const std::string again = write_session(newer.value().document, newer.value().figure);
    EXPECT_EQ(nlohmann::json::parse(again).at("figure").at("frames"), 12);  // Faults row 31
    EXPECT_FALSE(with("{}").value().figure.has_value());
    for (const char* broken :
         {"7", R"({"kind": 5})", R"({"kind": "decay", "width": "wide"})",
          R"({"kind": "decay", "theme": "sepia"})", R"({"kind": "decay", "transparent": 1})"}) {
        const auto read = with(broken);
        ASSERT_FALSE(read.ok()) << broken;
        EXPECT_EQ(read.fault().id, "wrong_type");
        EXPECT_NE(sentence(read.fault()).find("figure"), std::string::npos) << sentence(read.fault());
    }
}

}  // namespace
}  // namespace rope
