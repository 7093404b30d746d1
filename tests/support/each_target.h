// The same test on every instruction set that this machine can run and the kernels were built for.
#pragma once

#include <gtest/gtest.h>
#include <hwy/highway.h>

namespace rope::test {

template <class Body>
void on_each_target(Body&& body) {
    int ran = 0;
    for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
        SCOPED_TRACE(hwy::TargetName(target));
        hwy::SetSupportedTargetsForTest(target);
        body(hwy::TargetName(target));
        ++ran;
    }
    hwy::SetSupportedTargetsForTest(0);
    EXPECT_GT(ran, 0);
}

}  // namespace rope::test
