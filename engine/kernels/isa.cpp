#include "kernels/isa.h"

#include <hwy/highway.h>

#include <cstdint>
#include <cstdlib>
#include <mutex>

namespace attn::kernels {
namespace {

std::string nameOf(std::int64_t target) {
  if (target == HWY_STATIC_TARGET) return "baseline";
  if (target == HWY_SSE4) return "sse4";
  if (target == HWY_AVX2) return "avx2";
  if (target == HWY_AVX3) return "avx512";
  return hwy::TargetName(target);
}

// What this processor has of what was compiled, whatever is forced; widest first.
const std::vector<std::int64_t>& available() {
  static const std::vector<std::int64_t> all = hwy::SupportedAndGeneratedTargets();
  return all;
}

bool force(const std::string& name) {
  for (const std::int64_t target : available()) {
    if (nameOf(target) != name) continue;
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(target);
    return true;
  }
  return false;
}

}  // namespace

void applyRequestedIsa() {
  static std::once_flag once;
  std::call_once(once, [] {
    available();
    const char* requested = std::getenv("ATTENTION_ISA");
    if (requested == nullptr || !force(requested)) hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  });
}

std::vector<std::string> availableIsas() {
  applyRequestedIsa();
  std::vector<std::string> names;
  for (const std::int64_t target : available()) names.insert(names.begin(), nameOf(target));
  return names;
}

std::string currentIsa() {
  applyRequestedIsa();
  return nameOf(hwy::SupportedAndGeneratedTargets().front());
}

bool selectIsa(const std::string& name) {
  applyRequestedIsa();
  return force(name);
}

}  // namespace attn::kernels
