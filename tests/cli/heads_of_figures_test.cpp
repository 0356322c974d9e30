#include <cmath>

#include "cli/line_runner.h"
#include "io/csv.h"
#include "io/npy.h"
#include "io/npz.h"
#include "support/npy_samples.h"

// `export` of one head, of the mean and the largest of all, and of all: as a picture and as numbers.

namespace {

using nlohmann::json;

class HeadsOfFigures : public CommandLine {
 protected:
  const std::vector<std::string> experiment = {"--text", "the cat sat", "--heads", "2", "--dim", "8"};

  /// The bytes of `export … --head H -o FILE`.
  std::string exported(const std::string& head, const std::string& name, std::vector<std::string> more = {}) const {
    std::vector<std::string> words = {"export"};
    words.insert(words.end(), experiment.begin(), experiment.end());
    words.insert(words.end(), more.begin(), more.end());
    words.insert(words.end(), {"--head", head, "-o", path(name)});
    const Outcome outcome = run(words);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return bytesOf(path(name));
  }

  std::vector<double> numbers(const std::string& head, std::vector<std::string> more = {}) const {
    return numbersOf(json::parse(exported(head, "h.json", more))[more.empty() ? "weights" : "scores"]);
  }
};

}  // namespace

TEST_F(HeadsOfFigures, AreThoseOfCompute) {
  const json whole = compute(experiment);
  for (const std::string head : {"0", "1"})
    EXPECT_EQ(numbers(head), numbersOf(whole["weights"][std::stoul(head)])) << head;
  EXPECT_EQ(numbers("1", {"--stage", "scores"}), numbersOf(whole["scores"][1]));
  EXPECT_EQ(numbers("all"), numbersOf(whole["weights"]));
}

TEST_F(HeadsOfFigures, AreAveragedAndTheLargestIsTaken) {
  const std::vector<double> first = numbers("0"), second = numbers("1"), mean = numbers("mean"), most = numbers("max");
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_NEAR(mean[i], (first[i] + second[i]) / 2, 1e-7) << i;  // one rounding of a number up to 1
    EXPECT_EQ(most[i], std::max(first[i], second[i])) << i;
  }
}

TEST_F(HeadsOfFigures, AreTheSameNumbersInEveryFile) {
  for (const std::string head : {"1", "mean"}) {
    const std::vector<double> expected = numbers(head);
    const attn::Matrix npy = lab::parseNpy(exported(head, "h.npy"), "npy");
    const attn::Matrix npz = lab::parseNpz(exported(head, "h.npz"), "weights", "npz");
    const lab::LoadedMatrix csv = lab::parseCsv(exported(head, "h.csv"), ',', "csv");
    EXPECT_EQ(npy, npz);
    EXPECT_EQ(npy, *csv.values) << "nine digits bring every float back";
    EXPECT_EQ(csv.rowLabels, (std::vector<std::string>{"the", "cat", "sat"}));
    EXPECT_EQ(csv.columnLabels, csv.rowLabels);
    for (std::size_t i = 0; i < expected.size(); ++i)
      EXPECT_EQ(npy(static_cast<attn::Index>(i / 3), static_cast<attn::Index>(i % 3)), static_cast<float>(expected[i]));
  }
  const lab::MatrixBlocks all = lab::parseNpyBlocks(exported("all", "h.npy"), "npy");
  EXPECT_EQ(all.blocks, 2);
  EXPECT_EQ(all.values, lab::parseNpzBlocks(exported("all", "h.npz"), "weights", "npz").values);
  EXPECT_EQ(all.values.bottomRows(3), lab::parseNpy(exported("1", "h.npy"), "npy"));
}

TEST_F(HeadsOfFigures, AreNamedInJson) {
  const json mean = json::parse(exported("mean", "h.json"));
  EXPECT_EQ(mean["format"], 1);
  EXPECT_EQ(mean["head"], "mean");
  EXPECT_EQ(mean["settings"]["heads"], 2);
  EXPECT_EQ(mean["tokens_query"], json({"the", "cat", "sat"}));
}

TEST_F(HeadsOfFigures, AreDifferentPictures) {
  const std::string first = exported("0", "h.png"), second = exported("1", "h.png"), all = exported("all", "h.png");
  EXPECT_NE(first, second);
  EXPECT_NE(exported("mean", "h.png"), exported("max", "h.png"));
  EXPECT_NE(all, first);
  EXPECT_EQ(exported("all", "h.png"), all) << "the same command gives the same bytes";
}

TEST_F(HeadsOfFigures, AreRefusedWhereTheyAreNot) {
  const auto refused = [&](const std::vector<std::string>& more, const std::vector<std::string>& parts) {
    std::vector<std::string> words = {"export"};
    words.insert(words.end(), experiment.begin(), experiment.end());
    words.insert(words.end(), more.begin(), more.end());
    expectError(2, words, parts);
  };
  refused({"--head", "2", "-o", path("o.png")}, {"--head is 2", "0 … 1, mean, max, all"});
  refused({"--head", "2", "-o", path("o.npy")}, {"--head is 2", "0 … 1, mean, max, all"});
  for (const char* bad : {"-1", "1.5", "first", ""}) refused({"--head", bad, "-o", path("o.png")}, {"--head", bad});
  refused({"--head", "all", "-o", path("o.csv")}, {"--head", "all", ".csv", ".npy, .npz and .json"});
  refused({"--head", "all", "--bare", "-o", path("o.png")}, {"--head all", "--bare"});
  refused({"--title", "A", "-o", path("o.csv")}, {"--title", ".csv"});
  const std::string weights = write("w.csv", "1,0\n0,1\n");
  expectError(2, {"export", "--weights", weights, "--stage", "scores", "-o", path("o.npy")}, {"--stage", "--weights"});
}

TEST_F(HeadsOfFigures, OfOneHeadAreThatHead) {
  const std::vector<std::string> one = {"export", "--text", "a b", "--head"};
  const auto bytes = [&](const std::string& head) {
    std::vector<std::string> words = one;
    words.insert(words.end(), {head, "-o", path("o.csv")});
    EXPECT_EQ(run(words).code, 0);
    return bytesOf(path("o.csv"));
  };
  for (const char* head : {"mean", "max", "all"}) EXPECT_EQ(bytes(head), bytes("0")) << head;
}

// Labels that need quotes come back as they were.
TEST_F(CommandLine, WritesAnyLabelIntoATable) {
  const std::string names = write("names.txt", "a,b\n \"c\" \n12\n");
  ASSERT_EQ(run({"export", "--text", "x y z", "--query-tokens", names, "-o", path("o.csv")}).code, 0);
  const lab::LoadedMatrix read = lab::parseCsv(bytesOf(path("o.csv")), ',', "csv");
  EXPECT_EQ(read.rowLabels, (std::vector<std::string>{"a,b", " \"c\" ", "12"}));
  EXPECT_EQ(read.columnLabels, read.rowLabels);
}

TEST_F(CommandLine, NumbersTheRowsOfATableWithoutTokens) {
  const std::string scores = write("s.csv", "1,2,3\n4,5,6\n");
  ASSERT_EQ(run({"export", "--scores", scores, "--stage", "scores", "-o", path("o.csv")}).code, 0);
  EXPECT_EQ(bytesOf(path("o.csv")), ",0,1,2\n0,1,2,3\n1,4,5,6\n");
}

// A parameter with a leading axis of length h gives each head its own: as if each head were computed alone.
TEST_F(CommandLine, GivesEachHeadItsOwnParameters) {
  const std::string q = write("q.csv", "1,2,3,4\n5,6,7,8\n0,1,0,1\n"),
                    k = write("k.csv", "1,0,2,0\n0,1,0,2\n3,1,4,1\n");
  const std::string qs[] = {write("q0.csv", "1,2\n5,6\n0,1\n"), write("q1.csv", "3,4\n7,8\n0,1\n")};
  const std::string ks[] = {write("k0.csv", "1,0\n0,1\n3,1\n"), write("k1.csv", "2,0\n0,2\n4,1\n")};
  const std::vector<float> first = {1, 2, 3, 4}, second = {.5F, 0, 0, -1};
  std::vector<float> both = first;
  both.insert(both.end(), second.begin(), second.end());
  const auto file = [this](const char* name, const char* shape, const std::vector<float>& numbers) {
    return write(name, lab::test::npyFile(lab::test::npyDict("<f4", shape), lab::test::bytesOf<float>(numbers)));
  };
  const json whole = compute(
      {"--q", q, "--k", k, "--heads", "2", "--score", "general", "--param", "W=" + file("W.npy", "(2, 2, 2)", both)});
  EXPECT_EQ(whole["settings"]["param_per_head"], json({"W"}));
  for (const std::size_t head : {0U, 1U}) {
    const std::string own = file("own.npy", "(2, 2)", head == 0 ? first : second);
    const json alone = compute({"--q", qs[head], "--k", ks[head], "--score", "general", "--param", "W=" + own});
    EXPECT_EQ(whole["scores"][head], alone["scores"]) << head;
  }
  const json sigmas = compute(
      {"--q", q, "--k", k, "--heads", "2", "--score", "gaussian", "--param", "sigma=" + file("s.npy", "(2,)", {1, 3})});
  for (const std::size_t head : {0U, 1U})
    EXPECT_EQ(sigmas["scores"][head], compute({"--q", qs[head], "--k", ks[head], "--score", "gaussian", "--param",
                                               head == 0 ? "sigma=1" : "sigma=3"})["scores"]);
  const json vectors = compute(
      {"--q", q, "--k", k, "--heads", "2", "--score", "concat", "--param", "v=" + write("v.csv", "1,-1\n2,0.5\n")});
  const std::string vs[] = {write("v0.csv", "1,-1\n"), write("v1.csv", "2,0.5\n")};
  for (const std::size_t head : {0U, 1U})
    EXPECT_EQ(vectors["scores"][head],
              compute({"--q", qs[head], "--k", ks[head], "--score", "concat", "--param", "v=" + vs[head]})["scores"]);
}

TEST_F(CommandLine, NamesTheShapeThatParametersOfEachHeadMustHave) {
  const std::string x = write("x.csv", "1,2,3,4\n5,6,7,8\n"), out = path("o.npz");
  const std::string three = write(
      "three.npy",
      lab::test::npyFile(lab::test::npyDict("<f4", "(3, 2, 2)"), lab::test::bytesOf<float>(std::vector<float>(12, 1))));
  expectError(1, {"compute", "--x", x, "--heads", "2", "--score", "general", "--param", "W=" + three, "-o", out},
              {"--param W", "three.npy", "3 × 2 × 2", "2 × 2 × 2"});
  const std::string sigmas = write("sigmas.csv", "1,2,3\n"), zero = write("zero.csv", "1,0\n");
  expectError(1, {"compute", "--x", x, "--heads", "2", "--score", "gaussian", "--param", "sigma=" + sigmas, "-o", out},
              {"--param sigma", "sigmas.csv", "1 × 3", "1 × 2"});
  expectError(2, {"compute", "--x", x, "--heads", "2", "--score", "gaussian", "--param", "sigma=" + zero, "-o", out},
              {"--param sigma", "0", "(0, ∞)"});
}
