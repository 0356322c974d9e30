#include "scene/links_legend.h"

#include <algorithm>
#include <cmath>

#include "scene/category_colours.h"
#include "scene/number_text.h"

namespace lab {

namespace {

constexpr attn::Index mostNamed = 16;  // more heads than this are written as numbers

}  // namespace

LinksLegend linksLegend(const LinksSubject& subject, const LinksOptions& options, const SceneStyle& style, Rect area) {
  LinksLegend legend;
  const Palette& p = *style.palette;
  const float line = style.u(2.75F), pad = style.u(0.75F), disc = style.u(0.5F);
  Point at{area.x, area.y};
  const auto put = [&](std::optional<attn::Index> head, const std::string& name, bool on, bool pointed) {
    const float width =
        std::ceil(style.width(name, TextSize::Small) + 2 * pad + (head ? 2 * disc + style.u(0.75F) : 0));
    if (at.x > area.x && at.x + width > area.right()) at = {area.x, at.y + line};
    const Rect rect{at.x, at.y, width, line};
    legend.entries.push_back({head, rect});
    if (pointed) legend.drawing.emplace_back(BoxShape{.rect = rect, .fill = p.hover, .radius = 4});
    float x = at.x + pad;
    if (head) {
      const Rgba ink = categoryColour(p, *head);
      legend.drawing.emplace_back(DiscShape{.centre = {x + disc, rect.centre().y},
                                            .radius = on ? disc : disc - style.metrics.line / 2,
                                            .fill = on ? ink : noInk,
                                            .edge = on ? noInk : p.off,
                                            .line = style.metrics.line});
      x += 2 * disc + style.u(0.75F);
    }
    legend.drawing.emplace_back(TextShape{.text = name,
                                          .at = {x, rect.centre().y},
                                          .size = TextSize::Small,
                                          .ink = !head ? p.accent
                                                 : on  ? p.text
                                                       : p.off});
    at.x += width + style.u(0.25F);
  };
  for (attn::Index head = 0; head < subject.headCount; ++head) {
    const std::string number = std::to_string(head + 1);
    put(head, subject.headCount <= mostNamed ? style.tr("heads.head", {{"head", number}}) : number,
        !options.hiddenHeads.contains(head), subject.head == head);
  }
  if (style.interactive)
    put(std::nullopt, style.tr(options.hiddenHeads.empty() ? "links.hide-all" : "links.show-all"), true, false);
  legend.height = at.y + line - area.y;
  return legend;
}

std::string linksStatus(const LinksSubject& subject, std::size_t drawn, const SceneStyle& style) {
  const LinkSet& links = *subject.links;
  if (links.heads.empty()) return style.tr("links.no-head");
  const std::string largest = headlineText(links.largest);
  if (links.all == 0)
    return links.filter.least > 0
               ? style.tr("links.none-reaches", {{"least", headlineText(links.filter.least)}, {"largest", largest}})
               : style.tr("links.none");
  const std::string dot = " · ";
  const bool pointed = subject.head || subject.query.has_value() != subject.key.has_value();
  std::string text;
  if (!pointed && subject.page)
    text = drawn < subject.page->all
               ? style.tr("links.some-shown", {{"drawn", countText(drawn)}, {"count", countText(subject.page->all)}})
               : style.tr("links.shown", {{"count", countText(drawn)}});
  else if (!pointed && drawn < links.all)
    text = style.tr("links.some", {{"drawn", countText(drawn)}, {"count", countText(links.all)}});
  else
    text = style.tr(drawn == 1 ? "links.one" : "links.all", {{"count", countText(drawn)}});
  if (links.filter.perQuery > 0)
    text += dot + style.tr("links.per-query", {{"count", std::to_string(links.filter.perQuery)}});
  if (links.filter.least > 0) text += dot + style.tr("links.from", {{"least", headlineText(links.filter.least)}});
  if (links.heads.size() > 1 && style.interactive) text += dot + style.tr("links.numbers-of-heads");
  text += dot + style.tr("links.widest", {{"weight", subject.wholeRange ? "1" : largest}});
  return text;
}

}  // namespace lab
