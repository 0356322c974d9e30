#include "attention/heads.h"

#include "core/checks.h"

namespace attn {

void requireHeadCounts(const HeadCounts& heads) {
  const auto most = static_cast<double>(largestHeadCount);
  requireRange("heads", static_cast<double>(heads.query), 1, most);
  requireRange("kv-heads", static_cast<double>(heads.keyValue), 1, most);
  if (heads.query % heads.keyValue != 0)
    throw InputError("heads_share",
                     {{"got", std::to_string(heads.keyValue)}, {"expected", std::to_string(heads.query)}});
}

std::vector<MatrixPtr> splitHeads(const char* name, const MatrixPtr& joined, Index heads) {
  if (heads == 1) return {joined};
  if (joined->cols() % heads != 0)
    throw InputError("heads_divide",
                     {{"input", name}, {"got", std::to_string(joined->cols())}, {"expected", std::to_string(heads)}});
  const Index width = joined->cols() / heads;
  std::vector<MatrixPtr> split;
  for (Index head = 0; head < heads; ++head)
    split.push_back(std::make_shared<const Matrix>(joined->middleCols(head * width, width)));
  return split;
}

MatrixPtr joinHeads(const std::vector<MatrixPtr>& heads) {
  if (heads.size() == 1) return heads.front();
  Index columns = 0;
  for (const MatrixPtr& head : heads) columns += head->cols();
  Matrix joined(heads.front()->rows(), columns);
  Index at = 0;
  for (const MatrixPtr& head : heads) {
    joined.middleCols(at, head->cols()) = *head;
    at += head->cols();
  }
  return std::make_shared<const Matrix>(std::move(joined));
}

}  // namespace attn
