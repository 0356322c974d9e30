#include "attention/scores.h"
#include "core/matrix_memory.h"
#include "kernels/additive_scores.h"

namespace attn {
namespace {

std::size_t size(Index count) { return static_cast<std::size_t>(count); }

// Queries, keys and the hidden layer's `v`; the layer's weights are still to come.
kernels::AdditiveProblem problemOf(const Matrix& queries, const Matrix& keys, const Matrix& v) {
  kernels::AdditiveProblem p;
  p.queries = size(queries.rows()), p.keys = size(keys.rows()), p.hidden = size(v.cols());
  p.queryWidth = p.queryStep = size(queries.cols());
  p.keyWidth = p.keyStep = size(keys.cols());
  p.q = queries.data(), p.k = keys.data(), p.v = v.data();
  return p;
}

const float* biasOf(const Parameters& parameters, const char* name) {
  const auto bias = parameters.matrices.find(name);
  return bias == parameters.matrices.end() ? nullptr : bias->second->data();
}

// W [q; k] = W_left q + W_right k, so that one layer over both is two layers that are added.
void setJoinedLayer(const Matrix& weight, kernels::AdditiveProblem& p) {
  p.queryWeights = weight.data();
  p.keyWeights = weight.data() + p.queryWidth;
  p.queryWeightStep = p.keyWeightStep = size(weight.cols());
}

Matrix scoresOf(kernels::AdditiveProblem& p, const WorkShare& work) {
  Matrix scores = unfilledMatrix(static_cast<Index>(p.queries), static_cast<Index>(p.keys));
  p.scores = scores.data();
  kernels::additiveScores(p, kernels::Progress::to(work));
  return scores;
}

}  // namespace

Matrix additiveScores(const Matrix& queries, const Matrix& keys, const Parameters& parameters, const WorkShare& work) {
  kernels::AdditiveProblem p = problemOf(queries, keys, *parameters.matrices.at("v"));
  p.queryWeights = parameters.matrices.at("W_q")->data();
  p.queryWeightStep = p.queryWidth;
  p.keyWeights = parameters.matrices.at("W_k")->data();
  p.keyWeightStep = p.keyWidth;
  p.bias = biasOf(parameters, "b");
  return scoresOf(p, work);
}

Matrix concatScores(const Matrix& queries, const Matrix& keys, const Parameters& parameters, const WorkShare& work) {
  kernels::AdditiveProblem p = problemOf(queries, keys, *parameters.matrices.at("v"));
  setJoinedLayer(*parameters.matrices.at("W"), p);
  return scoresOf(p, work);
}

Matrix mlpScores(const Matrix& queries, const Matrix& keys, const Parameters& parameters, const WorkShare& work) {
  kernels::AdditiveProblem p = problemOf(queries, keys, *parameters.matrices.at("w_2"));
  setJoinedLayer(*parameters.matrices.at("W_1"), p);
  p.bias = biasOf(parameters, "b_1");
  p.constant = parameters.numbers.at("b_2");
  return scoresOf(p, work);
}

}  // namespace attn
