#include "app/platform/egl_surface.h"

#include <glad/gl.h>
// After glad, which brings the types of OpenGL.
#include <EGL/egl.h>
#include <EGL/eglext.h>
#include <fmt/format.h>

#include <algorithm>

namespace rope {
namespace {

Fault no_opengl(std::string_view step) {
    return Fault{.id = "no_opengl",
                 .subject = "OpenGL without a display",
                 .rule = fmt::format("could not be started: {} failed (EGL error 0x{:x})", step,
                                     static_cast<unsigned>(eglGetError())),
                 .remedy = "install a Mesa driver (libegl1 and libgl1-mesa-dri)",
                 .where = ""};
}

}  // namespace

Checked<std::shared_ptr<EglSurface>> EglSurface::create(FrameSize size, double scale) {
    std::shared_ptr<EglSurface> surface(new EglSurface);
    surface->scale_ = scale;
    const auto get_display =
        reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
    if (get_display == nullptr) return no_opengl("eglGetPlatformDisplayEXT");
    const EGLDisplay display = get_display(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
    if (display == EGL_NO_DISPLAY || eglInitialize(display, nullptr, nullptr) == EGL_FALSE)
        return no_opengl("eglInitialize");
    surface->display_ = display;
    if (eglBindAPI(EGL_OPENGL_API) == EGL_FALSE) return no_opengl("eglBindAPI");
    constexpr EGLint kContext[] = {EGL_CONTEXT_MAJOR_VERSION,
                                   3,
                                   EGL_CONTEXT_MINOR_VERSION,
                                   3,
                                   EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                   EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                                   EGL_NONE};
    const EGLContext context = eglCreateContext(display, EGL_NO_CONFIG_KHR, EGL_NO_CONTEXT, kContext);
    if (context == EGL_NO_CONTEXT) return no_opengl("eglCreateContext");
    surface->context_ = context;
    if (eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context) == EGL_FALSE)
        return no_opengl("eglMakeCurrent");
    if (gladLoadGL(eglGetProcAddress) == 0) return no_opengl("gladLoadGL");
    surface->resize(size);
    return surface;
}

EglSurface::~EglSurface() {
    if (display_ == nullptr) return;
    if (framebuffer_ != 0) glDeleteFramebuffers(1, &framebuffer_);
    if (colour_ != 0) glDeleteTextures(1, &colour_);
    eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    if (context_ != nullptr) eglDestroyContext(display_, context_);
    // The display itself is shared by all surfaces of the process and stays.
}

void EglSurface::resize(FrameSize size) {
    size_ = size;
    if (framebuffer_ == 0) glGenFramebuffers(1, &framebuffer_);
    if (colour_ == 0) glGenTextures(1, &colour_);
    glBindTexture(GL_TEXTURE_2D, colour_);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, std::max(size.width, 1), std::max(size.height, 1), 0, GL_RGBA,
                 GL_UNSIGNED_BYTE, nullptr);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
    glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, colour_, 0);
}

}  // namespace rope
