#include "kernels/matrix_product.h"

#include "kernel_support.h"

namespace attn::test {
namespace {

using kernels::MatrixProduct;
using plain::Table;

// A matrix whose rows lie `extra` floats further apart than they are long.
struct Strided {
  std::size_t rows, columns, step;
  std::vector<float> at;
  Strided(std::size_t r, std::size_t c, std::size_t extra, const char* purpose)
      : rows(r), columns(c), step(c + extra), at(normals(r * step, purpose)) {}
  Table table(bool transposed) const {
    Table out(transposed ? columns : rows, transposed ? rows : columns);
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t j = 0; j < columns; ++j)
        (transposed ? out(j, i) : out(i, j)) = static_cast<double>(at[i * step + j]);
    return out;
  }
};

// One product in every way of storing its sides, beside the judge's.
void judge(std::size_t n, std::size_t m, std::size_t d, std::size_t extra) {
  for (const bool leftTransposed : {false, true})
    for (const bool rightTransposed : {false, true})
      for (const bool accumulate : {false, true}) {
        const Strided left(leftTransposed ? d : n, leftTransposed ? n : d, extra, "left");
        const Strided right(rightTransposed ? m : d, rightTransposed ? d : m, extra, "right");
        Strided out(n, m, extra, "out");
        Table expected = plain::product(left.table(leftTransposed), right.table(rightTransposed));
        const Table before = out.table(false);
        for (std::size_t i = 0; accumulate && i < before.at.size(); ++i) expected.at[i] += before.at[i];
        const std::vector<float> around = out.at;
        kernels::multiply({n, m, d, left.at.data(), left.step, leftTransposed, right.at.data(), right.step,
                           rightTransposed, out.at.data(), out.step, accumulate});
        const Table got = out.table(false);
        // d products of some 3 each, every sum rounded.
        for (std::size_t i = 0; i < got.at.size(); ++i)
          ASSERT_NEAR(got.at[i], expected.at[i], 4e-7 * (static_cast<double>(d) + 4)) << n << " " << m << " " << d;
        for (std::size_t i = 0; i < around.size(); ++i)  // nothing is written between the rows
          ASSERT_TRUE(i % out.step < m || out.at[i] == around[i]);
      }
}

class MatrixProducts : public EveryIsa {};
ATTENTION_EVERY_ISA(MatrixProducts);

TEST_P(MatrixProducts, AgreeWithTheJudgeForEveryNumberOfColumns) {
  for (const std::size_t columns : tailLengths()) judge(5, columns, 6, 1);
}

TEST_P(MatrixProducts, AgreeWithTheJudgeForEveryNumberOfRows) {
  for (std::size_t rows = 1; rows <= 75; ++rows) judge(rows, 33, 5, 0);
}

TEST_P(MatrixProducts, AgreeWithTheJudgeForEveryDepth) {
  for (std::size_t depth = 0; depth <= 70; ++depth) judge(13, 17, depth, 3);
  for (const std::size_t depth : {255, 256, 257, 700}) judge(13, 35, depth, 0);
}

TEST_P(MatrixProducts, GiveTheSameBitsForAnyNumberOfThreads) {
  const std::size_t n = 301, m = 130, d = 190;
  const std::vector<float> left = normals(n * d, "left"), right = normals(m * d, "right");
  std::vector<float> one(n * m), four(n * m);
  kernels::setThreads(1);
  kernels::multiply({n, m, d, left.data(), d, false, right.data(), d, true, one.data(), m});
  kernels::setThreads(4);
  kernels::multiply({n, m, d, left.data(), d, false, right.data(), d, true, four.data(), m});
  EXPECT_EQ(one, four);
}

}  // namespace
}  // namespace attn::test
