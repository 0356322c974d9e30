#include "scene/formula.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "attention/catalogue.h"
#include "scene/text_width.h"

namespace lab::test {
namespace {

constexpr float size = 16, em = size / 1.164F;

/// Stands for a font: every character 0.6 em wide; ascent and descent as DejaVu Sans has them.
RunMetrics measureRun(std::string_view text, float fontSize, bool) {
  const float own = fontSize / 1.164F;
  return {0.6F * own * static_cast<float>(columnsOf(text)), 0.928F * own, 0.236F * own};
}

FormulaLayout layoutOf(std::string_view tex) { return layoutFormula(tex, size, measureRun); }

const FormulaLayout::Run& runOf(const FormulaLayout& layout, std::string_view text) {
  const auto run = std::find_if(layout.runs.begin(), layout.runs.end(), [&](const auto& r) { return r.text == text; });
  if (run == layout.runs.end()) throw std::runtime_error("no run " + std::string(text));
  return *run;
}

Rect inkOf(const FormulaLayout::Run& run) {
  const float own = run.fontSize / 1.164F;
  // Letters with ascender or descender: from 0.76 em above to 0.2 em below the baseline, lowercase to 0.56 em.
  const bool low = run.text.find_first_not_of("acegmnopqrsuvwxyzτσ·,−=+ ") == std::string::npos;
  const bool deep = run.text.find_first_of("gjpqy(),|Q@") != std::string::npos;
  const float above = (low ? 0.56F : 0.76F) * own, below = (deep ? 0.2F : 0.0F) * own;
  return {run.origin.x, run.origin.y - above, measureRun(run.text, run.fontSize, run.italic).width, above + below};
}

std::vector<std::string> catalogueFormulas() {
  std::vector<std::string> formulas;
  for (const auto& row : attn::scoreCatalogue()) {
    formulas.emplace_back(row.formula);
    formulas.emplace_back(row.numericFormula);
  }
  for (const auto& row : attn::normalizerCatalogue()) formulas.emplace_back(row.formula);
  for (const auto& row : attn::maskCatalogue()) formulas.emplace_back(row.formula);
  for (const auto& row : attn::positionCatalogue()) formulas.emplace_back(row.formula);
  for (const auto& row : attn::biasCatalogue()) formulas.emplace_back(row.formula);
  for (const auto& row : attn::headSchemeCatalogue()) formulas.emplace_back(row.formula);
  return formulas;
}

bool overlaps(Rect a, Rect b) {
  constexpr float touching = 0.01F;
  return a.x < b.right() - touching && b.x < a.right() - touching && a.y < b.bottom() - touching &&
         b.y < a.bottom() - touching;
}

TEST(Formula, SetsEveryRowOfTheCatalogueWithoutOverlap) {
  for (const std::string& tex : catalogueFormulas()) {
    const FormulaLayout layout = layoutOf(tex);
    for (std::size_t a = 0; a < layout.runs.size(); ++a) {
      const Rect ink = inkOf(layout.runs[a]);
      EXPECT_GE(ink.x, 0) << tex;
      EXPECT_LE(ink.right(), layout.size.width + 0.01F) << tex;
      EXPECT_GE(ink.y, -0.01F) << tex;
      EXPECT_LE(ink.bottom(), layout.size.height + 0.01F) << tex;
      for (std::size_t b = a + 1; b < layout.runs.size(); ++b)
        EXPECT_FALSE(overlaps(ink, inkOf(layout.runs[b])))
            << tex << ": " << layout.runs[a].text << " on " << layout.runs[b].text;
      for (const auto& rule : layout.rules)
        EXPECT_FALSE(overlaps(ink, rule.rect)) << tex << ": a bar through " << layout.runs[a].text;
    }
  }
}

TEST(Formula, PutsTheBarBetweenNumeratorAndDenominatorOnTheMathAxis) {
  const FormulaLayout layout = layoutOf("s = \\frac{abc}{x}");
  ASSERT_EQ(layout.rules.size(), 1U);
  const Rect bar = layout.rules[0].rect;
  const Rect top = inkOf(runOf(layout, "abc")), bottom = inkOf(runOf(layout, "x"));
  EXPECT_LT(top.bottom(), bar.y);
  EXPECT_GT(bottom.y, bar.bottom());
  EXPECT_NEAR(top.centre().x, bar.centre().x, 0.01F);
  EXPECT_NEAR(bottom.centre().x, bar.centre().x, 0.01F);
  EXPECT_LT(bar.x, top.x);
  EXPECT_GT(bar.right(), top.right());
  // The middle of DejaVu's = and − lies 0.314 em above the baseline.
  EXPECT_NEAR(bar.centre().y, layout.baseline - 0.314F * em, 0.05F);
}

TEST(Formula, GrowsTheRootOverItsRadicand) {
  const FormulaLayout small = layoutOf("\\sqrt{d}"), tall = layoutOf("\\sqrt{\\frac{a}{b}}");
  const auto signHeight = [](const FormulaLayout& layout) {
    float low = INFINITY, high = -INFINITY;
    for (const Point p : layout.strokes.at(0).points) {
      low = std::min(low, p.y);
      high = std::max(high, p.y);
    }
    return high - low;
  };
  EXPECT_GT(signHeight(tall), 1.6F * signHeight(small));
  const Rect bar = small.rules.at(0).rect, inside = inkOf(runOf(small, "d"));
  EXPECT_LT(bar.bottom(), inside.y);
  EXPECT_LT(bar.x, inside.x);
  EXPECT_GE(bar.right(), inside.right());
}

TEST(Formula, GrowsParenthesesOverAFraction) {
  const FormulaLayout plain = layoutOf("\\left(x\\right)");
  EXPECT_TRUE(plain.strokes.empty()) << "the font's own reach";
  const FormulaLayout grown = layoutOf("\\left(\\frac{a}{b}\\right)");
  ASSERT_EQ(grown.strokes.size(), 2U);
  for (const auto& stroke : grown.strokes) {
    const auto [low, high] =
        std::minmax_element(stroke.points.begin(), stroke.points.end(), [](Point a, Point b) { return a.y < b.y; });
    EXPECT_LE(low->y, inkOf(runOf(grown, "a")).y);
    EXPECT_GE(high->y, inkOf(runOf(grown, "b")).bottom());
  }
}

TEST(Formula, SetsScriptsTogetherAtSeventyTwoPercent) {
  const FormulaLayout layout = layoutOf("x_i^2");
  const auto &base = runOf(layout, "x"), &below = runOf(layout, "i"), &above = runOf(layout, "2");
  EXPECT_FLOAT_EQ(below.fontSize, 0.72F * size);
  EXPECT_FLOAT_EQ(above.fontSize, 0.72F * size);
  EXPECT_EQ(below.origin.x, above.origin.x);
  EXPECT_GT(below.origin.y, base.origin.y);
  EXPECT_LT(above.origin.y, base.origin.y);
  EXPECT_EQ(layoutOf("x^2_i").runs.size(), 3U) << "in either order";
}

TEST(Formula, SpacesRelationsMoreThanBinarySignsAndUnarySignsNotAtAll) {
  const auto gap = [](std::string_view tex, std::string_view left, std::string_view right) {
    const FormulaLayout layout = layoutOf(tex);
    return runOf(layout, right).origin.x - inkOf(runOf(layout, left)).right();
  };
  EXPECT_GT(gap("a = b", "a", "="), gap("a + b", "a", "+"));
  EXPECT_GT(gap("a + b", "a", "+"), 0.1F * em);
  EXPECT_FLOAT_EQ(gap("a + b", "a", "+"), gap("a+b", "a", "+")) << "spaces of the source do not count";
  EXPECT_LT(layoutOf("-3").size.width, layoutOf("a-3").size.width - 0.6F * em) << "a sign, no operation";
  EXPECT_FLOAT_EQ(layoutOf("x_{i-j}").size.width, layoutOf("x_{iaj}").size.width) << "scripts are set tight";
}

TEST(Formula, WritesAHyphenAsAMinus) {
  EXPECT_EQ(runOf(layoutOf("a-b"), "−").text, "−");
  const FormulaLayout negative = layoutOf("(-0.549)");
  EXPECT_FLOAT_EQ(runOf(negative, "0.549").origin.x, inkOf(runOf(negative, "−")).right()) << "no space after a sign";
}

TEST(Formula, KeepsANumberWithItsExponentInOnePiece) {
  EXPECT_EQ(layoutOf("1.2e−5").runs.size(), 1U);
  EXPECT_EQ(layoutOf("2.3950").runs.size(), 1U);
}

TEST(Formula, SpacesAFunctionFromItsArgumentButNotFromAParenthesis) {
  const auto width = [](std::string_view tex) { return layoutOf(tex).size.width; };
  EXPECT_GT(width("\\exp x"), width("\\text{exp}x") + 0.1F * em);
  EXPECT_FLOAT_EQ(width("\\exp(x)"), width("\\text{exp}(x)"));
}

TEST(Formula, PutsTheLimitsOfASumBesideIt) {
  const FormulaLayout layout = layoutOf("\\sum_{i=1}^{n} x");
  const Rect sign = inkOf(runOf(layout, "∑"));
  EXPECT_GE(runOf(layout, "n").origin.x, sign.right() - 0.01F);
  EXPECT_GE(runOf(layout, "i").origin.x, sign.right() - 0.01F);
}

TEST(Formula, ColoursGroups) {
  const FormulaLayout layout = layoutOf("a\\accent{\\frac{b}{\\sqrt{c}}}\\dim{d}");
  EXPECT_EQ(runOf(layout, "a").ink, FormulaLayout::Ink::Text);
  EXPECT_EQ(runOf(layout, "b").ink, FormulaLayout::Ink::Accent);
  EXPECT_EQ(runOf(layout, "d").ink, FormulaLayout::Ink::Dim);
  for (const auto& rule : layout.rules) EXPECT_EQ(rule.ink, FormulaLayout::Ink::Accent);
  for (const auto& stroke : layout.strokes) EXPECT_EQ(stroke.ink, FormulaLayout::Ink::Accent);
}

TEST(Formula, IsUprightUnlessAskedOtherwise) {
  const FormulaLayout layout = layoutOf("x\\mathit{y}");
  EXPECT_FALSE(runOf(layout, "x").italic);
  EXPECT_TRUE(runOf(layout, "y").italic);
}

TEST(Formula, KeepsChineseAndSpacesInText) {
  EXPECT_EQ(runOf(layoutOf("\\text{权重 of } q"), "权重 of q").ink, FormulaLayout::Ink::Text);
}

TEST(Formula, StandsOnTheSameBaselineWhateverItsLetters) {
  EXPECT_FLOAT_EQ(layoutOf("x").baseline, layoutOf("Ky").baseline);
  EXPECT_FLOAT_EQ(layoutOf("x").size.height, layoutOf("Ky").size.height);
}

TEST(Formula, DoublesWithItsSize) {
  const FormulaLayout one = layoutFormula("\\frac{q \\cdot k}{\\sqrt{d}}", 32, measureRun);
  const FormulaLayout two = layoutFormula("\\frac{q \\cdot k}{\\sqrt{d}}", 64, measureRun);
  EXPECT_NEAR(two.size.width, 2 * one.size.width, 0.01F);
  EXPECT_NEAR(two.baseline, 2 * one.baseline, 0.01F);
}

TEST(Formula, NamesThePlaceOfAMistake) {
  const std::pair<const char*, const char*> mistakes[] = {
      {"a + \\foo", "unknown command \\foo at 4"},  {"\\frac{a}b", "expected { at 8"},
      {"x_{i", "expected } for the group at 3"},    {"a}", "a } without its { at 1"},
      {"x_", "a script is missing at 1"},           {"x_1_2", "a second script at 3"},
      {"\\left( x", "\\left without \\right at 0"}, {"\\left a \\right)", "expected a delimiter at 6"},
      {"\\text{a", "expected } for the text at 6"}, {"a \\right)", "a } without its { at 2"},
  };
  for (const auto& [tex, message] : mistakes) {
    try {
      layoutOf(tex);
      ADD_FAILURE() << tex << " was taken";
    } catch (const std::invalid_argument& error) {
      EXPECT_NE(std::string(error.what()).find(message), std::string::npos) << error.what();
    }
  }
}

TEST(Formula, RefusesToNestWithoutEnd) {
  EXPECT_THROW(layoutOf(std::string(100000, '{')), std::invalid_argument);
  std::string roots;
  for (int i = 0; i < 1000; ++i) roots += "\\sqrt{";
  EXPECT_THROW(layoutOf(roots), std::invalid_argument);
}

TEST(FillFormula, ReplacesTheLongestName) {
  EXPECT_EQ(fillFormula("\\frac{@norm_q}{@norm} + @x", {{"norm", "2"}, {"norm_q", "3"}}), "\\frac{3}{2} + @x");
  EXPECT_EQ(fillFormula("@a@a", {{"a", "−1"}}), "−1−1");
}

}  // namespace
}  // namespace lab::test
