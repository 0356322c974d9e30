#pragma once

#include <cstddef>

// What a user of Eigen writes in three lines, in a library of its own: it is compiled for this machine's processor
// (ATTENTION_PLAIN_EIGEN_FLAGS), and nothing of Eigen may be shared with what is compiled otherwise.

#define ATTENTION_PLAIN_EIGEN __attribute__((visibility("default")))

namespace plain_eigen {

/// Eigen's own threads for products, where it was built with OpenMP.
ATTENTION_PLAIN_EIGEN void setThreads(int count);

/// One head: q, k, v (n, d) -> weights (n, n), context (n, d). @param causal masks by −∞
ATTENTION_PLAIN_EIGEN void attention(const float* q, const float* k, const float* v, std::size_t n, std::size_t d,
                                     bool causal, float* weights, float* context);

/// (n, n) -> weights (n, n)
ATTENTION_PLAIN_EIGEN void softmax(const float* scores, std::size_t n, float tau, float* weights);

/// A step of the slider: weights (n, n), their row maxima and entropies (n), and the largest of each run of cells as
/// a picture (height, width).
ATTENTION_PLAIN_EIGEN void sliderFrame(const float* scores, std::size_t n, float tau, float* weights, float* maxima,
                                       float* entropies, std::size_t height, std::size_t width, float* picture);

/// q, k (n, d), wq, wk (d, d), v (d) -> scores (n, n)
ATTENTION_PLAIN_EIGEN void additive(const float* q, const float* k, const float* wq, const float* wk, const float* v,
                                    std::size_t n, std::size_t d, float* scores);

}  // namespace plain_eigen
