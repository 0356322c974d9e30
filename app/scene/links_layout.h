#pragma once

#include <array>
#include <optional>
#include <vector>

#include "scene/geometry.h"
#include "scene/matrix_picture.h"
#include "scene/scene_style.h"

namespace lab {

/// Queries on the left and keys on the right, or queries above and keys below.
enum class LinksLayout { Columns, Rows };

enum class LinkSide { Query, Key };

/// A token that is on the screen.
struct LinkToken {
  LinkSide side = LinkSide::Query;
  attn::Index index = 0;
  Rect rect;          ///< of its label and number, up to its port
  Point port;         ///< where its links end
  Point label;        ///< the label's end at the port (columns) or its middle (rows), at half its height
  Point number;       ///< the right end (columns) or the middle (rows) of a number beside the label
  float room = 0;     ///< for the label
  bool named = true;  ///< not where tokens are too close for every label
};

/// Where the tokens of both sides stand. "Along" is the direction of the lists, "across" that of the links.
struct LinksGeometry {
  LinksLayout layout = LinksLayout::Columns;
  Rect plot;                           ///< tokens and links; what reaches beyond it is cut off
  float pitch = 0;                     ///< from token to token
  float zoom = 1;                      ///< as far as the tokens allow it
  float overflow = 0;                  ///< how much longer than the plot the longer list is; 0: all tokens are there
  attn::Index step = 1;                ///< every so manieth token has a label
  std::array<attn::Index, 2> count{};  ///< of each side
  std::array<float, 2> first{};        ///< along: the middle of token 0 of each side
  std::array<float, 2> port{};         ///< across: where links end
  std::array<float, 2> labelWidth{};   ///< room for a label of each side
  float numberWidth = 0, gap = 0;

  LinkToken token(LinkSide side, attn::Index index) const;
  Point portOf(LinkSide side, attn::Index index) const;
  /// The tokens of one side that can be seen, first and past the last.
  std::pair<attn::Index, attn::Index> seen(LinkSide side) const;
  float alongSize() const { return layout == LinksLayout::Columns ? plot.height : plot.width; }
  float alongStart() const { return layout == LinksLayout::Columns ? plot.y : plot.x; }
};

/// @param zoom 1: every label can be read, or more where there is room; down to where all tokens are in `plot`.
/// @param scroll 0 … 1. Without `style.interactive` everything is in `plot`.
LinksGeometry layoutLinks(const MatrixPicture& picture, LinksLayout layout, float zoom, float scroll,
                          const SceneStyle& style, Rect plot);

/// Rows where most of the tokens are Chinese.
LinksLayout naturalLinksLayout(const MatrixPicture& picture);

/// A token as it is written, before it is fitted into its room.
std::string linkLabel(const std::string& token);

}  // namespace lab
