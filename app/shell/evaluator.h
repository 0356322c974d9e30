#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "core/input_error.h"
#include "core/work.h"
#include "pipeline/pipeline.h"
#include "scene/shown_matrix.h"
#include "views/view_table.h"

namespace lab {

/// Runs the pipeline for the window: what is quick at once, what is not on a worker over a copy, the newest request
/// next. The last good result stays until a newer one is there.
class Evaluator {
 public:
  /// @param wake called from the worker when a result is ready: the window may be asleep.
  explicit Evaluator(std::function<void()> wake);
  ~Evaluator();
  Evaluator(const Evaluator&) = delete;
  Evaluator& operator=(const Evaluator&) = delete;

  /// What is wanted: an experiment, one of its heads (from 0; the last one where there are fewer) and other experiments
  /// to compare it with.
  struct Wanted {
    attn::Experiment experiment;
    attn::Index head = 0;
    std::vector<attn::Experiment> variants = {};
    bool operator==(const Wanted&) const = default;
  };
  /// Nothing happens if it is what was wanted last. What is being computed for an older request is given up, but not
  /// between two steps of something that is dragged, typed or played: the older one is shown when it is ready and the
  /// newest comes next. Else nothing large would be seen before the hand rests.
  /// @param passing the experiment is such a step.
  void request(Wanted wanted, double now, bool passing = false);
  /// Takes over what the worker has finished. Once a frame.
  void poll(double now);
  /// Waits until the wanted result is there: for pictures, never for the window.
  void finish();
  /// Forgets result and error.
  void clear();

  const attn::Trace* trace() const { return trace_ ? &*trace_ : nullptr; }
  /// Every head of the same result; there is one if there is a trace.
  const attn::Trace& allHeads() const { return *allHeads_; }
  /// The weights of each head, ready to draw.
  const std::vector<ShownMatrixPtr>& headWeights() const { return headWeights_; }
  const std::vector<Variant>& variants() const { return variants_; }
  const std::optional<attn::InputError>& error() const { return error_; }
  /// What the last result looks like, ready to draw; null for a stage it does not have.
  ShownMatrixPtr shown(MatrixStage stage) const;
  /// Stages whose matrix the last result changed.
  const std::set<MatrixStage>& changed() const { return changed_; }
  /// Seconds since a result that is still on its way was asked for; none if what is shown is up to date.
  std::optional<double> waiting(double now) const;
  double fraction() const;

 private:
  struct Result {
    std::optional<attn::Trace> trace, allHeads;
    ShownMatrices shown;
    std::vector<ShownMatrixPtr> headWeights;
    std::vector<Variant> variants;
    std::optional<attn::InputError> error;
  };
  void drawHeads(Result& result, attn::Index looked);
  Variant evaluateVariant(std::size_t index, const attn::Experiment& experiment, attn::Index head, attn::Work* work);
  /// What comes of it, or why nothing does: memory that ran out is an error of the result, `too_large`.
  Result evaluate(const Wanted& wanted, attn::Work* work);
  void compute(const Wanted& wanted, attn::Work* work, Result& result);
  void forgetKept();
  void take(Result result);
  void serve();

  std::function<void()> wake_;
  // The worker's while `busy_`, else the window's:
  attn::Pipeline pipeline_;
  std::vector<attn::Pipeline> variantPipelines_;  ///< one a variant: each keeps what did not change
  std::optional<attn::Trace> evaluated_;          ///< the last one, and its pictures: what did not change is used again
  ShownMatrices drawn_;
  std::vector<ShownMatrixPtr> drawnHeads_, drawnVariants_;

  std::optional<Wanted> wanted_;
  double wantedSince_ = 0;
  bool pending_ = false;  ///< what is shown is not what is wanted
  std::optional<attn::Trace> trace_, allHeads_;
  std::vector<ShownMatrixPtr> headWeights_;
  std::vector<Variant> variants_;
  std::optional<attn::InputError> error_;
  ShownMatrices shown_;
  std::set<MatrixStage> changed_;

  mutable std::mutex mutex_;
  std::condition_variable condition_;
  std::optional<Wanted> queued_;          ///< guarded by mutex_
  bool passing_ = false;                  ///< the last request was a step that may pass; guarded by mutex_
  std::optional<Result> finished_;        ///< guarded by mutex_
  std::shared_ptr<attn::Work> work_;      ///< guarded by mutex_
  bool busy_ = false, stopping_ = false;  ///< guarded by mutex_
  std::thread worker_;
};

/// Whether a computation, done so many times, is sure to fit into a frame: once, up to about 256 tokens a side.
bool isQuick(const attn::Experiment& experiment, std::size_t times = 1);

}  // namespace lab
