#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "measures/head_summary.h"
#include "scene/drawing.h"
#include "scene/matrix_picture.h"
#include "scene/scene_style.h"
#include "scene/shown_matrix.h"
#include "scene/views.h"

namespace lab {

/// What heads are sorted by.
enum class HeadOrder { Number, Entropy, EffectiveKeys, DiagonalMass, MeanDistance };

struct HeadsOptions {
  HeadOrder order = HeadOrder::Number;
  bool descending = false;
  float scroll = 0;  ///< points
};

/// A thumbnail: a head, or what all heads are together.
struct HeadCard {
  enum class Kind { Head, Mean, Maximum };
  Kind kind = Kind::Head;
  attn::Index head = 0;                        ///< of a head
  ShownMatrixPtr weights;                      ///< null while it is computed
  std::optional<attn::HeadMeasures> measures;  ///< none of the maximum, whose rows are no distributions
};

/// The heads in the asked order, ties by number and undefined measures last.
std::vector<HeadCard> sortedHeads(std::vector<HeadCard> heads, const HeadsOptions& options);

/// One measure: what it is sorted by, its i18n key, its value.
struct HeadMeasureRow {
  HeadOrder order;
  const char* key;
  double attn::HeadMeasures::*value;
};
const std::vector<HeadMeasureRow>& headMeasureRows();

struct HeadsSubject {
  std::vector<HeadCard> cards;  ///< in the order in which they are shown
  attn::Index looked = 0;       ///< the head that is looked at: outlined
  attn::Index headCount = 1;
  ValueRange range;  ///< one for all
  const ColourMapRow* map = nullptr;
  std::optional<Cell> selected;           ///< its row is marked in every thumbnail
  std::optional<attn::Index> query, key;  ///< under the pointer
  std::optional<std::size_t> pointed;     ///< the card under the pointer
  bool stale = false;
  bool single = false;  ///< given scores or weights, which are those of one head
};

/// "head 3", or what all heads are together.
std::string cardTitle(const Words& words, const HeadCard& card);

/// Where the measures of a card stand: below its map, or beside it with the values in a column of their own or below
/// their names.
enum class MeasurePlace { Below, Beside, Stacked };

/// Where a card stands.
struct HeadCardPlace {
  Rect rect, map;  ///< of the card, and of its cells within it
  Rect measures;
  float cell = 0;  ///< pitch of its cells
};

struct HeadsScene {
  Rect plot;        ///< what reaches beyond it is cut off
  int columns = 1;  ///< cards side by side
  MeasurePlace measurePlace = MeasurePlace::Below;
  float overflow = 0;                ///< how far it can be scrolled
  std::vector<HeadCardPlace> cards;  ///< as in the subject, also those out of sight
  Rect bar;                          ///< the colour bar
  std::string note;                  ///< in the window, about a single head; else empty
  Drawing drawing;

  std::optional<std::size_t> cardAt(Point point) const;
  /// The cell of a card's thumbnail.
  std::optional<Cell> cellAt(std::size_t card, Point point, attn::Index rows, attn::Index columns) const;
};

HeadsScene headsScene(const HeadsSubject& subject, const HeadsOptions& options, const SceneStyle& style, Rect area);

/// All heads with their mean and maximum, on a page of its own.
ViewFigure headsFigure(const ViewSubject& subject, const SceneStyle& style, std::optional<Size> size);

/// The mean and the maximum over heads, ready to draw. In O(n·m·h).
std::vector<HeadCard> summaryCards(const std::vector<ShownMatrixPtr>& heads);

}  // namespace lab
