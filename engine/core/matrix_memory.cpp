#include "core/matrix_memory.h"

#include <algorithm>
#include <mutex>
#include <vector>

#include "kernels/scratch.h"

namespace attn {
namespace {

const std::size_t smallestKept = std::size_t{1} << 20, mostKept = std::size_t{256} << 20;

std::size_t bytesOf(const Matrix& values) { return static_cast<std::size_t>(values.size()) * sizeof(float); }

// Matrices that nobody uses, the one released last at the end.
class Released {
 public:
  void put(Matrix values) {
    if (bytesOf(values) < smallestKept || bytesOf(values) > mostKept) return;
    const std::lock_guard<std::mutex> alone(mutex_);
    bytes_ += bytesOf(values);
    kept_.push_back(std::move(values));
    while (bytes_ > mostKept) {
      bytes_ -= bytesOf(kept_.front());
      kept_.erase(kept_.begin());
    }
  }

  /// Empty where there is none of this size.
  Matrix take(Index rows, Index columns) {
    const std::lock_guard<std::mutex> alone(mutex_);
    const auto found =
        std::find_if(kept_.rbegin(), kept_.rend(), [&](const Matrix& m) { return m.size() == rows * columns; });
    if (found == kept_.rend()) return {};
    Matrix out = std::move(*found);
    kept_.erase(std::next(found).base());
    bytes_ -= bytesOf(out);
    return out;
  }

 private:
  std::mutex mutex_;
  std::vector<Matrix> kept_;
  std::size_t bytes_ = 0;
};

// Never destroyed: matrices of static lifetime are released after everything else.
Released& released() {
  static Released& only = *new Released;
  return only;
}

}  // namespace

Matrix unfilledMatrix(Index rows, Index columns) {
  const std::size_t bytes = static_cast<std::size_t>(rows * columns) * sizeof(float);
  if (bytes < smallestKept) return Matrix(rows, columns);
  Matrix out = released().take(rows, columns);
  const bool fresh = out.size() == 0;
  out.resize(rows, columns);  // the same number of entries: nothing moves
  if (fresh) kernels::preferHugePages(out.data(), bytes);
  return out;
}

MatrixPtr shareMatrix(Matrix values) {
  if (bytesOf(values) < smallestKept) return std::make_shared<const Matrix>(std::move(values));
  return {new Matrix(std::move(values)), [](Matrix* last) {
            released().put(std::move(*last));
            delete last;
          }};
}

}  // namespace attn
