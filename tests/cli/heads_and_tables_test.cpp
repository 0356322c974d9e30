#include <cmath>

#include "cli/line_runner.h"

// Heads, biases, given scores and weights through the command line. Tolerance of published numbers: half a unit of
// the last digit given plus 1e-6 for 32-bit arithmetic.

namespace {

constexpr double fourDigits = 0.5e-4 + 1e-6;

using HeadsAndTables = CommandLine;

std::string repeated(const std::string& row, int count) {
  std::string rows;
  for (int i = 0; i < count; ++i) rows += row;
  return rows;
}

}  // namespace

TEST_F(HeadsAndTables, MaskedScoresGiveThePublishedWeights) {
  const std::string scores =
      write("s.csv", ".2899,0,0,0\n.4656,.1723,0,0\n.4594,.1703,.1731,0\n.2642,.1024,.1036,.0186\n");
  const nlohmann::json result = compute({"--scores", scores, "--mask", "causal", "--temperature", "1.41421356"});
  expectNumbers(result["weights"], {1, 0, 0, 0, .5517, .4483, 0, 0, .3800, .3097, .3103, 0, .2758, .2460, .2462, .2319},
                1e-4);
}

TEST_F(HeadsAndTables, IntegerWeightsGiveThePublishedOutput) {
  const nlohmann::json result =
      compute({"--x", write("x.csv", "1,0,0\n0,1,0\n1,1,0\n0,0,1\n"), "--w-q", write("q.csv", "2,0,2\n2,0,0\n2,1,2\n"),
               "--w-k", write("k.csv", "2,2,2\n0,2,1\n0,1,1\n"), "--w-v", write("v.csv", "1,1,0\n0,1,1\n0,0,0\n")});
  expectNumbers(result["output"],
                {.98522025, 1.74174051, .75652026, .90965265, 1.40965265, .5, .99851226, 1.75849334, .75998108,
                 .99560386, 1.90407309, .90846923},
                1e-6);
}

TEST_F(HeadsAndTables, ATriangleAverages) {
  const std::string v = write("v.csv", "2,7\n6,4\n6,5\n"), zeros = write("s.csv", repeated("0,0,0\n", 3));
  const std::vector<double> expected = {2, 7, 4, 5.5, 4.6667, 5.3333};
  expectNumbers(compute({"--scores", zeros, "--v", v, "--mask", "causal"})["context"], expected, fourDigits);
  const std::string triangle = write("w.csv", "1,0,0\n.5,.5,0\n.33333333,.33333333,.33333333\n");
  expectNumbers(compute({"--weights", triangle, "--v", v})["context"], expected, fourDigits);
  const std::string lower = write("m.csv", "1,0,0\n1,1,0\n1,1,1\n");
  expectNumbers(compute({"--scores", zeros, "--v", v, "--mask", "custom:" + lower})["context"], expected, fourDigits);
}

TEST_F(HeadsAndTables, PredictedWindowsGiveThePublishedWeights) {
  // p = 10 σ(v_p tanh 1) = 4.6
  const nlohmann::json result =
      compute({"--q", write("q.csv", "1\n"), "--k", write("k.csv", repeated("0\n", 10)), "--mask", "local_p:2",
               "--param", "W_p=" + write("w.csv", "1\n"), "--param", "v_p=" + write("v.csv", "-0.2105356\n")});
  expectNumbers(result["weights"], {0, 0, 0, .0695, .2088, .2308, .0938, 0, 0, 0}, fourDigits);
}

TEST_F(HeadsAndTables, RotaryScoresDependOnTheDistanceAlone) {
  const nlohmann::json result =
      compute({"--q", write("q.csv", repeated("1,0,1,0\n", 13)), "--k", write("k.csv", repeated("0,1,1,0\n", 13)),
               "--score", "dot", "--position", "rope"});
  expectNumbers({result["scores"][3][1], result["scores"][12][10]}, {1.90910, 1.90910}, 0.5e-5 + 1e-6);
}

TEST_F(HeadsAndTables, AnNpzOfSeveralHeadsHasThreeDimensions) {
  ASSERT_EQ(run({"compute", "--text", "a b c", "--heads", "2", "-o", path("o.npz")}).code, 0);
  EXPECT_NE(bytesOf(path("o.npz")).find("'shape': (2, 3, 3)"), std::string::npos);
  EXPECT_NE(bytesOf(path("o.npz")).find("'shape': (2, 3, 2)"), std::string::npos);
}

TEST_F(HeadsAndTables, ABiasIsNamedInTheSettings) {
  EXPECT_EQ(compute({"--text", "a b c", "--bias", "relative:8:16:causal"})["settings"]["bias"], "relative:8:16:causal");
  const nlohmann::json alibi = compute({"--scores", write("s.csv", "0,0\n0,0\n"), "--bias", "alibi"});
  // One head: slope 2⁻⁸, and the weight of the farther key is σ(−2⁻⁸).
  EXPECT_NEAR(alibi["weights"][0][1].get<double>(), 1 / (1 + std::exp(1.0 / 256)), 1e-6);
}

TEST_F(HeadsAndTables, WrongUseIsNamed) {
  const std::string x = write("x.csv", "1,2,3\n"), s = write("s.csv", "1,2\n");
  const std::string out = path("o.json");
  expectError(2, {"compute", "--x", x, "--heads", "2", "-o", out}, {"--x", "3", "2"});
  expectError(2, {"compute", "--x", x, "--heads", "3", "--kv-heads", "2", "-o", out}, {"2", "3"});
  expectError(2, {"compute", "--scores", s, "--heads", "2", "-o", out}, {"--heads", "--scores"});
  expectError(2, {"compute", "--weights", s, "--mask", "causal", "-o", out}, {"--mask", "--weights"});
  expectError(2, {"compute", "--scores", s, "--q", s, "-o", out}, {"--scores", "--q"});
  expectError(2, {"compute", "--text", "a", "--bias", "alibbi", "-o", out}, {"--bias", "alibi"});
  expectError(2, {"compute", "--text", "a", "--bias", "relative:x", "-o", out}, {"--bias", "BUCKETS"});
  expectError(2, {"compute", "--text", "a", "--mask", "custom", "-o", out}, {"--mask", "custom:FILE"});
}

TEST_F(HeadsAndTables, EveryNumberOfACustomMaskButZeroLetsAttend) {
  const std::string scores = write("s.csv", "0,0,0,0\n"), mask = write("m.csv", "1,0,-2,0.5\n");
  const nlohmann::json result = compute({"--scores", scores, "--mask", "custom:" + mask});
  expectNumbers(result["weights"], {1.0 / 3, 0, 1.0 / 3, 1.0 / 3}, 1e-7);
  EXPECT_EQ(result["settings"]["mask"][0]["custom"], nlohmann::json({{1, 0, 1, 1}}));
}
