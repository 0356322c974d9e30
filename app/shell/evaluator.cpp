#include "shell/evaluator.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "shell/problem_of.h"

namespace lab {
namespace {

/// At least as many tokens as any tokenizer makes of `text`, without running one.
std::size_t mostTokens(const std::string& text, const std::string& tokenizer) {
  std::size_t count = 0;
  bool inWord = false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) == 0x80) continue;
    const bool letter = byte < 0x80 && (std::isalnum(byte) != 0 || byte == '\'');
    const bool spaceOnly = byte == ' ' || byte == '\n' || byte == '\t';
    if (!spaceOnly && (!letter || !inWord || tokenizer == "character")) ++count;
    inWord = letter;
  }
  return count;
}

/// Pairs of all heads, and the products that compare them: heads share the width.
double costOf(const attn::Experiment& e, double n, double m, double width) {
  return n * m * (static_cast<double>(std::max<attn::Index>(1, e.heads)) + width / 64);
}

double costOf(const attn::Experiment& e) {
  if (e.entry == attn::Entry::Text) {
    const auto n = static_cast<double>(mostTokens(e.queryText, e.tokenizer));
    const double m = e.crossText ? static_cast<double>(mostTokens(e.keyText, e.tokenizer)) : n;
    const double width = e.dim > 0 ? static_cast<double>(e.dim) : e.embedding == "onehot" ? n + m : 16.0;
    return costOf(e, n, m, width);
  }
  const auto rows = [](const attn::MatrixPtr& matrix) { return matrix ? static_cast<double>(matrix->rows()) : 0.0; };
  const auto columns = [](const attn::MatrixPtr& matrix) { return matrix ? static_cast<double>(matrix->cols()) : 0.0; };
  switch (e.entry) {
    case attn::Entry::Scores:
      return costOf(e, rows(e.scores), columns(e.scores), columns(e.v));
    case attn::Entry::Weights:
      return costOf(e, rows(e.weights), columns(e.weights), columns(e.v));
    case attn::Entry::Ready: {
      const attn::MatrixPtr& queries = e.q ? e.q : e.k;  // without Q there are as many queries as keys
      return costOf(e, rows(queries), rows(e.k), columns(queries));
    }
    default:
      return costOf(e, rows(e.x), rows(e.memory ? e.memory : e.x), columns(e.x));
  }
}

/// Whether two pictures are drawn alike. Matrices are shared and never change: their pointers say it.
bool samePicture(const MatrixPicture& a, const MatrixPicture& b) {
  return a.values == b.values && a.visible == b.visible && a.scores == b.scores && a.rowLabels == b.rowLabels &&
         a.columnLabels == b.columnLabels;
}

/// The first coarser level of large weights, made in the same pass as they: while a slider moves the shape stays that
/// of the last result. Nothing where it is not two by two weights each, or small anyway.
attn::PictureSize halfOf(const attn::Trace& trace) {
  const attn::Index queries = trace.queries(), keys = trace.keys();
  if (queries * keys < 1024 * 1024 || queries % 2 != 0 || keys % 2 != 0) return {};
  return {queries / 2, keys / 2};
}

}  // namespace

bool isQuick(const attn::Experiment& experiment, std::size_t times) {
  // 260² pairs of the usual width; onehot of 256 distinct tokens is 9 times that and still some 10 ms.
  const double limit = experiment.embedding == "onehot" && experiment.entry == attn::Entry::Text ? 700e3 : 85e3;
  return costOf(experiment) * static_cast<double>(times) <= limit;
}

Evaluator::Evaluator(std::function<void()> wake) : wake_(std::move(wake)), worker_([this] { serve(); }) {}

Evaluator::~Evaluator() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    if (work_) work_->cancel();
  }
  condition_.notify_all();
  worker_.join();
}

void Evaluator::drawHeads(Result& result, attn::Index looked) {
  const attn::Trace& all = *result.allHeads;
  for (std::size_t r = 0; r < all.heads.size(); ++r) {
    const attn::MatrixPtr& weights = all.heads[r].weights;
    if (!weights) continue;
    const bool same = r < drawnHeads_.size() && drawnHeads_[r]->picture.values == weights &&
                      drawnHeads_[r]->picture.visible == all.heads[r].visible;
    const auto head = static_cast<attn::Index>(r);
    result.headWeights.push_back(head == looked ? result.shown.at(MatrixStage::Weights)
                                 : same         ? drawnHeads_[r]
                                        : shownMatrix(pictureOf(attn::oneHead(all, head), MatrixStage::Weights)));
  }
  drawnHeads_ = result.headWeights;
}

Variant Evaluator::evaluateVariant(std::size_t index, const attn::Experiment& experiment, attn::Index head,
                                   attn::Work* work) {
  Variant variant{experiment, std::nullopt, nullptr, std::nullopt};
  ShownMatrixPtr& drawn = drawnVariants_[index];
  variant.error = problemOf([&] {
    variant.trace = attn::oneHead(variantPipelines_[index].evaluate(experiment, attn::StageId::Measures, work), head);
    MatrixPicture picture = pictureOf(*variant.trace, MatrixStage::Weights);
    if (!picture.values) return;
    if (!drawn || !samePicture(drawn->picture, picture)) drawn = shownMatrix(std::move(picture));
    variant.weights = drawn;
  });
  if (variant.error) variant.trace.reset();
  return variant;
}

Evaluator::Result Evaluator::evaluate(const Wanted& wanted, attn::Work* work) {
  Result result;
  auto problem = problemOf([&] { compute(wanted, work, result); });
  if (!problem) return result;
  // A result is whole or none; what was kept to be used again may be what memory is missing for.
  result = {};
  if (problem->id() == "too_large") forgetKept();
  result.error = std::move(problem);
  return result;
}

void Evaluator::compute(const Wanted& wanted, attn::Work* work, Result& result) {
  const attn::PictureSize picture = evaluated_ ? halfOf(*evaluated_) : attn::PictureSize{};
  result.allHeads = pipeline_.evaluate(wanted.experiment, attn::StageId::Measures, work, picture);
  const attn::Index head = std::min(wanted.head, std::max<attn::Index>(1, result.allHeads->headCounts.query) - 1);
  result.trace = attn::oneHead(*result.allHeads, head);
  result.shown = shownMatrices(*result.trace, evaluated_ ? &*evaluated_ : nullptr, drawn_);
  drawHeads(result, head);
  variantPipelines_.resize(wanted.variants.size());
  drawnVariants_.resize(wanted.variants.size());
  for (std::size_t i = 0; i < wanted.variants.size(); ++i)
    result.variants.push_back(evaluateVariant(i, wanted.variants[i], head, work));
  evaluated_ = result.trace;
  drawn_ = result.shown;
}

void Evaluator::forgetKept() {
  pipeline_ = attn::Pipeline();
  variantPipelines_.clear();
  drawnVariants_.clear();
  evaluated_.reset();
  drawn_.clear();
  drawnHeads_.clear();
}

void Evaluator::request(Wanted wanted, double now, bool passing) {
  if (wanted_ && *wanted_ == wanted) return;
  wanted_ = wanted;
  std::unique_lock lock(mutex_);
  const bool passedBefore = std::exchange(passing_, passing);
  const bool keepsOlder = passing && passedBefore && pending_;
  queued_.reset();
  if (!keepsOlder) finished_.reset();
  if (!busy_ && isQuick(wanted.experiment, 1 + wanted.variants.size())) {
    finished_.reset();
    lock.unlock();
    pending_ = false;
    take(evaluate(wanted, nullptr));
    return;
  }
  if (work_ && !keepsOlder) work_->cancel();
  queued_ = std::move(wanted);
  if (!pending_) wantedSince_ = now;
  pending_ = true;
  lock.unlock();
  condition_.notify_all();
}

void Evaluator::poll(double now) {
  std::unique_lock lock(mutex_);
  if (!finished_) return;
  Result result = std::move(*finished_);
  finished_.reset();
  const bool newest = !queued_ && !busy_;
  lock.unlock();
  if (!pending_) return;  // cleared meanwhile
  pending_ = !newest;
  wantedSince_ = now;
  take(std::move(result));
}

void Evaluator::finish() {
  {
    std::unique_lock lock(mutex_);
    condition_.wait(lock, [&] { return !queued_ && !busy_; });
  }
  poll(wantedSince_);
}

void Evaluator::clear() {
  std::unique_lock lock(mutex_);
  passing_ = false;
  if (work_) work_->cancel();
  queued_.reset();
  finished_.reset();
  wanted_.reset();
  pending_ = false;
  trace_.reset();
  allHeads_.reset();
  headWeights_.clear();
  variants_.clear();
  error_.reset();
  changed_.clear();
  shown_.clear();
}

void Evaluator::take(Result result) {
  error_ = std::move(result.error);
  if (!result.trace) return;
  changed_.clear();
  for (const MatrixStage stage : allMatrixStages())
    if (trace_ && !sameNumbers(*trace_, *result.trace, stage)) changed_.insert(stage);
  trace_ = std::move(result.trace);
  allHeads_ = std::move(result.allHeads);
  headWeights_ = std::move(result.headWeights);
  variants_ = std::move(result.variants);
  shown_ = std::move(result.shown);
}

ShownMatrixPtr Evaluator::shown(MatrixStage stage) const {
  const auto found = shown_.find(stage);
  return found == shown_.end() ? nullptr : found->second;
}

std::optional<double> Evaluator::waiting(double now) const {
  if (!pending_) return std::nullopt;
  return now - wantedSince_;
}

double Evaluator::fraction() const {
  const std::lock_guard lock(mutex_);
  return work_ ? work_->fraction() : 0;
}

void Evaluator::serve() {
  std::unique_lock lock(mutex_);
  while (true) {
    condition_.wait(lock, [&] { return stopping_ || queued_; });
    if (stopping_) return;
    const Wanted wanted = std::move(*queued_);
    queued_.reset();
    busy_ = true;
    work_ = std::make_shared<attn::Work>();
    const std::shared_ptr<attn::Work> work = work_;
    lock.unlock();
    std::optional<Result> result;
    try {
      result = evaluate(wanted, work.get());
    } catch (const attn::Cancelled&) {
      // Another request is waiting, or the window closes.
    }
    lock.lock();
    busy_ = false;
    work_.reset();
    if (result && (!queued_ || passing_)) finished_ = std::move(result);
    lock.unlock();
    condition_.notify_all();
    if (wake_) wake_();
    lock.lock();
  }
}

}  // namespace lab
