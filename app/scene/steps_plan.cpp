#include <algorithm>
#include <cmath>

#include "scene/label_text.h"
#include "scene/number_names.h"
#include "scene/number_text.h"
#include "scene/steps_scene.h"

namespace lab {
namespace {

using attn::Index;
using attn::NumberKind;
using enum StepsAxis;

constexpr Index kMeasuredLabels = 256;  // of a side: of more tokens the first tell how wide labels are
constexpr int kLabelCharacters = 12;

template <class LabelOf>
float widestLabel(const SceneStyle& style, TextSize size, Index count, LabelOf&& labelOf) {
  float widest = 0;
  for (Index i = 0; i < std::min(count, kMeasuredLabels); ++i)
    widest = std::max(widest, style.width(elided(visibleText(labelOf(i)), kLabelCharacters), size));
  return widest;
}

/// Digits are equally wide, so that the largest magnitude with a minus is the widest number.
float numberWidth(const SceneStyle& style, double largest, bool isSigned) {
  const double most = std::max(largest, 0.01);
  return style.width(fixedText(isSigned ? -most : most, 2), TextSize::Small);
}

StepsWants wantsOf(const StepsPlan& plan, const SceneStyle& style) {
  StepsWants wants;
  wants.counts = plan.counts;
  const auto query = [&](Index i) { return attn::queryLabel(plan.all, i); };
  wants.rowLabel = widestLabel(style, TextSize::Base, plan.all.queries(), query);
  wants.smallRowLabel = widestLabel(style, TextSize::Small, plan.all.queries(), query);
  wants.keyLabel =
      widestLabel(style, TextSize::Small, plan.all.keys(), [&](Index i) { return attn::keyLabel(plan.all, i); });
  if (style.showValues) {
    wants.number[0] = numberWidth(style, plan.ranges.vectors, true);
    wants.number[1] = numberWidth(style, plan.ranges.pairs, true);
    wants.number[2] = numberWidth(style, plan.ranges.weights, false);
    if (plan.ranges.leastWeight < 0)
      wants.number[2] = std::max(wants.number[2], numberWidth(style, -plan.ranges.leastWeight, true));
  }
  return wants;
}

void sayOmitted(StepsPlan& plan, const SceneStyle& style) {
  std::string& text = plan.omitted;
  const auto add = [&](const char* key, StepsAxis axis) {
    const Index first = plan.window.first[axis], shown = plan.window.shown[axis], count = plan.counts[axis];
    if (shown >= count) return;
    text += (text.empty() ? "" : " · ") + style.tr(key, {{"first", std::to_string(first + 1)},
                                                         {"last", std::to_string(first + shown)},
                                                         {"count", std::to_string(count)}});
  };
  add("steps.queries-of", Queries);
  add("steps.keys-of", Keys);
  add("steps.dimensions-of", Dimensions);
  if (!text.empty() && style.interactive) text += " · " + style.tr("steps.scroll");
}

void setCounts(StepsPlan& plan) {
  plan.counts[Queries] = plan.all.queries();
  plan.counts[Keys] = plan.all.keys();
  plan.counts[Dimensions] = std::max<Index>(1, countAlong(plan.boxes, Dimensions));
}

/// Lays the boxes out; @return whether there was room enough to leave them all there.
bool layOut(StepsPlan& plan, const StepsOptions& options, const SceneStyle& style, bool folds) {
  plan.boxes = stepsBoxes(plan.all, plan.head, plan.query, options, style);
  setCounts(plan);
  StepsWants wants = wantsOf(plan, style);
  wants.foldable = folds;
  plan.layout = {};
  return layOutSteps(plan.boxes, plan.window, plan.layout, wants, style, plan.area);
}

bool sameHead(const attn::HeadTrace& a, const attn::HeadTrace& b) {
  return a.q == b.q && a.k == b.k && a.v == b.v && a.scores == b.scores && a.biased == b.biased &&
         a.visible == b.visible && a.weights == b.weights && a.context == b.context && a.parameters == b.parameters;
}

}  // namespace

StepsPlan planSteps(const attn::Trace& all, attn::Index head, attn::Index query, const StepsOptions& options,
                    const SceneStyle& style, Rect area, const StepsAxes& first, const StepsPlan* before) {
  StepsPlan plan;
  plan.all = all;
  plan.head = head;
  plan.query = std::clamp<Index>(query, 0, std::max<Index>(0, all.queries() - 1));
  plan.area = area;
  plan.ranges =
      before != nullptr ? before->ranges : wholeRanges(stepsBoxes(all, head, plan.query, {}, style), all, head);
  // A page has no mark to unfold by: what were folded there would be missing without a word.
  const bool foldable = style.interactive && hasOutputBoxes(all, head);
  const bool fits = layOut(plan, options, style, foldable && options.output == false);
  if (!fits && foldable && !options.output) {
    StepsOptions folded = options;
    folded.output = false;
    layOut(plan, folded, style, true);
  }
  for (const StepsAxis axis : {Queries, Keys, Dimensions})
    plan.window.first[axis] = std::clamp<Index>(first[axis], 0, plan.counts[axis] - plan.window.shown[axis]);
  fillBoxes(plan.boxes, plan.all, plan.head, plan.window, plan.ranges);
  sayOmitted(plan, style);
  return plan;
}

StepsPlan planStepsAround(const attn::Trace& all, attn::Index head, const StepsOptions& options,
                          const SceneStyle& style, Rect area, Cell selected) {
  StepsPlan plan = planSteps(all, head, selected.row, options, style, area, {});
  StepsAxes first;
  first[Queries] = scrolledTo(plan, Queries, selected.row);
  first[Keys] = scrolledTo(plan, Keys, selected.column);
  if (first == plan.window.first) return plan;
  return planSteps(all, head, selected.row, options, style, area, first, &plan);
}

bool sameNumbers(const StepsPlan& plan, const attn::Trace& all, attn::Index head) {
  const attn::Trace& own = plan.all;
  return plan.head == head && own.heads.size() == all.heads.size() && sameHead(own.head(head), all.head(head)) &&
         own.xQuery == all.xQuery && own.xKey == all.xKey && own.wQ == all.wQ && own.wK == all.wK && own.wV == all.wV &&
         own.wO == all.wO && own.plainQ == all.plainQ && own.plainK == all.plainK && own.context == all.context &&
         own.output == all.output && own.queryTokens == all.queryTokens && own.keyTokens == all.keyTokens &&
         own.experiment.temperature == all.experiment.temperature &&
         own.experiment.normalizer == all.experiment.normalizer && own.experiment.masks == all.experiment.masks &&
         own.experiment.score == all.experiment.score;
}

attn::Index scrolledTo(const StepsPlan& plan, StepsAxis axis, attn::Index at) {
  const Index shown = plan.window.shown[axis], around = std::min<Index>(2, (shown - 1) / 2);
  const Index first = std::clamp<Index>(plan.window.first[axis], at - shown + 1 + around, at - around);
  return std::clamp<Index>(first, 0, plan.counts[axis] - shown);
}

StepsAxis scrolledAxis(const StepsPlan& plan, Point pointer, bool sideways) {
  StepsAxis axis = sideways ? Keys : Queries, other = sideways ? Queries : Keys;
  for (const StepsBox& box : plan.boxes)
    if (box.cells.contains(pointer)) {
      axis = sideways ? box.across : box.down;
      other = sideways ? box.down : box.across;
    }
  const auto isCut = [&](StepsAxis a) { return plan.window.shown[a] < plan.counts[a]; };
  return !isCut(axis) && isCut(other) ? other : axis;
}

std::optional<attn::NumberPlace> numberUnder(const StepsPlan& plan, Point pointer) {
  for (const StepsBox& box : plan.boxes) {
    if (!box.cells.contains(pointer)) continue;
    const Cell cell{static_cast<Index>((pointer.y - box.cells.y) / box.pitch.height),
                    static_cast<Index>((pointer.x - box.cells.x) / box.pitch.width)};
    if (cell.row < box.rows() && cell.column < box.columns()) return box.placeOf(cell);
  }
  return std::nullopt;
}

std::optional<Rect> cellOf(const StepsPlan& plan, const attn::NumberPlace& place) {
  for (const StepsBox& box : plan.boxes) {
    if (!box.span.contains(place)) continue;
    Cell cell{place.row - box.span.row, place.column - box.span.column};
    if (box.transposed) std::swap(cell.row, cell.column);
    const Point at = box.corner(cell.row, cell.column);
    return Rect{at.x, at.y, box.pitch.width - box.gap, box.pitch.height - box.gap};
  }
  return std::nullopt;
}

std::optional<int> stepOfKind(const StepsPlan& plan, attn::NumberKind kind) {
  const std::vector<std::size_t> steps = stepBoxes(plan.boxes);
  std::optional<int> column;
  for (const StepsBox& box : plan.boxes)
    if (box.span.kind == kind && (!column || box.band == StepsBand::Lower)) column = box.column;
  if (!column) return std::nullopt;
  // A factor with a column of its own stands left of what it is a factor of.
  for (std::size_t i = 0; i < steps.size(); ++i)
    if (plan.boxes[steps[i]].column >= *column) return static_cast<int>(i);
  return std::nullopt;
}

std::optional<int> currentStep(const StepsPlan& plan, const StepsOptions& options,
                               const std::optional<attn::NumberPlace>& opened) {
  if (options.step >= 0) return std::min(options.step, static_cast<int>(stepBoxes(plan.boxes).size()) - 1);
  return opened ? stepOfKind(plan, opened->kind) : std::nullopt;
}

std::string stepText(const StepsPlan& plan, std::optional<int> step, const Words& words) {
  const std::vector<std::size_t> steps = stepBoxes(plan.boxes);
  const std::string count = std::to_string(steps.size());
  if (!step && steps.size() > 1) return words("steps.all", {{"count", count}});
  const std::size_t at = step ? static_cast<std::size_t>(*step) : 0;
  return words("steps.step", {{"step", std::to_string(at + 1)},
                              {"count", count},
                              {"name", matrixName(words, plan.all, plan.boxes[steps[at]].span.kind)}});
}

}  // namespace lab
