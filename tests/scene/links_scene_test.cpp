#include "scene/links_scene.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "pipeline/pipeline.h"
#include "scene/category_colours.h"
#include "scene/number_text.h"
#include "scene/text_width.h"
#include "scene_pictures.h"
#include "support/experiments.h"

namespace lab::test {
namespace {

const Rect area{100, 50, 784, 692};

SceneStyle styleOf(Language language = Language::English, bool interactive = true) {
  SceneStyle style = fakeStyle();
  style.words = &Words::of(language);
  style.interactive = interactive;
  return style;
}

LinksSubject subjectOf(const attn::Trace& trace, const LinksOptions& options = {}) {
  LinksSubject subject;
  std::vector<HeadLinksPtr> heads;
  subject.headCount = static_cast<attn::Index>(trace.heads.size());
  for (attn::Index head = 0; head < subject.headCount; ++head) {
    const ShownMatrixPtr weights = shownMatrix(pictureOf(attn::oneHead(trace, head), MatrixStage::Weights));
    if (head == 0) subject.weights = weights;
    if (options.allHeads ? !options.hiddenHeads.contains(head) : head == 0)
      heads.push_back(headLinks(head, weights, options.filter));
  }
  subject.links = linkSet(heads, options.filter);
  return subject;
}

attn::Trace traceOf(const attn::Experiment& experiment) { return attn::Pipeline().evaluate(experiment); }

attn::Experiment crossExperiment() {
  attn::Experiment e = attn::test::textExperiment("who attends to what");
  e.crossText = true;
  e.keyText = "seven keys stand on the other side";
  return e;
}

attn::Experiment headsExperiment(int words, attn::Index heads) {
  attn::Experiment e = attn::test::wordsExperiment(words);
  e.dim = 4 * heads;
  e.heads = heads;
  return e;
}

TEST(LinksScene, HasACurveForEveryWeightThatIsNotZero) {
  attn::Experiment masked = attn::test::textExperiment("a b c d e");
  masked.masks = {attn::MaskSpec{.name = "causal", .arguments = {}}};
  const attn::Trace trace = traceOf(masked);
  const LinksScene scene = linksScene(subjectOf(trace), {}, styleOf(), area);
  EXPECT_EQ(scene.links.size(), 15U) << "the lower triangle";
  for (const DrawnLink& link : scene.links) {
    EXPECT_LE(link.of.link.key, link.of.link.query);
    EXPECT_EQ(link.of.link.weight, (*trace.head().weights)(link.of.link.query, link.of.link.key));
    EXPECT_EQ(link.curve.from, scene.geometry.portOf(LinkSide::Query, link.of.link.query));
    EXPECT_EQ(link.curve.to, scene.geometry.portOf(LinkSide::Key, link.of.link.key));
  }
}

TEST(LinksScene, DrawsAHeavierWeightWiderAndStronger) {
  const LinksScene scene = linksScene(subjectOf(traceOf(crossExperiment())), {}, styleOf(), area);
  ASSERT_EQ(scene.links.size(), 4U * 7U);
  for (std::size_t i = 1; i < scene.links.size(); ++i) {
    EXPECT_GE(scene.links[i].of.link.weight, scene.links[i - 1].of.link.weight);
    EXPECT_GE(scene.links[i].curve.width, scene.links[i - 1].curve.width);
    EXPECT_GE(scene.links[i].curve.ink.a, scene.links[i - 1].curve.ink.a);
  }
}

TEST(LinksScene, IsolatesTheTokenUnderThePointer) {
  LinksSubject subject = subjectOf(traceOf(crossExperiment()));
  subject.query = 2;
  for (const DrawnLink& link : linksScene(subject, {}, styleOf(), area).links) EXPECT_EQ(link.of.link.query, 2);
  EXPECT_EQ(linksScene(subject, {}, styleOf(), area).links.size(), 7U);
  subject.query.reset();
  subject.key = 6;
  for (const DrawnLink& link : linksScene(subject, {}, styleOf(), area).links) EXPECT_EQ(link.of.link.key, 6);
  EXPECT_EQ(linksScene(subject, {}, styleOf(), area).links.size(), 4U);
}

TEST(LinksScene, WritesTheWeightsOfTheIsolatedTokenBesideTheOthers) {
  const attn::Trace trace = traceOf(crossExperiment());
  LinksSubject subject = subjectOf(trace);
  subject.query = 1;
  const LinksScene scene = linksScene(subject, {}, styleOf(), area);
  for (attn::Index key = 0; key < 7; ++key) {
    const std::string expected = cellText(static_cast<double>((*trace.head().weights)(1, key)), 3);
    const float y = scene.geometry.portOf(LinkSide::Key, key).y;
    EXPECT_TRUE(std::any_of(scene.drawing.begin(), scene.drawing.end(), [&](const Shape& shape) {
      const auto* text = std::get_if<TextShape>(&shape);
      return text != nullptr && text->text == expected && text->at.y == y && text->at.x > scene.geometry.port[1];
    })) << key;
  }
}

TEST(LinksScene, FindsUnderThePointerWhatIsDrawnThere) {
  for (const LinksLayout layout : {LinksLayout::Columns, LinksLayout::Rows}) {
    LinksOptions options;
    options.layout = layout;
    const LinksScene scene = linksScene(subjectOf(traceOf(crossExperiment())), options, styleOf(), area);
    ASSERT_EQ(scene.tokens.size(), 11U);
    for (const LinkToken& token : scene.tokens) {
      const LinksHit hit = scene.hit(token.rect.centre());
      ASSERT_TRUE(hit.token);
      EXPECT_EQ(hit.token->side, token.side);
      EXPECT_EQ(hit.token->index, token.index);
    }
    // A quarter along a cubic Bézier curve: weights 27/64, 27/64, 9/64, 1/64 of its four points. The strongest link
    // lies on top, so it is the one that is found.
    const Curve& c = scene.links.back().curve;
    const auto along = [](float a, float b, float d, float e) { return (27 * a + 27 * b + 9 * d + e) / 64; };
    const Point on{along(c.from.x, c.leave.x, c.arrive.x, c.to.x), along(c.from.y, c.leave.y, c.arrive.y, c.to.y)};
    const LinksHit hit = scene.hit(on);
    ASSERT_TRUE(hit.link);
    EXPECT_EQ(hit.link->link, scene.links.back().of.link);
    EXPECT_FALSE(scene.hit({area.x - 5, area.y}).token || scene.hit({area.x - 5, area.y}).link);
  }
}

TEST(LinksScene, KeepsItsTextsApartAndWithinItsArea) {
  const Metrics metrics{16, 1, false};
  for (const attn::Experiment& experiment :
       {attn::test::textExperiment("one"), crossExperiment(), attn::test::wordsExperiment(64),
        attn::test::textExperiment("我 喜欢 注意力 机制")})
    for (const LinksLayout layout : {LinksLayout::Columns, LinksLayout::Rows})
      for (const Size size : {Size{784, 692}, Size{520, 420}, Size{1300, 760}}) {
        LinksOptions options;
        options.layout = layout;
        const Rect room{30, 40, size.width, size.height};
        LinksSubject subject = subjectOf(traceOf(experiment));
        subject.selected = Cell{0, 0};
        const LinksScene scene = linksScene(subject, options, styleOf(), room);
        std::vector<std::pair<std::string, std::array<Point, 4>>> texts;
        for (const Shape& shape : scene.drawing) {
          const auto* text = std::get_if<TextShape>(&shape);
          if (text == nullptr) continue;
          SceneText ink;
          ink.text = text->text;
          ink.at = text->at;
          ink.size = text->size;
          ink.anchor = text->anchor;
          texts.emplace_back(text->text, inkCorners(ink, metrics));
        }
        for (std::size_t i = 0; i < texts.size(); ++i) {
          for (const Point p : texts[i].second)
            EXPECT_TRUE(scene.geometry.overflow > 0 ||
                        (p.x >= room.x && p.x <= room.right() && p.y >= room.y && p.y <= room.bottom()))
                << texts[i].first << " " << size.width << (layout == LinksLayout::Rows ? " rows" : " columns");
          for (std::size_t j = 0; j < i; ++j)
            EXPECT_FALSE(overlap(texts[i].second, texts[j].second))
                << texts[i].first << " and " << texts[j].first << " " << size.width;
        }
      }
}

TEST(LinksScene, ScrollsAndZoomsWhenTokensDoNotFit) {
  const LinksSubject subject = subjectOf(traceOf(attn::test::wordsExperiment(120)));
  LinksOptions options;
  const LinksScene top = linksScene(subject, options, styleOf(), area);
  ASSERT_GT(top.geometry.overflow, 0);
  EXPECT_LT(top.tokens.size(), 120U) << "only what can be seen";
  EXPECT_EQ(top.tokens.front().index, 0);
  options.scroll = scrolledTo(top.geometry, 0, LinkSide::Key, 119);
  const LinksScene end = linksScene(subject, options, styleOf(), area);
  EXPECT_EQ(end.tokens.back().index, 119);
  EXPECT_LE(end.tokens.back().rect.bottom(), end.geometry.plot.bottom() + 0.5F);
  EXPECT_EQ(scrolledBy(top.geometry, 0, -50), 0);
  EXPECT_EQ(scrolledBy(top.geometry, 0.5F, 1e9F), 1);
  options.zoom = 0;
  const LinksScene whole = linksScene(subject, options, styleOf(), area);
  EXPECT_EQ(whole.geometry.overflow, 0);
  EXPECT_EQ(whole.tokens.size(), 240U);
}

TEST(LinksScene, SaysHowManyLinksAreDrawnOfHowMany) {
  const LinksScene many = linksScene(subjectOf(traceOf(attn::test::wordsExperiment(100))), {}, styleOf(), area);
  EXPECT_EQ(many.status.find("the 2,000 strongest of 10,000 links"), 0U) << many.status;
  EXPECT_LE(many.links.size(), mostLinksDrawn);

  LinksOptions options;
  options.filter = {0.05, 2};
  const LinksScene few =
      linksScene(subjectOf(traceOf(attn::test::textExperiment("a b c d")), options), options, styleOf(), area);
  EXPECT_NE(few.status.find("top 2 of each query"), std::string::npos) << few.status;
  EXPECT_NE(few.status.find("0.0500"), std::string::npos) << few.status;
  EXPECT_LE(few.links.size(), 8U);

  options.filter = {1.5, 0};
  const LinksScene none =
      linksScene(subjectOf(traceOf(attn::test::textExperiment("a b c d")), options), options, styleOf(), area);
  EXPECT_EQ(none.links.size(), 0U);
  EXPECT_NE(none.status.find("No weight reaches 1.5000"), std::string::npos) << none.status;
}

TEST(LinksScene, GivesEachHeadItsColourAndNameAndLeavesOutHiddenOnes) {
  LinksOptions options;
  options.allHeads = true;
  options.hiddenHeads = {1};
  const attn::Trace trace = traceOf(headsExperiment(6, 3));
  const LinksScene scene = linksScene(subjectOf(trace, options), options, styleOf(), area);
  ASSERT_EQ(scene.legend.size(), 4U) << "three heads and all of them";
  EXPECT_EQ(scene.links.size(), 2U * 36U);
  for (const DrawnLink& link : scene.links) {
    EXPECT_NE(link.of.head, 1);
    const Rgba ink = categoryColour(paletteOf(Theme::Dark), link.of.head);
    EXPECT_EQ(std::tuple(link.curve.ink.r, link.curve.ink.g, link.curve.ink.b), std::tuple(ink.r, ink.g, ink.b));
    EXPECT_EQ(link.of.link.weight,
              (*trace.heads[static_cast<std::size_t>(link.of.head)].weights)(link.of.link.query, link.of.link.key));
  }
  for (const LegendEntry& entry : scene.legend) {
    const LinksHit hit = scene.hit(entry.rect.centre());
    ASSERT_TRUE(hit.legend);
    EXPECT_EQ(hit.legend->head, entry.head);
  }
  LinksSubject pointed = subjectOf(trace, options);
  pointed.head = 2;
  for (const DrawnLink& link : linksScene(pointed, options, styleOf(), area).links) EXPECT_EQ(link.of.head, 2);
}

TEST(LinksScene, SaysSoWhenEveryHeadIsHidden) {
  LinksOptions options;
  options.allHeads = true;
  options.hiddenHeads = {0, 1};
  const LinksScene scene = linksScene(subjectOf(traceOf(headsExperiment(4, 2)), options), options, styleOf(), area);
  EXPECT_TRUE(scene.links.empty());
  EXPECT_EQ(scene.status, Words::of(Language::English)("links.no-head"));
}

TEST(LinksScene, LooksOnlyAtWhatIsOnTheScreenOfALongText) {
  const attn::Matrix weights = attn::Matrix::Constant(4096, 4096, 1.0F / 4096);
  attn::Experiment e;
  e.entry = attn::Entry::Weights;
  e.weights = attn::test::shared(weights);
  const attn::Trace trace = traceOf(e);
  int measured = 0;
  SceneStyle style = styleOf();
  style.measure = [&measured, plain = fakeMeasure(16)](std::string_view text, TextSize size) {
    ++measured;
    return plain(text, size);
  };
  const LinksScene scene = linksScene(subjectOf(trace), {}, style, area);
  EXPECT_LT(measured, 800) << "of 8192 labels";
  EXPECT_LT(scene.tokens.size(), 120U);
  EXPECT_LE(scene.links.size(), mostLinksDrawn);
}

TEST(NaturalLinksLayout, IsRowsForMostlyChineseTokens) {
  EXPECT_EQ(linksScene(subjectOf(traceOf(attn::test::textExperiment("我 喜欢 机制 ok"))), {}, styleOf(), area)
                .geometry.layout,
            LinksLayout::Rows);
  EXPECT_EQ(
      linksScene(subjectOf(traceOf(attn::test::textExperiment("I like 机制"))), {}, styleOf(), area).geometry.layout,
      LinksLayout::Columns);
}

TEST(CategoryColours, TellTwelveHeadsApart) {
  for (const Theme theme : {Theme::Dark, Theme::Light, Theme::Projector})
    for (attn::Index a = 0; a < 12; ++a)
      for (attn::Index b = 0; b < a; ++b)
        EXPECT_NE(categoryColour(paletteOf(theme), a), categoryColour(paletteOf(theme), b));
}

TEST(LinkCache, FindsLinksAgainOnlyForOtherWeightsOrAnotherFilter) {
  const ShownMatrixPtr one = shownMatrix(pictureOf(traceOf(attn::test::textExperiment("a b c")), MatrixStage::Weights));
  const ShownMatrixPtr two = shownMatrix(pictureOf(traceOf(attn::test::textExperiment("d e")), MatrixStage::Weights));
  LinkCache cache;
  const LinkSetPtr first = cache.find({{0, one}}, {}, 1000);
  EXPECT_EQ(cache.find({{0, one}}, {}, 1000), first);
  EXPECT_NE(cache.find({{0, two}}, {}, 1000), first);
  const LinkSetPtr filtered = cache.find({{0, two}}, {0.2, 1}, 1000);
  EXPECT_EQ(filtered->all, 2U);
  // Nine weights are more than eight: the second head waits for the next call.
  EXPECT_EQ(cache.find({{0, one}, {1, one}}, {}, 8)->heads.size(), 1U);
  EXPECT_FALSE(cache.complete());
  EXPECT_EQ(cache.find({{0, one}, {1, one}}, {}, 8)->heads.size(), 2U);
  EXPECT_TRUE(cache.complete());
}

TEST(LinkCache, FindsThePageOfALongListWhereNotEveryLinkIsDrawn) {
  const auto picture = [](int words) {
    return shownMatrix(pictureOf(traceOf(attn::test::wordsExperiment(words)), MatrixStage::Weights));
  };
  LinkCache cache;
  cache.find({{0, picture(20)}}, {}, 1000);
  EXPECT_EQ(cache.page(0, 5), nullptr) << "400 links are all drawn";
  const ShownMatrixPtr weights = picture(200);
  cache.find({{0, weights}}, {}, 1000);
  const LinkSetPtr page = cache.page(10, 15);
  ASSERT_NE(page, nullptr);
  EXPECT_EQ(page->all, 5U * 200U);
  EXPECT_EQ(page->strongest.size(), 5U * 200U);
  for (const HeadLink& link : page->strongest) EXPECT_TRUE(link.link.query >= 10 && link.link.query < 15);
  EXPECT_EQ(cache.page(10, 15), page);
  EXPECT_NE(cache.page(11, 16), page);
}

TEST(LinksScene, EveryQueryOnTheScreenHasItsLinksHoweverLongTheListIs) {
  const attn::Trace trace = traceOf(attn::test::wordsExperiment(300));
  LinksSubject subject = subjectOf(trace);
  LinksOptions options;
  options.scroll = 0.5F;
  const SceneStyle style = styleOf();
  const auto [first, end] = linksGeometry(subject, options, style, area).seen(LinkSide::Query);
  LinkCache cache;
  subject.links = cache.find({{0, subject.weights}}, {}, 100000);
  subject.page = cache.page(first, end);
  ASSERT_NE(subject.page, nullptr);
  subject.selected = Cell{first + 2, 0};
  const LinksScene scene = linksScene(subject, options, style, area);
  EXPECT_EQ(scene.geometry.seen(LinkSide::Query), std::pair(first, end)) << "what is asked beforehand is what is drawn";
  std::map<attn::Index, int> links;
  for (const DrawnLink& link : scene.links) {
    ++links[link.of.link.query];
    EXPECT_EQ(link.of.link.weight, (*trace.head().weights)(link.of.link.query, link.of.link.key));
  }
  EXPECT_EQ(links.begin()->first, first);
  EXPECT_EQ(links.rbegin()->first, end - 1);
  EXPECT_EQ(static_cast<attn::Index>(links.size()), end - first);
  EXPECT_NE(scene.status.find("of the queries on the screen"), std::string::npos) << scene.status;
}

TEST(LinksScene, DrawsTheSelectedRowEvenWhereItsLinksAreTooWeakToBeAmongTheStrongest) {
  attn::Matrix weights = attn::Matrix::Constant(120, 120, 0.5F);
  weights.row(7).setConstant(0.001F);
  attn::Experiment e;
  e.entry = attn::Entry::Weights;
  e.weights = std::make_shared<const attn::Matrix>(weights);
  const attn::Trace trace = traceOf(e);
  LinksSubject subject = subjectOf(trace);
  const auto ofSeven = [&] {
    const LinksScene scene = linksScene(subject, {}, styleOf(), area);
    return std::count_if(scene.links.begin(), scene.links.end(),
                         [](const DrawnLink& link) { return link.of.link.query == 7; });
  };
  EXPECT_EQ(ofSeven(), 0);
  subject.selected = Cell{7, 3};
  EXPECT_GT(ofSeven(), 20);
}

}  // namespace
}  // namespace lab::test
