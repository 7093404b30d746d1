#include <glad/gl.h>
#include <gtest/gtest.h>

#include "app/gl/pixels.h"
#include "app/platform/egl_surface.h"

namespace rope {
namespace {

TEST(EglSurface, KeepsTheColourThatWasDrawnAndCountsRowsFromTheTop) {
    auto made = EglSurface::create({8, 4});
    ASSERT_TRUE(made.ok()) << sentence(made.fault());
    EglSurface& surface = *made.value();
    glBindFramebuffer(GL_FRAMEBUFFER, surface.framebuffer());
    glViewport(0, 0, 8, 4);
    glClearColor(1, 0, 0, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    glEnable(GL_SCISSOR_TEST);
    glScissor(0, 3, 8, 1);  // the top row in OpenGL's count
    glClearColor(0, 0, 1, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    glDisable(GL_SCISSOR_TEST);
    const Pixels pixels = read_pixels(surface);
    EXPECT_EQ(pixels.at(0, 0)[2], 255);
    EXPECT_EQ(pixels.at(0, 1)[0], 255);
    EXPECT_EQ(pixels.at(7, 3)[0], 255);
}

TEST(EglSurface, SizeZeroIsASurfaceTooForFaultsRow47) {
    auto made = EglSurface::create({0, 0});
    ASSERT_TRUE(made.ok()) << sentence(made.fault());
    EXPECT_EQ(made.value()->size(), (FrameSize{0, 0}));
}

}  // namespace
}  // namespace rope
