// What the tests of the document share.
#pragma once

#include "core/document/edit.h"

namespace rope::test {

// Throws when the edit is refused.
inline Document after(const Document& document, const Edit& edit) {
    Checked<Applied> applied = apply(document, edit);
    require(applied.ok(), "the test's edit is refused");
    return std::move(applied).value().document;
}

}  // namespace rope::test
