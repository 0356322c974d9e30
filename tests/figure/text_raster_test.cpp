#include "figure/text_raster.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "attention/catalogue.h"

namespace lab::test {
namespace {

struct Ink {
  int left = 1 << 20, top = 1 << 20, right = -1, bottom = -1;
  int count = 0;
};

Ink inkOf(const Raster& raster) {
  Ink ink;
  for (int y = 0; y < raster.height; ++y)
    for (int x = 0; x < raster.width; ++x) {
      if (raster.rgba[(static_cast<std::size_t>(y) * raster.width + x) * 4 + 3] < 40) continue;
      ink = {std::min(ink.left, x), std::min(ink.top, y), std::max(ink.right, x), std::max(ink.bottom, y),
             ink.count + 1};
    }
  return ink;
}

bool touchesBorder(const Raster& raster) {
  const auto alpha = [&](int x, int y) {
    return raster.rgba[(static_cast<std::size_t>(y) * raster.width + x) * 4 + 3];
  };
  for (int x = 0; x < raster.width; ++x)
    if (alpha(x, 0) || alpha(x, raster.height - 1)) return true;
  for (int y = 0; y < raster.height; ++y)
    if (alpha(0, y) || alpha(raster.width - 1, y)) return true;
  return false;
}

TEST(RasterText, IsAsLargeAsTheInterfacesText) {
  // DejaVu's capital H is 1493 of 2048 units high; em = 64 / 1.164.
  const Ink ink = inkOf(rasterText("H", 64, 0, rgb(0xffffff)));
  EXPECT_NEAR(ink.bottom - ink.top + 1, 64 / 1.164 * 1493 / 2048, 1);
}

TEST(RasterText, HasStraightAlpha) {
  const Raster raster = rasterText("Hag 我", 16, 0, rgb(0x6ea8fe));
  int soft = 0;
  for (std::size_t i = 0; i < raster.rgba.size(); i += 4) {
    const int alpha = raster.rgba[i + 3];
    if (alpha < 64) continue;
    soft += alpha < 255;
    // The ink's own colour at every alpha; 8-bit premultiplied values give it back to within 255 / 64 / 2.
    EXPECT_NEAR(raster.rgba[i], 0x6e, 3);
    EXPECT_NEAR(raster.rgba[i + 2], 0xfe, 3);
  }
  EXPECT_GT(soft, 10) << "edges are antialiased";
}

TEST(RasterText, StartsAtItsOrigin) {
  const Raster flat = rasterText("HHH", 32, 0, rgb(0));
  const Ink ink = inkOf(flat);
  EXPECT_NEAR(ink.left, flat.origin.x + 2.7, 2) << "H has a side bearing of 0.1 em";
  // The middle of the line is 0.346 em above the baseline, the middle of a capital 0.365 em.
  EXPECT_NEAR((ink.top + ink.bottom + 1) / 2.0, flat.origin.y, 1.2);
}

TEST(RasterText, TurnsAboutItsOrigin) {
  const Raster up = rasterText("HHH", 32, 90, rgb(0)), flat = rasterText("HHH", 32, 0, rgb(0));
  const Ink turned = inkOf(up), level = inkOf(flat);
  EXPECT_NEAR(turned.bottom - turned.top, level.right - level.left, 1);
  EXPECT_LT(turned.bottom, up.origin.y) << "it reads upwards";
  EXPECT_NEAR((turned.left + turned.right + 1) / 2.0, up.origin.x, 1.5);
  const Raster slanted = rasterText("HHHHHH", 16, 45, rgb(0));
  const Ink ink = inkOf(slanted);
  EXPECT_NEAR(ink.right - ink.left, ink.bottom - ink.top, 2);
  EXPECT_LT((ink.top + ink.bottom) / 2.0, slanted.origin.y);
  EXPECT_GT((ink.left + ink.right) / 2.0, slanted.origin.x);
}

TEST(RasterText, ClipsNothing) {
  for (const float angle : {0.0F, 45.0F, 90.0F, 137.0F})
    for (const char* text : {"fjÅ", "我爱北京", "x", "", "é̂"})
      EXPECT_FALSE(touchesBorder(rasterText(text, 16, angle, rgb(0xffffff)))) << text << " at " << angle;
}

TEST(RasterText, TakesMarkupAndBrokenBytesAsText) {
  EXPECT_GT(inkOf(rasterText("<b>&", 16, 0, rgb(0))).count, 40);
  EXPECT_GT(inkOf(rasterText("a\xff\xfe", 16, 0, rgb(0))).count, 20);
}

TEST(RasterText, IsTheSameTwice) {
  const Raster a = rasterText("didn't 天安门", 16, 45, rgb(0xffffff)),
               b = rasterText("didn't 天安门", 16, 45, rgb(0xffffff));
  EXPECT_EQ(a.rgba, b.rgba);
}

TEST(PangoMeasure, ScalesExactly) {
  const MeasureText one = pangoMeasureText(16), two = pangoMeasureText(32);
  for (const char* text : {"animal", "天安门", "−0.72"})
    for (const TextSize size : {TextSize::Small, TextSize::Base, TextSize::Large})
      EXPECT_NEAR(two(text, size).width, 2 * one(text, size).width, 0.02F) << "no hinting, no rounding: " << text;
  EXPECT_FLOAT_EQ(one("x", TextSize::Large).height, 22);
}

TEST(PangoMeasure, GivesEveryDigitTheSameWidth) {
  const MeasureText measure = pangoMeasureText(16);
  const float zero = measure("0", TextSize::Base).width;
  for (const char* digit : {"1", "2", "3", "4", "5", "6", "7", "8", "9"})
    EXPECT_FLOAT_EQ(measure(digit, TextSize::Base).width, zero);
}

TEST(RasterFormula, DrawsEveryRowOfTheCatalogueUnclipped) {
  std::vector<std::string> formulas;
  for (const auto& row : attn::scoreCatalogue()) formulas.emplace_back(row.formula);
  for (const auto& row : attn::normalizerCatalogue()) formulas.emplace_back(row.formula);
  for (const auto& row : attn::maskCatalogue()) formulas.emplace_back(row.formula);
  for (const auto& row : attn::positionCatalogue()) formulas.emplace_back(row.formula);
  for (const auto& row : attn::biasCatalogue()) formulas.emplace_back(row.formula);
  for (const auto& row : attn::headSchemeCatalogue()) formulas.emplace_back(row.formula);
  for (const std::string& formula : formulas)
    for (const float size : {16.0F, 32.0F})
      for (const float scale : {1.0F, 1.5F, 2.0F}) {
        const Raster raster = rasterFormula(layoutFormula(formula, size, pangoMeasureRun()), scale, rgb(0xffffff),
                                            rgb(0x6ea8fe), rgb(0xa3adbb));
        EXPECT_FALSE(touchesBorder(raster)) << formula << " at " << size << " × " << scale;
        EXPECT_GT(inkOf(raster).count, 20) << formula;
      }
}

TEST(RasterFormula, DrawsBarsOnWholePixels) {
  const FormulaLayout layout = layoutFormula("\\frac{a}{b}", 16, pangoMeasureRun());
  const Raster raster = rasterFormula(layout, 1, rgb(0xffffff), rgb(0), rgb(0));
  const int x = static_cast<int>(layout.rules[0].rect.centre().x + raster.origin.x);
  int full = 0, partial = 0;
  const auto middle = static_cast<int>(layout.rules[0].rect.centre().y + raster.origin.y);
  for (int y = middle - 2; y <= middle + 2; ++y) {
    const int alpha = raster.rgba[(static_cast<std::size_t>(y) * raster.width + x) * 4 + 3];
    full += alpha == 255;
    partial += alpha > 0 && alpha < 255;
  }
  EXPECT_EQ(full, 1);
  EXPECT_EQ(partial, 0);
}

TEST(RasterFormula, UsesItsThreeInks) {
  const FormulaLayout layout = layoutFormula("a\\accent{b}\\dim{c}", 32, pangoMeasureRun());
  const Raster raster = rasterFormula(layout, 1, rgb(0xff0000), rgb(0x00ff00), rgb(0x0000ff));
  int counts[3] = {};
  for (std::size_t i = 0; i < raster.rgba.size(); i += 4)
    for (std::size_t channel = 0; channel < 3; ++channel)
      counts[channel] += raster.rgba[i + 3] == 255 && raster.rgba[i + channel] == 255;
  for (const int count : counts) EXPECT_GT(count, 20);
}

}  // namespace
}  // namespace lab::test
