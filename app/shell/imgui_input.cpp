#include "shell/imgui_input.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cfloat>

#include "shell/shortcut.h"
#include "ui/field_text.h"

namespace lab {
namespace {

// Codes of the keys ImGui itself reads, as GLFW numbers them.
constexpr int kPageUp = 266, kPageDown = 267, kEnd = 269, kInsert = 260, kDelete = 261, kBackspace = 259,
              kKeypadEnter = 335;
constexpr int kLeftShift = 340, kLeftControl = 341, kLeftAlt = 342, kLeftSuper = 343, kRightShift = 344,
              kRightControl = 345, kRightAlt = 346, kRightSuper = 347;

constexpr int kShiftBit = 1, kControlBit = 2;  // GLFW's modifier bits

struct Clipboard {
  std::function<std::string()> get;
  std::function<void(const std::string&)> set;
  std::string held;
};

Clipboard& clipboard() {
  static Clipboard instance;
  return instance;
}

const char* readClipboard(void*) {
  Clipboard& board = clipboard();
  const bool manyLines = (ImGui::GetCurrentContext()->InputTextState.Flags & ImGuiInputTextFlags_Multiline) != 0;
  board.held = board.get ? sendToField(board.get(), manyLines) : std::string();
  return board.held.c_str();
}

void writeClipboard(void*, const char* text) {
  if (clipboard().set) clipboard().set(copiedFromField(text));
}

struct KeyPair {
  ImGuiKey imgui;
  int code;
};

constexpr KeyPair kKeys[] = {
    {ImGuiKey_Tab, key::tab},
    {ImGuiKey_LeftArrow, key::left},
    {ImGuiKey_RightArrow, key::right},
    {ImGuiKey_UpArrow, key::up},
    {ImGuiKey_DownArrow, key::down},
    {ImGuiKey_PageUp, kPageUp},
    {ImGuiKey_PageDown, kPageDown},
    {ImGuiKey_Home, key::home},
    {ImGuiKey_End, kEnd},
    {ImGuiKey_Insert, kInsert},
    {ImGuiKey_Delete, kDelete},
    {ImGuiKey_Backspace, kBackspace},
    {ImGuiKey_Space, key::space},
    {ImGuiKey_Enter, key::enter},
    {ImGuiKey_Escape, key::escape},
    {ImGuiKey_A, 'A'},
    {ImGuiKey_C, 'C'},
    {ImGuiKey_V, 'V'},
    {ImGuiKey_X, 'X'},
    {ImGuiKey_Y, 'Y'},
    {ImGuiKey_Z, 'Z'},
};

bool multiLineFieldIsActive() {
  const ImGuiContext& context = *ImGui::GetCurrentContext();
  return context.ActiveId != 0 && context.ActiveId == context.InputTextState.ID &&
         context.InputTextState.Stb.single_line == 0;  // its flags are 0 between frames
}

/// What a key means to ImGui here: Enter presses what has the focus, as Space does, and Tab goes on to the next
/// control, as the arrow does; a field keeps both for itself.
int meaningOf(const ImGuiIO& io, const InputEvent& event) {
  const int code = event.code == kKeypadEnter ? key::enter : event.code;
  if (code == key::enter && !io.WantTextInput) return key::space;
  if (code == key::tab && (event.modifiers & kControlBit) != 0) return key::none;
  if (code == key::tab && !multiLineFieldIsActive()) return (event.modifiers & kShiftBit) != 0 ? key::up : key::down;
  return code;
}

#if IMGUI_VERSION_NUM < 18700
void applyKey(ImGuiIO& io, const InputEvent& event) {
  // A release lets go of whatever the press was taken for.
  if (!event.down && (event.code == key::tab || event.code == key::enter || event.code == kKeypadEnter))
    for (const int code : {key::tab, key::up, key::down, key::space, key::enter}) io.KeysDown[code] = false;
  const int code = meaningOf(io, event);
  if (code <= 0 || code >= 512) return;
  io.KeysDown[code] = event.down;
  io.KeyCtrl = io.KeysDown[kLeftControl] || io.KeysDown[kRightControl];
  io.KeyShift = io.KeysDown[kLeftShift] || io.KeysDown[kRightShift];
  io.KeyAlt = io.KeysDown[kLeftAlt] || io.KeysDown[kRightAlt];
  io.KeySuper = io.KeysDown[kLeftSuper] || io.KeysDown[kRightSuper];
}

void loseFocus(ImGuiIO& io) {
  std::fill(std::begin(io.KeysDown), std::end(io.KeysDown), false);
  io.KeyCtrl = io.KeyShift = io.KeyAlt = io.KeySuper = false;
}

void applyPointer(ImGuiIO& io, const InputEvent& event) {
  switch (event.kind) {
    case InputEvent::Kind::Move:
      io.MousePos = {event.x, event.y};
      break;
    case InputEvent::Kind::Leave:
      io.MousePos = {-FLT_MAX, -FLT_MAX};
      break;
    case InputEvent::Kind::Button:
      if (event.code >= 0 && event.code < 5) io.MouseDown[event.code] = event.down;
      break;
    case InputEvent::Kind::Wheel:
      io.MouseWheelH += event.x;
      io.MouseWheel += event.y;
      break;
    default:
      break;
  }
}
#else
void applyKey(ImGuiIO& io, const InputEvent& event) {
  io.AddKeyEvent(ImGuiMod_Ctrl, (event.modifiers & 2) != 0 ||
                                    ((event.code == kLeftControl || event.code == kRightControl) && event.down));
  io.AddKeyEvent(ImGuiMod_Shift,
                 (event.modifiers & 1) != 0 || ((event.code == kLeftShift || event.code == kRightShift) && event.down));
  io.AddKeyEvent(ImGuiMod_Alt, (event.modifiers & 4) != 0);
  const int code = meaningOf(io, event);
  for (const KeyPair& pair : kKeys)
    if (pair.code == code) io.AddKeyEvent(pair.imgui, event.down);
}

void loseFocus(ImGuiIO& io) { io.AddFocusEvent(false); }

void applyPointer(ImGuiIO& io, const InputEvent& event) {
  switch (event.kind) {
    case InputEvent::Kind::Move:
      io.AddMousePosEvent(event.x, event.y);
      break;
    case InputEvent::Kind::Leave:
      io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
      break;
    case InputEvent::Kind::Button:
      if (event.code >= 0 && event.code < 5) io.AddMouseButtonEvent(event.code, event.down);
      break;
    case InputEvent::Kind::Wheel:
      io.AddMouseWheelEvent(event.x, event.y);
      break;
    default:
      break;
  }
}
#endif

}  // namespace

void prepareImGui() {
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
  io.ConfigInputTextCursorBlink = true;
  io.KeyRepeatDelay = 0.3F;
#if IMGUI_VERSION_NUM < 18700
  for (const KeyPair& pair : kKeys) io.KeyMap[pair.imgui] = pair.code;
#endif
}

void applyToImGui(const std::vector<InputEvent>& events) {
  ImGuiIO& io = ImGui::GetIO();
  forgetSent();
  for (const InputEvent& event : events) {
    switch (event.kind) {
      case InputEvent::Kind::Key:
        applyKey(io, event);
        break;
      case InputEvent::Kind::Character:
        io.AddInputCharacter(static_cast<unsigned>(sendToField(static_cast<char32_t>(event.code))));
        break;
      case InputEvent::Kind::Focus:
        if (!event.down) loseFocus(io);
        break;
      default:
        applyPointer(io, event);
        break;
    }
  }
}

void setImGuiClipboard(std::function<std::string()> get, std::function<void(const std::string&)> set) {
  clipboard() = {std::move(get), std::move(set), {}};
  ImGuiIO& io = ImGui::GetIO();
  io.GetClipboardTextFn = readClipboard;
  io.SetClipboardTextFn = writeClipboard;
}

bool modalIsOpen() { return ImGui::GetTopMostPopupModal() != nullptr; }

}  // namespace lab
