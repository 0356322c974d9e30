#pragma once

#include <optional>
#include <string>
#include <vector>

#include "attention/position_products.h"
#include "scene/map_panel.h"
#include "scene/views.h"

namespace lab {

inline constexpr attn::Index mostShift = 64;
/// Maps of more scores than these are not drawn: what stays when the sequence is shifted is said in words.
inline constexpr attn::Index mostScoresDrawn = 1024 * 1024;

struct PositionOptions {
  std::string scheme;     ///< a position or a bias of the catalogues; empty: the experiment's own
  attn::Index shift = 0;  ///< 0 … mostShift: where the sequence begins
};

/// A way to tell positions: a row of positionCatalogue() or of biasCatalogue().
struct PositionScheme {
  std::string name;
  attn::Title title, summary;
  bool bias = false;
};
/// All but `none`.
std::vector<PositionScheme> positionSchemes();

/// The experiment's own: its position, or its bias where it has none; empty where it has neither.
std::string ownScheme(const attn::Experiment& experiment);
std::string shownScheme(const attn::Experiment& experiment, const PositionOptions& options);

/// The experiment with this scheme alone, its sequence beginning at `shift`. Parameters that nothing reads are gone.
attn::Experiment withScheme(attn::Experiment experiment, const std::string& scheme, attn::Index shift);

enum class SchemeKind { Added, Turned, Biased };
SchemeKind kindOf(const std::string& scheme);

/// What is drawn of.
struct PositionSource {
  const attn::Trace& trace;  ///< of the experiment, one head
  std::string scheme;        ///< not empty
  attn::Index head = 0;      ///< which one of the experiment's
  attn::Index shift = 0;
  const attn::Trace* unshifted = nullptr;  ///< of `withScheme` and no shift, the same head; null after an error
  const attn::Trace* shifted = nullptr;    ///< null without a shift and after an error
};

/// Everything that is computed for the view.
struct PositionPictures {
  attn::Index width = 0, count = 0;  ///< columns of the table or of a head; positions that are shown
  ShownMatrixPtr table;              ///< (width, count), a column for each position; null where there is none
  ShownMatrixPtr products;           ///< (count, count); of a bias (n, m) what is added; null where there is none
  /// Of the products, however far this sequence was shifted before: one scale for all its shifts.
  ValueRange productRange;
  attn::DistanceProducts byDistance;
  attn::Matrix curves;  ///< of a bias: (heads, 2 · reach + 1), key minus query −reach … reach
  attn::Index reach = 0;
  ShownMatrixPtr unshifted, shifted;  ///< scores with their bias; null where there are none or too many to draw
  std::optional<attn::LargestDifference> difference;  ///< of the scores, by the shift
};

/// Keeps the pictures as long as what they are of is the same.
class PositionMemory {
 public:
  const PositionPictures& of(const PositionSource& source);

 private:
  void makeTable(const PositionSource& source);
  void makeBias(const PositionSource& source);
  void makeScores(const PositionSource& source);

  std::string scheme_;
  attn::Index width_ = 0, count_ = 0, head_ = 0, tokens_ = 0;
  attn::MatrixPtr given_, before_, after_;  ///< table or bias; scores
  attn::MatrixPtr relative_;
  bool widen_ = false;  ///< the scale of the products, for other shifts of the same sequence
  PositionPictures pictures_;
};

struct PositionSubject {
  const PositionSource& source;
  const PositionPictures& pictures;
  Cell selected;
  std::string problem;  ///< why there are no scores to compare, in words; empty
  bool stale = false;

  SchemeKind kind() const { return kindOf(source.scheme); }
};

/// What is under the pointer.
struct PositionHit {
  enum class Part { Table, Products, Curve, Scores, Pair } part = Part::Table;
  Cell cell;                 ///< of the map, −1 for a side that is not pointed at
  attn::Index distance = 0;  ///< of a curve
  bool shifted = false;      ///< which of the two score maps
};
struct PositionLayout {
  Rect area;
  Rect first, second, third, fourth;  ///< with their titles: table, arrows or curves; products; curve; shift
  std::optional<MapPanel> table, products, unshifted, shifted;
  Rect arrows;                        ///< the pairs of rope
  attn::Index pairs = 0, perRow = 1;  ///< drawn, of them in a row
  float pairSide = 0;
  bool textBeside = false;  ///< what is written of a pair stands beside its circle, else below
  int legendRows = 0, legendPerRow = 1;
  float legendColumn = 0;   ///< the width of one head in the legend of a bias
  bool axisBeside = false;  ///< the name of the axis stands beside it, else below
  Rect plot;                ///< the curve, or the curves of a bias
  double xLow = 0, xHigh = 1, yLow = 0, yHigh = 1;
  Rect shiftedArea;  ///< where the scores of the shifted sequence stand
  Rect words;        ///< what the shift does

  float xOf(double x) const;
  float yOf(double y) const;
};
/// @param hit what is under the pointer, of the same layout without it
PositionLayout layoutPosition(const PositionSubject& subject, const SceneStyle& style, Rect area,
                              const std::optional<PositionHit>& hit = std::nullopt);

std::optional<PositionHit> hitPosition(const PositionLayout& layout, const PositionSubject& subject, Point pointer);

Drawing positionDrawing(const PositionLayout& layout, const PositionSubject& subject, const SceneStyle& style,
                        const std::optional<PositionHit>& hit);

/// What the shift did, in one sentence.
std::string shiftSentence(const PositionSubject& subject, const SceneStyle& style);
/// Over the scores of a sequence that begins at `shift`: as much as `room` points hold.
std::string scoresCaption(const std::string& shift, float room, const SceneStyle& style);
/// What is said now, and what a shift of this scheme may make of it.
std::vector<std::string> shiftSentences(const PositionSubject& subject, const SceneStyle& style);

/// The experiment's own scheme, or sinusoidal positions as an example where it has none.
ViewFigure positionFigure(const ViewSubject& subject, const SceneStyle& style, std::optional<Size> size);

}  // namespace lab
