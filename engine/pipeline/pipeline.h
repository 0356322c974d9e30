#pragma once

#include <memory>

#include "core/work.h"
#include "pipeline/experiment.h"
#include "pipeline/trace.h"

namespace attn {

enum class StageId { Tokens, Vectors, Projections, Scores, Bias, Mask, Weights, Context, Measures };

/// tokens -> vectors -> Q, K, V -> scores -> bias -> mask -> weights -> context -> measures, each stage
/// recomputed only when something it depends on has changed. Painted rows take their place between weights and context.
class Pipeline {
 public:
  /// @param tokenLimit tokens a side; more is an `InputError` that names the limit.
  explicit Pipeline(Index tokenLimit = windowTokenLimit);
  ~Pipeline();
  Pipeline(Pipeline&&) noexcept;
  Pipeline& operator=(Pipeline&&) noexcept;

  /// Everything up to and including `last`; later parts of the trace stay null.
  /// @param picture If this evaluation computes softmax weights of more numbers, heads have one of this size. If it
  ///                finds the weights as they were, heads have the picture that was made with them, or none.
  /// @throws InputError from any stage; Cancelled if `work` is.
  Trace evaluate(const Experiment& experiment, StageId last = StageId::Measures, Work* work = nullptr,
                 PictureSize picture = {});

  /// How often a stage has come to a result: what the tests count.
  int runs(StageId stage) const;

 private:
  struct Stages;
  std::unique_ptr<Stages> stages_;
};

}  // namespace attn
