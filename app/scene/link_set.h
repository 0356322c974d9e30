#pragma once

#include <memory>
#include <vector>

#include "measures/strongest_links.h"
#include "scene/shown_matrix.h"

namespace lab {

/// More are not drawn at once: the strongest stay, and the view says how many there are.
inline constexpr std::size_t mostLinksDrawn = 2000;

/// One head's links, found once for its weights and a filter.
struct HeadLinks {
  attn::Index head = 0;
  ShownMatrixPtr weights;          ///< never null
  attn::StrongestLinks strongest;  ///< all of them where each query has so many, else at most `mostLinksDrawn`
};
using HeadLinksPtr = std::shared_ptr<const HeadLinks>;
HeadLinksPtr headLinks(attn::Index head, ShownMatrixPtr weights, const attn::LinkFilter& filter);
/// Of the queries [first, end) alone.
HeadLinksPtr headLinks(attn::Index head, ShownMatrixPtr weights, const attn::LinkFilter& filter, attn::Index first,
                       attn::Index end);

/// A link of one of several heads.
struct HeadLink {
  attn::Index head = 0;
  attn::Link link;
  bool operator==(const HeadLink&) const = default;
};

/// The links of the heads that are shown, together.
struct LinkSet {
  std::vector<HeadLinksPtr> heads;
  attn::LinkFilter filter;
  std::vector<HeadLink> strongest;  ///< at most `mostLinksDrawn`, strongest first
  std::size_t all = 0;              ///< how many pass the filter
  double largest = 0;               ///< magnitude of the largest weight of these heads
};
using LinkSetPtr = std::shared_ptr<const LinkSet>;
LinkSetPtr linkSet(std::vector<HeadLinksPtr> heads, const attn::LinkFilter& filter);

/// Finds the links of weights once, and again only when weights or filter changed.
class LinkCache {
 public:
  struct Head {
    attn::Index head = 0;
    ShownMatrixPtr weights;  ///< never null
  };
  /// @param mostCells about so many weights are looked at in one call (one head at least), so that a frame stays
  /// short: heads that are not found yet are left out and `complete` is false; call again.
  LinkSetPtr find(const std::vector<Head>& heads, const attn::LinkFilter& filter, attn::Index mostCells);
  bool complete() const { return complete_; }
  /// The last result; null before the first.
  const LinkSetPtr& last() const { return set_; }

  /// The links of the queries [first, end) of the last result's heads: where not every link is drawn, each part of a
  /// long list has its own strongest. Null where every link is drawn.
  LinkSetPtr page(attn::Index first, attn::Index end);

 private:
  std::vector<HeadLinksPtr> found_;
  attn::LinkFilter filter_;
  LinkSetPtr set_;
  bool complete_ = true;
  LinkSetPtr page_, pageOf_;
  attn::Index pageFirst_ = 0, pageEnd_ = 0;
};

/// Strongest first.
void sortStrongest(std::vector<HeadLink>& links);
/// Strongest first, and no more than `mostLinksDrawn`.
void sortAndCut(std::vector<HeadLink>& links);

}  // namespace lab
