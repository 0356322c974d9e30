#pragma once

#include <imgui.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "scene/text_style.h"

namespace lab {

/// The program's fonts in three sizes, with the glyphs that have been asked for. ImGui 1.86 needs its glyphs known
/// before the atlas is built, so the set grows with what the reader types and the atlas is rebuilt between frames.
class Fonts {
 public:
  /// Finds the files through fontconfig. A missing Latin font is an error; a missing Chinese one is a notice.
  /// @throws attn::InputError `no_font`.
  Fonts();

  /// Takes note of the characters of `text`; the atlas is stale if one of them is new.
  void want(std::string_view text);

  /// @param base B in pixels. A change of size or of wanted glyphs makes the atlas stale.
  void setBase(float base);

  /// Rebuilds the atlas if it is stale; returns whether it did (the renderer's texture is then out of date).
  /// Only between frames.
  bool rebuild();

  bool stale() const { return stale_; }
  bool chineseFound() const { return !chinese_.empty(); }
  ImFont* at(TextSize size) const { return fonts_[static_cast<int>(size)]; }
  float pixelSize(TextSize size) const;

 private:
  ImFont* add(float pixels, const ImWchar* latin, const ImWchar* chinese);

  std::vector<char> latin_, chinese_;  ///< the bytes of the font files
  int chineseFace_ = 0;
  std::set<unsigned> wanted_;
  std::vector<ImWchar> chineseRanges_;
  float base_ = 16;
  bool stale_ = true;
  ImFont* fonts_[3] = {};
};

}  // namespace lab
