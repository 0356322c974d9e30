#include "figure/font_check.h"

#include <fontconfig/fontconfig.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "figure/heatmap_figure.h"
#include "pipeline/pipeline.h"
#include "support/errors.h"

using attn::test::errorOf;

namespace lab::test {
namespace {

/// Runs `act` as on a machine that has only these font files; each thread has fonts of its own.
template <class Act>
void withFonts(const std::vector<std::string>& files, Act&& act) {
  FcConfig* const before = FcConfigReference(nullptr);
  FcConfig* const few = FcConfigCreate();
  for (const std::string& file : files)
    ASSERT_TRUE(FcConfigAppFontAddFile(few, reinterpret_cast<const FcChar8*>(file.c_str()))) << file;
  FcConfigSetCurrent(few);
  std::thread(act).join();
  FcConfigSetCurrent(before);
  FcConfigDestroy(few);
  FcConfigDestroy(before);
}

std::string fileOf(const char* family) {
  FcPattern* const wanted = FcNameParse(reinterpret_cast<const FcChar8*>(family));
  FcConfigSubstitute(nullptr, wanted, FcMatchPattern);
  FcDefaultSubstitute(wanted);
  FcResult result;
  FcPattern* const match = FcFontMatch(nullptr, wanted, &result);
  FcChar8* file = nullptr;
  FcPatternGetString(match, FC_FILE, 0, &file);
  const std::string path = reinterpret_cast<const char*>(file);
  FcPatternDestroy(match);
  FcPatternDestroy(wanted);
  return path;
}

attn::Trace traceOf(const char* text) {
  attn::Experiment experiment;
  experiment.queryText = text;
  experiment.tokenizer = "whitespace";
  return attn::Pipeline().evaluate(experiment);
}

TEST(Fonts, AreMissedByAFigureWithoutThem) {
  const attn::Trace trace = traceOf("the cat");
  withFonts({}, [&] {
    const auto error = errorOf([&] { heatmapPng(trace, {}); });
    EXPECT_EQ(error.id, "no_font");
    EXPECT_EQ(error.argument("got"), "DejaVu Sans");
    EXPECT_EQ(error.argument("expected"), "fonts-dejavu-core");
    FigureOptions bare;
    bare.bare = true;
    EXPECT_FALSE(heatmapPng(trace, bare).empty()) << "cells alone need no font";
  });
}

TEST(Fonts, OfChineseAreMissedOnlyWhereThereIsChinese) {
  const attn::Trace english = traceOf("the cat"), chinese = traceOf("我 爱");
  withFonts({fileOf("DejaVu Sans")}, [&] {
    EXPECT_FALSE(heatmapPng(english, {}).empty());
    EXPECT_EQ(errorOf([&] { heatmapPng(chinese, {}); }).argument("expected"), "fonts-noto-cjk");
    FigureOptions figure;
    figure.language = Language::Chinese;
    EXPECT_EQ(errorOf([&] { heatmapPng(english, figure); }).argument("got"), "Noto Sans CJK SC");
    figure = {};
    figure.title = "标题";
    EXPECT_EQ(errorOf([&] { heatmapPng(english, figure); }).id, "no_font");
  });
}

TEST(Fonts, AreNotAskedForWhatNoneOfThemHas) {
  withFonts({fileOf("DejaVu Sans"), fileOf("Noto Sans CJK SC")}, [] {
    requireGlyphs("😀 𒀀");
    requireGlyphs("ɓ 猫 τ");
  });
}

}  // namespace
}  // namespace lab::test
