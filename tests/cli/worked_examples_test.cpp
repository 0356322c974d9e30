#include "cli/line_runner.h"
#include "io/matrix_file.h"

// Published numbers through the command line, from files to files. Tolerance: half a unit of the last digit given
// plus 1e-6 for 32-bit arithmetic.

namespace {

constexpr double fourDigits = 0.5e-4 + 1e-6;

using WorkedExamples = CommandLine;

/// A row of `count` numbers, of which the first is `first` and the others are 0.
std::string rowOf64(const std::string& first) {
  std::string row = first;
  for (int i = 1; i < 64; ++i) row += ",0";
  return row + "\n";
}

}  // namespace

// The Illustrated Transformer (Alammar 2018): "Thinking Machines", d_k = 64.
TEST_F(WorkedExamples, TwoWordsGiveThePublishedScoresAndWeights) {
  const std::string q = write("q.csv", rowOf64("1")), k = write("k.csv", rowOf64("112") + rowOf64("96"));
  const nlohmann::json scaled = compute({"--q", q, "--k", k});
  expectNumbers(scaled["scores"], {14, 12}, 14e-5);
  expectNumbers(scaled["weights"], {0.880797, 0.119203}, 0.5e-6 + 1e-6);
  const nlohmann::json unscaled = compute({"--q", q, "--k", k, "--score", "dot"});
  expectNumbers(unscaled["scores"], {112, 96}, 112e-5);
  expectNumbers(unscaled["weights"], {1, 0}, fourDigits);
  expectNumbers(compute({"--q", q, "--k", k, "--temperature", "0.5"})["weights"], {0.9820, 0.0180}, fourDigits);
  expectNumbers(compute({"--q", q, "--k", k, "--temperature", "2"})["weights"], {0.7311, 0.2689}, fourDigits);
  expectNumbers(compute({"--q", q, "--k", k, "--temperature", "8"})["weights"], {0.5622, 0.4378}, fourDigits);
  expectNumbers(compute({"--q", q, "--k", k, "--normalizer", "uniform"})["weights"], {0.5, 0.5}, 1e-6);
}

// Raschka, Build a Large Language Model from Scratch, chapter 3: "Your journey starts with one step".
TEST_F(WorkedExamples, SelfAttentionWithoutWeightsGivesThePublishedContexts) {
  const std::string x = write("x.csv",
                              "Your,0.43,0.15,0.89\njourney,0.55,0.87,0.66\nstarts,0.57,0.85,0.64\n"
                              "with,0.22,0.58,0.33\none,0.77,0.25,0.10\nstep,0.05,0.80,0.55\n");
  const nlohmann::json result = compute({"--x", x, "--score", "dot"});
  expectNumbers(result["scores"][1], {0.9544, 1.4950, 1.4754, 0.8434, 0.7070, 1.0865}, fourDigits + 1e-6);
  expectNumbers(result["weights"][1], {0.1385, 0.2379, 0.2333, 0.1240, 0.1082, 0.1581}, fourDigits);
  expectNumbers(result["context"],
                {0.4421, 0.5931, 0.5790, 0.4419, 0.6515, 0.5683, 0.4431, 0.6496, 0.5671, 0.4304, 0.6298, 0.5510, 0.4671,
                 0.5910, 0.5266, 0.4177, 0.6503, 0.5645},
                fourDigits);
  EXPECT_EQ(result["tokens_query"], nlohmann::json({"Your", "journey", "starts", "with", "one", "step"}));
  EXPECT_EQ(result["tokens_key"], result["tokens_query"]);
  const nlohmann::json ratio = compute({"--x", x, "--score", "dot", "--normalizer", "ratio"});
  expectNumbers(ratio["weights"][1], {0.1455, 0.2278, 0.2249, 0.1285, 0.1077, 0.1656}, fourDigits);
}

TEST_F(WorkedExamples, OneInputGivesFourAnswers) {
  const std::string q = write("q.csv", "1,0\n"), k = write("k.csv", "1,0\n0,1\n-1,0\n");
  expectNumbers(compute({"--q", q, "--k", k, "--score", "dot"})["weights"], {0.6652, 0.2447, 0.0900}, fourDigits);
  expectNumbers(compute({"--q", q, "--k", k})["weights"], {0.5760, 0.2840, 0.1400}, fourDigits);
  const std::string swap = write("w.csv", "0,1\n1,0\n");
  expectNumbers(compute({"--q", q, "--k", k, "--score", "general", "--param", "W=" + swap})["weights"],
                {0.2119, 0.5761, 0.2119}, fourDigits);
  const std::string identity = write("i.csv", "1,0\n0,1\n"), v = write("v.csv", "1\n1\n");
  const nlohmann::json additive = compute({"--q", q, "--k", k, "--score", "additive", "--param", "W_q=" + identity,
                                           "--param", "W_k=" + identity, "--param", "v=" + v});
  expectNumbers(additive["scores"], {0.9640, 1.5232, 0}, fourDigits + 1e-6);
  expectNumbers(additive["weights"], {0.3194, 0.5588, 0.1218}, fourDigits);
}

TEST_F(WorkedExamples, UnitLengthKeysMakeTheGaussianKernelADotProduct) {
  const std::string q = write("q.csv", "1,0\n"), k = write("k.csv", "1,0\n0,1\n-1,0\n");
  const std::vector<double> dot = numbersOf(compute({"--q", q, "--k", k, "--score", "dot"})["weights"]);
  // The exponents differ by a constant only, which softmax takes away: a rounding of 32-bit numbers below 1 is left.
  expectNumbers(compute({"--q", q, "--k", k, "--score", "gaussian", "--param", "sigma=1"})["weights"], dot, 1e-6);
}

TEST_F(WorkedExamples, AnNpzHoldsTheNumbersOfTheJson) {
  const std::string q = write("q.csv", "1,0,1,0\n0,1,0,1\n"), v = write("v.csv", "1,2,3,4\n5,6,7,8\n");
  const nlohmann::json json = compute({"--q", q, "--k", q, "--v", v});
  ASSERT_EQ(run({"compute", "--q", q, "--k", q, "--v", v, "-o", path("out.npz")}).code, 0);
  for (const char* name : {"Q", "K", "V", "scores", "weights", "context", "output"}) {
    const lab::LoadedMatrix loaded = lab::readMatrix(path("out.npz") + ":" + name, "--x");
    const std::vector<double> expected = numbersOf(json[name]);
    ASSERT_EQ(static_cast<std::size_t>(loaded.values->size()), expected.size()) << name;
    for (std::size_t i = 0; i < expected.size(); ++i)
      EXPECT_EQ(loaded.values->data()[i], static_cast<float>(expected[i])) << name << " " << i;
  }
  expectNumbers(json["context"], {2.0758, 3.0758, 4.0758, 5.0758, 3.9242, 4.9242, 5.9242, 6.9242}, fourDigits + 6e-6);
}
