#pragma once

#include <cstddef>

namespace attn::kernels {

/// Room for `count` floats, aligned to 64 bytes, contents unspecified. A thread keeps the room it has used for
/// the next call (fresh memory costs more than the arithmetic in it), save for what is very large.
class Scratch {
 public:
  explicit Scratch(std::size_t count);
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  float* data() const { return data_; }

 private:
  float* data_;
  std::size_t bytes_;
};

/// Memory that lives longer than a call, aligned to 64 bytes; in huge pages where the system grants them and it is
/// large. @throws std::bad_alloc
float* allocateFloats(std::size_t count);
void freeFloats(float* floats);

/// Asks for huge pages where `bytes` from `at` on hold some, before they are first used.
void preferHugePages(void* at, std::size_t bytes);

}  // namespace attn::kernels
