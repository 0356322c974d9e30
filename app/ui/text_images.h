#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>

#include "figure/text_raster.h"
#include "gfx/texture.h"
#include "scene/geometry.h"

struct ImDrawList;

namespace lab {

/// Text that ImGui cannot set — formulas and turned labels — as textures made by Pango, kept while they are in use.
class TextImages {
 public:
  /// One line turned by `angle` degrees counter-clockwise; `at` is the left end of the middle of its height.
  void drawTurned(ImDrawList* list, std::string_view text, float pixelSize, float angle, Rgba ink, Point at);

  /// How wide and high `drawTurned` sets a line at 0°.
  Size lineSize(std::string_view text, float pixelSize);

  /// A formula with its left end and baseline at `at`; pixels.
  void drawFormula(ImDrawList* list, std::string_view tex, float pixelSize, Rgba text, Rgba accent, Rgba dim, Point at);
  /// Its size and baseline in pixels, without drawing.
  FormulaLayout formula(std::string_view tex, float pixelSize);

  /// What formulas are measured with.
  const MeasureRun& measureRun() const { return measure_; }

  /// Forgets what has not been drawn for some frames.
  void endFrame();

 private:
  struct Image {
    gfx::Texture texture;
    Point origin;
    std::uint64_t lastFrame = 0;
  };
  struct Formula {
    std::shared_ptr<const FormulaLayout> layout;
    std::uint64_t lastFrame = 0;
  };
  const Image& image(const std::string& key, const auto& make);
  MeasureRun measure_ = pangoMeasureRun();
  std::shared_ptr<const FormulaLayout> layoutOf(std::string_view tex, float pixelSize);

  std::map<std::string, Image, std::less<>> images_;
  std::map<std::string, Formula, std::less<>> formulas_;
  std::uint64_t frame_ = 0;
};

}  // namespace lab
