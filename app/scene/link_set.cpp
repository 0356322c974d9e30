#include "scene/link_set.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lab {

HeadLinksPtr headLinks(attn::Index head, ShownMatrixPtr weights, const attn::LinkFilter& filter) {
  const MatrixPicture& picture = weights->picture;
  const std::size_t most = filter.perQuery > 0 ? std::numeric_limits<std::size_t>::max() / 4 : mostLinksDrawn;
  attn::StrongestLinks strongest = attn::strongestLinks(*picture.values, picture.visible.get(), filter, most);
  return std::make_shared<const HeadLinks>(HeadLinks{head, std::move(weights), std::move(strongest)});
}

LinkSetPtr linkSet(std::vector<HeadLinksPtr> heads, const attn::LinkFilter& filter) {
  LinkSet set;
  set.filter = filter;
  for (const HeadLinksPtr& head : heads) {
    const auto& links = head->strongest.links;
    const std::size_t count = std::min(links.size(), mostLinksDrawn);
    for (std::size_t i = 0; i < count; ++i) set.strongest.push_back({head->head, links[i]});
    set.all += head->strongest.all;
    const ValueRange range = head->weights->range;
    set.largest = std::max({set.largest, std::abs(range.low), std::abs(range.high)});
  }
  sortAndCut(set.strongest);
  set.heads = std::move(heads);
  return std::make_shared<const LinkSet>(std::move(set));
}

void sortAndCut(std::vector<HeadLink>& links) {
  std::stable_sort(links.begin(), links.end(),
                   [](const HeadLink& a, const HeadLink& b) { return attn::isStronger(a.link, b.link); });
  if (links.size() > mostLinksDrawn) links.resize(mostLinksDrawn);
}

}  // namespace lab
