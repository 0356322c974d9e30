#pragma once

#include <functional>
#include <string>
#include <vector>

#include "shell/input_queue.h"

namespace lab {

/// Sets up a fresh ImGui context: keyboard navigation, key codes, no ini file.
void prepareImGui();

/// Hands one frame's events to ImGui.
void applyToImGui(const std::vector<InputEvent>& events);

/// Where ImGui's own copy and paste go; ui/field_text.h says what becomes of the text on its way.
void setImGuiClipboard(std::function<std::string()> get, std::function<void(const std::string&)> set);

/// Whether a dialog is open.
bool modalIsOpen();

}  // namespace lab
