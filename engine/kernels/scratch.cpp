#include "kernels/scratch.h"

#include <cstdint>
#include <cstdlib>
#include <new>
#include <vector>
#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace attn::kernels {
namespace {

const std::size_t line = 64, hugePage = std::size_t{2} << 20;
const std::size_t largestKept = std::size_t{64} << 20;

float* allocate(std::size_t bytes) {
  const bool huge = bytes >= 2 * hugePage;
  const std::size_t alignment = huge ? hugePage : line;
  void* at = std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
  if (at == nullptr) throw std::bad_alloc();
  preferHugePages(at, bytes);
  return static_cast<float*>(at);
}

struct Room {
  float* data;
  std::size_t bytes;
};

// What the thread has used before and does not use now; the last one returned first.
struct Kept {
  std::vector<Room> rooms;
  ~Kept() {
    for (const Room& room : rooms) std::free(room.data);
  }
};
thread_local Kept kept;

}  // namespace

Scratch::Scratch(std::size_t count) : data_(nullptr), bytes_(count * sizeof(float)) {
  if (bytes_ == 0) bytes_ = line;
  if (!kept.rooms.empty()) {
    const Room last = kept.rooms.back();
    kept.rooms.pop_back();
    if (last.bytes >= bytes_) {
      data_ = last.data;
      bytes_ = last.bytes;
      return;
    }
    std::free(last.data);
  }
  data_ = allocate(bytes_);
}

Scratch::~Scratch() {
  if (bytes_ <= largestKept)
    kept.rooms.push_back({data_, bytes_});
  else
    std::free(data_);
}

float* allocateFloats(std::size_t count) { return allocate(count * sizeof(float) + line); }
void freeFloats(float* floats) { std::free(floats); }

void preferHugePages([[maybe_unused]] void* at, [[maybe_unused]] std::size_t bytes) {
#if defined(__linux__)
  if (bytes < 2 * hugePage) return;
  const std::uintptr_t page = 4096, from = reinterpret_cast<std::uintptr_t>(at),
                       first = (from + page - 1) / page * page;
  madvise(reinterpret_cast<void*>(first), bytes - (first - from), MADV_HUGEPAGE);  // a wish; others work as well
#endif
}

}  // namespace attn::kernels
