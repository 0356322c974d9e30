#include "pipeline/trace.h"

namespace attn {
namespace {

std::string labelOf(const std::shared_ptr<const std::vector<std::string>>& tokens, Index place, const char* kind) {
  const auto at = static_cast<std::size_t>(place);
  if (tokens && at < tokens->size()) return (*tokens)[at];
  return std::string(kind) + " " + std::to_string(place + 1);
}

}  // namespace

std::string queryLabel(const Trace& trace, Index query) { return labelOf(trace.queryTokens, query, "query"); }
std::string keyLabel(const Trace& trace, Index key) { return labelOf(trace.keyTokens, key, "key"); }

}  // namespace attn
