#include "ui/fonts.h"

#include <fontconfig/fontconfig.h>
#include <imgui_freetype.h>

#include <cmath>
#include <filesystem>
#include <optional>

#include "core/input_error.h"
#include "io/files.h"
#include "ui/utf8.h"

namespace lab {
namespace {

struct FontFile {
  std::string path;
  int face = 0;
};

/// The file of a font family, only if that very family is installed (fontconfig always finds something).
std::optional<FontFile> findFont(const char* family) {
  FcPattern* pattern = FcPatternCreate();
  FcPatternAddString(pattern, FC_FAMILY, reinterpret_cast<const FcChar8*>(family));
  FcPatternAddInteger(pattern, FC_WEIGHT, FC_WEIGHT_REGULAR);
  FcPatternAddInteger(pattern, FC_SLANT, FC_SLANT_ROMAN);
  FcConfigSubstitute(nullptr, pattern, FcMatchPattern);
  FcDefaultSubstitute(pattern);
  FcResult result = FcResultNoMatch;
  FcPattern* match = FcFontMatch(nullptr, pattern, &result);
  std::optional<FontFile> found;
  FcChar8 *file = nullptr, *name = nullptr;
  if (match != nullptr && FcPatternGetString(match, FC_FILE, 0, &file) == FcResultMatch) {
    for (int i = 0; FcPatternGetString(match, FC_FAMILY, i, &name) == FcResultMatch; ++i)
      if (std::string_view(reinterpret_cast<const char*>(name)) == family) {
        int face = 0;
        FcPatternGetInteger(match, FC_INDEX, 0, &face);
        found = FontFile{reinterpret_cast<const char*>(file), face & 0xFFFF};
      }
  }
  if (match != nullptr) FcPatternDestroy(match);
  FcPatternDestroy(pattern);
  return found;
}

std::vector<char> bytesOf(const std::string& path) {
  const std::string bytes = readFile(path);
  return {bytes.begin(), bytes.end()};
}

// Latin to Greek and Cyrillic, phonetic extensions (subscript letters), punctuation to supplemental operators.
constexpr ImWchar kLatin[] = {0x20, 0x52F, 0x1D00, 0x1DBF, 0x2000, 0x2C7F, 0};

bool coveredByLatin(unsigned character) {
  return (character >= 0x20 && character <= 0x52F) || (character >= 0x1D00 && character <= 0x1DBF) ||
         (character >= 0x2000 && character <= 0x2C7F);
}

}  // namespace

Fonts::Fonts() {
  const std::optional<FontFile> latin = findFont("DejaVu Sans");
  if (!latin || !std::filesystem::exists(latin->path))
    throw attn::InputError("no_font", {{"got", "DejaVu Sans"}, {"expected", "fonts-dejavu-core"}});
  latin_ = bytesOf(latin->path);
  const std::optional<FontFile> chinese = findFont("Noto Sans CJK SC");
  if (chinese && std::filesystem::exists(chinese->path)) {
    chinese_ = bytesOf(chinese->path);
    chineseFace_ = chinese->face;
  }
}

void Fonts::want(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0x80) {
      forEachCharacter(text, [&](unsigned character) {
        // ImGui's characters are 16 bits wide here; what lies beyond shows as □. A control character has no glyph,
        // and a 0 would end the list of ranges.
        const bool glyph = character >= 0x20 && character <= 0xFFFF && !coveredByLatin(character);
        if (glyph && wanted_.insert(character).second) stale_ = true;
      });
      return;
    }
}

void Fonts::setBase(float base) {
  if (base == base_) return;
  base_ = base;
  stale_ = true;
}

float Fonts::pixelSize(TextSize size) const {
  Metrics metrics;
  metrics.base = base_;
  return std::round(metrics.fontSize(size));
}

ImFont* Fonts::add(float pixels, const ImWchar* latin, const ImWchar* chinese) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  ImFontConfig config;
  config.FontDataOwnedByAtlas = false;
  config.OversampleH = config.OversampleV = 1;
  config.PixelSnapH = true;
  config.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
  config.EllipsisChar = 0x2026;
  ImFont* font = atlas.AddFontFromMemoryTTF(latin_.data(), static_cast<int>(latin_.size()), pixels, &config, latin);
  if (!chinese_.empty() && chinese[0] != 0) {
    ImFontConfig merged = config;
    merged.MergeMode = true;
    merged.FontNo = chineseFace_;
    // At 1.24 × the size the em squares of both fonts agree; the line stays as high as DejaVu's, so the
    // Chinese glyphs move up by what their own line would be taller.
    const float size = std::round(pixels * 1.24F);
    merged.GlyphOffset.y = 0;
    atlas.AddFontFromMemoryTTF(chinese_.data(), static_cast<int>(chinese_.size()), size, &merged, chinese);
  }
  font->FallbackChar = 0x25A1;
  return font;
}

bool Fonts::rebuild() {
  if (!stale_) return false;
  stale_ = false;
  chineseRanges_.clear();
  for (const unsigned character : wanted_) {
    const auto glyph = static_cast<ImWchar>(character);
    if (!chineseRanges_.empty() && chineseRanges_.back() + 1 == glyph)
      chineseRanges_.back() = glyph;
    else
      chineseRanges_.insert(chineseRanges_.end(), {glyph, glyph});
  }
  chineseRanges_.push_back(0);
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
  for (const TextSize size : {TextSize::Small, TextSize::Base, TextSize::Large})
    fonts_[static_cast<int>(size)] = add(pixelSize(size), kLatin, chineseRanges_.data());
  atlas.Build();
  ImGui::GetIO().FontDefault = fonts_[static_cast<int>(TextSize::Base)];
  return true;
}

}  // namespace lab
