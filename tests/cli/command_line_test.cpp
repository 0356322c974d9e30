#include "cli/line_runner.h"

TEST_F(CommandLine, OpensTheWindowWithTheFileItIsGiven) {
  std::optional<std::filesystem::path> opened;
  bool served = true;
  window.openWindow = [&](std::optional<std::filesystem::path> file, bool testServer) {
    opened = file;
    served = testServer;
    return 7;
  };
  EXPECT_EQ(run({}).code, 7);
  EXPECT_FALSE(opened.has_value());
  EXPECT_FALSE(served);
  EXPECT_EQ(run({path("saved.json"), "--test-server"}).code, 7);
  EXPECT_EQ(opened, path("saved.json"));
  EXPECT_TRUE(served);
}

TEST_F(CommandLine, PrintsItsVersion) {
  const Outcome outcome = run({"--version"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_TRUE(outcome.out.starts_with("attention-lab 0.")) << outcome.out;
}

TEST_F(CommandLine, HelpsWithEverySubcommand) {
  const Outcome whole = run({"--help"});
  EXPECT_EQ(whole.code, 0);
  for (const char* command : {"compute", "export", "screenshot", "list"}) {
    EXPECT_NE(whole.out.find(command), std::string::npos);
    const Outcome help = run({command, "--help"});
    EXPECT_EQ(help.code, 0);
    EXPECT_NE(help.out.find(std::string("attention-lab ") + command), std::string::npos) << help.out;
  }
  EXPECT_NE(run({"compute", "--help"}).out.find("--temperature"), std::string::npos);
  EXPECT_EQ(whole.out.find("--test-server"), std::string::npos) << "a switch of the tests is no one else's";
}

TEST_F(CommandLine, NamesTheNearestSubcommandOptionAndName) {
  expectError(2, {"comput"}, {"'comput'", "'compute'"});
  expectError(2, {"compute", "--temprature", "2"}, {"'--temprature'", "'--temperature'"});
  expectError(2, {"compute", "--text", "a", "--scor=dot", "-o", path("o.json")}, {"'--scor'", "'--score'"});
  expectError(2, {"compute", "--text", "a", "--score", "scaled-dot", "-o", path("o.json")},
              {"--score", "'scaled_dot'"});
  expectError(2, {"compute", "--text", "a", "--mask", "casual", "-o", path("o.json")},
              {"--mask", "'casual'", "'causal'"});
  expectError(2, {"compute", "--text", "a", "--normalizer", "sofmax", "-o", path("o.json")},
              {"--normalizer", "'softmax'"});
  expectError(2, {"compute", "--text", "a", "--tokenizer", "words", "-o", path("o.json")}, {"--tokenizer", "'word'"});
  expectError(2, {"compute", "--text", "a", "--embedding", "one-hot", "-o", path("o.json")},
              {"--embedding", "'onehot'"});
  expectError(2, {"compute", "--text", "a", "--position", "sinusoid", "-o", path("o.json")},
              {"--position", "'sinusoidal'"});
  expectError(2, {"export", "--text", "a", "--colour-map", "veridis", "-o", path("o.png")},
              {"--colour-map", "'viridis'"});
  expectError(2, {"export", "--text", "a", "--view", "heat-map", "-o", path("o.png")}, {"--view", "'heatmap'"});
  expectError(2, {"export", "--text", "a", "--theme", "projector", "-o", path("o.png")}, {"--theme", "'projector'"});
  expectError(2, {"export", "--text", "a", "--lang", "cn", "-o", path("o.png")}, {"--lang", "'cn'", "'en'"});
  expectError(2, {"export", "--text", "a", "--stage", "weight", "-o", path("o.png")}, {"--stage", "'weights'"});
  expectError(2, {"list", "score"}, {"'score'", "'scores'"});
}

TEST_F(CommandLine, SaysWhichOptionLacksItsValue) {
  expectError(2, {"compute", "--text"}, {"--text"});
  expectError(2, {"compute", "--text", "a", "-o"}, {"-o"});
  expectError(2, {"compute", "--text", "a", "--score", "-o", path("o.json")}, {"--score has no value"});
  expectError(2, {"compute", "--text", "a", "--score", "-o"}, {"--score has no value"});
  expectError(2, {"export", "--text", "a", "--title", "--bare", "-o", path("o.png")}, {"--title has no value"});
  expectError(2, {"compute", "--text", "a", "--temperature", "--seed", "2", "-o", path("o.json")}, {"--temperature"});
  expectError(2, {"--version=3"}, {"--version=3"});
  expectError(2, {"export", "--bare=yes", "--text", "a", "-o", path("o.png")}, {"--bare"});
}

TEST_F(CommandLine, RefusesAnArgumentThatNobodyTakes) {
  expectError(2, {"compute", "--text", "a", "b", "-o", path("o.json")}, {"'b'"});
  expectError(2, {"compute", "list", "-o", path("o.json")}, {"'list'"});
  expectError(2, {"list", "scores", "masks"}, {"'masks'"});
}

TEST_F(CommandLine, KnowsNoOptionThatIsNotBuilt) {
  expectError(2, {"compute", "--text", "a", "--lesson", "1", "-o", path("o.json")}, {"--lesson"});
}

TEST_F(CommandLine, TakesTheLastOfAnOptionGivenTwice) {
  const nlohmann::json result = compute({"--text", "a b", "--text", "c d e", "--seed", "1", "--seed=9"});
  EXPECT_EQ(result["tokens_query"], nlohmann::json({"c", "d", "e"}));
  EXPECT_EQ(result["settings"]["seed"], 9);
}

TEST_F(CommandLine, TakesEveryTextAsItIs) {
  EXPECT_EQ(compute({"--text", "[CLS, SEP]", "--tokenizer", "whitespace"})["tokens_query"],
            nlohmann::json({"[CLS,", "SEP]"}));
  EXPECT_EQ(compute({"--text", "{}", "--tokenizer", "whitespace"})["tokens_query"], nlohmann::json({"{}"}));
  EXPECT_EQ(compute({"--text", "--seed", "--tokenizer", "whitespace"})["tokens_query"], nlohmann::json({"--seed"}));
  EXPECT_EQ(compute({"--text=a=b", "--tokenizer", "whitespace"})["tokens_query"], nlohmann::json({"a=b"}));
  expectError(1, {"compute", "--text=", "--seed", "2", "-o", path("o.json")}, {"text", "no token"});
}
