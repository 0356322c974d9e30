#pragma once

#include <string>

#include "pipeline/experiment.h"
#include "support/matrices.h"

namespace attn::test {

inline Experiment textExperiment(std::string text) {
  Experiment experiment;
  experiment.queryText = std::move(text);
  return experiment;
}

inline Experiment vectorsExperiment(Matrix x) {
  Experiment experiment;
  experiment.entry = Entry::Vectors;
  experiment.x = shared(std::move(x));
  return experiment;
}

inline Experiment readyExperiment(Matrix q, Matrix k) {
  Experiment experiment;
  experiment.entry = Entry::Ready;
  experiment.q = shared(std::move(q));
  experiment.k = shared(std::move(k));
  return experiment;
}

}  // namespace attn::test
