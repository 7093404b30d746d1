// Sentences about what a figure shows, so that every kind names models, vectors and numbers alike.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/figure/figure_inputs.h"

namespace rope {

std::string model_facts(const ModelSpec& model);  // "d = 128, base 500 000, Llama 3 by 8"; plain text
std::string model_words(const ModelSpec& model);  // the same after its name: "Llama-3.1-8B (d = 128, …)"

// The first statements of a caption, `what` in lower case: "Llama-3.1-8B: rotation bound." and "d = 128, base
// 500 000, Llama 3 by 8."; nobody's model has no name but its facts: "Rotation bound.". Between them, where
// the scaling depends on it, for which current length: "Short factors up to 4096."
std::vector<std::string> statements_of(const std::string& what, const ModelSpec& model);
// Of all models; several are named beside their curves: "Rotation bound.", "A = …; B = ….".
std::vector<std::string> statements_of(const std::string& what, const FigureInputs& inputs);

std::string vector_words(const FigureInputs& inputs);  // "q = ones, k = ones."

void add_statement(Figure& figure, std::string statement);  // to the caption, unless it is empty

// "Scores include the factor 1.8739 of the softmax scale of deepseek-v3." for captions of scores: a picture
// that differs from q·k/√d says so, also "In gemma-4-e2b, q·k is multiplied by 1 instead of 1/√d." and what
// engines do to scores besides (core/model/score_changes.h). Empty where nothing holds. `which`: whose scores
// have the factor, "Scores", "Scores of RoPE".
std::string multiplier_words(const ModelSpec& model, std::string_view which = "Scores");

// Adds them, and to the first statement that scores are before a softcap or without growth: small pages have
// a line for little more.
void add_score_words(Figure& figure, const ModelSpec& model, std::string_view which = "Scores");

// Says of each model whose engine would form other frequencies for a sequence as long as the picture reaches
// [tokens]: "Beyond 4096 engines take the long factors."
void add_length_note(Figure& figure, const std::vector<FigureModel>& models, double reach);

// What an axis of scores writes behind q·k; rich text: "/√*d*", or the number by which this model's scores
// are multiplied instead, "·0.0722"; empty where that is 1.
std::string score_scale(const ModelSpec& model);

// What legends call each model; rich text, all different: equal names get their letter, "A: default".
std::vector<std::string> model_labels(const std::vector<FigureModel>& models);

// Says, where there are several, that a kind which draws one model leaves the others out: a note, and
// missing.
void add_only_first_model_note(Figure& figure, const FigureInputs& inputs);

std::string position_text(double position);  // "4 096", "−3.5"

}  // namespace rope
