#include "scene/space_scene.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "pipeline/pipeline.h"
#include "pipeline/row_sweep.h"
#include "scene/category_colours.h"
#include "scene/number_text.h"
#include "scene/scene_pictures.h"

namespace {

using namespace lab;

attn::Experiment words(int count, attn::Index dim) {
  attn::Experiment e;
  for (int i = 0; i < count; ++i) e.queryText += "word" + std::to_string(i) + " ";
  e.dim = dim;
  e.projection = "identity";
  return e;
}

struct Shown {
  attn::Trace trace;
  SpaceGround ground;
  SpaceReading reading;
  SpaceScene scene;
};

SceneStyle styleOf(float base) {
  SceneStyle style = test::fakeStyle(base);
  style.interactive = false;
  return style;
}

Shown shown(const attn::Experiment& experiment, attn::Index row = 0, Rect area = {10, 20, 1120, 692},
            std::optional<attn::PlanePoint> probe = std::nullopt) {
  Shown out;
  out.trace = attn::oneHead(attn::Pipeline().evaluate(experiment), 0);
  out.ground = spaceGround(out.trace, row, std::nullopt);
  out.reading = spaceReading(out.ground, out.trace.v.get(), probe);
  SpaceLook look;
  look.area = area;
  look.camera = fittedCamera(out.ground, out.reading);
  look.temperature = experiment.temperature;
  out.scene = spaceScene(out.ground, out.reading, look, styleOf(16));
  return out;
}

bool overlap(const Rect& a, const Rect& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

TEST(SpaceScene, FindsEveryMarkWhereItIsDrawn) {
  const Shown s = shown(words(5, 2));
  ASSERT_EQ(s.scene.keys.size(), 5U);
  EXPECT_EQ(s.scene.hit(s.scene.query)->part, SpacePart::Query);
  for (const SpaceScene::Mark& mark : s.scene.keys) {
    if (std::hypot(mark.at.x - s.scene.query.x, mark.at.y - s.scene.query.y) <= s.scene.reach) continue;
    const auto hit = s.scene.hit(mark.at);
    ASSERT_TRUE(hit);
    EXPECT_EQ(hit->part, SpacePart::Key);
    EXPECT_EQ(hit->key, mark.key);
    // A float's rounding of a pixel among a thousand.
    EXPECT_NEAR(hit->at.x, s.ground.keys[static_cast<std::size_t>(mark.key)].x, 1e-4);
    EXPECT_NEAR(hit->at.y, s.ground.keys[static_cast<std::size_t>(mark.key)].y, 1e-4);
  }
  const auto corner = s.scene.hit({s.scene.plot.x + 1, s.scene.plot.y + 1});
  ASSERT_TRUE(corner);
  EXPECT_EQ(corner->part, SpacePart::Plane);
  EXPECT_FALSE(s.scene.hit({s.scene.plot.x - 1, s.scene.plot.y + 40}));
}

TEST(SpaceScene, GivesEveryRowOfTheTableItsKeyAndEveryPlaceOfTheCurvesItsTemperature) {
  const Shown s = shown(words(5, 2));
  ASSERT_EQ(s.scene.table.rows, 5U);
  for (std::size_t row = 0; row < 5; ++row) {
    const auto hit = s.scene.hit(s.scene.table.rowRect(row).centre());
    ASSERT_TRUE(hit);
    EXPECT_EQ(hit->part, SpacePart::Row);
    EXPECT_EQ(hit->key, s.scene.row.keys[row].key);
  }
  const Rect curves = s.scene.curves;
  EXPECT_EQ(s.scene.hit(curves.centre())->part, SpacePart::Temperature);
  EXPECT_NEAR(s.scene.temperatureAt(curves.centre()), 1, 1e-5);
  EXPECT_DOUBLE_EQ(s.scene.temperatureAt({0, 0}), 0.01);
  EXPECT_NEAR(s.scene.temperatureAt({5000, 0}), 100, 1e-9);
}

TEST(SpaceScene, WritesTheTracesOwnWeightsForTheSelectedQuery) {
  const Shown s = shown(words(5, 2), 2);
  EXPECT_EQ(s.reading.at, s.ground.field->plane.pointOf(s.trace.q->row(2).transpose()));
  for (std::size_t i = 0; i < 5; ++i) {
    const auto place = static_cast<attn::Index>(s.reading.order[i]);
    EXPECT_NEAR(s.reading.row.weights(0, place), (*s.trace.head().weights)(2, place), 1e-6);
    bool written = false;
    const std::string text = fixedText(static_cast<double>(s.reading.row.weights(0, place)), 3);
    for (const Shape& shape : s.scene.drawing)
      if (const auto* run = std::get_if<TextShape>(&shape)) written = written || run->text == text;
    EXPECT_TRUE(written) << text;
  }
}

/// What is written as the context's sum gives the context, or nothing is written. @return how many terms are
std::size_t expectSum(const SpaceGround& ground, const SpaceReading& reading) {
  EXPECT_TRUE(reading.context);
  const std::vector<ContextTerm> terms = contextTerms(ground, reading);
  if (terms.empty()) return 0;
  attn::PlanePoint sum;
  for (const ContextTerm& term : terms) {
    sum.x += term.weight * term.value.x;
    sum.y += term.weight * term.value.y;
  }
  // Half of the last of three decimals, and what floats lose.
  EXPECT_NEAR(sum.x, reading.context->x, 5.1e-4);
  EXPECT_NEAR(sum.y, reading.context->y, 5.1e-4);
  return terms.size();
}

TEST(SpaceScene, WritesTheContextAsASumOnlyWhereItsTermsAddUp) {
  attn::Experiment experiment = words(5, 6);
  const auto termsIn = [&](std::optional<PlaneChoice> choice) {
    const attn::Trace trace = attn::oneHead(attn::Pipeline().evaluate(experiment), 0);
    const SpaceGround ground = spaceGround(trace, 1, choice);
    return expectSum(ground, spaceReading(ground, trace.v.get(), std::nullopt));
  };
  const PlaneChoice principal{true, 0, 1}, dimensions{false, 1, 4};
  EXPECT_EQ(termsIn(principal), 5U);
  // Weights that do not sum to 1: coordinates of the principal plane count from the mean of the points.
  experiment.normalizer = "sigmoid";
  EXPECT_EQ(termsIn(principal), 0U);
  EXPECT_EQ(termsIn(dimensions), 5U);
  experiment.normalizer = "softmax";
  experiment.masks = {{"local_p", {2}}};
  EXPECT_EQ(termsIn(principal), 0U);
  EXPECT_GT(termsIn(dimensions), 0U);
}

bool writes(const Drawing& drawing, const std::string& words) {
  return std::any_of(drawing.begin(), drawing.end(), [&](const Shape& shape) {
    const auto* text = std::get_if<TextShape>(&shape);
    return text != nullptr && text->text == words;
  });
}

TEST(SpaceScene, DividesScoresAsTheEngineDoes) {
  attn::Experiment experiment = words(5, 2);
  experiment.temperature = 0.3;
  const Shown s = shown(experiment, 2);
  const std::vector<double> scaled = attn::scaledScores(s.trace, 0, 2);
  for (const TemperatureRow::Key& key : s.scene.row.keys) {
    // The scores of a field are those of the trace but for a float's rounding, here divided by 0.3.
    EXPECT_NEAR(key.scaled, scaled[static_cast<std::size_t>(key.key)], 1e-5);
    EXPECT_TRUE(writes(s.scene.drawing, fixedText(key.scaled, 3)));
  }
}

TEST(SpaceScene, GivesAKeyTheSameColourInThePlaneTheCurvesAndTheTable) {
  const Shown s = shown(words(8, 2), 2);
  const Palette& palette = paletteOf(Theme::Dark);
  const auto* field = std::get_if<FieldShape>(&s.scene.drawing.front());
  ASSERT_NE(field, nullptr);
  for (std::size_t i = 0; i < 8; ++i)
    EXPECT_EQ(field->inks.keys[i], categoryColour(palette, static_cast<attn::Index>(i)));
  const auto discIn = [&](const Rect& area, Rgba ink) {
    return std::any_of(s.scene.drawing.begin(), s.scene.drawing.end(), [&](const Shape& shape) {
      const auto* disc = std::get_if<DiscShape>(&shape);
      return disc != nullptr && disc->fill == ink && area.contains(disc->centre);
    });
  };
  for (std::size_t row = 0; row < s.scene.table.rows; ++row) {
    const Rgba ink = categoryColour(palette, s.scene.row.keys[row].key);
    EXPECT_TRUE(discIn(s.scene.plot, ink)) << row;
    EXPECT_TRUE(discIn(s.scene.curves, ink)) << row;
    EXPECT_TRUE(discIn(s.scene.table.rowRect(row), ink)) << row;
  }
}

TEST(SpaceScene, HasCurvesAboveTheTableWhereverThereIsHeightForBoth) {
  for (const int count : {2, 11, 64})
    for (const float height : {430.0F, 512.0F, 692.0F}) {
      const Shown s = shown(words(count, 2), 0, {0, 0, 1184, height});
      SCOPED_TRACE(std::to_string(count) + " keys, " + std::to_string(height) + " high");
      ASSERT_GT(s.scene.curves.width, 0);
      EXPECT_EQ(s.scene.chart.hasEntropy(), height > 500);
      EXPECT_GE(s.scene.table.rows, static_cast<std::size_t>(std::min(count, 3)));
      EXPECT_LE(s.scene.table.area.bottom(), height);
    }
  const Shown low = shown(words(11, 2), 0, {0, 0, 1184, 300});
  EXPECT_EQ(low.scene.curves.width, 0);
  EXPECT_GT(low.scene.plot.width, shown(words(11, 2), 0, {0, 0, 1184, 430}).scene.plot.width);
}

TEST(SpaceScene, SaysWhatTheColoursOfEntropyStandFor) {
  Shown s = shown(words(5, 2));
  SpaceLook look;
  look.area = {10, 20, 1120, 692};
  look.camera = fittedCamera(s.ground, s.reading);
  look.byEntropy = true;
  const SpaceScene scene = spaceScene(s.ground, s.reading, look, styleOf(16));
  EXPECT_TRUE(writes(scene.drawing, "1.61"));  // ln 5: all keys alike
  EXPECT_TRUE(writes(scene.drawing, "0.80"));
  const auto bar = std::find_if(scene.drawing.begin(), scene.drawing.end(),
                                [](const Shape& shape) { return std::holds_alternative<ColourBarShape>(shape); });
  ASSERT_NE(bar, scene.drawing.end());
  EXPECT_FALSE(overlap(std::get<ColourBarShape>(*bar).rect, scene.plot));
  EXPECT_FALSE(overlap(std::get<ColourBarShape>(*bar).rect, scene.curves));
}

TEST(SpaceScene, FindsTheContextAndTheKeyBelowIt) {
  const Shown s = shown(words(5, 2));
  ASSERT_TRUE(s.scene.context);
  const auto there = s.scene.hit(*s.scene.context);
  ASSERT_TRUE(there);
  EXPECT_TRUE(there->onContext);
  // So sharp that the context is the value of one key, which is where the key is.
  attn::Experiment sharp = words(5, 2);
  sharp.temperature = 0.001;
  const Shown one = shown(sharp, 1, {10, 20, 1120, 692}, attn::PlanePoint{-1.5, 0.4});
  const auto key = one.scene.hit(*one.scene.context);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->part, SpacePart::Key);
  EXPECT_EQ(key->key, one.scene.row.keys.front().key);
  EXPECT_TRUE(key->onContext);
}

TEST(SpaceScene, FindsCurvesAndTheMarkerOfTheTemperature) {
  const Shown s = shown(words(5, 2));
  const TemperatureChart& chart = s.scene.chart;
  const attn::TemperatureSweep& sweep = s.scene.row.own();
  const TemperatureRow::Key& best = s.scene.row.keys.front();
  const attn::Index step = sweep.stepAt(0.05);
  const Point onCurve{chart.xOf(sweep.temperatures[static_cast<std::size_t>(step)]),
                      chart.weightY(static_cast<double>(sweep.weights(step, best.column)))};
  const auto curve = s.scene.hit(onCurve);
  ASSERT_TRUE(curve);
  EXPECT_EQ(curve->part, SpacePart::Curve);
  EXPECT_EQ(curve->key, best.key);
  const auto marker = s.scene.hit({chart.markerX, chart.bottom()});
  ASSERT_TRUE(marker && marker->chart);
  EXPECT_EQ(marker->part, SpacePart::Temperature);
  EXPECT_TRUE(marker->chart->marker);
}

TEST(SpaceScene, SaysThatItsScoresHaveABias) {
  attn::Experiment experiment = words(5, 2);
  EXPECT_TRUE(writes(shown(experiment).scene.drawing, "score s"));
  experiment.bias = attn::BiasSpec("alibi");
  const Shown s = shown(experiment, 2);
  EXPECT_TRUE(writes(s.scene.drawing, "s + bias"));
  EXPECT_FALSE(writes(s.scene.drawing, "score s"));
}

TEST(SpaceScene, HasAnAxisThatHoldsWeightsBelowZeroAndAboveOne) {
  attn::Experiment experiment;
  experiment.entry = attn::Entry::Ready;
  experiment.score = "dot";
  experiment.normalizer = "ratio";
  attn::Matrix q(1, 2), k(3, 2);
  q << 1, 0;
  k << 1.25F, 0, -0.75F, 0, 0.5F, 0;  // scores with the sum 1: the weights themselves
  experiment.q = std::make_shared<const attn::Matrix>(q);
  experiment.k = std::make_shared<const attn::Matrix>(k);
  const Shown s = shown(experiment);
  EXPECT_TRUE(writes(s.scene.drawing, "−1.0"));
  EXPECT_TRUE(writes(s.scene.drawing, "1.5"));
  // The marks where the temperature stands: as far apart as the weights.
  const Palette& palette = paletteOf(Theme::Dark);
  const float marker = s.scene.chart.markerX;
  const auto heightOf = [&](attn::Index key) {
    for (const Shape& shape : s.scene.drawing)
      if (const auto* disc = std::get_if<DiscShape>(&shape);
          disc != nullptr && disc->fill == categoryColour(palette, key) && s.scene.curves.contains(disc->centre) &&
          disc->centre.x == marker)
        return disc->centre.y;
    return NAN;
  };
  EXPECT_NEAR((heightOf(1) - heightOf(2)) / (heightOf(2) - heightOf(0)), (0.5 + 0.75) / (1.25 - 0.5), 1e-3);
}

TEST(SpaceScene, WritesTheEntropysTicksWhereTheyStand) {
  for (const int count : {1, 2, 5, 64}) {
    const Shown s = shown(words(count, 2));
    // 0, the middle and the end of an axis that is round: what is written is what is meant.
    const double top = count == 1   ? 0.2
                       : count == 2 ? 0.8
                       : count == 5 ? 1.8
                                    : 6;  // above ln(count), which τ = 100 is near
    EXPECT_TRUE(writes(s.scene.drawing, fixedText(top, 1))) << count;
    EXPECT_TRUE(writes(s.scene.drawing, fixedText(top / 2, 1))) << count;
  }
}

TEST(SpaceScene, KeepsTheContextWithinTheHullOfTheValues) {
  for (const attn::PlanePoint probe : {attn::PlanePoint{0, 0}, {0.3, -0.2}, {-5, 2}}) {
    const Shown s = shown(words(6, 2), 0, {0, 0, 1000, 600}, probe);
    ASSERT_TRUE(s.reading.context);
    ASSERT_GE(s.ground.hull.size(), 3U);
    for (std::size_t i = 0; i < s.ground.hull.size(); ++i) {
      const auto a = s.ground.values[s.ground.hull[i]],
                 b = s.ground.values[s.ground.hull[(i + 1) % s.ground.hull.size()]];
      const auto p = *s.reading.context;
      EXPECT_GE((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x), -1e-6);  // on the left, but for rounding
    }
  }
}

TEST(SpaceScene, LetsNoNameCoverAnotherAndNothingLeaveItsArea) {
  for (const int count : {1, 5, 11, 64, 300})
    for (const Size size : {Size{1120, 692}, {1184, 512}, {700, 420}, {300, 200}}) {
      const Rect area{10, 20, size.width, size.height};
      const Shown s = shown(words(count, 2), 0, area);
      for (std::size_t i = 0; i < s.scene.labels.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) EXPECT_FALSE(overlap(s.scene.labels[i], s.scene.labels[j])) << count;
      EXPECT_FALSE(!s.scene.table.empty() && overlap(s.scene.plot, s.scene.table.area));
      EXPECT_FALSE(s.scene.curves.width > 0 && overlap(s.scene.curves, s.scene.table.area));
      for (const Shape& shape : s.scene.drawing) {
        const auto* text = std::get_if<TextShape>(&shape);
        if (text == nullptr || text->angle != 0) continue;
        const float width = test::fakeMeasure(16)(text->text, text->size).width;
        const float left = text->at.x - (text->anchor == Anchor::Left    ? 0
                                         : text->anchor == Anchor::Right ? width
                                                                         : width / 2);
        EXPECT_GE(left, area.x - 1) << text->text << " of " << count << " at " << size.width;
        EXPECT_LE(left + width, area.right() + 1) << text->text << " of " << count << " at " << size.width;
        EXPECT_GE(text->at.y, area.y) << text->text;
        EXPECT_LE(text->at.y + 5, area.bottom() + 1) << text->text << " of " << count << " at " << size.height;
      }
    }
}

TEST(SpaceScene, SaysWhatIsLackingInsteadOfAPlane) {
  attn::Experiment scores;
  scores.entry = attn::Entry::Scores;
  scores.scores = std::make_shared<const attn::Matrix>(attn::Matrix::Ones(2, 2));
  const attn::Trace given = attn::oneHead(attn::Pipeline().evaluate(scores), 0);
  EXPECT_EQ(spaceGround(given, 0, std::nullopt).lack, SpaceLack::Vectors);
  const attn::Trace narrow = attn::oneHead(attn::Pipeline().evaluate(words(3, 1)), 0);
  EXPECT_EQ(spaceGround(narrow, 0, std::nullopt).lack, SpaceLack::Dimensions);
}

TEST(SpaceScene, ShowsPrincipalComponentsOfManyDimensionsAndSaysTheirShare) {
  const Shown s = shown(words(6, 8));
  EXPECT_TRUE(s.ground.choice.principal);
  EXPECT_GT(s.ground.share, 2.0 / 8);  // the two largest of eight are more than an even share
  EXPECT_LT(s.ground.share, 1);
  EXPECT_EQ(planeChoices(8).size(), 25U);  // with 24 of the 28 pairs
  EXPECT_EQ(planeChoices(2), (std::vector<PlaneChoice>{{false, 0, 1}}));
}

// Regions, seen at the codes of a coarse grid.
std::vector<FieldCode> codesOf(const Shown& s, int side) {
  return fieldCodes(s.ground.field->field, s.ground.field->plane, s.scene.window, side, side);
}

TEST(FieldCodes, GiveTheGaussianKernelEachPointToItsNearestKey) {
  attn::Experiment e = words(5, 2);
  e.score = "gaussian";
  const Shown s = shown(e);
  const auto codes = codesOf(s, 40);
  const PlaneWindow& w = s.scene.window;
  for (int y = 0; y < 40; ++y)
    for (int x = 0; x < 40; ++x) {
      const double px = w.left + (x + 0.5) / 40 * w.width(), py = w.top - (y + 0.5) / 40 * w.height();
      std::size_t nearest = 0;
      const auto away = [&](std::size_t key) {
        return std::hypot(px - s.ground.keys[key].x, py - s.ground.keys[key].y);
      };
      for (std::size_t key = 1; key < 5; ++key)
        if (away(key) < away(nearest)) nearest = key;
      EXPECT_EQ(codes[static_cast<std::size_t>(y * 40 + x)].winner, nearest);
    }
}

TEST(FieldCodes, DoNotChangeAlongARayForTheDotProductButGetFirmer) {
  attn::Experiment e = words(4, 2);
  e.score = "dot";
  const Shown s = shown(e);
  const auto at = [&](double x, double y) {
    return fieldCodes(s.ground.field->field, s.ground.field->plane, {x - 0.001, x + 0.001, y - 0.001, y + 0.001}, 1, 1)
        .front();
  };
  for (int i = 0; i < 12; ++i) {
    const double x = std::cos(i * 0.5236 + 0.1), y = std::sin(i * 0.5236 + 0.1);
    EXPECT_EQ(at(x, y).winner, at(9 * x, 9 * y).winner) << i;
    EXPECT_LE(at(x, y).firmness, at(9 * x, 9 * y).firmness) << i;
  }
}

TEST(FieldColours, FadeWithTheFirmnessAndDrawABorderWhereTheWinnerChanges) {
  FieldInks inks{{rgb(0xFF0000), rgb(0x0000FF)}, rgb(0x000000), rgb(0x123456), &colourMapNamed("viridis"), false};
  const std::vector<FieldCode> codes = {{0, 7, 0}, {0, 0, 255}, {1, 7, 0}, {FieldCode::undefined, 0, 0}};
  EXPECT_EQ(fieldColour(inks, codes, 4, 0, 0), rgb(0xCC0000));  // 0.80 × 255
  EXPECT_EQ(fieldColour(inks, codes, 4, 1, 0), rgb(0x2E0000));  // 0.18 × 255
  EXPECT_EQ(fieldColour(inks, codes, 4, 2, 0), rgb(0x000000));
  EXPECT_EQ(fieldColour(inks, codes, 4, 3, 0), rgb(0x123456));
  inks.byEntropy = true;
  EXPECT_EQ(fieldColour(inks, codes, 4, 1, 0), colourMapNamed("viridis").table[255]);
}

}  // namespace
