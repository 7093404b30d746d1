// The frequencies and the head that the fields of a case describe.
#pragma once

#include "core/rope/frequencies.h"
#include "tests/reference/case.h"

namespace rope::reference {

// `frequencies` as given, one a pair of `dim` where that is there too; else those of `dim` and `base` (10
// 000).
FrequencyTable table_of(const CaseInput& input);

// A head of `dim` components, all rotated; interleaved unless `layout` says otherwise.
HeadShape shape_of(const CaseInput& input);

}  // namespace rope::reference
