// Every view as a figure: it can be drawn from every kind of experiment, and looks as it did when somebody looked.
#include "figure/view_figure.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/input_error.h"
#include "pipeline/pipeline.h"
#include "png_reader.h"
#include "scene/views.h"
#include "support/experiments.h"

namespace lab::test {
namespace {

namespace fs = std::filesystem;

attn::Trace traceOf(const attn::Experiment& experiment) { return attn::Pipeline().evaluate(experiment); }

/// What the golden pictures show: tests/golden/README.md has the command line.
attn::Experiment goldenExperiment() {
  attn::Experiment e = attn::test::textExperiment("the animal was too tired");
  e.dim = 4;
  e.seed = 3;
  e.heads = 2;
  e.masks = {attn::MaskSpec{.name = "causal", .arguments = {}}};
  return e;
}

FigureOptions figureOf(const ViewRow& view) {
  FigureOptions options;
  options.view = view.name;
  options.selected = Cell{3, 1};
  return options;
}

/// The mean difference of a channel, 0 … 255, over squares of 4 × 4 pixels: letters that another version of a font
/// draws a little differently weigh less than a shape that moved.
double differenceOf(const DecodedPng& a, const DecodedPng& b) {
  double sum = 0;
  int squares = 0;
  for (int y = 0; y + 4 <= a.height; y += 4)
    for (int x = 0; x + 4 <= a.width; x += 4) {
      int part[3] = {0, 0, 0};
      for (int dy = 0; dy < 4; ++dy)
        for (int dx = 0; dx < 4; ++dx) {
          const Rgba p = a.at(x + dx, y + dy), q = b.at(x + dx, y + dy);
          part[0] += p.r - q.r;
          part[1] += p.g - q.g;
          part[2] += p.b - q.b;
        }
      sum += (std::abs(part[0]) + std::abs(part[1]) + std::abs(part[2])) / 48.0;
      ++squares;
    }
  return squares > 0 ? sum / squares : 0;
}

class ViewFigure : public ::testing::TestWithParam<const char*> {};

TEST_P(ViewFigure, LooksAsItDidWhenSomebodyLooked) {
  const ViewRow& view = viewNamed(GetParam());
  const fs::path golden = fs::path(ATTENTION_GOLDEN_DIR) / "views" / (std::string(view.name) + ".png");
  const std::vector<unsigned char> file = viewPng(traceOf(goldenExperiment()), figureOf(view));
  std::ifstream in(golden, std::ios::binary);
  ASSERT_TRUE(in) << golden << ": missing; tests/golden/README.md says how it is made";
  const std::vector<unsigned char> expected((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const DecodedPng now = decodePng(file), then = decodePng(expected);
  ASSERT_EQ(now.width, then.width);
  ASSERT_EQ(now.height, then.height);
  // Half a step of 255: another rasteriser's letters give a tenth of it, a row of cells that moved gives more.
  EXPECT_LE(differenceOf(now, then), 0.5) << golden;
}

TEST_P(ViewFigure, IsTheSameEachTime) {
  const ViewRow& view = viewNamed(GetParam());
  const attn::Trace trace = traceOf(goldenExperiment());
  EXPECT_EQ(viewPng(trace, figureOf(view)), viewPng(trace, figureOf(view)));
}

TEST_P(ViewFigure, KeepsToItsSizeWithATitleInBothThemesAndLanguages) {
  const attn::Trace trace = traceOf(goldenExperiment());
  for (const Theme theme : {Theme::Light, Theme::Dark})
    for (const Language language : {Language::English, Language::Chinese}) {
      FigureOptions options = figureOf(viewNamed(GetParam()));
      options.theme = theme;
      options.language = language;
      options.title = "注意力 attention";
      options.size = Size{900, 700};
      const DecodedPng page = decodePng(viewPng(trace, options));
      EXPECT_EQ(page.width, 900);
      EXPECT_EQ(page.height, 700);
    }
}

TEST_P(ViewFigure, DrawsEveryKindOfExperimentOrSaysWhatIsMissing) {
  attn::Experiment one = attn::test::textExperiment("one");
  attn::Experiment cross = attn::test::textExperiment("who attends");
  cross.crossText = true;
  cross.keyText = "谁 被 注意 到 了";
  attn::Experiment heads = attn::test::wordsExperiment(20);
  heads.dim = 12;
  heads.heads = 12;
  attn::Experiment many = attn::test::wordsExperiment(300);
  attn::Experiment ready =
      attn::test::readyExperiment(attn::test::seededNormal(5, 3, "q"), attn::test::seededNormal(4, 3, "k"));
  attn::Experiment scores;
  scores.entry = attn::Entry::Scores;
  scores.scores = attn::test::shared(attn::test::seededNormal(3, 4, "scores"));
  attn::Experiment weights;
  weights.entry = attn::Entry::Weights;
  weights.weights = attn::test::shared(attn::Matrix::Constant(3, 4, 0.25F));
  for (const attn::Experiment& experiment : {one, cross, heads, many, ready, scores, weights}) {
    FigureOptions options;
    options.view = GetParam();
    try {
      EXPECT_GT(viewPng(traceOf(experiment), options).size(), 100U);
    } catch (const attn::InputError& error) {
      EXPECT_STRNE(error.what(), "");
    }
  }
}

std::vector<const char*> viewNames() {
  std::vector<const char*> names;
  for (const ViewRow& row : viewCatalogue()) names.push_back(row.name);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Views, ViewFigure, ::testing::ValuesIn(viewNames()),
                         [](const auto& instance) { return std::string(instance.param); });

}  // namespace
}  // namespace lab::test
