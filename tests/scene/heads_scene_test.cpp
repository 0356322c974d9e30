#include "scene/heads_scene.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "pipeline/pipeline.h"
#include "scene/number_text.h"
#include "scene_pictures.h"
#include "support/experiments.h"

namespace lab::test {
namespace {

attn::Trace traceOf(int words, attn::Index heads) {
  attn::Experiment e = attn::test::wordsExperiment(words);
  e.dim = 4 * heads;
  e.heads = heads;
  return attn::Pipeline().evaluate(e);
}

HeadsSubject subjectOf(const attn::Trace& trace) {
  HeadsSubject subject;
  subject.headCount = static_cast<attn::Index>(trace.heads.size());
  std::vector<ShownMatrixPtr> all;
  for (attn::Index head = 0; head < subject.headCount; ++head) {
    all.push_back(shownMatrix(pictureOf(attn::oneHead(trace, head), MatrixStage::Weights)));
    subject.cards.push_back({HeadCard::Kind::Head, head, all.back(), attn::meanMeasures(*trace.head(head).measures)});
  }
  if (all.size() > 1)
    for (const HeadCard& card : summaryCards(all)) subject.cards.push_back(card);
  subject.map = &colourMapNamed("viridis");
  return subject;
}

TEST(HeadsScene, StandsCardsBesideEachOtherWithinTheArea) {
  for (const attn::Index heads : {1, 2, 5, 12})
    for (const Size size : {Size{784, 692}, Size{1300, 700}}) {
      const Rect area{20, 30, size.width, size.height};
      const HeadsSubject subject = subjectOf(traceOf(9, heads));
      const HeadsScene scene = headsScene(subject, {}, fakeStyle(), area);
      ASSERT_EQ(scene.cards.size(), subject.cards.size());
      for (std::size_t i = 0; i < scene.cards.size(); ++i) {
        const Rect card = scene.cards[i].rect, map = scene.cards[i].map;
        EXPECT_GE(card.x, area.x);
        EXPECT_LE(card.right(), scene.bar.x);
        EXPECT_GE(map.x, card.x);
        EXPECT_LE(map.right(), card.right());
        EXPECT_LE(card.bottom(), area.bottom() + scene.overflow);
        if (scene.plot.contains(map.centre())) {
          EXPECT_EQ(scene.cardAt(map.centre()), i);
        }
        for (std::size_t j = 0; j < i; ++j) {
          const Rect other = scene.cards[j].rect;
          EXPECT_TRUE(card.x >= other.right() || other.x >= card.right() || card.y >= other.bottom() ||
                      other.y >= card.bottom())
              << i << " and " << j << " of " << heads;
        }
      }
    }
}

TEST(HeadsScene, KeepsMapAndMeasuresApartWithinTheCard) {
  std::vector<MeasurePlace> seen;
  for (const attn::Index heads : {1, 4, 12})
    for (const Size size : {Size{1080, 680}, Size{1150, 510}, Size{700, 420}, Size{560, 700}}) {
      const HeadsScene scene =
          headsScene(subjectOf(traceOf(11, heads)), {}, fakeStyle(), {20, 30, size.width, size.height});
      seen.push_back(scene.measurePlace);
      for (const HeadCardPlace& card : scene.cards) {
        const Rect &map = card.map, &measures = card.measures;
        for (const Rect& part : {map, measures}) {
          EXPECT_GE(part.x, card.rect.x);
          EXPECT_GE(part.y, card.rect.y);
          EXPECT_LE(part.right(), card.rect.right() + 0.5F) << heads << " at " << size.width;
          EXPECT_LE(part.bottom(), card.rect.bottom() + 0.5F) << heads << " at " << size.width;
        }
        EXPECT_TRUE(map.right() <= measures.x || map.bottom() <= measures.y) << heads << " at " << size.width;
      }
    }
  EXPECT_NE(std::find(seen.begin(), seen.end(), MeasurePlace::Below), seen.end());
  EXPECT_TRUE(std::any_of(seen.begin(), seen.end(), [](MeasurePlace place) { return place != MeasurePlace::Below; }));
}

TEST(HeadsScene, SaysWhyTheMaximumHasNoMeasures) {
  const HeadsScene scene = headsScene(subjectOf(traceOf(5, 3)), {}, fakeStyle(), {0, 0, 1000, 700});
  const Rect card = scene.cards.back().rect;
  bool says = false;
  for (const Shape& shape : scene.drawing)
    if (const auto* text = std::get_if<TextShape>(&shape); text != nullptr && card.contains(text->at)) {
      EXPECT_NE(text->text, "–");
      says = says || text->text.rfind("Rows do not", 0) == 0;
    }
  EXPECT_TRUE(says);
}

TEST(HeadsScene, WritesTheMeasuresOfEachHead) {
  const HeadsSubject subject = subjectOf(traceOf(5, 3));
  const HeadsScene scene = headsScene(subject, {}, fakeStyle(), {0, 0, 1000, 700});
  for (std::size_t i = 0; i < 3; ++i)
    for (const HeadMeasureRow& row : headMeasureRows()) {
      const std::string expected = fixedText((*subject.cards[i].measures).*row.value, 3);
      EXPECT_TRUE(std::any_of(scene.drawing.begin(), scene.drawing.end(),
                              [&](const Shape& shape) {
                                const auto* text = std::get_if<TextShape>(&shape);
                                return text != nullptr && text->text == expected &&
                                       scene.cards[i].rect.contains(text->at);
                              }))
          << i << " " << row.key;
    }
}

TEST(HeadsScene, FindsTheCellUnderThePointer) {
  const HeadsScene scene = headsScene(subjectOf(traceOf(7, 2)), {}, fakeStyle(), {0, 0, 900, 600});
  const HeadCardPlace& place = scene.cards[1];
  const Point at{place.map.x + 4.5F * place.cell, place.map.y + 2.5F * place.cell};
  EXPECT_EQ(scene.cellAt(1, at, 7, 7), (Cell{2, 4}));
  EXPECT_FALSE(scene.cellAt(1, {place.map.x - 2, place.map.y}, 7, 7));
}

TEST(HeadsScene, ScrollsThroughManyHeads) {
  const HeadsSubject subject = subjectOf(traceOf(6, 40));
  HeadsOptions options;
  const HeadsScene top = headsScene(subject, options, fakeStyle(), {0, 0, 700, 500});
  ASSERT_GT(top.overflow, 0);
  options.scroll = top.overflow;
  const HeadsScene end = headsScene(subject, options, fakeStyle(), {0, 0, 700, 500});
  EXPECT_NEAR(end.cards.back().rect.bottom(), end.plot.bottom(), 1);  // cards stand on whole points
  EXPECT_LT(end.drawing.size(), 41U * 12U / 2) << "only what can be seen";
}

TEST(HeadsScene, SaysHowToGetMoreThanOneHead) {
  EXPECT_EQ(headsScene(subjectOf(traceOf(3, 1)), {}, fakeStyle(), {0, 0, 700, 500}).note,
            Words::of(Language::English)("heads.one"));
  EXPECT_EQ(headsScene(subjectOf(traceOf(3, 2)), {}, fakeStyle(), {0, 0, 700, 500}).note, "");
  HeadsSubject given = subjectOf(traceOf(3, 1));
  given.single = true;
  EXPECT_EQ(headsScene(given, {}, fakeStyle(), {0, 0, 700, 500}).note, Words::of(Language::English)("heads.one-given"));
  SceneStyle page = fakeStyle();
  page.interactive = false;
  EXPECT_EQ(headsScene(subjectOf(traceOf(3, 1)), {}, page, {0, 0, 700, 500}).note, "") << "advice for the window";
}

TEST(SortedHeads, StandByTheirMeasureWithUndefinedOnesLast) {
  std::vector<HeadCard> cards(4);
  const double entropies[] = {2.0, std::numeric_limits<double>::quiet_NaN(), 0.5, 2.0};
  for (std::size_t i = 0; i < 4; ++i) {
    cards[i].head = static_cast<attn::Index>(i);
    cards[i].measures = attn::HeadMeasures{entropies[i], 1, 0, 0};
  }
  const auto order = [&](HeadOrder by, bool descending) {
    std::vector<attn::Index> heads;
    for (const HeadCard& card : sortedHeads(cards, {by, descending, 0})) heads.push_back(card.head);
    return heads;
  };
  EXPECT_EQ(order(HeadOrder::Entropy, false), (std::vector<attn::Index>{2, 0, 3, 1}));
  EXPECT_EQ(order(HeadOrder::Entropy, true), (std::vector<attn::Index>{0, 3, 2, 1}));
  EXPECT_EQ(order(HeadOrder::Number, false), (std::vector<attn::Index>{0, 1, 2, 3}));
  EXPECT_EQ(order(HeadOrder::Number, true), (std::vector<attn::Index>{3, 2, 1, 0}));
}

}  // namespace
}  // namespace lab::test
