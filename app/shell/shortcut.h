#pragma once

#include <string>

namespace lab {

// Key codes are GLFW's: capital letters and digits by their ASCII codes.
namespace key {
inline constexpr int none = 0, space = 32, comma = 44, minus = 45, period = 46, equal = 61, leftBracket = 91,
                     rightBracket = 93, escape = 256, enter = 257, tab = 258, right = 262, left = 263, down = 264,
                     up = 265, pageUp = 266, pageDown = 267, home = 268, f1 = 290, f6 = 295, f9 = 298,
                     keypadSubtract = 333, keypadAdd = 334;
}

/// A key with its modifiers.
struct Shortcut {
  int key = key::none;
  bool ctrl = false, shift = false, alt = false;
  bool operator==(const Shortcut&) const = default;
};

/// "Ctrl+Shift+P"; empty for no shortcut.
std::string shortcutText(const Shortcut& shortcut);

}  // namespace lab
