#include <locale>

#include "cli/line_runner.h"
#include "support/comma_locale.h"

using nlohmann::json;

namespace {

struct DecimalComma : std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
};

}  // namespace

TEST_F(CommandLine, FillsInTheDefaultsOfAText) {
  const json settings = compute({"--text", "the cat sat"})["settings"];
  EXPECT_EQ(settings["text"], "the cat sat");
  EXPECT_EQ(settings["tokenizer"], "word");
  EXPECT_EQ(settings["embedding"], "random");
  EXPECT_EQ(settings["dim"], 4);
  EXPECT_EQ(settings["projection"], "random");
  EXPECT_EQ(settings["seed"], 1);
  EXPECT_EQ(settings["position"], "none");
  EXPECT_EQ(settings["score"], "scaled_dot");
  EXPECT_EQ(settings["normalizer"], "softmax");
  EXPECT_EQ(settings["temperature"], 1);
  EXPECT_EQ(compute({"--text", "the cat", "--embedding", "ngram"})["settings"]["dim"], 16);
}

TEST_F(CommandLine, ComputesCrossAttentionBetweenTwoTexts) {
  const json result = compute({"--query-text", "the cat", "--key-text", "我爱北京天安门"});
  EXPECT_EQ(result["tokens_query"], json({"the", "cat"}));
  EXPECT_EQ(result["tokens_key"], json({"我", "爱", "北京", "天安门"}));
  EXPECT_EQ(result["weights"].size(), 2U);
  EXPECT_EQ(result["weights"][0].size(), 4U);
}

TEST_F(CommandLine, LeavesVectorsAsTheyAreUnlessAProjectionIsAsked) {
  const std::string x = write("x.csv", "1,2\n3,4\n5,6\n");
  const json plain = compute({"--x", x});
  EXPECT_EQ(plain["Q"], plain["X_query"]);
  EXPECT_EQ(plain["V"], plain["X_key"]);
  const json random = compute({"--x", x, "--projection", "random"});
  EXPECT_NE(random["Q"], random["X_query"]);
  EXPECT_NE(random["Q"], random["K"]);
}

TEST_F(CommandLine, AppliesGivenProjectionsFromTheRight) {
  const std::string x = write("x.csv", "1,2\n3,4\n"), w = write("w.csv", "0,1\n2,0\n");
  const json result = compute({"--x", x, "--w-q", w, "--w-k", w, "--w-v", w, "--w-o", w});
  expectNumbers(result["Q"], {4, 1, 8, 3}, 0);  // small whole numbers are exact
  EXPECT_EQ(result["K"], result["Q"]);
  EXPECT_EQ(result["V"], result["Q"]);
  const std::vector<double> context = numbersOf(result["context"]);
  // One product and one sum of 32-bit numbers below 10.
  expectNumbers(result["output"], {2 * context[1], context[0], 2 * context[3], context[2]}, 1e-5);
}

TEST_F(CommandLine, ProjectsWhatHasNoMatrixAsAsked) {
  const std::string x = write("x.csv", "1,2\n3,4\n"), w = write("w.csv", "0,1\n2,0\n");
  const json result = compute({"--x", x, "--w-q", w, "--projection", "identity"});
  expectNumbers(result["Q"], {4, 1, 8, 3}, 0);
  EXPECT_EQ(result["K"], result["X_key"]);
  const json drawn = compute({"--x", x, "--w-q", w, "--projection", "random"});
  expectNumbers(drawn["Q"], {4, 1, 8, 3}, 0);
  EXPECT_NE(drawn["K"], drawn["X_key"]);
}

TEST_F(CommandLine, TakesKeysAndValuesFromMemory) {
  const std::string x = write("x.csv", "1,2\n3,4\n"), memory = write("m.csv", "a,1,0\nb,0,1\nc,1,1\n");
  const json result = compute({"--x", x, "--memory", memory});
  EXPECT_EQ(result["weights"].size(), 2U);
  EXPECT_EQ(result["weights"][0].size(), 3U);
  EXPECT_EQ(result["tokens_key"], json({"a", "b", "c"}));
}

TEST_F(CommandLine, NamesTokensFromFiles) {
  const std::string q = write("q.csv", "1,0\n"), k = write("k.csv", "left,1,0\nright,0,1\n");
  const std::string names = write("names.txt", "猫\ndog\n"), one = write("one.txt", "who\n");
  EXPECT_EQ(compute({"--q", q, "--k", k})["tokens_key"], json({"left", "right"}));
  const json named = compute({"--q", q, "--k", k, "--query-tokens", one, "--key-tokens", names});
  EXPECT_EQ(named["tokens_query"], json({"who"}));
  EXPECT_EQ(named["tokens_key"], json({"猫", "dog"}));
  expectError(1, {"compute", "--q", q, "--k", k, "--key-tokens", one, "-o", path("o.json")}, {"1", "2"});
}

TEST_F(CommandLine, NamesTheTokensOfATextFromFilesToo) {
  const std::string two = write("two.txt", "猫\ndog\n"), three = write("three.txt", "a\nb\nc\n");
  const json plain = compute({"--text", "the cat"});
  const json named = compute({"--text", "the cat", "--query-tokens", two});
  EXPECT_EQ(named["tokens_query"], json({"猫", "dog"}));
  EXPECT_EQ(named["tokens_key"], json({"猫", "dog"}));
  EXPECT_EQ(named["weights"], plain["weights"]) << "the words are the text's still";
  EXPECT_EQ(named["settings"]["query_tokens"], json({"猫", "dog"}));
  const json cross = compute({"--query-text", "the cat", "--key-text", "x y z", "--key-tokens", three});
  EXPECT_EQ(cross["tokens_query"], json({"the", "cat"}));
  EXPECT_EQ(cross["tokens_key"], json({"a", "b", "c"}));
  expectError(1, {"compute", "--text", "the cat", "--query-tokens", three, "-o", path("o.json")},
              {"--query-tokens", "3", "--text", "2"});
}

TEST_F(CommandLine, TakesParametersBeyondTheirSliders) {
  const std::string x = write("x.csv", "1,2\n3,4\n");
  EXPECT_EQ(compute({"--x", x, "--score", "cosine", "--param", "beta=-3"})["settings"]["param"]["beta"], -3);
  EXPECT_EQ(compute({"--x", x, "--score", "gaussian", "--param", "sigma=1000"})["settings"]["param"]["sigma"], 1000);
}

TEST_F(CommandLine, CombinesMasksAndReadsTheirNumbers) {
  const json result = compute({"--text", "a b c", "--mask", "causal", "--mask", "padding:2"});
  const std::vector<double> weights = numbersOf(result["weights"]);
  EXPECT_EQ(weights[1], 0);  // causal
  EXPECT_EQ(weights[8], 0);  // padding
  EXPECT_GT(weights[7], 0);
}

TEST_F(CommandLine, StartsFromASessionAndOverridesIt) {
  const std::string session = write("saved.json", R"({"format": "attention-lab session", "version": 1, "experiment":
    {"text": "the cat sat", "score": "gaussian", "param": {"sigma": 2}, "temperature": 3}})");
  const json same = compute({"--session", session});
  EXPECT_EQ(same["settings"]["score"], "gaussian");
  EXPECT_EQ(same["settings"]["temperature"], 3);
  EXPECT_EQ(same["tokens_query"].size(), 3U);
  const json other = compute({"--session", session, "--text", "one two", "--score", "dot", "--temperature", "5"});
  EXPECT_EQ(other["settings"]["score"], "dot");
  EXPECT_EQ(other["settings"]["temperature"], 5);
  EXPECT_EQ(other["tokens_query"], json({"one", "two"}));
  const std::string x = write("x.csv", "1,2\n3,4\n");
  const json vectors = compute({"--session", session, "--x", x});
  EXPECT_EQ(vectors["Q"], vectors["X_query"]);
  EXPECT_EQ(vectors["settings"]["score"], "gaussian");
}

TEST_F(CommandLine, WritesTheSameBytesWheneverItIsAsked) {
  const std::string text = "The animal didn't cross the street";
  for (const std::string name : {"one.json", "two.json", "one.npz", "two.npz", "one.png", "two.png"}) {
    const std::string command = name.ends_with(".png") ? "export" : "compute";
    const Outcome outcome = run({command, "--text", text, "--score", "additive", "-o", path(name)});
    ASSERT_EQ(outcome.code, 0) << outcome.err;
  }
  for (const std::string ending : {".json", ".npz", ".png"})
    EXPECT_EQ(bytesOf(path("one" + ending)), bytesOf(path("two" + ending))) << ending;
}

TEST_F(CommandLine, WritesNumbersWithAPointWhateverTheLocale) {
  const auto bytes = [this] {
    compute({"--text", "a b c", "--temperature", "0.5"});
    return bytesOf(path("out.json"));
  };
  const std::string plain = bytes();
  // Streams follow the one, printf and strtod the other, where a system has any such locale.
  const std::locale streams = std::locale::global(std::locale(std::locale(), new DecimalComma));
  EXPECT_EQ(bytes(), plain);
  std::locale::global(streams);
  const lab::test::CommaLocale comma;
  if (!comma.isSet()) GTEST_SKIP() << "no locale with a decimal comma is installed or can be made";
  EXPECT_EQ(bytes(), plain);
}
