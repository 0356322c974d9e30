#include "scene/compare_scene.h"

#include <gtest/gtest.h>

#include <cmath>

#include "attention/catalogue.h"
#include "pipeline/pipeline.h"
#include "scene/compare_arithmetic.h"
#include "scene/compare_figure.h"
#include "scene/scene_pictures.h"
#include "support/errors.h"
#include "support/experiments.h"

namespace {

using namespace lab;
using attn::test::matrixOf;
using attn::test::textExperiment;
using attn::test::wordsExperiment;

/// A font of which every character is 0.6 em wide, also in formulas.
SceneStyle styleOf(float base = 16) {
  SceneStyle style = test::fakeStyle(base);
  style.measureRun = [](std::string_view text, float size, bool) {
    return RunMetrics{0.5F * size * static_cast<float>(columnsOf(text)), 0.8F * size, 0.2F * size};
  };
  return style;
}

CompareSubject subjectOf(const attn::Experiment& experiment, const CompareOptions& options,
                         std::optional<Cell> selected = Cell{0, 0}) {
  CompareSubject subject;
  subject.by = options.by;
  subject.selected = selected;
  subject.differences = options.differences;
  const auto choices = compareChoices(experiment, options);
  subject.reference = referenceOf(choices, options);
  for (const CompareChoice& choice : choices) {
    const Words& words = Words::of(Language::English);
    try {
      const attn::Trace trace = attn::oneHead(attn::Pipeline().evaluate(choice.experiment), 0);
      const CompareOutcome outcome{&trace, shownMatrix(pictureOf(trace, MatrixStage::Weights)), nullptr};
      subject.columns.push_back(compareColumn(choice, outcome, options.by, selected, words));
    } catch (const attn::InputError& error) {
      subject.columns.push_back(compareColumn(choice, {nullptr, nullptr, &error}, options.by, selected, words));
    }
  }
  CompareMemory memory;
  while (memory.compare(subject)) {
  }
  return subject;
}

const char* sentence = "The animal didn't cross the street because it was too tired";

std::vector<std::string> keysOf(const std::vector<CompareChoice>& choices) {
  std::vector<std::string> keys;
  for (const CompareChoice& choice : choices) keys.push_back(choice.key);
  return keys;
}

TEST(CompareChoices, ChangeOneThingAndLeaveTheRestOfTheExperiment) {
  attn::Experiment experiment = textExperiment(sentence);
  experiment.score = "gaussian";
  experiment.parameters.numbers["sigma"] = 3;
  experiment.temperature = 0.5;
  CompareOptions options;
  const auto scores = compareChoices(experiment, options);
  ASSERT_EQ(keysOf(scores), options.scores);
  for (const CompareChoice& choice : scores) {
    EXPECT_EQ(choice.experiment.temperature, 0.5);
    EXPECT_EQ(choice.own, choice.key == "gaussian");
    // The width is the Gaussian's: other functions would refuse it.
    EXPECT_EQ(choice.experiment.parameters.numbers.contains("sigma"), choice.key == "gaussian");
  }
  EXPECT_EQ(scores[referenceOf(scores, options)].key, "gaussian");
  options.by = CompareBy::Normalizers;
  for (const CompareChoice& choice : compareChoices(experiment, options)) {
    EXPECT_EQ(choice.experiment.normalizer, choice.key);
    EXPECT_EQ(choice.experiment.parameters, experiment.parameters);
  }
}

TEST(CompareChoices, HoldTheExperimentsOwnTemperatureInItsPlace) {
  attn::Experiment experiment = textExperiment(sentence);
  experiment.temperature = 0.7;
  CompareOptions options;
  options.by = CompareBy::Temperatures;
  options.temperatures = {2, 0.5, 1};
  const auto choices = compareChoices(experiment, options);
  EXPECT_EQ(keysOf(choices), (std::vector<std::string>{"0.5", "0.7", "1", "2"}));
  EXPECT_EQ(referenceOf(choices, options), 1U);
  options.referenceKey() = "2";
  EXPECT_EQ(referenceOf(choices, options), 3U);
}

TEST(CompareChoices, KnowWhatCannotBeCompared) {
  attn::Experiment experiment;
  experiment.entry = attn::Entry::Scores;
  experiment.scores = attn::test::shared(matrixOf({{1, 2}}));
  CompareOptions options;
  EXPECT_TRUE(compareChoices(experiment, options).empty());
  options.by = CompareBy::Normalizers;
  EXPECT_EQ(compareChoices(experiment, options).size(), 4U);
  experiment.entry = attn::Entry::Weights;
  EXPECT_TRUE(compareChoices(experiment, options).empty());
}

TEST(CompareColumns, ShowWhatTheEngineMeasuredAndCompared) {
  CompareOptions options;
  options.differences = true;
  const CompareSubject subject = subjectOf(textExperiment(sentence), options, Cell{7, 1});
  ASSERT_EQ(subject.columns.size(), 6U);
  const attn::Matrix& reference = *subject.columns[0].weights->picture.values;
  for (const CompareColumn& column : subject.columns) {
    const attn::Matrix& weights = *column.weights->picture.values;
    const attn::RowComparison expected = attn::compareRow(weights, reference, 7);
    EXPECT_EQ(column.comparison->jensenShannon, expected.jensenShannon);
    EXPECT_EQ(column.comparison->kendallTau, expected.kendallTau);
    EXPECT_NEAR(column.row->maximum, static_cast<double>(weights.row(7).maxCoeff()), 0);
    EXPECT_MATRIX_NEAR(*column.difference->picture.values, (weights - reference).eval(), 0);
  }
  EXPECT_EQ(compareNumberText(subject, 0, CompareNumber::JensenShannon), "0.000");
  EXPECT_EQ(compareNumberText(subject, 0, CompareNumber::Kendall), "1.000");
  EXPECT_EQ(subject.columns[2].detail, "β = 1");
  EXPECT_EQ(subject.columns[4].detail, "seeded");
}

TEST(CompareColumns, KeepAnErrorInItsOwnColumn) {
  // Queries of 3 and keys of 2 numbers: what multiplies them refuses, what has matrices of its own does not.
  const attn::Experiment experiment = attn::test::readyExperiment(matrixOf({{1, 2, 3}}), matrixOf({{1, 2}, {3, 4}}));
  const CompareSubject subject = subjectOf(experiment, {});
  EXPECT_FALSE(subject.columns[1].error.empty());
  EXPECT_EQ(subject.columns[1].weights, nullptr);
  EXPECT_EQ(compareNumberText(subject, 1, CompareNumber::Entropy), "–");
  EXPECT_TRUE(subject.columns[4].error.empty());
  EXPECT_NE(compareNumberText(subject, 4, CompareNumber::Entropy), "–");
  const CompareLayout layout = layoutCompare(subject, {}, styleOf(), {0, 0, 1120, 690});
  EXPECT_FALSE(compareDrawing(layout, subject, styleOf(), {}).empty());
}

TEST(CompareMemory, ComputesOneLargeDifferenceACallAndEachOnlyOnce) {
  CompareOptions options;
  options.differences = true;
  options.scores = {"dot", "cosine", "gaussian"};
  options.reference[0] = "dot";
  CompareSubject subject;
  subject.differences = true;
  const auto weights = [](float value) {
    MatrixPicture picture;
    picture.values = attn::test::shared(attn::Matrix::Constant(800, 800, value));
    auto shown = std::make_shared<ShownMatrix>();
    shown->picture = std::move(picture);
    return shown;
  };
  for (int i = 0; i < 3; ++i) {
    CompareColumn column;
    column.weights = weights(static_cast<float>(i));
    subject.columns.push_back(column);
  }
  CompareMemory memory;
  EXPECT_TRUE(memory.compare(subject));
  EXPECT_NE(subject.columns[0].difference, nullptr);
  EXPECT_EQ(subject.columns[1].difference, nullptr);
  EXPECT_TRUE(memory.compare(subject));
  EXPECT_FALSE(memory.compare(subject));
  const ShownMatrixPtr last = subject.columns[2].difference;
  ASSERT_NE(last, nullptr);
  EXPECT_EQ((*last->picture.values)(5, 5), 2.0F);
  EXPECT_FALSE(memory.compare(subject));
  EXPECT_EQ(subject.columns[2].difference, last);
}

struct Page {
  attn::Experiment experiment;
  Size size;
  float base = 16;
};

std::vector<Page> pages() {
  return {{textExperiment(sentence), {1120, 692}},      {textExperiment(sentence), {1184, 512}},
          {textExperiment("one"), {1120, 692}},         {wordsExperiment(64), {1120, 692}},
          {wordsExperiment(300), {704, 430}},           {textExperiment(sentence), {1120, 480}, 22},
          {textExperiment("one two three"), {704, 430}}};
}

TEST(CompareLayout, KeepsPartsApartAndInsideTheArea) {
  for (const Page& page : pages()) {
    const CompareSubject subject = subjectOf(page.experiment, {});
    const SceneStyle style = styleOf(page.base);
    const Rect area{10, 20, page.size.width, page.size.height};
    const CompareLayout layout = layoutCompare(subject, {}, style, area);
    SCOPED_TRACE(std::to_string(page.size.width) + " wide, cells of " + std::to_string(layout.cell));
    for (const CompareLayout::Column& column : layout.columns) {
      EXPECT_LE(column.head.bottom(), column.map.y);
      EXPECT_LE(column.map.bottom(), column.bars.y);
      EXPECT_LE(column.bars.bottom() + layout.labelsHeight, column.numbers.y);
      EXPECT_LE(column.numbers.bottom(), area.bottom());
      EXPECT_LE(column.map.right(), column.map.x + layout.step);
    }
    for (std::size_t i = 1; i < layout.columns.size(); ++i)
      EXPECT_LE(layout.columns[i - 1].map.right(), layout.columns[i].map.x);
    EXPECT_GT(layout.bar.x, layout.columnsArea.x);
    EXPECT_LE(layout.bar.right(), area.right());
    if (layout.scrollMost > 0) {
      EXPECT_GE(layout.scrollTrack.y, layout.columns[0].numbers.bottom());
      EXPECT_LE(layout.scrollThumb.right(), layout.scrollTrack.right() + 0.01F);
    }
  }
}

TEST(CompareDrawing, WritesNoNumberThatTheEdgeCuts) {
  CompareOptions options;
  options.scores = attn::rowNames(attn::scoreCatalogue());
  const CompareSubject subject = subjectOf(textExperiment(sentence), options);
  const SceneStyle style = styleOf();
  for (float scroll = 0; scroll < 400; scroll += 17) {
    options.scroll = scroll;
    const CompareLayout layout = layoutCompare(subject, options, style, {10, 20, 704, 430});
    ASSERT_GT(layout.scrollMost, 0);
    std::size_t written = 0;
    for (const Shape& shape : compareDrawing(layout, subject, style, {})) {
      const auto* text = std::get_if<TextShape>(&shape);
      if (text == nullptr || text->anchor != Anchor::Right || text->size != TextSize::Base || text->angle != 0 ||
          text->at.y < layout.columns[0].numbers.y)
        continue;
      ++written;
      EXPECT_LE(text->at.x, layout.columnsClip.right() + 1) << text->text;
      EXPECT_GE(text->at.x - style.width(text->text, text->size), layout.columnsClip.x - 1) << text->text;
    }
    EXPECT_GE(written, layout.numbers.size());
  }
}

TEST(CompareLayout, HasRoomForItsMapsWhereItIsLowAndItsTypeIsLarge) {
  CompareOptions options;
  options.scores = attn::rowNames(attn::scoreCatalogue());
  const CompareSubject subject = subjectOf(textExperiment(sentence), options);
  const Rect area{24, 170, 740, 390};
  const CompareLayout layout = layoutCompare(subject, options, styleOf(22), area);
  EXPECT_GE(layout.numbers.size(), 2U);
  EXPECT_LE(layout.columns[0].numbers.bottom(), layout.scrollTrack.y);
  EXPECT_EQ(layout.columns[0].numbers.height, static_cast<float>(layout.numbers.size()) * layout.rowHeight);
}

TEST(CompareLayout, PutsTheBarsUnderTheKeysOfTheMap) {
  const CompareSubject subject = subjectOf(textExperiment(sentence), {}, Cell{7, 1});
  const CompareLayout layout = layoutCompare(subject, {}, styleOf(), {0, 0, 1120, 692});
  const attn::Matrix& weights = *subject.columns[1].weights->picture.values;
  for (attn::Index key = 0; key < weights.cols(); ++key) {
    const double weight = static_cast<double>(weights(7, key));
    const Rect bar = layout.barRect(1, key, weight), cell = layout.cellRect(1, {7, key});
    EXPECT_NEAR(bar.centre().x, cell.centre().x, 0.01);
    const double end = layout.barRange.high;
    EXPECT_NEAR(bar.height, weight / end * static_cast<double>(layout.columns[1].bars.height), 1e-3);
  }
}

TEST(CompareLayout, ScrollsWhenColumnsDoNotFit) {
  CompareOptions options;
  options.scores = attn::rowNames(attn::scoreCatalogue());
  const CompareSubject subject = subjectOf(textExperiment(sentence), options);
  CompareLayout layout = layoutCompare(subject, options, styleOf(), {0, 0, 704, 430});
  EXPECT_GT(layout.scrollMost, 0);
  options.scroll = 1e6F;
  layout = layoutCompare(subject, options, styleOf(), {0, 0, 704, 430});
  EXPECT_NEAR(layout.columns.back().head.right(), layout.columnsArea.right(), 0.5);
  EXPECT_NEAR(layout.scrollThumb.right(), layout.scrollTrack.right(), 0.5);
}

TEST(CompareHitTest, FindsWhatIsDrawnThere) {
  for (const Page& page : pages()) {
    const CompareSubject subject = subjectOf(page.experiment, {});
    const CompareLayout layout =
        layoutCompare(subject, {}, styleOf(page.base), {10, 20, page.size.width, page.size.height});
    const auto at = [&](Point p) { return hitCompare(layout, subject, p); };
    const attn::Matrix& weights = *subject.columns[1].weights->picture.values;
    const Cell last{weights.rows() - 1, weights.cols() - 1};
    const auto map = at(layout.cellRect(1, last).centre());
    ASSERT_TRUE(map);
    EXPECT_EQ(map->part, CompareHit::Part::Map);
    EXPECT_EQ(map->column, 1U);
    EXPECT_EQ(map->query, last.row);
    EXPECT_EQ(map->key, last.column);
    const auto bar = at({layout.barRect(0, 0, 1).centre().x, layout.columns[0].bars.centre().y});
    ASSERT_TRUE(bar);
    EXPECT_EQ(bar->part, CompareHit::Part::Bars);
    EXPECT_EQ(bar->query, 0);
    EXPECT_EQ(bar->key, 0);
    EXPECT_EQ(at(layout.columns[0].head.centre())->part, CompareHit::Part::Head);
    const Rect& numbers = layout.columns[0].numbers;
    const auto number = at({numbers.x + 2, numbers.y + layout.rowHeight / 2});
    EXPECT_EQ(number->part, CompareHit::Part::Numbers);
    EXPECT_EQ(number->number, CompareNumber::Entropy);
    EXPECT_EQ(at({12, numbers.y + layout.rowHeight / 2})->part, CompareHit::Part::Names);
    EXPECT_FALSE(at({0, 0}));
  }
}

TEST(CompareDrawing, SharesOneRangeAmongAllMapsAndShowsTheirOwnNumbers) {
  CompareOptions options;
  for (const bool differences : {false, true}) {
    options.differences = differences;
    const CompareSubject subject = subjectOf(textExperiment(sentence), options);
    const CompareLayout layout = layoutCompare(subject, options, styleOf(), {0, 0, 1120, 692});
    std::vector<CellsShape> maps;
    int bars = 0;
    for (const Shape& shape : compareDrawing(layout, subject, styleOf(), {})) {
      if (const auto* cells = std::get_if<CellsShape>(&shape)) maps.push_back(*cells);
      bars += std::holds_alternative<ColourBarShape>(shape);
    }
    EXPECT_EQ(bars, 1);
    ASSERT_EQ(maps.size(), subject.columns.size());
    for (std::size_t i = 0; i < maps.size(); ++i) {
      EXPECT_EQ(maps[i].range, maps[0].range);
      EXPECT_EQ(maps[i].matrix, subject.shown(i));
    }
    EXPECT_EQ(maps[0].range.low, differences ? -maps[0].range.high : 0.0);
    EXPECT_EQ(maps[0].map->diverging, differences);
    // As far as the largest of all columns, and no further.
    float largest = 0;
    for (std::size_t i = 0; i < maps.size(); ++i)
      largest = std::max(largest, subject.shown(i)->picture.values->cwiseAbs().maxCoeff());
    EXPECT_EQ(maps[0].range.high, static_cast<double>(largest));
  }
}

TEST(CompareDrawing, ShowsTheWholeRangeOfWeightsWhereAskedFor) {
  CompareSubject subject = subjectOf(textExperiment(sentence), {});
  subject.wholeRange = true;
  EXPECT_EQ(layoutCompare(subject, {}, styleOf(), {0, 0, 1120, 692}).mapRange, (ValueRange{0, 1}));
}

TEST(CompareArithmetic, EndsWithTheNumberOfTheTable) {
  CompareOptions options;
  const CompareSubject subject = subjectOf(textExperiment(sentence), options, Cell{7, 1});
  for (std::size_t i = 0; i < subject.columns.size(); ++i)
    for (const CompareNumber number :
         {CompareNumber::EffectiveKeys, CompareNumber::JensenShannon, CompareNumber::Kendall}) {
      const std::string text = comparisonArithmetic(subject, i, number);
      EXPECT_TRUE(text.ends_with("= " + compareNumberText(subject, i, number))) << text;
    }
  EXPECT_EQ(comparisonArithmetic(subject, subject.reference, CompareNumber::Kendall).find("(C − D) / √(P · R)\n= "),
            0U);
  EXPECT_EQ(comparisonArithmetic(subject, 1, CompareNumber::Entropy), "");
}

TEST(CompareNumbers, AreADashWhereARowHasNone) {
  CompareSubject subject = subjectOf(textExperiment(sentence), {});
  subject.columns[0].row = attn::RowMeasures{.maximum = NAN};
  EXPECT_EQ(compareNumberText(subject, 0, CompareNumber::Largest), "–");
  EXPECT_NE(compareNumberText(subject, 1, CompareNumber::Largest), "–");
}

TEST(CompareLayout, HasAnAxisUpToOneForARowWithoutWeights) {
  attn::Experiment experiment = textExperiment(sentence);
  experiment.masks = {{"padding", {0}}};
  const CompareLayout layout = layoutCompare(subjectOf(experiment, {}), {}, styleOf(), {0, 0, 1120, 692});
  EXPECT_EQ(layout.barRange, (ValueRange{0, 1}));
}

TEST(CompareNumbers, GiveTheLargestWeightsOfAllColumnsTheSameDecimals) {
  CompareSubject subject = subjectOf(textExperiment(sentence), {});
  for (CompareColumn& column : subject.columns) column.row = attn::RowMeasures{.maximum = 0.00058};
  subject.columns[1].row->maximum = 0.0025;
  EXPECT_EQ(compareNumberText(subject, 0, CompareNumber::Largest), "0.0006");
  EXPECT_EQ(compareNumberText(subject, 1, CompareNumber::Largest), "0.0025");
}

TEST(CompareFigure, IsOfGivenScoresAComparisonOfNormalizersAndOfWeightsAnError) {
  attn::Experiment experiment;
  experiment.entry = attn::Entry::Scores;
  experiment.scores = attn::test::shared(matrixOf({{1, 2}, {0, 3}}));
  attn::Trace trace = attn::Pipeline().evaluate(experiment);
  const ViewFigure figure = compareFigure({trace, 0, Cell{0, 0}}, styleOf(), std::nullopt);
  EXPECT_FALSE(figure.drawing.empty());
  EXPECT_GT(figure.size.width, 100);
  experiment.entry = attn::Entry::Weights;
  experiment.weights = attn::test::shared(matrixOf({{0.5, 0.5}}));
  trace = attn::Pipeline().evaluate(experiment);
  const auto error = attn::test::errorOf([&] { compareFigure({trace, 0, Cell{0, 0}}, styleOf(), std::nullopt); });
  EXPECT_EQ(error.id, "missing_input");
}

}  // namespace
