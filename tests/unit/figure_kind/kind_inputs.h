// What a figure kind reads, made by hand: no document, no files.
#pragma once

#include <string>

#include "core/figure/figure_inputs.h"

namespace rope {

// One model by the default rule, q and k from a seed, every parameter at its default, m = 64 and n = 0.
FigureInputs kind_inputs(int head_dim = 128, double base = 10000);

// Adds a model by the default rule with every θ divided by `factor` (position interpolation).
void add_model(FigureInputs& inputs, const std::string& name, double base, double factor);

void set(FigureInputs& inputs, const std::string& id, Value value);

// Builds with a cache of its own; a fault fails the test.
Figure build_figure(std::string_view kind, const FigureInputs& inputs);

const Column& column(const Figure& figure, std::string_view name);

}  // namespace rope
