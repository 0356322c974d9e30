#include "kernels/fused_attention.h"

#include <algorithm>
#include <cassert>
#include <cstring>

#include "kernels/attention_block.h"
#include "kernels/isa.h"
#include "kernels/scratch.h"
#include "kernels/sizes.h"
#include "kernels/thread_pool.h"

namespace attn::kernels {
namespace {

// Everything a block needs to know of the whole.
struct Plan {
  const AttentionProblem& problem;
  AttentionKernels kernels;
  std::size_t panels;       // of keys, per head
  std::size_t blocks;       // of queries, per head
  std::size_t valueStride;  // of `values`
  const float* packedKeys;  // (key head, panel, width, panelWidth)
  const float* values;      // V itself, or its copy with rows of whole vectors
  std::size_t valueHead;    // of `values`
  bool stream;
};

std::size_t packedHead(const Plan& plan) { return plan.panels * plan.kernels.panelWidth * plan.problem.width; }

void packKeys(const Plan& plan, bool manyThreads, float* to) {
  const AttentionProblem& p = plan.problem;
  const std::size_t together = 8, groups = ceilDivide(plan.panels, together);
  forBlocksIf(manyThreads, p.keyHeads * groups, {}, [&](std::size_t block) {
    const std::size_t head = block / groups, first = block % groups * together;
    for (std::size_t panel = first; panel < std::min(first + together, plan.panels); ++panel) {
      const std::size_t key = panel * plan.kernels.panelWidth;
      plan.kernels.packPanel(p.k + head * p.keyHead + key * p.keyStep, p.keyStep,
                             std::min(plan.kernels.panelWidth, p.keys - key), p.width,
                             to + head * packedHead(plan) + key * p.width);
    }
  });
}

// Rows of V filled up with zeros to whole vectors.
void padValues(const AttentionProblem& p, std::size_t stride, float* to) {
  for (std::size_t head = 0; head < p.keyHeads; ++head)
    for (std::size_t key = 0; key < p.keys; ++key, to += stride) {
      std::memcpy(to, p.v + head * p.valueHead + key * p.valueStep, p.valueWidth * sizeof(float));
      std::fill(to + p.valueWidth, to + stride, 0.0F);
    }
}

void runBlock(const Plan& plan, std::size_t head, std::size_t first) {
  const AttentionProblem& p = plan.problem;
  const std::size_t keyHead = head * p.keyHeads / p.heads;
  const Scratch room(plan.kernels.roomFor(p.keys, p.width, p.valueWidth));
  AttentionBlock b;
  b.queries = p.q + head * p.queryHead + first * p.queryStep;
  b.queryStep = p.queryStep;
  b.rows = std::min(blockQueries, p.queries - first);
  b.keys = p.keys;
  b.causal = p.causal;
  b.firstLimit = static_cast<std::ptrdiff_t>(first + p.keys + 1) - static_cast<std::ptrdiff_t>(p.queries);
  b.width = p.width;
  b.valueWidth = p.valueWidth;
  b.packedKeys = plan.packedKeys + keyHead * packedHead(plan);
  b.values = plan.values == nullptr ? nullptr : plan.values + keyHead * plan.valueHead;
  b.valueStep = plan.valueStride;
  b.scale = p.scale;
  b.perTau = 1.0 / p.tau;
  if (p.visible != nullptr)
    b.visible = reinterpret_cast<const unsigned char*>(p.visible + head * p.visibleHead + first * p.keys);
  b.visibleStep = p.keys;
  const std::size_t row = head * p.queries + first;
  b.scores = p.scores == nullptr ? nullptr : p.scores + row * p.keys;
  b.weights = p.weights == nullptr ? nullptr : p.weights + row * p.keys;
  b.matrixStep = p.keys;
  b.stream = plan.stream;
  b.rowMaxima = p.rowMaxima == nullptr ? nullptr : p.rowMaxima + row;
  b.context = p.context == nullptr ? nullptr : p.context + head * p.contextHead + first * p.contextStep;
  b.contextStep = p.contextStep;
  b.room = room.data();
  plan.kernels.block(b);
}

}  // namespace

void attend(const AttentionProblem& p, const Progress& progress) {
  assert(p.heads > 0 && p.keyHeads > 0 && p.heads % p.keyHeads == 0 && p.tau > 0);
  assert(p.context == nullptr || p.v != nullptr);
  static_assert(sizeof(bool) == 1);
  if (p.queries == 0) return;
  applyRequestedIsa();
  const double work = static_cast<double>(p.heads * p.queries) * static_cast<double>(p.keys * (p.width + p.valueWidth));
  const bool manyThreads = work > smallWork;

  Plan plan{p,
            attentionKernels(),
            0,
            ceilDivide(p.queries, blockQueries),
            p.valueStep,
            nullptr,
            p.v,
            p.valueHead,
            streams(p.heads * p.queries * p.keys)};
  plan.panels = ceilDivide(p.keys, plan.kernels.panelWidth);
  const Scratch packed(p.keyHeads * packedHead(plan));
  packKeys(plan, manyThreads, packed.data());
  plan.packedKeys = packed.data();

  const bool pad = p.context != nullptr && p.valueWidth % plan.kernels.lanes != 0;
  const std::size_t padded = ceilDivide(p.valueWidth, plan.kernels.lanes) * plan.kernels.lanes;
  const Scratch values(pad ? p.keyHeads * p.keys * padded : 0);
  if (pad) {
    padValues(p, padded, values.data());
    plan.values = values.data();
    plan.valueStride = padded;
    plan.valueHead = p.keys * padded;
  }
  // Head by head, so that its keys and values stay in the caches; a head's last blocks first: under a causal mask
  // they are the largest.
  forBlocksIf(manyThreads, p.heads * plan.blocks, progress, [&](std::size_t block) {
    const std::size_t fromEnd = plan.blocks - 1 - block % plan.blocks;
    runBlock(plan, block / plan.blocks, fromEnd * blockQueries);
  });
}

}  // namespace attn::kernels
