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

/// Whether ImGui can set `text` in one glyph a character: it knows no letters beyond U+FFFF, no combining marks and no
/// scripts whose letters join or reorder. Pango sets the rest.
inline bool simpleText(std::string_view text) {
  bool simple = true;
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0xCC) {  // the first byte of U+0300
      forEachCharacter(text, [&](unsigned character) {
        const bool combining = character >= 0x300 && character <= 0x36F;
        const bool otherScript = character >= 0x530 && character <= 0x1CFF;
        const bool beyond = character > 0xFFFF || character == 0xFFFD || (character >= 0xFE00 && character <= 0xFE0F);
        simple = simple && !combining && !otherScript && !beyond;
      });
      break;
    }
  return simple;
}

}  // namespace lab
