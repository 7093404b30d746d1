#include "core/document/evaluate.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>

#include "core/base/atomic_file.h"
#include "core/document/edit.h"
#include "tests/support/models.h"
#include "tests/support/temp_folder.h"
#include "tests/unit/document/edited.h"

namespace rope {
namespace {

using test::after;

Evaluated evaluated(const Document& document) {
    ResultCache cache;
    Checked<Evaluated> inputs = figure_inputs(document, {}, cache);
    require(inputs.ok(), "a valid document can always be evaluated");
    return std::move(inputs).value();
}

// A kind that counts how often it is built.
int builds = 0;
Checked<Figure> build_counted(const FigureInputs& inputs, ResultCache&, Progress& progress) {
    ++builds;
    if (inputs.pair == 13)
        return Fault{.id = "thirteen", .subject = "", .rule = "", .remedy = "", .where = ""};
    if (inputs.pair == 14) progress.cancel();
    Figure figure;
    figure.caption = {inputs.models[0].spec.name};
    figure.notes = {"of the kind"};
    return figure;
}
constexpr FigureKind kCounted{"counted", "Counted", "", {}, build_counted};

class MakeFigure : public testing::Test {
  protected:
    void SetUp() override { builds = 0; }
    Checked<std::shared_ptr<const Figure>> make(const Document& document, const PictureSize& picture = {}) {
        Progress progress;
        return make_figure(document, kCounted, picture, cache_, progress);
    }
    ResultCache cache_;
};

TEST(Evaluate, FillsInEverythingAKindMayRead) {
    Document document = after({}, SetParameter{"decay.scale", std::string("log"), 0});
    document = after(document, SetModel{1, ModelSpec{}});
    const Evaluated out = evaluated(document);
    EXPECT_TRUE(out.notes.empty());
    const FigureInputs& inputs = out.inputs;
    ASSERT_EQ(inputs.models.size(), 2u);
    EXPECT_EQ(inputs.models[0].frequencies->table.pairs(), 64);
    EXPECT_EQ(inputs.models[0].frequencies, inputs.models[1].frequencies) << "equal models share their table";
    EXPECT_EQ(inputs.q.size(), 128u);
    EXPECT_EQ(inputs.k.size(), 128u);
    EXPECT_NE(inputs.q, inputs.k);
    EXPECT_EQ(inputs.q_text, "gaussian:seed=1");
    EXPECT_EQ(inputs.choice("decay.scale"), "log");
    for (const FigureKind* kind : figure_kinds()) {
        for (const ParamSpec& row : kind->params)
            EXPECT_TRUE(inputs.params.contains(row.id)) << row.id;
    }
}

TEST(Evaluate, ShortVectorsArePaddedAndLongOnesCutAndItIsSaid) {
    Document document = after({}, SetParameter{"model.head_dim", std::int64_t{4}, 0});
    document = after(document, SetVector{true, {"1,2,3"}});
    document = after(document, SetVector{false, {"1,2,3,4,5,6"}});
    const Evaluated out = evaluated(document);
    EXPECT_EQ(out.inputs.q, (std::vector<double>{1, 2, 3, 0}));
    EXPECT_EQ(out.inputs.k, (std::vector<double>{1, 2, 3, 4}));
    ASSERT_EQ(out.notes.size(), 2u);
    EXPECT_EQ(out.notes[0], "q has 3 components; the other 1 of 4 are zero.");
    EXPECT_EQ(out.notes[1], "Of the 6 components of k the first 4 are used.");
}

TEST(Evaluate, ATypedVectorComesBackWhole) {
    Document document = after({}, SetParameter{"model.head_dim", std::int64_t{4}, 0});
    document = after(document, SetVector{true, {"1,2,3,4"}});
    const Document narrow = after(document, SetParameter{"model.head_dim", std::int64_t{2}, 0});
    EXPECT_EQ(evaluated(narrow).inputs.q, (std::vector<double>{1, 2}));
    const Document wide = after(narrow, SetParameter{"model.head_dim", std::int64_t{4}, 0});
    EXPECT_EQ(evaluated(wide).inputs.q, (std::vector<double>{1, 2, 3, 4}));
}

TEST(Evaluate, FaultsRow32_AMissingFileIsZeroAndItIsSaid) {
    const Document document = after({}, SetVector{true, {"/nowhere/q.npy"}});
    const Evaluated out = evaluated(document);
    EXPECT_EQ(out.inputs.q, std::vector<double>(128, 0.0));
    ASSERT_EQ(out.notes.size(), 1u);
    EXPECT_NE(out.notes[0].find("/nowhere/q.npy"), std::string::npos) << out.notes[0];
}

TEST(Evaluate, ProjectionsMakeQAndKAndTheirWordsSaySo) {
    Document document = after({}, SetParameter{"model.head_dim", std::int64_t{2}, 0});
    document = after(document, SetVector{true, {"3,4"}});
    document = after(document, SetVector{false, {"3,4"}});
    document = after(document, SetParameter{"vectors.w_q", std::string("0,-1;1,0"), 0});
    const Evaluated out = evaluated(document);
    EXPECT_EQ(out.inputs.q, (std::vector<double>{-4, 3}));
    EXPECT_EQ(out.inputs.k, (std::vector<double>{3, 4}));
    EXPECT_EQ(out.inputs.q_text, "W_q x, x = 3,4, W_q = 0,-1;1,0");
    EXPECT_EQ(out.inputs.k_text, "3,4");
    EXPECT_TRUE(out.notes.empty());
    // Of a wider head it acts on every pair: (i, i + P).
    const Document wide = after(after(document, SetParameter{"model.head_dim", std::int64_t{4}, 0}),
                                SetVector{true, {"1,2,3,4"}});
    EXPECT_EQ(evaluated(wide).inputs.q, (std::vector<double>{-3, -4, 1, 2}));
}

TEST(Evaluate, AProjectionThatDoesNotFitIsLeftOutAndItIsSaid) {
    Document document = after({}, SetParameter{"vectors.w_q", std::string("1,0,0;0,1,0;0,0,2"), 0});
    document = after(document, SetParameter{"vectors.w_k", std::string("/nowhere/w.npy"), 0});
    const Evaluated out = evaluated(document);
    EXPECT_EQ(out.inputs.q, evaluated({}).inputs.q);
    EXPECT_EQ(out.inputs.q_text, "gaussian:seed=1");
    ASSERT_EQ(out.notes.size(), 2u);
    EXPECT_EQ(out.notes[0].rfind("W_q is left out: ", 0), 0u) << out.notes[0];
    EXPECT_NE(out.notes[1].find("/nowhere/w.npy"), std::string::npos) << out.notes[1];
}

TEST(Evaluate, WordsAreThereForAKindThatReadsThem) {
    EXPECT_TRUE(evaluated({}).inputs.tokens.empty());
    ResultCache cache;
    Document document =
        after({}, SetParameter{"sequence.tokens", std::string("a b:=1,2 a c:=/nowhere/c.npy"), 0});
    document = after(document, SetParameter{"model.head_dim", std::int64_t{4}, 0});
    const auto out = figure_inputs(document, {}, cache, find_figure_kind("sequence"));
    ASSERT_TRUE(out.ok());
    const FigureInputs& inputs = out.value().inputs;
    ASSERT_EQ(inputs.tokens.size(), 4u);
    EXPECT_EQ(inputs.tokens[0].values, inputs.tokens[2].values) << "equal words are alike";
    EXPECT_EQ(inputs.tokens[1].values, (std::vector<double>{1, 2, 0, 0}));
    EXPECT_EQ(inputs.tokens[3].values, std::vector<double>(4, 0.0));
    EXPECT_EQ(inputs.token_order, (std::vector<int>{0, 1, 2, 3}));
    ASSERT_EQ(inputs.token_notes.size(), 2u);
    EXPECT_EQ(inputs.token_notes[0], "b has 2 components; the other 2 of 4 are zero.");
    EXPECT_NE(inputs.token_notes[1].find("/nowhere/c.npy"), std::string::npos);
    EXPECT_TRUE(out.value().notes.empty());
}

TEST(Evaluate, AOneHotBeyondTheHeadIsZeroAndItIsSaid) {
    Document document = after({}, SetVector{true, {"onehot:100"}});
    document = after(document, SetParameter{"model.head_dim", std::int64_t{64}, 0});
    const Evaluated out = evaluated(document);
    EXPECT_EQ(out.inputs.q, std::vector<double>(64, 0.0));
    EXPECT_EQ(out.notes.size(), 1u);
}

std::string npy(const std::vector<double>& values) {
    std::string header =
        "{'descr': '<f8', 'fortran_order': False, 'shape': (" + std::to_string(values.size()) + ",), }";
    header.append(63 - (10 + header.size()) % 64, ' ');
    header += '\n';
    std::string bytes = std::string("\x93NUMPY\x01\x00", 8);
    bytes += static_cast<char>(header.size() & 255);
    bytes += static_cast<char>(header.size() >> 8);
    bytes += header;
    bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(double));
    return bytes;
}

TEST(Evaluate, FaultsRow25_NaNAndInfinityInFilesAreMaskedAndCounted) {
    const test::TempFolder folder;
    const std::string path = folder.file("q.npy");
    std::vector<double> values(128, 2.0);
    values[0] = std::numeric_limits<double>::quiet_NaN();
    values[1] = std::numeric_limits<double>::infinity();
    ASSERT_TRUE(write_file(path, npy(values)).ok());
    const Evaluated out = evaluated(after({}, SetVector{true, {path}}));
    EXPECT_EQ(out.inputs.q[0], 0);
    EXPECT_EQ(out.inputs.q[1], 0);
    EXPECT_EQ(out.inputs.q[2], 2);
    ASSERT_EQ(out.notes.size(), 1u);
    EXPECT_EQ(out.notes[0].rfind("2 of the components of q", 0), 0u) << out.notes[0];
}

TEST(Evaluate, AFileWrittenAnewIsAnotherVector) {
    const test::TempFolder folder;
    const std::string path = folder.file("q.npy");
    const Document document = after({}, SetVector{true, {path}});
    ResultCache cache;
    const std::string missing = figure_key(document, "scores", {});
    ASSERT_TRUE(write_file(path, npy(std::vector<double>(128, 1.0))).ok());
    const std::string first = figure_key(document, "scores", {});
    EXPECT_NE(first, missing);
    EXPECT_EQ(figure_inputs(document, {}, cache).value().inputs.q[0], 1);
    ASSERT_TRUE(write_file(path, npy(std::vector<double>(130, 3.0))).ok());
    EXPECT_NE(figure_key(document, "scores", {}), first);
    EXPECT_EQ(figure_inputs(document, {}, cache).value().inputs.q[0], 3);
}

TEST(FigureKey, HoldsWhatDecidesTheFigureAndNothingElse) {
    const std::string key = figure_key({}, "decay", {});
    EXPECT_EQ(figure_key({}, "decay", {}), key);
    EXPECT_NE(figure_key({}, "scores", {}), key);
    EXPECT_NE(figure_key({}, "decay", {.size = {641, 400}}), key);
    EXPECT_NE(figure_key({}, "decay", {.pixels_per_point = 2}), key);
    EXPECT_NE(figure_key({}, "decay", {.font_size = 9}), key);
    const Edit edits[] = {
        SetParameter{"model.base", 10000.000000000002, 0},
        SetParameter{"model.layout", std::string("interleaved"), 0},
        SetParameter{"model.context", std::int64_t{4097}, 0},
        SetParameter{"model.original_context", std::int64_t{4097}, 0},
        SetParameter{"model.rotary_dim", std::int64_t{64}, 0},
        SetParameter{"model.head_dim", std::int64_t{64}, 0},
        SetParameter{"model.scaling", std::string("linear"), 0},
        SetParameter{"model.factor", 3.0, 0},
        SetParameter{"view.pair", std::int64_t{1}, 0},
        SetParameter{"view.m", 65.0, 0},
        SetParameter{"view.n", 1.0, 0},
        SetParameter{"decay.scale", std::string("log"), 0},
        SetVector{true, {"ones"}},
        SetVector{false, {"ones"}},
        SetParameter{"vectors.w_q", std::string("orthogonal:seed=1"), 0},
        SetParameter{"vectors.w_k", std::string("orthogonal:seed=1"), 0},
        SetModel{1, ModelSpec{}},
    };
    for (const Edit& edit : edits)
        EXPECT_NE(figure_key(after({}, edit), "decay", {}), key) << label(edit);
    const Document scores = after({}, SetParameter{"decay.scale", std::string("log"), 0});
    EXPECT_EQ(figure_key(scores, "scores", {}), figure_key({}, "scores", {})) << "a row of another kind";
    const Document bias = after({}, SetParameter{"scheme.alibi_heads", std::int64_t{4}, 0});
    EXPECT_NE(figure_key(bias, "schemes", {}), figure_key({}, "schemes", {})) << "a row of the schemes";
    EXPECT_EQ(figure_key(bias, "decay", {}), figure_key({}, "decay", {}));
    for (const char* row : {"sequence.tokens", "sequence.order"}) {
        const Document words = after(
            {}, SetParameter{row, std::string(row == std::string("sequence.order") ? "" : "a b c d e"), 0});
        EXPECT_NE(figure_key(words, "sequence", {}), figure_key({}, "sequence", {})) << row;
        EXPECT_EQ(figure_key(words, "decay", {}), figure_key({}, "decay", {})) << row;
    }
}

TEST_F(MakeFigure, IsBuiltOnceAndFoundAgain) {
    const auto first = make({});
    const auto second = make({});
    ASSERT_TRUE(first.ok() && second.ok());
    EXPECT_EQ(first.value(), second.value());
    EXPECT_EQ(builds, 1);
    ASSERT_TRUE(make({}, {.font_size = 9}).ok());
    EXPECT_EQ(builds, 2);
}

TEST_F(MakeFigure, NotesOfTheInputsComeBeforeTheFigures) {
    const auto figure = make(after({}, SetVector{true, {"1,2"}}));
    ASSERT_TRUE(figure.ok());
    ASSERT_EQ(figure.value()->notes.size(), 2u);
    EXPECT_EQ(figure.value()->notes[1], "of the kind");
}

TEST_F(MakeFigure, ModelsCarryTheirLabel) {
    const Document llama = after({}, SetModel{0, test::llama()});
    EXPECT_EQ(make(llama).value()->caption.front(), "Llama-3.1-8B");
    const Document changed = after(llama, SetParameter{"model.base", 10000.0, 0});
    EXPECT_EQ(make(changed).value()->caption.front(), "Llama-3.1-8B, base 10\u2009000");
    const Document own = after({}, SetParameter{"model.base", 500000.0, 0});
    EXPECT_EQ(make(own).value()->caption.front(), "default");
    EXPECT_EQ(make(after(own, SetModel{1, ModelSpec{}})).value()->caption.front(), "base 500\u2009000");
}

TEST_F(MakeFigure, FilesAreNamedByKindAndModels) {
    EXPECT_EQ(make({}).value()->name, "Counted") << "nobody's model has no name";
    const Document llama = after({}, SetModel{0, test::llama()});
    EXPECT_EQ(make(llama).value()->name, "Counted: Llama-3.1-8B");
    const Document two = after(llama, SetModel{1, ModelSpec{}});
    EXPECT_EQ(make(two).value()->name, "Counted: Llama-3.1-8B, default");
}

TEST_F(MakeFigure, FaultsAndCancelledWorkAreNotKept) {
    const Document thirteen = after({}, SetParameter{"view.pair", std::int64_t{13}, 0});
    EXPECT_EQ(make(thirteen).fault().id, "thirteen");
    EXPECT_EQ(make(thirteen).fault().id, "thirteen");
    EXPECT_EQ(builds, 2);
    const Document cancelled = after({}, SetParameter{"view.pair", std::int64_t{14}, 0});
    const auto none = make(cancelled);
    ASSERT_TRUE(none.ok());
    EXPECT_EQ(none.value(), nullptr);
    EXPECT_TRUE(make(cancelled).ok());
    EXPECT_EQ(builds, 4);
}

TEST(EveryFigureKind, IsMadeFromTheDefaultDocument) {
    for (const FigureKind* kind : figure_kinds()) {
        ResultCache cache;
        Progress progress;
        const auto figure = make_figure({}, *kind, {}, cache, progress);
        ASSERT_TRUE(figure.ok()) << kind->id << ": " << sentence(figure.fault());
        EXPECT_EQ(figure.value()->kind, kind->id);
    }
}

}  // namespace
}  // namespace rope
