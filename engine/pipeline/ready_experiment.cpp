#include "pipeline/ready_experiment.h"

#include <cassert>

#include "pipeline/experiment_parameters.h"
#include "pipeline/projections.h"

namespace attn {
namespace {

std::vector<std::string> labelsOf(const std::shared_ptr<const std::vector<std::string>>& tokens, Index rows) {
  if (!tokens || static_cast<Index>(tokens->size()) != rows) return {};
  return *tokens;
}

}  // namespace

Experiment readyExperiment(const Trace& trace) {
  assert(trace.q && trace.k);
  Experiment out = trace.experiment;
  out.entry = Entry::Ready;
  out.q = trace.q;
  out.k = trace.k;
  out.v = trace.v;
  out.queryTokens = labelsOf(trace.queryTokens, trace.q->rows());
  out.keyTokens = labelsOf(trace.keyTokens, trace.k->rows());
  out.queryText.clear();
  out.keyText.clear();
  out.crossText = false;
  out.x = out.memory = out.wQ = out.wK = out.wV = nullptr;
  out.projection.clear();
  out.wO = trace.wO;
  out.position = "none";  // added or turned already
  out.parameters = parametersNamed(parameterSpecs(out), trace.experiment.parameters);
  return out;
}

bool canMoveKeys(const Experiment& experiment) {
  if (experiment.position != "none") return false;
  if (experiment.entry == Entry::Ready) return experiment.k != nullptr;
  const HeadCounts heads = headCounts(experiment);
  return experiment.entry == Entry::Vectors && !experiment.wK && projectionName(experiment) == "identity" &&
         heads.query == heads.keyValue;
}

Experiment withKeyMoved(const Experiment& experiment, Index key, Index group, const Vector& by) {
  assert(canMoveKeys(experiment));
  Experiment out = experiment;
  MatrixPtr& vectors = experiment.entry == Entry::Ready ? out.k : experiment.memory ? out.memory : out.x;
  Matrix moved = *vectors;
  moved.row(key).segment(group * by.size(), by.size()) += by.transpose();
  vectors = std::make_shared<const Matrix>(std::move(moved));
  return out;
}

}  // namespace attn
