#include <algorithm>
#include <cmath>

#include "scene/heatmap_layout.h"
#include "scene/number_names.h"
#include "scene/number_text.h"
#include "scene/steps_scene.h"

namespace lab {
namespace {

using attn::Index;
using attn::NumberKind;

constexpr float kLargestCell = 3, kSmallestCell = 0.5F;  // of B
constexpr float kColumnGap = 3.75F;                      // of u, from here on all
constexpr float kHeader = 3, kLowerHeader = 5, kFormula = 9, kCard = 8, kSpace = 1.5F, kEdge = 2;
constexpr float kLowest = 50;  // an area lower than this goes without the formula
constexpr int kLabelCharacters = 12;
constexpr Index kFewTokens = 4, kFewDimensions = 8;

/// How many cells stand side by side and one under the other.
struct Extent {
  int columns = 0;                      ///< of boxes
  float across = 0;                     ///< cells of all columns
  float top = 0, upper = 0, lower = 0;  ///< cells of the highest box in each band
};

Index shownOf(NumberKind kind, bool rows, Index count, const StepsWindow& window) {
  const bool pairs = isPairs(kind);
  if (!rows) return std::min(count, pairs ? window.keys : window.dimensions);
  const NumberRows along = rowsOf(kind);
  return std::min(count, along == NumberRows::Queries ? window.queries
                         : along == NumberRows::Keys  ? window.keys
                                                      : window.dimensions);
}

Extent extentOf(const std::vector<StepsBox>& boxes, const StepsWindow& window) {
  Extent extent;
  std::vector<float> widths;
  for (const StepsBox& box : boxes) {
    const attn::NumberShape own = box.transposed ? attn::NumberShape{box.shape.columns, box.shape.rows} : box.shape;
    auto rows = static_cast<float>(shownOf(box.span.kind, true, own.rows, window));
    auto columns = static_cast<float>(shownOf(box.span.kind, false, own.columns, window));
    if (box.transposed) std::swap(rows, columns);
    widths.resize(std::max(widths.size(), static_cast<std::size_t>(box.column) + 1));
    float& width = widths[static_cast<std::size_t>(box.column)];
    width = std::max(width, columns);
    float& height = box.band == StepsBand::Top     ? extent.top
                    : box.band == StepsBand::Upper ? extent.upper
                                                   : extent.lower;
    height = std::max(height, rows);
  }
  extent.columns = static_cast<int>(widths.size());
  for (const float width : widths) extent.across += width;
  return extent;
}

class Planner {
 public:
  Planner(StepsPlan& plan, const SceneStyle& style, Cell selected) : plan_(plan), style_(style), selected_(selected) {}

  void run() {
    chooseWindow();
    fillBoxes(plan_.boxes, plan_.all, plan_.head, plan_.window);
    place();
    decideValues();
    sayOmitted();
  }

 private:
  float u(float units) const { return style_.u(units); }
  bool hasFormula() const { return plan_.area.height >= u(kLowest); }

  float labelWidth() const {
    float widest = 0;
    for (Index i = plan_.window.firstQuery; i < plan_.window.firstQuery + std::min<Index>(plan_.window.queries, 64);
         ++i)
      widest = std::max(
          widest, style_.width(elided(visibleText(attn::queryLabel(plan_.all, i)), kLabelCharacters), TextSize::Base));
    return widest + u(1.5F);
  }

  float columnLabelHeight() const {
    float widest = 0;
    for (Index i = plan_.window.firstKey; i < plan_.window.firstKey + std::min<Index>(plan_.window.keys, 64); ++i)
      widest = std::max(
          widest, style_.width(elided(visibleText(attn::keyLabel(plan_.all, i)), kLabelCharacters), TextSize::Small));
    return (widest + style_.metrics.fontSize(TextSize::Small)) * 0.7071F + u(0.5F);
  }

  float fixedHeight(const Extent& extent) const {
    return (hasFormula() ? u(kFormula) : 0) + u(kLowerHeader) +
           u(kHeader) * (extent.top > 0     ? 2.5F
                         : extent.upper > 0 ? 1.0F
                                            : 0.0F) +
           columnLabelHeight() + u(kCard + 3 * kSpace);
  }

  float fittingCell(const Extent& extent) const {
    const float width =
        plan_.area.width - u(2 * kEdge) - labelWidth() - u(kColumnGap) * static_cast<float>(extent.columns - 1);
    const float height = plan_.area.height - fixedHeight(extent);
    const float cell = std::min(width / extent.across, height / (extent.top + extent.upper + extent.lower));
    return std::min(cell, kLargestCell * style_.metrics.base);
  }

  /// A page of `count` that holds `selected`: it stands still while the selection moves within it.
  static Index firstOf(Index selected, Index shown, Index count) {
    return std::clamp<Index>(selected / std::max<Index>(shown, 1) * shown, 0, std::max<Index>(0, count - shown));
  }

  void chooseWindow() {
    const Index queries = plan_.all.queries(), keys = plan_.all.keys();
    Index dimensions = 1;
    for (const StepsBox& box : plan_.boxes)
      if (!isPairs(box.span.kind)) dimensions = std::max({dimensions, box.shape.rows, box.shape.columns});
    // Of a box of dimensions the tokens' side is cut by its own limit.
    Index tokens = std::max(queries, keys);
    StepsWindow& window = plan_.window;
    const float smallest = kSmallestCell * style_.metrics.base;
    while (true) {
      window.queries = std::min(queries, tokens);
      window.keys = std::min(keys, tokens);
      window.dimensions = dimensions;
      window.firstQuery = firstOf(selected_.row, window.queries, queries);
      window.firstKey = firstOf(selected_.column, window.keys, keys);
      const float cell = fittingCell(extentOf(plan_.boxes, window));
      plan_.cell = std::max(cell, 2.0F);
      if (cell >= smallest) break;
      if (dimensions > kFewDimensions && 2 * dimensions >= tokens)
        dimensions = std::max(kFewDimensions, dimensions * 7 / 8);
      else if (tokens > kFewTokens)
        tokens = std::max(kFewTokens, tokens * 7 / 8);
      else if (dimensions > 1)
        --dimensions;
      else
        break;
    }
    if (plan_.cell >= 4) plan_.cell = std::floor(plan_.cell);
    plan_.gap = plan_.cell >= 0.75F * style_.metrics.base ? 1.0F : 0.0F;
    const float small = style_.metrics.fontSize(TextSize::Small);
    plan_.rowLabels = plan_.cell >= small;
    // Turned by 45° lines of text are nearer to each other than the columns; letters fill 0.86 of a line.
    plan_.columnLabels = plan_.cell * 0.7071F >= 0.86F * small;
  }

  void place() {
    const Extent extent = extentOf(plan_.boxes, plan_.window);
    std::vector<float> widths(static_cast<std::size_t>(extent.columns));
    for (const StepsBox& box : plan_.boxes) {
      float& width = widths[static_cast<std::size_t>(box.column)];
      width = std::max(width, plan_.cell * static_cast<float>(box.columns()));
    }
    float across = labelWidth() + u(kColumnGap) * static_cast<float>(extent.columns - 1);
    for (const float width : widths) across += width;
    const Rect area = plan_.area;
    const float height = fixedHeight(extent) + plan_.cell * (extent.top + extent.upper + extent.lower);
    const float spare = std::max(0.0F, area.height - height);
    float y = area.y;
    if (hasFormula()) {
      plan_.formula = {area.x + u(kEdge), y, area.width - u(2 * kEdge), u(kFormula)};
      y += u(kFormula);
    }
    y += spare / 2;
    const float left = area.x + std::max(u(kEdge), (area.width - across) / 2) + labelWidth();
    std::vector<float> xs;
    float x = left;
    for (const float width : widths) {
      xs.push_back(std::round(x));
      x += width + u(kColumnGap);
    }
    const float topEnd = y + (extent.top > 0 ? u(kHeader) + plan_.cell * extent.top : 0);
    const float upperEnd =
        topEnd + (extent.upper > 0 ? u(extent.top > 0 ? 1.5F * kHeader : kHeader) + plan_.cell * extent.upper : 0);
    const float lowerStart = std::round(upperEnd + u(kLowerHeader));
    for (StepsBox& box : plan_.boxes) {
      const float rows = plan_.cell * static_cast<float>(box.rows());
      const float end = box.band == StepsBand::Top ? topEnd : upperEnd;
      box.cells = {xs[static_cast<std::size_t>(box.column)],
                   box.band == StepsBand::Lower ? lowerStart : std::round(end - rows),
                   plan_.cell * static_cast<float>(box.columns()) - plan_.gap, rows - plan_.gap};
    }
    const float labels = lowerStart + plan_.cell * extent.lower + columnLabelHeight();
    plan_.canvas = {left - labelWidth(), y, across, labels - y};
    // The card is as wide as the boxes, but a sentence needs room.
    const float cardWidth = std::min(area.width - u(2 * kEdge), std::max(across - labelWidth(), u(110)));
    const float cardX = cardWidth > across - labelWidth() ? area.centre().x - cardWidth / 2 : left;
    plan_.card = {std::round(cardX), std::round(std::min(labels + u(kSpace), area.bottom() - u(kCard + kSpace))),
                  cardWidth, u(kCard)};
  }

  void decideValues() {
    const TextSize size = style_.metrics.projector ? TextSize::Large : TextSize::Small;
    float widest = 0;
    double largest = 0;
    if (!style_.showValues || plan_.cell < style_.metrics.fontSize(size)) return;
    for (const StepsBox& box : plan_.boxes) largest = std::max(largest, box.matrix->range.high);
    // Digits are equally wide, so that the largest magnitude with a minus is the widest number.
    widest = style_.width(fixedText(-std::max(largest, 0.01), 2), size);
    plan_.values = widest + 2 <= plan_.cell - plan_.gap;
  }

  void sayOmitted() {
    std::string& text = plan_.omitted;
    const auto add = [&](const char* key, Index first, Index shown, Index count) {
      if (shown >= count) return;
      text += (text.empty() ? "" : " · ") + style_.tr(key, {{"first", std::to_string(first + 1)},
                                                            {"last", std::to_string(first + shown)},
                                                            {"count", std::to_string(count)}});
    };
    const StepsWindow& window = plan_.window;
    add("steps.queries-of", window.firstQuery, window.queries, plan_.all.queries());
    add("steps.keys-of", window.firstKey, window.keys, plan_.all.keys());
    Index most = 0;
    for (const StepsBox& box : plan_.boxes) {
      const attn::NumberShape shape = attn::numberShape(plan_.all, plan_.head, box.span.kind);
      if (!isPairs(box.span.kind)) most = std::max(most, shape.columns);
      if (rowsOf(box.span.kind) == NumberRows::Other) most = std::max(most, shape.rows);
    }
    add("steps.dimensions-of", 0, window.dimensions, most);
  }

  StepsPlan& plan_;
  const SceneStyle& style_;
  Cell selected_;
};

bool sameHead(const attn::HeadTrace& a, const attn::HeadTrace& b) {
  return a.q == b.q && a.k == b.k && a.v == b.v && a.scores == b.scores && a.biased == b.biased &&
         a.visible == b.visible && a.weights == b.weights && a.context == b.context && a.parameters == b.parameters;
}

}  // namespace

StepsPlan planSteps(const attn::Trace& all, attn::Index head, const StepsOptions& options, const SceneStyle& style,
                    Rect area, Cell selected) {
  StepsPlan plan;
  plan.all = all;
  plan.head = head;
  plan.area = area;
  plan.boxes = stepsBoxes(all, head, options, style);
  Planner(plan, style, selected).run();
  return plan;
}

bool samePlan(const StepsPlan& plan, const attn::Trace& all, attn::Index head, Rect area, Cell selected) {
  const attn::Trace& own = plan.all;
  const StepsWindow& window = plan.window;
  const bool inside = selected.row >= window.firstQuery && selected.row < window.firstQuery + window.queries &&
                      selected.column >= window.firstKey && selected.column < window.firstKey + window.keys;
  return inside && plan.head == head && plan.area == area && own.heads.size() == all.heads.size() &&
         sameHead(own.head(head), all.head(head)) && own.xQuery == all.xQuery && own.xKey == all.xKey &&
         own.wQ == all.wQ && own.wK == all.wK && own.wV == all.wV && own.wO == all.wO && own.plainQ == all.plainQ &&
         own.plainK == all.plainK && own.context == all.context && own.output == all.output &&
         own.queryTokens == all.queryTokens && own.keyTokens == all.keyTokens &&
         own.experiment.temperature == all.experiment.temperature &&
         own.experiment.normalizer == all.experiment.normalizer && own.experiment.masks == all.experiment.masks &&
         own.experiment.score == all.experiment.score;
}

std::optional<attn::NumberPlace> numberUnder(const StepsPlan& plan, Point pointer) {
  for (const StepsBox& box : plan.boxes) {
    if (!box.cells.contains(pointer)) continue;
    const Cell cell{static_cast<Index>((pointer.y - box.cells.y) / plan.cell),
                    static_cast<Index>((pointer.x - box.cells.x) / plan.cell)};
    if (cell.row < box.rows() && cell.column < box.columns()) return box.placeOf(cell);
  }
  return std::nullopt;
}

std::optional<Rect> cellOf(const StepsPlan& plan, const attn::NumberPlace& place) {
  for (const StepsBox& box : plan.boxes) {
    if (!box.span.contains(place)) continue;
    Cell cell{place.row - box.span.row, place.column - box.span.column};
    if (box.transposed) std::swap(cell.row, cell.column);
    return Rect{box.cells.x + static_cast<float>(cell.column) * plan.cell,
                box.cells.y + static_cast<float>(cell.row) * plan.cell, plan.cell - plan.gap, plan.cell - plan.gap};
  }
  return std::nullopt;
}

}  // namespace lab
