#pragma once

#include <string>
#include <vector>

namespace attn::kernels {

// The vector instructions the kernels use are chosen when the program runs: the widest that the processor has,
// unless the environment variable ATTENTION_ISA names another level.

/// The levels this processor has, narrowest first: of "baseline", "sse4", "avx2", "avx512" (or "baseline" and what
/// else the architecture offers). "baseline" is what every processor of the architecture has.
std::vector<std::string> availableIsas();

/// The level in use.
std::string currentIsa();

/// For tests; while nothing is computing. @return false, and nothing changes, where `name` is not available.
bool selectIsa(const std::string& name);

/// Called before any kernel chooses its code: reads ATTENTION_ISA once. A level that is not available is passed
/// over.
void applyRequestedIsa();

}  // namespace attn::kernels
