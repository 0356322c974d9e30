// The shader of the plane of queries against the engine's own functions, pixel by pixel.
#include <gtest/gtest.h>

#include <cmath>

#include "gfx/field_renderer.h"
#include "gfx/offscreen.h"
#include "pipeline/pipeline.h"

namespace {

using namespace lab;

constexpr int kSide = 96;

attn::Experiment words(int count, const std::string& score, const std::string& normalizer) {
  attn::Experiment e;
  for (int i = 0; i < count; ++i) e.queryText += "word" + std::to_string(i) + " ";
  e.score = score;
  e.normalizer = normalizer;
  e.temperature = 0.6;
  return e;
}

FieldShape shapeOf(const attn::Experiment& experiment, int count) {
  const attn::Trace trace = attn::oneHead(attn::Pipeline().evaluate(experiment), 0);
  const attn::QueryField field = attn::queryField(trace, 1);
  const attn::QueryPlane plane = attn::dimensionPlane(trace.q->row(1).transpose(), 0, 2);
  FieldShape shape;
  shape.rect = {0, 0, kSide, kSide};
  shape.window = {-3.1, 2.9, -3.05, 2.95};
  shape.field =
      std::make_shared<const attn::PlaneField>(attn::PlaneField{field, plane, attn::planeScores(field, plane)});
  for (int i = 0; i < count; ++i)
    shape.inks.keys.push_back({static_cast<std::uint8_t>(37 * i + 11), static_cast<std::uint8_t>(91 * i + 60),
                               static_cast<std::uint8_t>(53 * i + 130), 255});
  shape.inks.keys.resize(field.keys.size());
  shape.inks.base = rgb(0x101010);
  shape.inks.undefined = rgb(0xFF0000);
  shape.inks.map = &colourMapNamed("viridis");
  return shape;
}

/// The share of pixels whose colour is not the engine's.
double differing(gfx::Offscreen& target, gfx::FieldRenderer& renderer, const FieldShape& shape) {
  const auto codes = fieldCodes(shape.field->field, shape.field->plane, shape.window, kSide, kSide);
  target.bind();
  renderer.draw(shape, kSide, kSide);
  const auto pixels = target.pixels();
  int others = 0;
  for (int y = 0; y < kSide; ++y)
    for (int x = 0; x < kSide; ++x) {
      const Rgba expected = fieldColour(shape.inks, codes, kSide, x, y);
      const std::uint8_t* got = &pixels[static_cast<std::size_t>(4 * (y * kSide + x))];
      // 8-bit colours are mixed in float here and there: one step.
      const auto far = [](int a, int b) { return std::abs(a - b) > 1; };
      if (far(got[0], expected.r) || far(got[1], expected.g) || far(got[2], expected.b)) ++others;
    }
  return static_cast<double>(others) / (kSide * kSide);
}

// Where two keys weigh the same, or a step of firmness ends, a float's rounding decides: less than one pixel in 300,
// and in a field of steps of the entropy, of which there are 255, one in 40.
constexpr double kBorders = 1.0 / 300, kEntropySteps = 1.0 / 40;

TEST(SpaceShader, PaintsWhatTheEngineSaysForEveryScoreAndNormalizer) {
  gfx::Offscreen target(kSide, kSide);
  gfx::FieldRenderer renderer;
  for (const attn::ScoreRow& score : attn::scoreCatalogue())
    for (const attn::NormalizerRow& normalizer : attn::normalizerCatalogue()) {
      FieldShape shape = shapeOf(words(6, score.name, normalizer.name), 6);
      // Nothing but rounding tells keys of `uniform` apart, or the sign of a vanishing sum of `ratio`.
      EXPECT_LT(differing(target, renderer, shape), kBorders) << score.name << " " << normalizer.name;
      if (std::string_view(normalizer.name) == "ratio") continue;  // negative weights: no entropy
      shape.inks.byEntropy = true;
      EXPECT_LT(differing(target, renderer, shape), kEntropySteps) << score.name << " " << normalizer.name;
    }
}

TEST(SpaceShader, ReadsBiasMaskAndTheFactorsOfPredictiveAlignment) {
  gfx::Offscreen target(kSide, kSide);
  gfx::FieldRenderer renderer;
  attn::Experiment e = words(8, "gaussian", "softmax");
  e.masks = {attn::parseMask("local_p:3")};
  e.bias = attn::parseBias("alibi");
  const FieldShape shape = shapeOf(e, 8);
  ASSERT_FALSE(shape.field->field.factors.empty());
  ASSERT_LT(shape.field->field.keys.size(), 8U);
  EXPECT_LT(differing(target, renderer, shape), kBorders);
}

TEST(SpaceShader, PaintsManyKeysWithALoop) {
  gfx::Offscreen target(kSide, kSide);
  gfx::FieldRenderer renderer;
  for (const char* normalizer : {"softmax", "entmax15", "hardmax"})
    EXPECT_LT(differing(target, renderer, shapeOf(words(64, "gaussian", normalizer), 64)), 0.02) << normalizer;
}

TEST(SpaceShader, ComputesOnlyWhatHasChanged) {
  gfx::Offscreen target(kSide, kSide);
  gfx::FieldRenderer renderer;
  FieldShape shape = shapeOf(words(4, "dot", "softmax"), 4);
  for (int i = 0; i < 3; ++i) {
    target.bind();
    renderer.draw(shape, kSide, kSide);
    shape.inks.byEntropy = !shape.inks.byEntropy;
  }
  EXPECT_EQ(renderer.computations(), 1);
  shape.window.right += 1;
  renderer.draw(shape, kSide, kSide);
  EXPECT_EQ(renderer.computations(), 2);
  shape.coarse = true;
  renderer.draw(shape, kSide, kSide);
  EXPECT_EQ(renderer.codeWidth(), kSide / 2);
}

}  // namespace
