#include "measures/strongest_links.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace attn {
namespace {

/// Keeps the strongest `most` of what is offered. Twice as many are collected before the weaker half is dropped, so
/// that an offer costs a constant time on average, whatever the order.
class Strongest {
 public:
  explicit Strongest(std::size_t most) : most_(most) {}

  void offer(const Link& link) {
    if (most_ == 0) return;
    // Offers come in the order that breaks ties, so an equal one is weaker than those that are kept.
    if (full_ && std::abs(link.weight) <= cutoff_) return;
    kept_.push_back(link);
    if (kept_.size() >= 2 * most_) drop();
  }

  std::vector<Link> sorted() {
    if (kept_.size() > most_) drop();
    std::sort(kept_.begin(), kept_.end(), isStronger);
    return std::move(kept_);
  }

 private:
  void drop() {
    const auto last = kept_.begin() + static_cast<std::ptrdiff_t>(most_) - 1;
    std::nth_element(kept_.begin(), last, kept_.end(), isStronger);
    kept_.resize(most_);
    cutoff_ = std::abs(kept_.back().weight);
    full_ = true;
  }

  std::size_t most_;
  std::vector<Link> kept_;
  float cutoff_ = 0;
  bool full_ = false;
};

bool isLink(float weight, float least) { return weight != 0.0F && std::abs(weight) >= least; }  // of NaN false

}  // namespace

bool isStronger(const Link& a, const Link& b) {
  const float x = std::abs(a.weight), y = std::abs(b.weight);
  if (x != y) return x > y;
  return a.query != b.query ? a.query < b.query : a.key < b.key;
}

StrongestLinks strongestLinks(const Matrix& weights, const Mask* visible, const LinkFilter& filter, std::size_t most) {
  return strongestLinksOfQueries(weights, visible, 0, weights.rows(), filter, most);
}

StrongestLinks strongestLinksOfQueries(const Matrix& weights, const Mask* visible, Index first, Index end,
                                       const LinkFilter& filter, std::size_t most) {
  assert(0 <= first && first <= end && end <= weights.rows());
  assert(visible == nullptr || (visible->rows() == weights.rows() && visible->cols() == weights.cols()));
  assert(filter.perQuery >= 0);
  const auto least = static_cast<float>(filter.least);
  StrongestLinks out;
  Strongest strongest(most);
  std::vector<Link> row;
  for (Index query = first; query < end; ++query) {
    const float* values = weights.data() + query * weights.cols();
    const bool* seen = visible == nullptr ? nullptr : visible->data() + query * weights.cols();
    const bool some = filter.perQuery > 0 && filter.perQuery < weights.cols();
    row.clear();
    for (Index key = 0; key < weights.cols(); ++key) {
      if (!isLink(values[key], least) || (seen != nullptr && !seen[key])) continue;
      const Link link{query, key, values[key]};
      if (some) {
        row.push_back(link);
      } else {
        ++out.all;
        strongest.offer(link);
      }
    }
    if (!some) continue;
    const std::size_t count = std::min(row.size(), static_cast<std::size_t>(filter.perQuery));
    std::partial_sort(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(count), row.end(), isStronger);
    out.all += count;
    for (std::size_t i = 0; i < count; ++i) strongest.offer(row[i]);
  }
  out.links = strongest.sorted();
  return out;
}

StrongestLinks strongestLinksOfKey(const Matrix& weights, const Mask* visible, Index key, double least,
                                   std::size_t most) {
  const Matrix column = weights.col(key);
  Mask seen;
  if (visible != nullptr) seen = visible->col(key);
  StrongestLinks out = strongestLinks(column, visible == nullptr ? nullptr : &seen, {least, 0}, most);
  for (Link& link : out.links) link.key = key;
  return out;
}

}  // namespace attn
