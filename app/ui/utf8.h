#pragma once

#include <imgui.h>
#include <imgui_internal.h>

#include <string_view>

namespace lab {

/// Calls `visit(codepoint)` for every character of UTF-8 text; an ill-formed byte counts as U+FFFD.
template <class Visit>
void forEachCharacter(std::string_view text, Visit&& visit) {
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    unsigned character = 0;
    const int length = ImTextCharFromUtf8(&character, at, end);
    visit(character);
    at += length > 0 ? length : 1;
  }
}

}  // namespace lab
