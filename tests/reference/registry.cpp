#include "tests/reference/runner.h"

namespace rope::reference {

nlohmann::json answer_absolute_recovery(const CaseInput& input);
nlohmann::json answer_alibi(const CaseInput& input);
nlohmann::json answer_base_context_bound(const CaseInput& input);
nlohmann::json answer_box_mean(const CaseInput& input);
nlohmann::json answer_complex_form(const CaseInput& input);
nlohmann::json answer_critical_dimension(const CaseInput& input);
nlohmann::json answer_deberta(const CaseInput& input);
nlohmann::json answer_decay_curves(const CaseInput& input);
nlohmann::json answer_ggml_rope(const CaseInput& input);
nlohmann::json answer_inv_freq(const CaseInput& input);
nlohmann::json answer_inv_freq_proportional(const CaseInput& input);
nlohmann::json answer_layout_permutation(const CaseInput& input);
nlohmann::json answer_learned_absolute(const CaseInput& input);
nlohmann::json answer_linear_attention(const CaseInput& input);
nlohmann::json answer_min_base_for_context(const CaseInput& input);
nlohmann::json answer_mrope(const CaseInput& input);
nlohmann::json answer_norm_preservation(const CaseInput& input);
nlohmann::json answer_ntk_aware(const CaseInput& input);
nlohmann::json answer_position_interpolation(const CaseInput& input);
nlohmann::json answer_precision(const CaseInput& input);
nlohmann::json answer_relative_scores(const CaseInput& input);
nlohmann::json answer_rope_2d(const CaseInput& input);
nlohmann::json answer_rope_2d_scores(const CaseInput& input);
nlohmann::json answer_rotated_low_precision(const CaseInput& input);
nlohmann::json answer_rotated_vectors(const CaseInput& input);
nlohmann::json answer_rotation_edge_positions(const CaseInput& input);
nlohmann::json answer_shaw_relative(const CaseInput& input);
nlohmann::json answer_sinusoidal(const CaseInput& input);
nlohmann::json answer_softmax_toeplitz(const CaseInput& input);
nlohmann::json answer_t5_buckets(const CaseInput& input);
nlohmann::json answer_tiir(const CaseInput& input);
nlohmann::json answer_transformer_xl(const CaseInput& input);
nlohmann::json answer_warp_frequencies(const CaseInput& input);
nlohmann::json answer_xpos(const CaseInput& input);

namespace {

constexpr Group kGroups[] = {
    {"absolute_recovery", answer_absolute_recovery},
    {"alibi", answer_alibi},
    {"base_context_bound", answer_base_context_bound},
    {"box_mean", answer_box_mean},
    {"complex_form", answer_complex_form},
    {"critical_dimension", answer_critical_dimension},
    {"deberta", answer_deberta},
    {"decay_curves", answer_decay_curves},
    {"ggml_rope", answer_ggml_rope},
    {"inv_freq_default", answer_inv_freq},
    {"inv_freq_dynamic", answer_inv_freq},
    {"inv_freq_linear", answer_inv_freq},
    {"inv_freq_llama3", answer_inv_freq},
    {"inv_freq_longrope", answer_inv_freq},
    {"inv_freq_proportional", answer_inv_freq_proportional},
    {"inv_freq_yarn", answer_inv_freq},
    {"layout_permutation", answer_layout_permutation},
    {"learned_absolute", answer_learned_absolute},
    {"linear_attention", answer_linear_attention},
    {"min_base_for_context", answer_min_base_for_context},
    {"mrope", answer_mrope},
    {"norm_preservation", answer_norm_preservation},
    {"ntk_aware", answer_ntk_aware},
    {"position_interpolation", answer_position_interpolation},
    {"precision", answer_precision},
    {"relative_scores", answer_relative_scores},
    {"rope_2d", answer_rope_2d},
    {"rope_2d_scores", answer_rope_2d_scores},
    {"rotated_low_precision", answer_rotated_low_precision},
    {"rotated_vectors", answer_rotated_vectors},
    {"rotation_edge_positions", answer_rotation_edge_positions},
    {"shaw_relative", answer_shaw_relative},
    {"sinusoidal", answer_sinusoidal},
    {"softmax_toeplitz", answer_softmax_toeplitz},
    {"t5_buckets", answer_t5_buckets},
    {"tiir", answer_tiir},
    {"transformer_xl", answer_transformer_xl},
    {"warp_frequencies", answer_warp_frequencies},
    {"xpos", answer_xpos},
};

}  // namespace

std::span<const Group> groups() {
    return kGroups;
}
std::span<const std::string_view> not_yet_groups() {
    return {};  // every group is built
}

}  // namespace rope::reference
