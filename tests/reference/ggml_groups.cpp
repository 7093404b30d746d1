// ggml_rope: the operation of ggml in float32 and in closed form.
#include <algorithm>
#include <cmath>

#include "core/scaling/ggml_rope.h"
#include "tests/reference/case_head.h"

namespace rope::reference {
namespace {

using nlohmann::json;

GgmlMode mode_of(const CaseInput& input) {
    const std::string name = input.text_or("mode", "norm");
    if (name == "normal") return GgmlMode::norm;
    for (const GgmlMode mode :
         {GgmlMode::norm, GgmlMode::neox, GgmlMode::mrope, GgmlMode::vision, GgmlMode::imrope})
        if (id(mode) == name) return mode;
    throw CaseError("unknown mode " + name);
}

GgmlRope rope_of(const CaseInput& input) {
    const auto parameter = [&](std::string_view name, double otherwise) {
        return static_cast<float>(input.number_or(name, otherwise));
    };
    GgmlRope rope{.mode = mode_of(input),
                  .head_dim = input.count("head_dim"),
                  .n_dims = input.count("n_dims"),
                  .n_ctx_orig = input.count_or("n_ctx_orig", 4096),
                  .freq_base = parameter("freq_base", 10000),
                  .freq_scale = parameter("freq_scale", 1),
                  .ext_factor = parameter("ext_factor", 0),
                  .attn_factor = parameter("attn_factor", 1),
                  .beta_fast = parameter("beta_fast", 32),
                  .beta_slow = parameter("beta_slow", 1)};
    if (input.has("freq_factors")) {
        for (const double factor : input.numbers("freq_factors"))
            rope.freq_factors.push_back(static_cast<float>(factor));
    }
    if (input.has("sections")) {
        const std::vector<double> sections = input.numbers("sections");
        if (sections.size() > 4) throw CaseError("at most four sections");
        for (std::size_t i = 0; i < sections.size(); ++i) {
            if (!(std::abs(sections[i]) < 1e9) || sections[i] != std::floor(sections[i]))
                throw CaseError("sections are counts");
            rope.sections[i] = static_cast<int>(sections[i]);
        }
    }
    if (rope.head_dim > kMostComponents) throw CaseError("head_dim of too many components");
    const Checked<Done> valid = validate(rope);
    if (!valid.ok()) throw CaseError(sentence(valid.fault()));
    return rope;
}

// [token][coordinate], from one list or from rows of t, h, w and e.
std::vector<std::vector<std::int64_t>> positions_of(const CaseInput& input, const GgmlRope& rope) {
    const std::vector<std::vector<double>> rows =
        input.is_matrix("positions") ? input.rows("positions")
                                     : std::vector<std::vector<double>>{input.numbers("positions")};
    if (rows.size() != (rope.several_positions() ? 4u : 1u)) throw CaseError("a position row is missing");
    std::vector<std::vector<std::int64_t>> tokens(rows.front().size());
    for (const std::vector<double>& row : rows) {
        if (row.size() != tokens.size()) throw CaseError("position rows of different lengths");
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (!(std::abs(row[i]) <= 2147483648.0) || row[i] != std::floor(row[i]))
                throw CaseError("positions are whole numbers of 32 bits");
            tokens[i].push_back(static_cast<std::int64_t>(row[i]));
        }
    }
    return tokens;
}

}  // namespace

json answer_ggml_rope(const CaseInput& input) {
    const GgmlRope rope = rope_of(input);
    const std::vector<double> x = vector_of(input, "x", rope.head_dim);
    for (const double component : x) {
        if (!std::isfinite(static_cast<float>(component))) throw CaseError("x holds a number beyond float32");
    }
    const std::vector<float> single(x.begin(), x.end());
    const AxisFrequencies exact = ggml_frequencies(rope);
    const GgmlCorrDims dims = ggml_corr_dims(rope);
    json out = json::array(), closed = json::array();
    double worst = 0;
    for (const std::vector<std::int64_t>& position : positions_of(input, rope)) {
        const std::vector<float> rotated = ggml_rotation(single, rope, position);
        const std::vector<double> truth =
            rotate(x, rope.shape(), exact, std::vector<double>(position.begin(), position.end()));
        json row = json::array();
        for (std::size_t i = 0; i < rotated.size(); ++i) {
            row.push_back(as_written(rotated[i]));
            worst = std::max(worst, std::abs(rotated[i] - truth[i]));
        }
        out.push_back(row);
        closed.push_back(truth);
    }
    return {{"out", out},
            {"corr_dims", {dims.start, dims.end}},
            {"closed_form_f64", closed},
            {"max_abs_diff_ggml_vs_closed_form", worst}};
}

}  // namespace rope::reference
