#include <cmath>
#include <sstream>

#include "cli/line_runner.h"
#include "support/golden.h"

// The golden files through the command line: what a reader can do with them needs no code.
// 2e-6: the program computes in 32-bit floats, and its weights may differ by that much from those in double precision.

namespace {

using attn::Index;
using attn::Matrix;
using attn::test::golden;
using nlohmann::json;

constexpr double weightTolerance = 2e-6;

/// `--q attention.npz:Q`: a golden array as the command line names it.
std::string goldenFile(const std::string& file, const std::string& name) {
  return std::string(ATTENTION_GOLDEN_DIR) + "/" + file + ".npz:" + name;
}

std::string attention(const std::string& name) { return goldenFile("attention", name); }

std::vector<double> expected(const std::string& name) { return golden("attention.npz", name).values; }

/// Nine digits bring a 32-bit float back to the bit.
std::string csvOf(const Matrix& values) {
  std::ostringstream out;
  out.precision(9);
  for (Index r = 0; r < values.rows(); ++r)
    for (Index c = 0; c < values.cols(); ++c) out << values(r, c) << (c + 1 < values.cols() ? "," : "\n");
  return out.str();
}

class GoldenFiles : public CommandLine {
 protected:
  json computeReady(std::vector<std::string> more) const {
    more.insert(more.begin(), {"--q", attention("Q"), "--k", attention("K"), "--v", attention("V")});
    return compute(more);
  }

  json computeScores(std::vector<std::string> more) const {
    more.insert(more.begin(), {"--scores", attention("scores_scaled_dot")});
    return compute(more);
  }
};

/// Scores that are sums of some 16 products of numbers near 1: a few roundings of numbers up to 16.
constexpr double scoreTolerance = 1e-5;

}  // namespace

TEST_F(GoldenFiles, GiveTheScoresWeightsAndContextOfEveryScore) {
  const auto file = [](const char* name, const char* array) { return std::string(name) + "=" + attention(array); };
  const std::vector<std::pair<std::string, std::vector<std::string>>> scores = {
      {"dot", {}},
      {"scaled_dot", {}},
      {"general", {file("W", "W_general")}},
      {"additive", {file("W_q", "Wq_additive"), file("W_k", "Wk_additive"), file("v", "v_additive")}},
      {"concat", {file("W", "W_concat"), file("v", "v_concat")}},
      {"location", {file("W", "W_location")}},
      {"cosine", {file("beta", "beta_cosine")}},
      {"gaussian", {file("sigma", "sigma_gaussian")}},
      {"key_linear", {file("W", "W_key_linear"), file("b", "b_key_linear")}},
      {"key_linear_tanh", {file("W", "W_key_linear"), file("b", "b_key_linear"), "tanh=1"}}};
  for (const auto& [name, parameters] : scores) {
    SCOPED_TRACE(name);
    std::vector<std::string> options = {"--score", name == "key_linear_tanh" ? "key_linear" : name};
    for (const std::string& parameter : parameters) options.insert(options.end(), {"--param", parameter});
    const json result = computeReady(options);
    expectNumbers(result["scores"], expected("scores_" + name), scoreTolerance);
    expectNumbers(result["weights"], expected("weights_" + name), weightTolerance);
    expectNumbers(result["context"], expected("context_" + name), scoreTolerance);
  }
}

TEST_F(GoldenFiles, GiveTheWeightsAtEveryTemperatureAndOfEveryNormalizer) {
  for (const std::string tau : {"0.1", "0.5", "2.0", "10.0"})
    expectNumbers(computeScores({"--temperature", tau})["weights"], expected("softmax_tau_" + tau), weightTolerance);
  for (const std::string name : {"sparsemax", "entmax15", "hardmax", "sigmoid"})
    expectNumbers(computeScores({"--normalizer", name})["weights"], expected(name), weightTolerance);
  const Matrix positive = golden("attention.npz", "scores_scaled_dot").floats().cwiseAbs();
  const std::string file = write("abs.csv", csvOf(positive));
  expectNumbers(compute({"--scores", file, "--normalizer", "ratio"})["weights"], expected("ratio"), weightTolerance);
}

TEST_F(GoldenFiles, GiveTheMasksTheirWeights) {
  for (const std::string name : {"causal", "window1", "dead_row"}) {
    SCOPED_TRACE(name);
    const json custom = computeScores({"--mask", "custom:" + attention("mask_" + name)});
    expectNumbers(custom["weights"], expected("weights_" + name), weightTolerance);
  }
  expectNumbers(computeScores({"--mask", "causal"})["weights"], expected("weights_causal"), weightTolerance);
  expectNumbers(computeScores({"--mask", "window:1"})["weights"], expected("weights_window1"), weightTolerance);
}

// The file predicts positions from vectors H of their own: they stand beside the queries, where keys are 0 and W_p is
// not; the scale of the scores is then the temperature.
TEST_F(GoldenFiles, GiveThePredictedWindowsTheirWeights) {
  const Matrix q = golden("attention.npz", "Q").floats(), k = golden("attention.npz", "K").floats(),
               h = golden("attention.npz", "H_local_p").floats(), wp = golden("attention.npz", "Wp_local_p").floats();
  Matrix queries(5, 16), keys(7, 16), weights(8, 16);
  queries << q, h;
  keys << k, Matrix::Zero(7, 8);
  weights << Matrix::Zero(8, 8), wp;
  const int reach = static_cast<int>(golden("attention.npz", "D_local_p").number());
  const json result =
      compute({"--q", write("q.csv", csvOf(queries)), "--k", write("k.csv", csvOf(keys)), "--score", "dot",
               "--temperature", "2.8284271247461903", "--mask", "local_p:" + std::to_string(reach), "--param",
               "W_p=" + write("w.csv", csvOf(weights)), "--param", "v_p=" + attention("vp_local_p")});
  expectNumbers(result["weights"], expected("weights_local_p"), weightTolerance);
}

TEST_F(GoldenFiles, GiveTheEntropyOfEveryRow) {
  const json measures = computeScores({})["measures"][0];
  const std::vector<double> entropy = expected("entropy_scaled_dot");
  ASSERT_EQ(measures.size(), entropy.size());
  for (std::size_t q = 0; q < entropy.size(); ++q)
    EXPECT_NEAR(measures[q]["entropy"].get<double>(), entropy[q], 1e-5) << q;  // 7 terms, each of a rounded weight
}

TEST_F(GoldenFiles, GiveThePositions) {
  for (const auto& [name, rows, columns] : {std::tuple("sinusoidal_9x8", 9, 8), {"sinusoidal_50x64", 50, 64}}) {
    const std::string zeros = write("zeros.csv", csvOf(Matrix::Zero(rows, columns)));
    // A rounding of a number up to 1.
    expectNumbers(compute({"--x", zeros, "--position", "sinusoidal"})["X_query"], golden("positions.npz", name).values,
                  1e-7);
  }
  const std::string x = goldenFile("positions", "X");
  const json turned = compute({"--q", x, "--k", x, "--position", "rope"});
  expectNumbers(turned["Q"], golden("positions.npz", "rope").values, 1e-6);  // two products of numbers near 1
  expectNumbers(turned["K"], golden("positions.npz", "rope").values, 1e-6);
  const Matrix plain = golden("positions.npz", "X").floats();
  Matrix later(12, 8);
  later << plain.topRows(3), plain;
  const std::string late = write("late.csv", csvOf(later));
  json rows = compute({"--q", late, "--k", late, "--position", "rope"})["Q"];
  rows.erase(rows.begin(), rows.begin() + 3);
  expectNumbers(rows, golden("positions.npz", "rope_start3").values, 1e-6);
}

// With scores of 0 the logarithm of a weight over that of δ = 0 is the bias.
TEST_F(GoldenFiles, GiveTheSlopesOfTheBias) {
  for (const int heads : {8, 12}) {
    const std::string zeros = write("zeros.csv", csvOf(Matrix::Zero(6, heads)));
    const json weights =
        compute({"--q", zeros, "--k", zeros, "--heads", std::to_string(heads), "--bias", "alibi"})["weights"];
    const std::vector<double> slopes = golden("positions.npz", "alibi_slopes_" + std::to_string(heads)).values;
    ASSERT_EQ(weights.size(), slopes.size());
    for (std::size_t head = 0; head < slopes.size(); ++head) {
      const double bias = std::log(weights[head][5][1].get<double>() / weights[head][5][5].get<double>());
      EXPECT_NEAR(bias, -4 * slopes[head], 1e-5) << heads << " " << head;  // of weights with seven digits
    }
  }
}

namespace {

/// torch.nn.MultiheadAttention: PyTorch keeps W_Q, W_K and W_V one under the other and applies them as X Wᵀ + b; a
/// column of ones in X and the bias as W's last row say the same. b_O is added here.
class PyTorchHeads : public CommandLine {
 protected:
  static Matrix array(const std::string& name) { return golden("multi_head.npz", name).floats(); }

  std::string vectors(const std::string& name) const {
    const Matrix x = array(name);
    Matrix ones(x.rows(), x.cols() + 1);
    ones << x, Matrix::Ones(x.rows(), 1);
    return write(name + ".csv", csvOf(ones));
  }

  std::string projection(const std::string& name, Index part) const {
    Matrix packed(17, 16);
    packed << array("in_proj_weight").middleRows(16 * part, 16).transpose(),
        array("in_proj_bias").middleCols(16 * part, 16);
    return write(name + ".csv", csvOf(packed));
  }

  void expectAgreement(const std::string& name, const std::vector<std::string>& more) const {
    std::vector<std::string> options = {"--x",     vectors("x"),
                                        "--w-q",   projection("w_q", 0),
                                        "--w-k",   projection("w_k", 1),
                                        "--w-v",   projection("w_v", 2),
                                        "--w-o",   write("w_o.csv", csvOf(array("out_proj_weight").transpose())),
                                        "--heads", "4"};
    options.insert(options.end(), more.begin(), more.end());
    const json result = compute(options);
    expectNumbers(result["weights"], golden("multi_head.npz", name + "_weights").values, weightTolerance);
    const Matrix bias = array("out_proj_bias");
    std::vector<double> output = numbersOf(result["output"]);
    for (std::size_t i = 0; i < output.size(); ++i)
      output[i] += static_cast<double>(bias(0, static_cast<Index>(i % 16)));
    // Sums of 16 products near 1 of floats, twice.
    expectNumbers(output, golden("multi_head.npz", name + "_output").values, 5e-6);
    EXPECT_EQ(result["scores"].size(), 4U);
    EXPECT_EQ(result["context"][3][0].size(), 4U);
    EXPECT_EQ(result["measures"].size(), 4U);
    EXPECT_EQ(result["settings"]["heads"], 4);
    EXPECT_EQ(result["settings"]["kv_heads"], 4);
  }
};

}  // namespace

TEST_F(PyTorchHeads, AgreeOnSelfAttention) { expectAgreement("self", {}); }

TEST_F(PyTorchHeads, AgreeOnCausalAttention) { expectAgreement("causal", {"--mask", "causal"}); }

TEST_F(PyTorchHeads, AgreeOnCrossAttentionWithPadding) {
  expectAgreement("cross", {"--memory", vectors("memory"), "--mask", "padding:6"});
  // PyTorch says which keys are padding; here a mask says which may be attended.
  const Matrix attended = (1 - array("padding").array()).matrix().replicate(6, 1);
  expectAgreement("cross", {"--memory", vectors("memory"), "--mask", "custom:" + write("mask.csv", csvOf(attended))});
}
