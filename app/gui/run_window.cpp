#include "app/gui/run_window.h"

#include <algorithm>
#include <cstdio>

#include "app/gui/kept_state.h"
#include "app/platform/desktop_theme.h"
#include "app/platform/glfw_window.h"
#include "app/platform/signals.h"

namespace rope {
namespace {

constexpr FrameSize kFirstSize{1280, 720};

int failed(const Fault& fault) {
    std::fprintf(stderr, "rope-explorer: %s\n", sentence(fault).c_str());
    return 1;
}

// The shorter of two waits, of which either may be endless (below 0).
double shorter(double a, double b) {
    if (a < 0) return b;
    return b < 0 ? a : std::min(a, b);
}

}  // namespace

int run_window(const WindowArguments& arguments) {
    auto opened = GlfwWindow::open("RoPE Explorer", kFirstSize);
    if (!opened.ok()) return failed(opened.fault());
    const std::shared_ptr<Surface> window = std::move(opened).value();
    auto fonts = Fonts::find({});
    if (!fonts.ok()) return failed(fonts.fault());

    KeptState kept(xdg_folders(), arguments.safe_mode);
    if (!kept.settings().font.empty()) fonts = Fonts::find(kept.settings().font);
    if (!fonts.ok()) return failed(fonts.fault());
    AppOptions options = kept.options(arguments.ui_scale);
    options.desktop_dark = desktop_prefers_dark();
    App app(window, fonts.value(), std::move(options));
    const Signals signals([window] { window->wake(); });
    app.open_files(arguments.files);
    InputQueue queue;
    while (!app.wants_to_end() && signals.received() == 0) {
        auto drawn = app.frame(queue);
        if (!drawn.ok()) return failed(drawn.fault());
        kept.follow(app);
        window->collect(queue, shorter(app.patience(queue), kept.patience()));
    }
    const auto saved = kept.end(app);
    if (!saved.ok()) std::fprintf(stderr, "rope-explorer: %s\n", sentence(saved.fault()).c_str());
    return signals.received() == 0 ? 0 : 128 + signals.received();
}

}  // namespace rope
