// Sessions that must be refused, with the row of the list of faults each holds.
#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "core/document/session.h"
#include "tests/support/temp_folder.h"

namespace rope {
namespace {

// A session whose other fields are `fields`.
std::string session(const std::string& fields) {
    return R"({"format": "rope-explorer session", "version": 1, )" + fields + "}";
}
std::string model(const std::string& fields) {
    return session(R"("models": [{)" + fields + "}]");
}

Fault refusal(const std::string& text) {
    const Checked<Document> read = read_session(text, "talk.json");
    if (!read.ok()) {
        EXPECT_EQ(read.fault().where.rfind("talk.json", 0), 0u) << "says where: " << sentence(read.fault());
        EXPECT_EQ(read.fault().kind, FaultKind::failed);
        return read.fault();
    }
    ADD_FAILURE() << "accepted: " << text.substr(0, 200);
    return {};
}

TEST(SessionFaults, Row1_Empty) {
    EXPECT_EQ(refusal("").id, "json_empty");
}

TEST(SessionFaults, Row2_TruncatedSaysLineAndColumn) {
    const std::string whole = write_session({});
    for (std::size_t length = 1; length + 2 < whole.size(); length += 7) {
        const Fault fault = refusal(whole.substr(0, length));
        EXPECT_NE(fault.where.find("line"), std::string::npos) << sentence(fault);
    }
}

TEST(SessionFaults, Row3_AByteOrderMarkIsAccepted) {
    EXPECT_TRUE(read_session("\xEF\xBB\xBF" + write_session({}), "talk.json").ok());
}

TEST(SessionFaults, Row4_NaNAndInfinityLiterals) {
    refusal(model(R"("base": NaN)"));
    refusal(model(R"("base": -Infinity)"));
    refusal(session(R"("unknown": Infinity)"));
}

TEST(SessionFaults, Row5_NumbersTooLargeForADouble) {
    EXPECT_EQ(refusal(model(R"("base": 1e999)")).id, "number_overflow");
}

TEST(SessionFaults, Row6_DuplicateKeys) {
    EXPECT_EQ(refusal(model(R"("base": 1e4, "base": 1e5)")).id, "duplicate_key");
}

TEST(SessionFaults, Row7_NumbersGivenAsTextAreNamed) {
    const Fault fault = refusal(model(R"("base": "10000")"));
    EXPECT_EQ(fault.id, "wrong_type");
    EXPECT_EQ(fault.subject, R"(models[0].base = "10000")");
    EXPECT_EQ(refusal(model(R"("head_dim": true)")).id, "wrong_type");
    EXPECT_EQ(refusal(session(R"("view": {"m": null})")).id, "wrong_type");
    EXPECT_EQ(refusal(session(R"("view": 3)")).id, "wrong_type");
    EXPECT_EQ(refusal(session(R"("models": {})")).id, "wrong_type");
    EXPECT_EQ(refusal(session(R"("models": [])")).id, "wrong_type");
    EXPECT_EQ(refusal(session(R"("models": [7])")).id, "wrong_type");
    EXPECT_EQ(refusal(session(R"("settings": {"decay.scale": [1]})")).id, "wrong_type");
    EXPECT_EQ(refusal(session(R"("vectors": {"query": {"bytes": "f"}})")).id, "wrong_type");
    EXPECT_EQ(refusal(model(R"("layout": "sideways")")).id, "wrong_type");
}

TEST(SessionFaults, Row8_BaseNotPositive) {
    EXPECT_EQ(refusal(model(R"("base": 0)")).id, "base_not_positive");
    EXPECT_EQ(refusal(model(R"("base": -1)")).id, "base_not_positive");
}

TEST(SessionFaults, Row9_OddOrZeroHeadDim) {
    EXPECT_EQ(refusal(model(R"("head_dim": 63, "rotary_dim": 62)")).id, "odd_head_dim");
    refusal(model(R"("head_dim": 0)"));
    refusal(model(R"("head_dim": 128, "rotary_dim": 63)"));
    refusal(model(R"("head_dim": 64, "rotary_dim": 128)"));
    refusal(model(R"("head_dim": 64, "rotary_dim": 64, "rotary_offset": 2)"));
}

TEST(SessionFaults, Row10_CountsThatAreHugeNegativeOrFractional) {
    EXPECT_EQ(refusal(model(R"("head_dim": 2147483648)")).id, "wrong_type");
    EXPECT_EQ(refusal(model(R"("head_dim": 18446744073709551615)")).id, "wrong_type");
    EXPECT_EQ(refusal(model(R"("head_dim": -2)")).id, "wrong_type");
    EXPECT_EQ(refusal(model(R"("head_dim": 64.5)")).id, "wrong_type");
    EXPECT_EQ(refusal(model(R"("context": 1e10)")).id, "wrong_type");
    EXPECT_EQ(refusal(session(R"("view": {"pair": 1e300})")).id, "wrong_type");
    EXPECT_EQ(refusal(session(R"("view": {"pair": 64})")).id, "pair_out_of_range");
    EXPECT_EQ(refusal(session(R"("view": {"m": 1e12})")).id, "position_out_of_range");
    std::string many;
    for (int i = 0; i < 9; ++i)
        many += i == 0 ? "{}" : ", {}";
    EXPECT_EQ(refusal(session("\"models\": [" + many + "]")).id, "too_many_models");
}

TEST(SessionFaults, Row11_AnUnknownScalingIsNamed) {
    const Fault fault = refusal(model(R"("scaling": {"type": "stretch"})"));
    EXPECT_NE(sentence(fault).find("stretch"), std::string::npos) << sentence(fault);
    EXPECT_NE(sentence(fault).find("yarn"), std::string::npos) << sentence(fault);
}

TEST(SessionFaults, Row12_DeepNesting) {
    const std::string deep(200000, '[');
    EXPECT_EQ(refusal(deep).id, "json_too_deep");
    EXPECT_EQ(refusal(session("\"unknown\": " + deep)).id, "json_too_deep");
}

TEST(SessionFaults, Row13_FilesAreCappedBeforeReading) {
    const test::TempFolder folder;
    const std::string path = folder.file("huge.json");
    ASSERT_TRUE(write_file(path, "{").ok());
    std::filesystem::resize_file(path, std::uintmax_t{2} << 30);  // sparse: takes no room
    EXPECT_EQ(read_session_file(path).fault().id, "file_too_large");
}

TEST(SessionFaults, Row14_TopLevelIsNoObject) {
    EXPECT_EQ(refusal("[]").id, "not_an_object");
    EXPECT_EQ(refusal("3").id, "not_an_object");
}

TEST(SessionFaults, Row30_ANewerVersionIsRefused) {
    const Fault fault =
        refusal(R"({"format": "rope-explorer session", "version": 2, "models": "of another shape"})");
    EXPECT_EQ(fault.id, "newer_version");
    EXPECT_NE(sentence(fault).find("version 2"), std::string::npos);
    EXPECT_EQ(refusal(R"({"format": "rope-explorer session", "version": "2"})").id, "wrong_type");
    EXPECT_EQ(refusal(R"({"format": "rope-explorer session"})").id, "no_version");
    EXPECT_EQ(refusal(R"({"version": 1})").id, "not_a_session");
    EXPECT_EQ(refusal(R"({"format": 1, "version": 1})").id, "wrong_type");
}

TEST(SessionFaults, SettingsOutsideTheirRangeAreRefused) {
    EXPECT_EQ(refusal(session(R"("settings": {"decay.scale": "loog"})")).id, "unknown_choice");
    EXPECT_EQ(refusal(session(R"("settings": {"decay.from": 1.5})")).id, "wrong_type");
    EXPECT_EQ(refusal(session(R"("settings": {"decay.from": 1e12})")).id, "out_of_range");
}

TEST(SessionFaults, ScoreChangesOutsideTheirRangeAreRefused) {
    EXPECT_EQ(refusal(session(R"("models": [{"logit_softcap": -1}])")).id, "out_of_range");
    EXPECT_EQ(refusal(session(R"("models": [{"logit_softcap": "50"}])")).id, "wrong_type");
    EXPECT_EQ(refusal(session(R"("models": [{"query_growth": {"strength": 1}}])")).id, "out_of_range");
    EXPECT_EQ(refusal(session(R"("models": [{"query_growth": {"strength": 1, "length": -1}}])")).id,
              "wrong_type");
}

TEST(SessionFaults, AVectorThatCannotBeReadIsRefused) {
    refusal(session(R"("vectors": {"query": "1,two"})"));
    refusal(session(R"("vectors": {"key": ""})"));
}

TEST(SessionFaults, ABrokenMemoryOfTheLoadedModelIsRefused) {
    refusal(model(R"("source": "x.json", "as_loaded": {"head_dim": 63})"));
}

}  // namespace
}  // namespace rope
