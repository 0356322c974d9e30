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

/// Self-attention over "word0 word1 …".
inline Experiment wordsExperiment(int words) {
  Experiment experiment;
  for (int i = 0; i < words; ++i) experiment.queryText += "word" + std::to_string(i) + " ";
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
