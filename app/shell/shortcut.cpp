#include "shell/shortcut.h"

namespace lab {
namespace {

std::string keyText(int code) {
  switch (code) {
    case key::space:
      return "Space";
    case key::comma:
      return ",";
    case key::minus:
      return "−";
    case key::equal:
      return "+";
    case key::escape:
      return "Esc";
    case key::enter:
      return "Enter";
    case key::tab:
      return "Tab";
    case key::right:
      return "→";
    case key::left:
      return "←";
    case key::down:
      return "↓";
    case key::up:
      return "↑";
    case key::pageUp:
      return "Page Up";
    case key::pageDown:
      return "Page Down";
    case key::home:
      return "Home";
    default:
      break;
  }
  if (code >= key::f1 && code < key::f1 + 12) return "F" + std::to_string(code - key::f1 + 1);
  return {static_cast<char>(code)};
}

}  // namespace

std::string shortcutText(const Shortcut& shortcut) {
  if (shortcut.key == key::none) return {};
  return std::string(shortcut.ctrl ? "Ctrl+" : "") + (shortcut.shift ? "Shift+" : "") + (shortcut.alt ? "Alt+" : "") +
         keyText(shortcut.key);
}

}  // namespace lab
