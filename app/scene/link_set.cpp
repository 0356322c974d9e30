#include "scene/link_set.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lab {

namespace {

constexpr std::size_t mostKept = 64;  // heads

}  // namespace

HeadLinksPtr headLinks(attn::Index head, ShownMatrixPtr weights, const attn::LinkFilter& filter) {
  const attn::Index queries = weights->picture.values->rows();
  return headLinks(head, std::move(weights), filter, 0, queries);
}

HeadLinksPtr headLinks(attn::Index head, ShownMatrixPtr weights, const attn::LinkFilter& filter, attn::Index first,
                       attn::Index end) {
  const MatrixPicture& picture = weights->picture;
  const std::size_t most = filter.perQuery > 0 ? std::numeric_limits<std::size_t>::max() / 4 : mostLinksDrawn;
  attn::StrongestLinks strongest =
      attn::strongestLinksOfQueries(*picture.values, picture.visible.get(), first, end, filter, most);
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

void sortStrongest(std::vector<HeadLink>& links) {
  std::stable_sort(links.begin(), links.end(),
                   [](const HeadLink& a, const HeadLink& b) { return attn::isStronger(a.link, b.link); });
}

void sortAndCut(std::vector<HeadLink>& links) {
  sortStrongest(links);
  if (links.size() > mostLinksDrawn) links.resize(mostLinksDrawn);
}

LinkSetPtr LinkCache::find(const std::vector<Head>& heads, const attn::LinkFilter& filter, attn::Index mostCells) {
  if (filter != filter_) found_.clear();
  filter_ = filter;
  std::vector<HeadLinksPtr> wanted;
  attn::Index cells = 0;
  complete_ = true;
  for (const Head& head : heads) {
    const auto known = std::find_if(found_.begin(), found_.end(), [&](const HeadLinksPtr& links) {
      return links->head == head.head && links->weights == head.weights;
    });
    if (known != found_.end()) {
      wanted.push_back(*known);
    } else if (cells == 0 || cells + head.weights->picture.values->size() <= mostCells) {
      wanted.push_back(headLinks(head.head, head.weights, filter));
      cells += head.weights->picture.values->size();
    } else {
      complete_ = false;
    }
  }
  if (!set_ || set_->heads != wanted || set_->filter != filter) set_ = linkSet(wanted, filter);
  // Heads that are switched off are kept for when they come back, as long as their weights are the shown ones.
  std::erase_if(found_, [&](const HeadLinksPtr& links) {
    return std::any_of(heads.begin(), heads.end(), [&](const Head& head) { return head.head == links->head; });
  });
  if (found_.size() > mostKept) found_.clear();
  found_.insert(found_.end(), wanted.begin(), wanted.end());
  return set_;
}

LinkSetPtr LinkCache::page(attn::Index first, attn::Index end) {
  if (!set_ || set_->strongest.size() >= set_->all) {
    page_ = pageOf_ = nullptr;
    return nullptr;
  }
  if (pageOf_ == set_ && pageFirst_ == first && pageEnd_ == end) return page_;
  std::vector<HeadLinksPtr> heads;
  for (const HeadLinksPtr& head : set_->heads)
    heads.push_back(headLinks(head->head, head->weights, filter_, first, end));
  page_ = linkSet(std::move(heads), filter_);
  pageOf_ = set_;
  pageFirst_ = first;
  pageEnd_ = end;
  return page_;
}

}  // namespace lab
