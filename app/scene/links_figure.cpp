#include <algorithm>

#include "scene/links_scene.h"
#include "scene/views.h"

namespace lab {

namespace {

constexpr float figureWidth = 80, figurePitch = 3.5F, mostHeight = 240;  // units

}  // namespace

ViewFigure linksFigure(const ViewSubject& subject, const SceneStyle& style, std::optional<Size> size) {
  LinksSubject shown;
  shown.weights = shownMatrix(pictureOf(attn::oneHead(subject.trace, subject.head), MatrixStage::Weights));
  shown.links = linkSet({headLinks(subject.head, shown.weights, {})}, {});
  shown.headCount = subject.trace.headCounts.query;
  shown.selected = subject.selected;
  const auto longest = static_cast<float>(std::max(subject.trace.queries(), subject.trace.keys()));
  Size page{style.u(figureWidth), 0};
  if (naturalLinksLayout(shown.weights->picture) == LinksLayout::Rows) {
    page = {std::clamp(longest * style.u(7), style.u(figureWidth), style.u(mostHeight)), style.u(48)};
  } else {
    page.height = std::clamp(longest * style.u(figurePitch) + style.u(10), style.u(24), style.u(mostHeight));
  }
  if (size) page = *size;
  return {page, linksScene(shown, {}, style, {0, 0, page.width, page.height}).drawing};
}

}  // namespace lab
