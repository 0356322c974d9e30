#include "shell/window.h"

#include <epoxy/gl.h>
// GLFW after epoxy, which brings the OpenGL declarations.
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_opengl3.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <memory>

#include "core/input_error.h"
#include "io/files.h"
#include "shell/app.h"
#include "shell/build_frame.h"
#include "shell/imgui_input.h"
#include "shell/input_queue.h"
#include "shell/test_server.h"

namespace lab {
namespace {

constexpr int kSettleFrames = 3, kSettleAfterModal = 12;
constexpr double kCursorBlink = 0.4, kAnimationStep = 0.016;

struct WindowState {
  InputQueue queue;
  std::vector<std::string> dropped;
  bool closeAsked = false;
  int settle = kSettleFrames;
};

WindowState& stateOf(GLFWwindow* window) { return *static_cast<WindowState*>(glfwGetWindowUserPointer(window)); }

void push(GLFWwindow* window, const InputEvent& event) {
  WindowState& state = stateOf(window);
  state.queue.push(event);
  state.settle = kSettleFrames;
}

/// GLFW names keys by their place on a US keyboard; Ctrl+Z is where this keyboard has its Z.
int letterOf(int keyCode, int scanCode) {
  if (keyCode < GLFW_KEY_A || keyCode > GLFW_KEY_Z) return keyCode;
  const char* name = glfwGetKeyName(keyCode, scanCode);
  if (name == nullptr || name[0] < 'a' || name[0] > 'z' || name[1] != '\0') return keyCode;
  return name[0] - 'a' + 'A';
}

void installCallbacks(GLFWwindow* window) {
  using Kind = InputEvent::Kind;
  glfwSetCursorPosCallback(window, [](GLFWwindow* w, double x, double y) {
    push(w, {Kind::Move, static_cast<float>(x), static_cast<float>(y)});
  });
  glfwSetCursorEnterCallback(window, [](GLFWwindow* w, int entered) {
    if (entered == 0) push(w, {Kind::Leave});
  });
  glfwSetMouseButtonCallback(window, [](GLFWwindow* w, int buttonCode, int action, int) {
    push(w, {Kind::Button, 0, 0, buttonCode, action == GLFW_PRESS});
  });
  glfwSetScrollCallback(window, [](GLFWwindow* w, double x, double y) {
    push(w, {Kind::Wheel, static_cast<float>(x), static_cast<float>(y)});
  });
  glfwSetKeyCallback(window, [](GLFWwindow* w, int keyCode, int scanCode, int action, int modifiers) {
    push(w, {Kind::Key, 0, 0, letterOf(keyCode, scanCode), action != GLFW_RELEASE, modifiers});
  });
  glfwSetCharCallback(window, [](GLFWwindow* w, unsigned character) {
    push(w, {Kind::Character, 0, 0, static_cast<int>(character), true});
  });
  glfwSetWindowFocusCallback(window, [](GLFWwindow* w, int focused) { push(w, {Kind::Focus, 0, 0, 0, focused != 0}); });
  glfwSetWindowRefreshCallback(window, [](GLFWwindow* w) { stateOf(w).settle = kSettleFrames; });
  glfwSetFramebufferSizeCallback(window, [](GLFWwindow* w, int, int) { stateOf(w).settle = kSettleFrames; });
  glfwSetDropCallback(window, [](GLFWwindow* w, int count, const char** paths) {
    stateOf(w).dropped.assign(paths, paths + count);
    stateOf(w).settle = kSettleFrames;
  });
  glfwSetWindowCloseCallback(window, [](GLFWwindow* w) {
    glfwSetWindowShouldClose(w, GLFW_FALSE);
    stateOf(w).closeAsked = true;
  });
}

/// The remembered size, or what of it fits on the screen: a projector may be smaller than the last one.
std::pair<int, int> sizeOnScreen(const Settings& settings) {
  int x = 0, y = 0, width = 0, height = 0;
  GLFWmonitor* monitor = glfwGetPrimaryMonitor();
  if (monitor != nullptr) glfwGetMonitorWorkarea(monitor, &x, &y, &width, &height);
  if (width <= 0 || height <= 0) return {settings.windowWidth, settings.windowHeight};
  float scaleX = 1, scaleY = 1;
  glfwGetMonitorContentScale(monitor, &scaleX, &scaleY);
  return {std::min(settings.windowWidth, static_cast<int>(static_cast<float>(width) / scaleX)),
          std::min(settings.windowHeight, static_cast<int>(static_cast<float>(height) / scaleY))};
}

/// GLFW, its window and context, in the order they must be taken down.
class GlfwWindow {
 public:
  explicit GlfwWindow(const Settings& settings) {
    if (std::getenv("DISPLAY") == nullptr && std::getenv("WAYLAND_DISPLAY") == nullptr)
      throw attn::InputError("no_display", {});
    glfwSetErrorCallback([](int, const char*) {});
    if (glfwInit() == GLFW_FALSE) throw attn::InputError("no_display", {});
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
    glfwWindowHint(GLFW_MAXIMIZED, settings.maximized ? GLFW_TRUE : GLFW_FALSE);
    const auto [width, height] = sizeOnScreen(settings);
    window_ = glfwCreateWindow(width, height, "Attention Lab", nullptr, nullptr);
    if (window_ == nullptr) {
      glfwTerminate();
      throw attn::InputError("no_opengl", {{"got", "OpenGL 3.3 core"}});
    }
    glfwMakeContextCurrent(window_);
    glfwSwapInterval(1);
    glfwSetWindowSizeLimits(window_, 640, 480, GLFW_DONT_CARE, GLFW_DONT_CARE);
  }
  ~GlfwWindow() {
    glfwDestroyWindow(window_);
    glfwTerminate();
  }
  GlfwWindow(const GlfwWindow&) = delete;
  GlfwWindow& operator=(const GlfwWindow&) = delete;
  GLFWwindow* get() const { return window_; }
  float contentScale() const {
    float x = 1, y = 1;
    glfwGetWindowContentScale(window_, &x, &y);
    // Where the window is measured in larger points already (Wayland, macOS), the framebuffer's scale does the rest.
    int width = 1, pixels = 1, ignored = 0;
    glfwGetWindowSize(window_, &width, &ignored);
    glfwGetFramebufferSize(window_, &pixels, &ignored);
    return std::max(1.0F, x * static_cast<float>(width) / static_cast<float>(std::max(1, pixels)));
  }

 private:
  GLFWwindow* window_ = nullptr;
};

/// Dear ImGui with its OpenGL renderer; the window's events come through the queue.
class ImGuiSession {
 public:
  ImGuiSession() {
    ImGui::CreateContext();
    prepareImGui();
    ImGui_ImplOpenGL3_Init("#version 330 core");
  }
  ~ImGuiSession() {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui::DestroyContext();
  }
  ImGuiSession(const ImGuiSession&) = delete;
  ImGuiSession& operator=(const ImGuiSession&) = delete;
};

class MouseCursors {
 public:
  MouseCursors() {
    shapes_[ImGuiMouseCursor_TextInput] = glfwCreateStandardCursor(GLFW_IBEAM_CURSOR);
    shapes_[ImGuiMouseCursor_ResizeEW] = glfwCreateStandardCursor(GLFW_HRESIZE_CURSOR);
    shapes_[ImGuiMouseCursor_Hand] = glfwCreateStandardCursor(GLFW_HAND_CURSOR);
    shapes_[ImGuiMouseCursor_ResizeAll] = glfwCreateStandardCursor(GLFW_HAND_CURSOR);
  }
  void show(GLFWwindow* window, int shape) {
    if (shape == shown_) return;
    shown_ = shape;
    glfwSetCursor(window, shape >= 0 && shape < ImGuiMouseCursor_COUNT ? shapes_[shape] : nullptr);
  }

 private:
  GLFWcursor* shapes_[ImGuiMouseCursor_COUNT] = {};
  int shown_ = ImGuiMouseCursor_Arrow;
};

/// Waits until there is a reason for a frame: an event, an animation, a blinking cursor, a tooltip that is due.
void waitForReason(const WindowState& state, const App& app, double now) {
  double timeout = std::numeric_limits<double>::infinity();
  if (state.settle > 0 || !state.queue.empty()) timeout = 0;
  if (app.animating()) timeout = std::min(timeout, kAnimationStep);
  if (ImGui::GetIO().WantTextInput) timeout = std::min(timeout, kCursorBlink);
  timeout = std::min(timeout, std::max(0.0, app.sleep() - now));
  if (timeout <= 0)
    glfwPollEvents();
  else if (std::isinf(timeout))
    glfwWaitEvents();
  else
    glfwWaitEventsTimeout(timeout);
}

void feed(App& app, const std::vector<InputEvent>& events) {
  applyToImGui(events);
  for (const InputEvent& event : events)
    if (event.kind == InputEvent::Kind::Key && event.down)
      app.press({event.code, (event.modifiers & GLFW_MOD_CONTROL) != 0, (event.modifiers & GLFW_MOD_SHIFT) != 0,
                 (event.modifiers & GLFW_MOD_ALT) != 0});
}

void drawFrame(GLFWwindow* window, App& app, double now, double step) {
  ImGuiIO& io = ImGui::GetIO();
  int width = 0, height = 0, pixelsX = 0, pixelsY = 0;
  glfwGetWindowSize(window, &width, &height);
  glfwGetFramebufferSize(window, &pixelsX, &pixelsY);
  if (width == 0 || height == 0) return;
  io.DisplaySize = {static_cast<float>(width), static_cast<float>(height)};
  io.DisplayFramebufferScale = {static_cast<float>(pixelsX) / static_cast<float>(width),
                                static_cast<float>(pixelsY) / static_cast<float>(height)};
  io.DeltaTime = static_cast<float>(std::clamp(step, 1e-4, 0.1));
  buildFrame(app, now);
  glViewport(0, 0, pixelsX, pixelsY);
  const Rgba back = paletteOf(app.settings().theme).bg;
  glClearColor(static_cast<float>(back.r) / 255.0F, static_cast<float>(back.g) / 255.0F,
               static_cast<float>(back.b) / 255.0F, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  glfwSwapBuffers(window);
}

void rememberWindow(const GlfwWindow& window, Settings& settings) {
  settings.maximized = glfwGetWindowAttrib(window.get(), GLFW_MAXIMIZED) == GLFW_TRUE;
  if (settings.maximized) return;
  int width = 0, height = 0;
  glfwGetWindowSize(window.get(), &width, &height);
  // GLFW multiplies a new window's size by the monitor's scale.
  settings.windowWidth = static_cast<int>(std::lround(static_cast<float>(width) / window.contentScale()));
  settings.windowHeight = static_cast<int>(std::lround(static_cast<float>(height) / window.contentScale()));
}

}  // namespace

int runWindow(const std::optional<std::filesystem::path>& file, bool testServer) {
  // What is wrong with a file is said whether or not there is a display to open it on.
  if (file) readFile(*file);
  const std::filesystem::path settingsPath = settingsFile();
  const GlfwWindow window(loadSettings(settingsPath));
  const ImGuiSession session;
  WindowState state;
  glfwSetWindowUserPointer(window.get(), &state);
  installCallbacks(window.get());
  MouseCursors cursors;

  Host host;
  host.wake = [] { glfwPostEmptyEvent(); };
  host.clipboard = [&] {
    const char* text = glfwGetClipboardString(window.get());
    return std::string(text != nullptr ? text : "");
  };
  host.setClipboard = [&](const std::string& text) { glfwSetClipboardString(window.get(), text.c_str()); };
  host.contentScale = window.contentScale();
  setImGuiClipboard(host.clipboard, host.setClipboard);
  App app(loadSettings(settingsPath), host);
  std::unique_ptr<TestServer> server;
  if (testServer) {
    app.probe().enable();
    server = std::make_unique<TestServer>([] { glfwPostEmptyEvent(); });
  }
  if (file) app.openFile(*file);

  Settings saved = app.settings();
  std::string title;
  double last = glfwGetTime();
  for (bool first = true; !app.wantsQuit(); first = false) {
    if (!first) waitForReason(state, app, glfwGetTime());
    const double now = glfwGetTime();
    const bool asked = modalIsOpen();
    feed(app, state.queue.nextFrame());
    if (!state.dropped.empty()) app.drop(std::exchange(state.dropped, {}));
    if (std::exchange(state.closeAsked, false)) app.requestQuit();
    drawFrame(window.get(), app, now, now - last);
    last = now;
    if (!asked && modalIsOpen()) state.settle = kSettleAfterModal;
    if (state.settle > 0) --state.settle;
    cursors.show(window.get(), ImGui::GetMouseCursor());
    if (const std::string wanted = app.windowTitle(); wanted != title)
      glfwSetWindowTitle(window.get(), (title = wanted).c_str());
    if (server) {
      if (first) server->announce();
      server->answer(app, state.queue.empty() && state.settle == 0);
      if (!state.queue.empty() || state.settle > 0) glfwPostEmptyEvent();
    }
    if (app.settings() != saved && !ImGui::IsMouseDown(0)) saveSettings(saved = app.settings(), settingsPath);
  }
  rememberWindow(window, app.settings());
  saveSettings(app.settings(), settingsPath);
  return 0;
}

}  // namespace lab
