#include "cli/threads_option.h"

#include "kernels/thread_pool.h"

namespace lab {
namespace {

constexpr std::uint64_t mostThreads = 256;

}  // namespace

void addThreadsOption(TypedOptions& options, CLI::App& command) {
  options.add(command, "Speed", {{"--threads", "N", "Threads that compute, 1 to 256 (as many as the machine has)"}});
}

void applyThreads(const TypedOptions& options) {
  if (const auto threads = options.whole("--threads", 1, mostThreads))
    attn::kernels::setThreads(static_cast<unsigned>(*threads));
}

}  // namespace lab
