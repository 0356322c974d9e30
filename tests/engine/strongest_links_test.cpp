#include "measures/strongest_links.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <limits>

#include "support/matrices.h"

namespace attn::test {
namespace {

/// Every link, sorted, then cut: what the fast version has to agree with.
StrongestLinks plainStrongest(const Matrix& weights, const Mask* visible, const LinkFilter& filter, std::size_t most) {
  std::vector<Link> all;
  for (Index q = 0; q < weights.rows(); ++q) {
    std::vector<Link> row;
    for (Index k = 0; k < weights.cols(); ++k) {
      const float w = weights(q, k);
      if (std::isnan(w) || w == 0 || std::abs(w) < static_cast<float>(filter.least)) continue;
      if (visible == nullptr || (*visible)(q, k)) row.push_back({q, k, w});
    }
    std::stable_sort(row.begin(), row.end(),
                     [](const Link& a, const Link& b) { return std::abs(a.weight) > std::abs(b.weight); });
    if (filter.perQuery > 0 && row.size() > static_cast<std::size_t>(filter.perQuery))
      row.resize(static_cast<std::size_t>(filter.perQuery));
    all.insert(all.end(), row.begin(), row.end());
  }
  std::sort(all.begin(), all.end(), isStronger);
  StrongestLinks out{all, all.size()};
  if (out.links.size() > most) out.links.resize(most);
  return out;
}

TEST(StrongestLinks, AreThoseOfSortingThemAll) {
  Matrix weights = seededNormal(30, 41, "weights");
  weights = (weights * 10).array().round() / 10;  // ties, zeros and negative ones
  Mask visible = allVisible(30, 41);
  for (Index q = 0; q < 30; ++q) visible(q, (q * 7) % 41) = visible(q, (q * 3 + 1) % 41) = false;
  visible.row(4).setConstant(false);
  for (const Mask* mask : {static_cast<const Mask*>(nullptr), static_cast<const Mask*>(&visible)})
    for (const double least : {0.0, 0.3, 1.1, 9.0})
      for (const Index perQuery : {0, 1, 3, 41, 100})
        for (const std::size_t most : {0U, 1U, 7U, 100U, 5000U}) {
          const StrongestLinks got = strongestLinks(weights, mask, {least, perQuery}, most);
          const StrongestLinks expected = plainStrongest(weights, mask, {least, perQuery}, most);
          EXPECT_EQ(got.all, expected.all) << least << " " << perQuery;
          EXPECT_EQ(got.links, expected.links) << least << " " << perQuery << " " << most;
        }
}

TEST(StrongestLinks, KeepTheEarliestOfEqualOnes) {
  const StrongestLinks links = strongestLinks(Matrix::Constant(20, 20, 0.05F), nullptr, {}, 3);
  EXPECT_EQ(links.all, 400U);
  EXPECT_EQ(links.links, (std::vector<Link>{{0, 0, 0.05F}, {0, 1, 0.05F}, {0, 2, 0.05F}}));
}

TEST(StrongestLinks, AreNoneOfMaskedPairsZerosAndNaN) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Matrix weights = matrixOf({{0.5, 0, nan}, {0.25, 0.75, 0}});
  Mask visible = allVisible(2, 3);
  visible(1, 1) = false;
  EXPECT_EQ(strongestLinks(weights, &visible, {}, 10).links, (std::vector<Link>{{0, 0, 0.5F}, {1, 0, 0.25F}}));
}

TEST(StrongestLinks, CountNegativeWeightsByTheirMagnitude) {
  const StrongestLinks links = strongestLinks(matrixOf({{0.4, -0.9, 1.5}}), nullptr, {0.5, 0}, 10);
  EXPECT_EQ(links.links, (std::vector<Link>{{0, 2, 1.5F}, {0, 1, -0.9F}}));
}

TEST(StrongestLinks, IncludeAWeightThatIsJustTheLeast) {
  // 0.1 is not a binary fraction: the float 0.1 must count where 0.1 is asked for.
  EXPECT_EQ(strongestLinks(matrixOf({{0.1, 0.9}}), nullptr, {0.1, 0}, 10).all, 2U);
}

TEST(StrongestLinks, OfOneQueryOrKeyAreThoseOfTheWholeMatrix) {
  const Matrix weights = seededNormal(12, 9, "weights");
  Mask visible = allVisible(12, 9);
  visible(3, 4) = visible(5, 4) = false;
  const auto those = [](const StrongestLinks& of, auto&& wanted) {
    std::vector<Link> links;
    std::copy_if(of.links.begin(), of.links.end(), std::back_inserter(links), wanted);
    return links;
  };
  for (const Mask* mask : {static_cast<const Mask*>(nullptr), static_cast<const Mask*>(&visible)}) {
    const StrongestLinks some = strongestLinks(weights, mask, {0.2, 4}, 1000),
                         all = strongestLinks(weights, mask, {0.2, 0}, 1000);
    const StrongestLinks ofQuery = strongestLinksOfQueries(weights, mask, 3, 4, {0.2, 4}, 1000);
    EXPECT_EQ(ofQuery.links, those(some, [](const Link& link) { return link.query == 3; }));
    const StrongestLinks ofThree = strongestLinksOfQueries(weights, mask, 3, 6, {0.2, 4}, 1000);
    EXPECT_EQ(ofThree.links, those(some, [](const Link& link) { return link.query >= 3 && link.query < 6; }));
    EXPECT_EQ(ofThree.all, ofThree.links.size());
    const StrongestLinks ofKey = strongestLinksOfKey(weights, mask, 4, 0.2, 1000);
    EXPECT_EQ(ofKey.links, those(all, [](const Link& link) { return link.key == 4; }));
    EXPECT_EQ(ofKey.all, ofKey.links.size());
    EXPECT_EQ(strongestLinksOfKey(weights, mask, 4, 0.2, 2).links.size(), 2U);
  }
}

}  // namespace
}  // namespace attn::test
