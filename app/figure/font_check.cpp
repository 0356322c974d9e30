#include "figure/font_check.h"

#include <pango/pangocairo.h>

#include <algorithm>
#include <array>

#include "core/input_error.h"
#include "figure/pango_text.h"

namespace lab {
namespace {

struct CharacterRange {
  gunichar first, last;
};

/// What one of the program's fonts is there for.
struct NeededFont {
  const char* family;
  const char* package;
  std::array<CharacterRange, 6> characters;
};

constexpr std::array<NeededFont, 2> neededFonts = {{
    {"DejaVu Sans",
     "fonts-dejavu-core",  // Latin to Cyrillic, phonetic letters, punctuation to mathematical signs
     {{{0x21, 0x52F}, {0x1D00, 0x1DBF}, {0x1E00, 0x1FFF}, {0x2010, 0x2C7F}}}},
    {"Noto Sans CJK SC",
     "fonts-noto-cjk",
     {{{0x2E80, 0x9FFF}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE30, 0xFE4F}, {0xFF00, 0xFFEF}, {0x20000, 0x3134F}}}},
}};

bool lacksGlyph(std::string_view text) { return pango_layout_get_unknown_glyphs_count(layoutLine(text, 16).get()) > 0; }

bool covers(const NeededFont& font, gunichar character) {
  return std::any_of(font.characters.begin(), font.characters.end(),
                     [&](const CharacterRange& range) { return character >= range.first && character <= range.last; });
}

bool isInstalled(const NeededFont& font) {
  return pango_font_map_get_family(pango_cairo_font_map_get_default(), font.family) != nullptr;
}

}  // namespace

void requireGlyphs(std::string_view text) {
  const LayoutPtr line = layoutLine(text, 16);
  if (pango_layout_get_unknown_glyphs_count(line.get()) == 0) return;
  const char* end = nullptr;
  for (const char* at = pango_layout_get_text(line.get()); *at != '\0'; at = end) {
    end = g_utf8_next_char(at);
    const gunichar character = g_utf8_get_char(at);
    for (const NeededFont& font : neededFonts)
      if (covers(font, character) && !isInstalled(font) && lacksGlyph({at, static_cast<std::size_t>(end - at)}))
        throw attn::InputError("no_font", {{"got", font.family}, {"expected", font.package}});
  }
}

}  // namespace lab
