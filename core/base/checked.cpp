#include "core/base/checked.h"

#include <cstdio>
#include <cstdlib>

#include "core/base/utf8.h"

namespace rope {

std::string sentence(const Fault& fault) {
    std::string text;
    if (!fault.where.empty()) text += fault.where + ": ";
    text += fault.subject;
    if (!fault.rule.empty()) text += (fault.subject.empty() ? "" : " ") + fault.rule;
    if (!fault.remedy.empty()) text += "; " + fault.remedy;
    return printable(text);
}

void require(bool holds, const char* message) {
    if (holds) return;
    std::fprintf(stderr, "rope-explorer: internal error: %s\n", message);
    std::abort();
}

}  // namespace rope
