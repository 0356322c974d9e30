#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "scene/drawing.h"
#include "scene/link_set.h"
#include "scene/links_layout.h"
#include "scene/matrix_picture.h"
#include "scene/scene_style.h"
#include "scene/views.h"

namespace lab {

/// What the reader chose for the links.
struct LinksOptions {
  std::optional<LinksLayout> layout;  ///< none: rows where most tokens are Chinese
  attn::LinkFilter filter;            ///< which weights are links
  bool allHeads = false;              ///< every head in its colour, not only the one that is looked at
  std::set<attn::Index> hiddenHeads;  ///< of all heads those that are switched off
  float scroll = 0;                   ///< 0 … 1: the first … the last tokens
  float zoom = 1;                     ///< of the distance between tokens
};

/// What is shown, and what of it is pointed at.
struct LinksSubject {
  LinkSetPtr links;        ///< never null; without heads where all are hidden
  LinkSetPtr page;         ///< of the queries on the screen alone, where `links` are too many to be drawn; else null
  ShownMatrixPtr weights;  ///< of any head, never null: the tokens
  attn::Index headCount = 1;
  bool wholeRange = false;  ///< the widest link is the weight 1, not the largest weight
  std::optional<Cell> selected;
  std::optional<attn::Index> query, key;  ///< under the pointer; one of them: its links alone; both: that link
  std::optional<attn::Index> head;        ///< under the pointer in the legend: its links alone
  bool stale = false;
};

/// A link as it is drawn.
struct DrawnLink {
  HeadLink of;
  Curve curve;
};

/// A head's name in the legend, or the word that shows or hides all of them.
struct LegendEntry {
  std::optional<attn::Index> head;  ///< none: all heads at once
  Rect rect;
};

/// What is under the pointer.
struct LinksHit {
  std::optional<LinkToken> token;
  std::optional<HeadLink> link;
  std::optional<LegendEntry> legend;
};

struct LinksScene {
  LinksGeometry geometry;
  std::vector<LinkToken> tokens;  ///< those on the screen
  std::vector<DrawnLink> links;   ///< weakest first, as they are drawn
  std::vector<LegendEntry> legend;
  std::string status;  ///< how many links there are and what is left out
  Drawing drawing;

  /// The legend first, then tokens, then the strongest link within a few points.
  LinksHit hit(Point point) const;
};

/// Where everything will stand, before any link is known.
LinksGeometry linksGeometry(const LinksSubject& subject, const LinksOptions& options, const SceneStyle& style,
                            Rect area);
LinksScene linksScene(const LinksSubject& subject, const LinksOptions& options, const SceneStyle& style, Rect area);

/// The scroll after moving by `points` towards the end.
float scrolledBy(const LinksGeometry& geometry, float scroll, float points);
/// The nearest scroll that shows a token.
float scrolledTo(const LinksGeometry& geometry, float scroll, LinkSide side, attn::Index index);

/// The head that is looked at, on a page of its own.
ViewFigure linksFigure(const ViewSubject& subject, const SceneStyle& style, std::optional<Size> size);

}  // namespace lab
