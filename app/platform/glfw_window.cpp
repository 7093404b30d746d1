#include "app/platform/glfw_window.h"

#include <glad/gl.h>
// After glad, which brings the types of OpenGL.
#include <GLFW/glfw3.h>
#include <fmt/format.h>

#include <algorithm>

#include "app/platform/glfw_keys.h"
#include "core/base/utf8.h"

namespace rope {
namespace {

Fault no_display() {
    return Fault{.id = "no_display",
                 .subject = "the window",
                 .rule = "needs a display",
                 .remedy = "to make pictures without one: rope-explorer plot ...",
                 .where = ""};
}

// What the driver can do at best, for the sentence that says why it is not enough.
std::string driver_name() {
    glfwDefaultWindowHints();
    glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);
    GLFWwindow* probe = glfwCreateWindow(16, 16, "", nullptr, nullptr);
    if (probe == nullptr) return "no OpenGL driver at all";
    glfwMakeContextCurrent(probe);
    std::string name = "an unknown driver";
    using GetString = const unsigned char* (*)(unsigned);
    if (const auto get = reinterpret_cast<GetString>(glfwGetProcAddress("glGetString"))) {
        const auto* renderer = get(GL_RENDERER);
        const auto* version = get(GL_VERSION);
        if (renderer != nullptr && version != nullptr)
            name = fmt::format("{}, OpenGL {}", reinterpret_cast<const char*>(renderer),
                               reinterpret_cast<const char*>(version));
    }
    glfwDestroyWindow(probe);
    return name;
}

Fault opengl_too_old(const std::string& driver) {
    return Fault{.id = "opengl_too_old",
                 .subject = fmt::format("this graphics driver ({})", driver),
                 .rule = "must offer OpenGL 3.3",
                 .remedy =
                     "set LIBGL_ALWAYS_SOFTWARE=1 to draw without the graphics card, or make pictures "
                     "with: rope-explorer plot ...",
                 .where = ""};
}

// The screen's work area, and at least `smallest`: a larger screen is room for the views. Needed beside the
// hint to maximise, which only a window manager follows.
FrameSize room_of_screen(FrameSize smallest) {
    GLFWmonitor* monitor = glfwGetPrimaryMonitor();
    if (monitor == nullptr) return smallest;
    int x = 0, y = 0, width = 0, height = 0;
    glfwGetMonitorWorkarea(monitor, &x, &y, &width, &height);
    return {std::max(width, smallest.width), std::max(height, smallest.height)};
}

}  // namespace

Checked<std::unique_ptr<GlfwWindow>> GlfwWindow::open(const std::string& title, FrameSize size) {
    if (glfwInit() == GLFW_FALSE) return no_display();
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
    glfwWindowHint(GLFW_DEPTH_BITS, 0);
    glfwWindowHint(GLFW_STENCIL_BITS, 0);
    glfwWindowHintString(GLFW_X11_CLASS_NAME, "rope-explorer");
    glfwWindowHintString(GLFW_X11_INSTANCE_NAME, "rope-explorer");
    glfwWindowHint(GLFW_MAXIMIZED, GLFW_TRUE);
    std::unique_ptr<GlfwWindow> self(new GlfwWindow);
    const FrameSize first = room_of_screen(size);
    self->window_ = glfwCreateWindow(first.width, first.height, title.c_str(), nullptr, nullptr);
    if (self->window_ == nullptr) {
        const std::string driver = driver_name();
        glfwTerminate();
        return opengl_too_old(driver);
    }
    glfwMakeContextCurrent(self->window_);
    if (gladLoadGL(glfwGetProcAddress) == 0) return opengl_too_old("its functions could not be loaded");
    glfwSwapInterval(1);
    self->install_callbacks();
    return self;
}

GlfwWindow::~GlfwWindow() {
    if (window_ == nullptr) return;
    glfwDestroyWindow(window_);
    glfwTerminate();
}

InputQueue& GlfwWindow::happened(GLFWwindow* window) {
    return static_cast<GlfwWindow*>(glfwGetWindowUserPointer(window))->happened_;
}

void GlfwWindow::install_callbacks() {
    glfwSetWindowUserPointer(window_, this);
    glfwSetCursorPosCallback(window_, [](GLFWwindow* w, double x, double y) {
        // GLFW counts in screen coordinates, which on some systems are not pixels.
        int width = 0, height = 0, frame_width = 0, frame_height = 0;
        glfwGetWindowSize(w, &width, &height);
        glfwGetFramebufferSize(w, &frame_width, &frame_height);
        happened(w).push_back(
            MouseMoved{x * frame_width / std::max(width, 1), y * frame_height / std::max(height, 1)});
    });
    glfwSetCursorEnterCallback(window_, [](GLFWwindow* w, int entered) {
        if (entered == GLFW_FALSE) happened(w).push_back(MouseLeft{});
    });
    glfwSetMouseButtonCallback(window_, [](GLFWwindow* w, int button, int action, int) {
        if (button <= GLFW_MOUSE_BUTTON_MIDDLE)
            happened(w).push_back(MouseButton{button, action != GLFW_RELEASE});
    });
    glfwSetScrollCallback(window_, [](GLFWwindow* w, double dx, double dy) {
        happened(w).push_back(MouseWheel{dx, dy});
    });
    glfwSetKeyCallback(window_, [](GLFWwindow* w, int key, int scancode, int action, int mods) {
        // Repeats are made by the toolkit from the time a key stays down.
        if (action != GLFW_REPEAT)
            happened(w).push_back(
                KeyPress{key_from_glfw(key, scancode), action == GLFW_PRESS, modifiers_from_glfw(mods)});
    });
    glfwSetCharCallback(window_, [](GLFWwindow* w, unsigned code_point) {
        TextTyped typed;
        append_utf8(typed.utf8, code_point);
        happened(w).push_back(std::move(typed));
    });
    glfwSetDropCallback(window_, [](GLFWwindow* w, int count, const char** paths) {
        FilesDropped dropped;
        const auto all = static_cast<std::size_t>(std::max(count, 0));
        const std::size_t kept = std::min(all, FilesDropped::kMost);
        dropped.paths.assign(paths, paths + kept);
        dropped.left_out = all - kept;
        happened(w).push_back(std::move(dropped));
    });
    glfwSetFramebufferSizeCallback(window_, [](GLFWwindow* w, int width, int height) {
        happened(w).push_back(FrameResized{width, height});
    });
    glfwSetWindowContentScaleCallback(window_, [](GLFWwindow* w, float x, float) {
        happened(w).push_back(ScaleChanged{static_cast<double>(x)});
    });
    glfwSetWindowFocusCallback(window_, [](GLFWwindow* w, int focused) {
        if (focused == GLFW_FALSE) happened(w).push_back(FocusLost{});
    });
    glfwSetWindowRefreshCallback(window_, [](GLFWwindow* w) { happened(w).push_back(RedrawWanted{}); });
    glfwSetWindowCloseCallback(window_, [](GLFWwindow* w) {
        glfwSetWindowShouldClose(w, GLFW_FALSE);  // the App decides, after saving
        happened(w).push_back(CloseRequested{});
    });
}

FrameSize GlfwWindow::size() const {
    FrameSize size;
    glfwGetFramebufferSize(window_, &size.width, &size.height);
    return size;
}

double GlfwWindow::scale() const {
    float x = 1, y = 1;
    glfwGetWindowContentScale(window_, &x, &y);
    return static_cast<double>(x);
}

void GlfwWindow::present() {
    glfwSwapBuffers(window_);
}

void GlfwWindow::collect(InputQueue& queue, double seconds) {
    if (seconds < 0)
        glfwWaitEvents();
    else if (seconds > 0)
        glfwWaitEventsTimeout(seconds);
    else
        glfwPollEvents();
    std::move(happened_.begin(), happened_.end(), std::back_inserter(queue));
    happened_.clear();
}

void GlfwWindow::wake() {
    glfwPostEmptyEvent();
}

void GlfwWindow::set_title(const std::string& title) {
    glfwSetWindowTitle(window_, title.c_str());
}

void GlfwWindow::set_full_screen(bool on) {
    if (on == full_screen_) return;
    if (on) {
        glfwGetWindowPos(window_, &windowed_[0], &windowed_[1]);
        glfwGetWindowSize(window_, &windowed_[2], &windowed_[3]);
        // The screen that holds the middle of the window.
        int count = 0;
        GLFWmonitor** monitors = glfwGetMonitors(&count);
        GLFWmonitor* chosen = glfwGetPrimaryMonitor();
        for (int i = 0; i < count; ++i) {
            int x = 0, y = 0;
            glfwGetMonitorPos(monitors[i], &x, &y);
            const GLFWvidmode* mode = glfwGetVideoMode(monitors[i]);
            const int middle_x = windowed_[0] + windowed_[2] / 2, middle_y = windowed_[1] + windowed_[3] / 2;
            if (mode != nullptr && middle_x >= x && middle_x < x + mode->width && middle_y >= y &&
                middle_y < y + mode->height)
                chosen = monitors[i];
        }
        if (chosen == nullptr) return;
        const GLFWvidmode* mode = glfwGetVideoMode(chosen);
        if (mode == nullptr) return;
        glfwSetWindowMonitor(window_, chosen, 0, 0, mode->width, mode->height, mode->refreshRate);
    } else {
        glfwSetWindowMonitor(window_, nullptr, windowed_[0], windowed_[1], windowed_[2], windowed_[3],
                             GLFW_DONT_CARE);
    }
    full_screen_ = on;
}

std::string GlfwWindow::clipboard() const {
    const char* text = glfwGetClipboardString(window_);
    return text == nullptr ? std::string() : std::string(text);
}

void GlfwWindow::set_clipboard(const std::string& text) {
    glfwSetClipboardString(window_, text.c_str());
}

Checked<Done> GlfwWindow::set_clipboard_picture(const ClipboardPicture& picture) {
    if (!pictures_) {
        auto opened = X11Clipboard::open();
        if (!opened.ok()) return opened.fault();
        pictures_ = std::move(opened).value();
    }
    pictures_->offer({{"image/png", picture.png},
                      {"image/svg+xml", picture.svg},
                      {"UTF8_STRING", picture.text},
                      {"text/plain;charset=utf-8", picture.text}});
    return Done{};
}

}  // namespace rope
