// One reader under libFuzzer: -DATTENTION_FUZZ=ON with clang, then build/tests/fuzz_npy and so on.
#include <cstddef>
#include <cstdint>

#include "../targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lab::fuzz::ATTENTION_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}
