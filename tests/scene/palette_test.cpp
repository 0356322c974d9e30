#include "scene/palette.h"

#include <gtest/gtest.h>

#include "core/input_error.h"
#include "scene/colour_map.h"

namespace lab::test {
namespace {

constexpr Theme themes[] = {Theme::Dark, Theme::Light, Theme::Projector};

// Expected ratios by the worked example of WCAG 2: black on white is 21, a colour on itself 1.
TEST(Contrast, IsTwentyOneBetweenBlackAndWhiteAndOneBetweenEquals) {
  EXPECT_NEAR(contrast(rgb(0x000000), rgb(0xffffff)), 21, 1e-12);
  EXPECT_NEAR(contrast(rgb(0xffffff), rgb(0x000000)), 21, 1e-12);
  EXPECT_DOUBLE_EQ(contrast(rgb(0x123456), rgb(0x123456)), 1);
  EXPECT_NEAR(contrast(rgb(0x777777), rgb(0xffffff)), 4.478, 0.001);  // the well-known grey just below 4.5
}

TEST(Palette, WritesTextAtFourAndAHalfToOneAndOnAProjectorAtSevenToOne) {
  for (const Theme theme : themes) {
    const Palette& p = paletteOf(theme);
    const double least = theme == Theme::Projector ? 7 : 4.5;
    for (const Rgba background : {p.bg, p.panel, p.well, p.hover, p.soft}) {
      EXPECT_GE(contrast(p.text, background), least) << themeName(theme);
      EXPECT_GE(contrast(p.dim, background), least) << themeName(theme);
      EXPECT_GE(contrast(p.accent, background), least) << themeName(theme);
    }
    for (const Rgba background : {p.bg, p.panel, p.well})
      for (const Rgba sign : {p.good, p.warn, p.bad}) EXPECT_GE(contrast(sign, background), least) << themeName(theme);
    EXPECT_GE(contrast(p.on, p.accent), least) << themeName(theme);
  }
}

TEST(Palette, OutlinesControlsSoThatTheyCanBeTold) {
  for (const Theme theme : themes) {
    const Palette& p = paletteOf(theme);
    // WCAG 2.1 asks 3:1 of what identifies a control; the mock's edge is a little below it on wells.
    EXPECT_GE(contrast(p.edge, p.panel), 2.9) << themeName(theme);
    EXPECT_GE(contrast(p.accent, p.halo), 3) << themeName(theme);
    EXPECT_GE(contrast(p.text, p.halo), 7) << themeName(theme);
  }
}

TEST(Palette, WritesOnEveryColourOfEveryMapAtFourAndAHalfToOne) {
  for (const ColourMapRow& map : colourMapCatalogue())
    for (const Rgba colour : map.table) {
      const Rgba ink = inkOn(colour);
      EXPECT_GE(contrast(ink, colour), 4.5) << map.name;
      const Rgba other = ink == rgb(0) ? rgb(0xffffff) : rgb(0);
      EXPECT_GE(contrast(ink, colour), contrast(other, colour)) << map.name;
    }
}

TEST(Palette, IsNamedAsOnTheCommandLine) {
  for (const Theme theme : themes) EXPECT_EQ(themeNamed(themeName(theme)), theme);
  try {
    themeNamed("drak");
    FAIL() << "an unknown theme was taken";
  } catch (const attn::InputError& error) {
    EXPECT_EQ(error.id(), "unknown_name");
    EXPECT_EQ(error.arguments().at("nearest"), "dark");
  }
}

}  // namespace
}  // namespace lab::test
