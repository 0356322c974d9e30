#include "scene/steps_boxes.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "attention/catalogue.h"
#include "scene/heatmap_layout.h"
#include "scene/number_names.h"

namespace lab {
namespace {

using attn::Index;
using enum attn::NumberKind;

// How many numbers of a matrix are all looked through for their range; computing them for it costs more than reading.
constexpr Index kModerate = Index{1} << 18, kModerateComputed = Index{1} << 14;

/// The first and the number of a side's numbers that the window shows.
std::pair<Index, Index> partOf(StepsAxis axis, Index count, const StepsWindow& window) {
  const Index shown = std::min(window.shown[axis], count);
  return {std::min(window.first[axis], count - shown), shown};
}

double& sharedRange(StepsRanges& ranges, attn::NumberKind kind) {
  return kind == Weight ? ranges.weights : isPairs(kind) ? ranges.pairs : ranges.vectors;
}

void widen(StepsRanges& ranges, attn::NumberKind kind, ValueRange range) {
  double& shared = sharedRange(ranges, kind);
  shared = std::max(shared, range.high);
  if (kind == Weight) ranges.leastWeight = std::min(ranges.leastWeight, range.low);
}

class Builder {
 public:
  Builder(const attn::Trace& all, Index head, Index query, const StepsOptions& options, const SceneStyle& style)
      : all_(all), head_(head), query_(query), options_(options), style_(style) {}

  std::vector<StepsBox> build() {
    addQueries();
    addPairs();
    addValues();
    return std::move(boxes_);
  }

 private:
  bool has(attn::NumberKind kind) const { return attn::hasNumbers(all_, head_, kind); }
  bool fromX() const { return options_.keysFromX && has(XKey); }
  bool readsKeys() const { return has(K) && all_.experiment.score != "location"; }

  StepsBox& add(StepsBand band, attn::NumberKind kind, std::string tex, bool transposed = false) {
    StepsBox box;
    box.span.kind = kind;
    box.transposed = transposed;
    box.band = band;
    box.column = column_;
    box.tex = std::move(tex);
    box.shape = attn::numberShape(all_, head_, kind);
    const NumberRows rows = rowsOf(kind);
    box.down = rows == NumberRows::Queries ? StepsAxis::Queries
               : rows == NumberRows::Keys  ? StepsAxis::Keys
                                           : StepsAxis::Dimensions;
    box.across = isPairs(kind) ? StepsAxis::Keys : StepsAxis::Dimensions;
    if (transposed) std::swap(box.shape.rows, box.shape.columns), std::swap(box.down, box.across);
    box.detail = std::to_string(box.shape.rows) + " × " + std::to_string(box.shape.columns);
    boxes_.push_back(std::move(box));
    return boxes_.back();
  }
  /// In the lower band, one place further to the right.
  StepsBox& next(attn::NumberKind kind, std::string tex, const char* sign) {
    ++column_;
    StepsBox& box = add(StepsBand::Lower, kind, std::move(tex));
    if (column_ > 0) box.sign = sign;
    return box;
  }
  std::string detail(const char* key) const { return style_.tr(key); }
  std::string words(const std::string& text) const { return "\\text{" + text + "}"; }

  void addQueries() {
    const bool projected = has(WQ), turned = has(PlainQ);
    if (!has(Q)) return;
    if (has(XQuery) && (projected || turned))
      next(XQuery, all_.selfAttention ? "X" : "X_{\\text{" + style_.tr("steps.query-side") + "}}", "");
    if (turned) {
      next(PlainQ, projected ? "X \\, W_{Q}" : "X", projected ? "×" : "→");
      if (projected) add(StepsBand::Upper, WQ, "W_{Q}");
      next(Q, "Q", "→").detail = detail("steps.turned");
      return;
    }
    StepsBox& q = next(Q, "Q", "×");
    if (has(XQuery) && !projected) q.detail += "  = X";
    if (projected) add(StepsBand::Upper, WQ, "W_{Q}");
  }

  /// A factor to the left of what stands above the scores has a column of its own.
  void addBefore(attn::NumberKind kind, std::string tex) {
    StepsBox scores = std::move(boxes_.back());
    boxes_.pop_back();
    add(StepsBand::Upper, kind, std::move(tex), true);
    scores.column = ++column_;
    boxes_.push_back(std::move(scores));
  }

  /// Kᵀ above the scores, and what it comes from to its left and above it; between them what a score makes of the
  /// keys first.
  void addKeys() {
    if (!readsKeys()) return;
    if (has(Hidden)) {
      addBefore(ScoreV, attn::scoreParameter(all_, ScoreV));
      StepsBox& hidden = add(StepsBand::Upper, Hidden, words(style_.tr("number.hidden")), true);
      hidden.span.query = query_;
      hidden.detail = style_.tr("steps.of-query", {{"query", elided(queryToken(all_, query_), 12)}});
    }
    if (has(MappedKey)) add(StepsBand::Upper, MappedKey, "W \\, K^{\\top}", true);
    if (has(Hidden) || has(MappedKey)) {
      add(StepsBand::Top, K, "K^{\\top}", true);
      return;
    }
    if (fromX() && !has(PlainK)) {
      if (has(WK)) addBefore(WK, "W_{K}^{\\top}");
      add(StepsBand::Top, XKey, "X^{\\top}", true);
    }
    add(StepsBand::Upper, K, "K^{\\top}", true);
  }

  void addPairs() {
    const attn::ScoreRow& score = attn::findRow(attn::scoreCatalogue(), all_.experiment.score, "score");
    const bool computed = has(K);
    if (has(Dot)) {
      next(Dot, "Q \\, K^{\\top}", "×");
      addKeys();
      next(Score, "\\div \\, \\sqrt{d}", "→").detail = detail("steps.scores");
    } else if (has(Score)) {
      const bool dot = computed && all_.experiment.score == "dot";
      StepsBox& box = next(Score, dot ? "Q \\, K^{\\top}" : words(style_.tr("steps.scores")), dot ? "×" : "→");
      if (computed && !dot) box.detail = style_.words->title(score.title);
      if (computed) addKeys();
    }
    if (has(Bias)) {
      next(Biased, words(style_.tr("steps.biased")), "→");
      const attn::BiasRow& bias = attn::findRow(attn::biasCatalogue(), all_.experiment.bias.name, "bias");
      add(StepsBand::Upper, Bias, words(style_.tr("steps.bias"))).detail = style_.words->title(bias.title);
    }
    if (has(Masked)) {
      std::string names;
      for (const attn::MaskSpec& mask : all_.experiment.masks)
        names += (names.empty() ? "" : ", ") +
                 std::string(style_.words->title(attn::findRow(attn::maskCatalogue(), mask.name, "mask").title));
      next(Masked, words(style_.tr("steps.mask")), "→").detail = names;
    }
    const bool bare = all_.experiment.entry == attn::Entry::Weights;
    const attn::NormalizerRow& row =
        attn::findRow(attn::normalizerCatalogue(), all_.experiment.normalizer, "normalizer");
    StepsBox& weights =
        next(Weight, words(bare ? style_.tr("steps.weights") : std::string(style_.words->title(row.title))), "→");
    if (!bare) weights.detail = detail("steps.weights");
  }

  void addValues() {
    if (!has(Context)) return;
    if (fromX() && has(WV)) {
      ++column_;
      add(StepsBand::Upper, XKey, "X");
    }
    next(Context, words(style_.tr("steps.context")), "×");
    add(StepsBand::Upper, V, "V");
    if (fromX() && has(WV)) add(StepsBand::Top, WV, "W_{V}");
    if (options_.output == false) return;
    if (has(Joined)) next(Joined, words(style_.tr("steps.joined")), "→");
    if (!has(Output)) return;
    next(Output, words(style_.tr("steps.output")), "×");
    add(StepsBand::Upper, WO, "W_{O}");
  }

  const attn::Trace& all_;
  Index head_, query_;
  const StepsOptions& options_;
  const SceneStyle& style_;
  std::vector<StepsBox> boxes_;
  int column_ = -1;
};

MatrixPicture pictureOfBox(const StepsBox& box, const attn::Trace& all, Index head) {
  MatrixPicture picture;
  picture.stage = box.span.kind == Weight  ? MatrixStage::Weights
                  : isPairs(box.span.kind) ? MatrixStage::Scores
                                           : MatrixStage::Q;
  attn::Matrix values = attn::numberBlock(all, head, box.span);
  if (box.transposed) values = values.transpose().eval();
  picture.values = std::make_shared<const attn::Matrix>(std::move(values));
  picture.diverging = box.span.kind != Weight;
  const bool masks = box.span.kind == Masked || box.span.kind == Weight;
  if (masks && all.head(head).visible)
    picture.visible = std::make_shared<const attn::Mask>(
        all.head(head).visible->block(box.span.row, box.span.column, box.span.rows, box.span.columns));
  return picture;
}

/// The matrix itself, which need not be copied to be looked through: of products what they are divided to; null of
/// kinds that stand in a part of one or in none.
const attn::Matrix* keptMatrix(const attn::HeadTrace& own, attn::NumberKind kind) {
  switch (kind) {
    case Q:
      return own.q.get();
    case K:
      return own.k.get();
    case V:
      return own.v.get();
    case Dot:
    case Score:
      return own.scores.get();
    case Bias:
      return own.bias.get();
    case Biased:
      return own.biased.get();
    case Weight:
      return own.weights.get();
    case Context:
      return own.context.get();
    default:
      return nullptr;
  }
}

bool isComputed(attn::NumberKind kind) { return kind == Hidden || kind == MappedKey; }

/// Whether every number is one of another box that shares the colours, or less: divided scores, and what a mask leaves.
bool isWithinOthers(attn::NumberKind kind, const attn::Trace& all, Index head) {
  return kind == Masked || (kind == Score && attn::hasNumbers(all, head, Dot));
}

}  // namespace

attn::NumberPlace StepsBox::placeOf(Cell cell) const {
  if (transposed) std::swap(cell.row, cell.column);
  return {span.kind, span.row + cell.row, span.column + cell.column, span.query};
}

bool hasOutputBoxes(const attn::Trace& all, attn::Index head) {
  return attn::hasNumbers(all, head, Context) &&
         (attn::hasNumbers(all, head, Joined) || attn::hasNumbers(all, head, Output));
}

std::vector<StepsBox> stepsBoxes(const attn::Trace& all, attn::Index head, attn::Index query,
                                 const StepsOptions& options, const SceneStyle& style) {
  return Builder(all, head, query, options, style).build();
}

StepsRanges wholeRanges(const std::vector<StepsBox>& boxes, const attn::Trace& all, attn::Index head) {
  StepsRanges ranges;
  for (const StepsBox& box : boxes) {
    const attn::NumberKind kind = box.span.kind;
    const Index numbers = box.shape.rows * box.shape.columns;
    if (numbers > (isComputed(kind) ? kModerateComputed : kModerate) || isWithinOthers(kind, all, head)) continue;
    ValueRange range;
    if (const attn::Matrix* kept = keptMatrix(all.head(head), kind)) {
      const bool masks = kind == Weight && !all.experiment.masks.empty();
      range = rangeOf(*kept, masks ? all.head(head).visible.get() : nullptr, kind != Weight);
    } else {
      const attn::NumberShape shape = attn::numberShape(all, head, kind);
      range = rangeOf(attn::numberBlock(all, head, {kind, 0, 0, shape.rows, shape.columns, box.span.query, 1}), nullptr,
                      true);
    }
    // Of the products the pipeline keeps only what they are divided to; a little more, since those are rounded.
    if (kind == Dot) range.high *= 1.000001 * std::sqrt(static_cast<double>(all.head(head).q->cols()));
    widen(ranges, kind, range);
  }
  return ranges;
}

void fillBoxes(std::vector<StepsBox>& boxes, const attn::Trace& all, attn::Index head, const StepsWindow& window,
               StepsRanges& ranges) {
  for (StepsBox& box : boxes) {
    const attn::NumberShape shape = attn::numberShape(all, head, box.span.kind);
    const StepsAxis rows = box.transposed ? box.across : box.down, columns = box.transposed ? box.down : box.across;
    std::tie(box.span.row, box.span.rows) = partOf(rows, shape.rows, window);
    std::tie(box.span.column, box.span.columns) = partOf(columns, shape.columns, window);
    box.matrix = shownMatrix(pictureOfBox(box, all, head));
    widen(ranges, box.span.kind, box.matrix->range);
  }
  for (StepsBox& box : boxes) {
    const double high = sharedRange(ranges, box.span.kind);
    box.range = {box.span.kind == Weight ? ranges.leastWeight : -high, high};
  }
}

Index countAlong(const std::vector<StepsBox>& boxes, StepsAxis axis) {
  Index most = 0;
  for (const StepsBox& box : boxes) {
    if (box.down == axis) most = std::max(most, box.shape.rows);
    if (box.across == axis) most = std::max(most, box.shape.columns);
  }
  return most;
}

std::vector<std::size_t> stepBoxes(const std::vector<StepsBox>& boxes) {
  std::vector<std::size_t> steps;
  for (std::size_t i = 0; i < boxes.size(); ++i)
    if (boxes[i].band == StepsBand::Lower) steps.push_back(i);
  return steps;
}

}  // namespace lab
