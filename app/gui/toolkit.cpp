#include "app/gui/toolkit.h"

#include <glad/gl.h>
// After glad, which brings the types of OpenGL.
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <variant>

namespace rope {
namespace {

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;  // clang 14 does not deduce aggregates

int slot(Key key) {
    return static_cast<int>(key);
}

void map_keys(ImGuiIO& io) {
    io.KeyMap[ImGuiKey_Tab] = slot(Key::tab);
    io.KeyMap[ImGuiKey_LeftArrow] = slot(Key::left);
    io.KeyMap[ImGuiKey_RightArrow] = slot(Key::right);
    io.KeyMap[ImGuiKey_UpArrow] = slot(Key::up);
    io.KeyMap[ImGuiKey_DownArrow] = slot(Key::down);
    io.KeyMap[ImGuiKey_PageUp] = slot(Key::page_up);
    io.KeyMap[ImGuiKey_PageDown] = slot(Key::page_down);
    io.KeyMap[ImGuiKey_Home] = slot(Key::home);
    io.KeyMap[ImGuiKey_End] = slot(Key::end);
    io.KeyMap[ImGuiKey_Insert] = slot(Key::insert);
    io.KeyMap[ImGuiKey_Delete] = slot(Key::erase);
    io.KeyMap[ImGuiKey_Backspace] = slot(Key::backspace);
    io.KeyMap[ImGuiKey_Space] = slot(Key::space);
    io.KeyMap[ImGuiKey_Enter] = slot(Key::enter);
    io.KeyMap[ImGuiKey_KeyPadEnter] = slot(Key::keypad_enter);
    io.KeyMap[ImGuiKey_Escape] = slot(Key::escape);
    io.KeyMap[ImGuiKey_A] = slot(Key::a);
    io.KeyMap[ImGuiKey_C] = slot(Key::c);
    io.KeyMap[ImGuiKey_V] = slot(Key::v);
    io.KeyMap[ImGuiKey_X] = slot(Key::x);
    io.KeyMap[ImGuiKey_Y] = slot(Key::y);
    io.KeyMap[ImGuiKey_Z] = slot(Key::z);
}

// The toolkit keeps a pointer to the text until the next question.
const char* clipboard_of(void* surface) {
    thread_local std::string text;
    text = static_cast<Surface*>(surface)->clipboard();
    return text.c_str();
}

}  // namespace

Toolkit::Toolkit(std::shared_ptr<Surface> surface, std::shared_ptr<Fonts> fonts)
    : surface_(std::move(surface)), fonts_(std::move(fonts)), context_(ImGui::CreateContext()) {
    use();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigInputTextCursorBlink = false;  // a blinking cursor would need frames when nothing happens
    io.ConfigWindowsMoveFromTitleBarOnly = true;
    io.MouseDragThreshold = 3;
    io.ClipboardUserData = surface_.get();
    io.GetClipboardTextFn = clipboard_of;
    io.SetClipboardTextFn = [](void* to, const char* text) {
        static_cast<Surface*>(to)->set_clipboard(text);
    };
    map_keys(io);
    ImGui_ImplOpenGL3_Init("#version 330 core");
}

Toolkit::~Toolkit() {
    use();
    ImGui_ImplOpenGL3_Shutdown();
    ImGui::DestroyContext(context_);
}

void Toolkit::use() const {
    ImGui::SetCurrentContext(context_);
}

void Toolkit::feed(const InputEvent& event) {
    use();
    ImGuiIO& io = ImGui::GetIO();
    constexpr float kNowhere = -3.4e38F;
    std::visit(
        Overloaded{
            [&](const MouseMoved& e) {
                io.MousePos = {static_cast<float>(e.x), static_cast<float>(e.y)};
            },
            [&](const MouseLeft&) {
                // A drag goes on outside the window.
                if (std::none_of(std::begin(io.MouseDown), std::end(io.MouseDown), [](bool b) { return b; }))
                    io.MousePos = {kNowhere, kNowhere};
            },
            [&](const MouseButton& e) {
                if (e.button >= 0 && e.button < 3) io.MouseDown[e.button] = e.down;
            },
            [&](const MouseWheel& e) {
                io.MouseWheel += static_cast<float>(e.dy);
                io.MouseWheelH += static_cast<float>(e.dx);
            },
            [&](const KeyPress& e) {
                io.KeysDown[slot(e.key)] = e.key != Key::none && e.down;
                io.KeyCtrl = e.modifiers.ctrl;
                io.KeyShift = e.modifiers.shift;
                io.KeyAlt = e.modifiers.alt;
                io.KeySuper = e.modifiers.super;
            },
            [&](const TextTyped& e) { io.AddInputCharactersUTF8(e.utf8.c_str()); },
            [&](const FocusLost&) {
                std::fill(std::begin(io.KeysDown), std::end(io.KeysDown), false);
                std::fill(std::begin(io.MouseDown), std::end(io.MouseDown), false);
                io.KeyCtrl = io.KeyShift = io.KeyAlt = io.KeySuper = false;
            },
            [](const auto&) {},
        },
        event);
}

Checked<Done> Toolkit::begin_frame(double scale, double seconds) {
    use();
    ImGuiIO& io = ImGui::GetIO();
    if (scale != built_scale_) {
        ImGui_ImplOpenGL3_DestroyFontsTexture();
        auto built = fonts_->build(scale);
        if (!built.ok()) return built.fault();
        ImGui_ImplOpenGL3_CreateFontsTexture();
        built_scale_ = scale;
    }
    const FrameSize size = surface_->size();
    io.DisplaySize = {static_cast<float>(std::max(size.width, 1)),
                      static_cast<float>(std::max(size.height, 1))};
    io.DeltaTime = static_cast<float>(std::clamp(seconds, 1e-4, 0.1));
    ImGui_ImplOpenGL3_NewFrame();
    ImGui::NewFrame();
    return Done{};
}

void Toolkit::end_frame(Colour ground) {
    use();
    ImGui::Render();
    const FrameSize size = surface_->size();
    glBindFramebuffer(GL_FRAMEBUFFER, surface_->framebuffer());
    glViewport(0, 0, size.width, size.height);
    glDisable(GL_SCISSOR_TEST);
    glClearColor(static_cast<float>(ground.r) / 255, static_cast<float>(ground.g) / 255,
                 static_cast<float>(ground.b) / 255, 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    surface_->present();
}

bool Toolkit::close_popup() {
    use();
    // The toolkit closes popups by Esc only while it has the keyboard for moving between controls, which are
    // our own keys here.
    const auto& open = context_->OpenPopupStack;
    if (open.empty()) return false;
    const ImGuiWindow* window = open.back().Window;
    if (window == nullptr || (window->Flags & ImGuiWindowFlags_Modal) != 0) return false;
    ImGui::ClosePopupToLevel(open.Size - 1, true);
    return true;
}

bool Toolkit::types_text() const {
    use();
    return ImGui::GetIO().WantTextInput;
}

bool Toolkit::key_held() const {
    use();
    const ImGuiIO& io = ImGui::GetIO();
    return std::any_of(std::begin(io.KeysDown), std::end(io.KeysDown), [](bool b) { return b; });
}

}  // namespace rope
