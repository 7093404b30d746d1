// The parts of the inspector, each a list of readouts.
#pragma once

#include "app/gui/inspector_lines.h"
#include "app/gui/inspector_measures.h"
#include "app/gui/inspector_numbers.h"

namespace rope {

void pair_section(Lines& lines, const InspectorNumbers& n);
void rotation_section(Lines& lines, const InspectorNumbers& n);
void score_section(Lines& lines, const InspectorNumbers& n);
void row_section(Lines& lines, const RowMeasures& r);
void two_ways_section(Lines& lines, const InspectorNumbers& n);
void lengths_section(Lines& lines, const InspectorNumbers& n);
void context_section(Lines& lines, const ContextMeasures& c, int pairs);
void scheme_section(Lines& lines, const SchemeMeasures& s);
void precision_section(Lines& lines, const PrecisionMeasures& p);

}  // namespace rope
