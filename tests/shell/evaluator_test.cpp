#include "shell/evaluator.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <fstream>

#include "support/experiments.h"

namespace {

using attn::Experiment;
using attn::test::wordsExperiment;
using lab::Evaluator;
using lab::MatrixStage;

TEST(Evaluator, HasTheResultOfASmallExperimentAtOnce) {
  Evaluator evaluator([] {});
  evaluator.request({wordsExperiment(256)}, 0);
  ASSERT_NE(evaluator.trace(), nullptr);
  EXPECT_EQ(evaluator.trace()->queries(), 256);
  EXPECT_FALSE(evaluator.waiting(1));
}

TEST(Evaluator, KeepsTheLastResultWhileALargeOneIsComputed) {
  std::atomic<int> woken = 0;
  {
    Evaluator evaluator([&] { ++woken; });
    evaluator.request({wordsExperiment(8)}, 0);
    evaluator.request({wordsExperiment(1200)}, 1);
    ASSERT_NE(evaluator.trace(), nullptr);
    EXPECT_EQ(evaluator.trace()->queries(), 8);
    EXPECT_EQ(evaluator.waiting(3), 2.0);
    evaluator.finish();
    EXPECT_EQ(evaluator.trace()->queries(), 1200);
    EXPECT_FALSE(evaluator.waiting(4));
  }  // the worker wakes the window after it has handed its result over, at the latest before it is joined
  EXPECT_GE(woken, 1);
}

TEST(Evaluator, EndsWithTheNewestOfManyRequests) {
  Evaluator evaluator([] {});
  Experiment experiment = wordsExperiment(700);
  for (int i = 1; i <= 20; ++i) {
    experiment.temperature = i;
    evaluator.request({experiment}, i);
  }
  evaluator.finish();
  EXPECT_EQ(evaluator.trace()->experiment.temperature, 20);
}

TEST(Evaluator, ShowsResultsOnTheWayWhileSomethingIsDragged) {
  Evaluator evaluator([] {});
  Experiment experiment = wordsExperiment(1200);
  // Steps come much faster than results: were each to give up the one before, there would be none.
  const auto start = std::chrono::steady_clock::now();
  while (evaluator.trace() == nullptr && std::chrono::steady_clock::now() - start < std::chrono::seconds(60)) {
    experiment.temperature += 1e-5;
    evaluator.request({experiment}, 4, true);
    evaluator.poll(4);
  }
  ASSERT_NE(evaluator.trace(), nullptr);
  EXPECT_LT(evaluator.trace()->experiment.temperature, experiment.temperature);
  EXPECT_EQ(evaluator.waiting(6), 2.0) << "since the last result";
  evaluator.finish();
  EXPECT_EQ(evaluator.trace()->experiment.temperature, experiment.temperature);
  EXPECT_FALSE(evaluator.waiting(7));
}

TEST(Evaluator, GivesUpAStepWhenTheHandLetsGo) {
  Evaluator evaluator([] {});
  Experiment experiment = wordsExperiment(1500);
  evaluator.request({experiment}, 0, true);
  experiment.temperature = 2;
  evaluator.request({experiment}, 1, true);
  experiment.temperature = 3;
  evaluator.request({experiment}, 2);
  while (evaluator.trace() == nullptr) evaluator.poll(3);
  EXPECT_EQ(evaluator.trace()->experiment.temperature, 3);
  EXPECT_FALSE(evaluator.waiting(4));
}

TEST(Evaluator, DropsWhatWasAskedForBeforeItWasCleared) {
  Evaluator evaluator([] {});
  evaluator.request({wordsExperiment(1500)}, 0);
  evaluator.clear();
  evaluator.finish();
  EXPECT_EQ(evaluator.trace(), nullptr);
}

TEST(Evaluator, KeepsAnErrorUntilTheNextGoodResult) {
  Evaluator evaluator([] {});
  Experiment experiment = wordsExperiment(3);
  experiment.embedding = "onehot";
  experiment.dim = 1;
  evaluator.request({experiment}, 0);
  ASSERT_TRUE(evaluator.error());
  EXPECT_EQ(evaluator.error()->id(), "dim_too_small");
  experiment.dim = 0;
  evaluator.request({experiment}, 0);
  EXPECT_FALSE(evaluator.error());
  EXPECT_NE(evaluator.trace(), nullptr);
}

TEST(Evaluator, SaysWhichStagesATemperatureChanged) {
  Evaluator evaluator([] {});
  Experiment experiment = wordsExperiment(5);
  evaluator.request({experiment}, 0);
  experiment.temperature = 0.5;
  evaluator.request({experiment}, 0);
  EXPECT_TRUE(evaluator.changed().contains(MatrixStage::Weights));
  EXPECT_TRUE(evaluator.changed().contains(MatrixStage::Context));
  EXPECT_FALSE(evaluator.changed().contains(MatrixStage::Scores));
  EXPECT_FALSE(evaluator.changed().contains(MatrixStage::Mask));
}

TEST(Evaluator, DrawsAVariantThatStaysOnlyOnce) {
  Evaluator evaluator([] {});
  Experiment experiment = wordsExperiment(40), variant = experiment;
  variant.temperature = 3;
  evaluator.request({experiment, 0, {variant}}, 0);
  const lab::ShownMatrixPtr drawn = evaluator.variants().at(0).weights;
  ASSERT_NE(drawn, nullptr);
  experiment.temperature = 0.5;
  evaluator.request({experiment, 0, {variant}}, 0);
  EXPECT_EQ(evaluator.variants().at(0).weights, drawn);
  variant.temperature = 2;
  evaluator.request({experiment, 0, {variant}}, 0);
  EXPECT_NE(evaluator.variants().at(0).weights, drawn);
}

TEST(Evaluator, DrawsTheHeadThatIsLookedAtOnlyOnce) {
  Evaluator evaluator([] {});
  Experiment experiment = wordsExperiment(40);
  experiment.heads = 4;
  for (const attn::Index head : {2, 0, 3}) {
    evaluator.request({experiment, head}, 0);
    ASSERT_EQ(evaluator.headWeights().size(), 4U);
    EXPECT_EQ(evaluator.headWeights()[static_cast<std::size_t>(head)], evaluator.shown(MatrixStage::Weights)) << head;
  }
}

attn::MatrixPtr zeros(attn::Index rows, attn::Index columns) {
  return std::make_shared<const attn::Matrix>(attn::Matrix::Zero(rows, columns));
}

TEST(IsQuick, CountsThePairsOfGivenScoresAndWeights) {
  for (const attn::Entry entry : {attn::Entry::Scores, attn::Entry::Weights}) {
    Experiment experiment;
    experiment.entry = entry;
    attn::MatrixPtr& given = entry == attn::Entry::Scores ? experiment.scores : experiment.weights;
    given = zeros(200, 200);
    EXPECT_TRUE(lab::isQuick(experiment));
    EXPECT_FALSE(lab::isQuick(experiment, 9));
    given = zeros(4096, 4096);
    EXPECT_FALSE(lab::isQuick(experiment));
  }
}

TEST(IsQuick, CountsKeysForQueriesThatAScoreDoesNotRead) {
  Experiment experiment;
  experiment.entry = attn::Entry::Ready;
  experiment.score = "key_linear";
  experiment.k = zeros(40, 8);
  EXPECT_TRUE(lab::isQuick(experiment));
  experiment.k = zeros(3000, 8);
  EXPECT_FALSE(lab::isQuick(experiment));
}

TEST(IsQuick, CountsEveryHead) {
  Experiment experiment = wordsExperiment(250);
  EXPECT_TRUE(lab::isQuick(experiment));
  experiment.heads = 8;
  EXPECT_FALSE(lab::isQuick(experiment));
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // these take address space for themselves

/// Lets the process have `bytes` more of address space than it has now.
class MemoryLimit {
 public:
  explicit MemoryLimit(rlim_t bytes) {
    getrlimit(RLIMIT_AS, &before_);
    std::ifstream pages("/proc/self/statm");
    rlim_t used = 0;
    pages >> used;
    rlimit limit = before_;
    limit.rlim_cur = used * static_cast<rlim_t>(sysconf(_SC_PAGESIZE)) + bytes;
    setrlimit(RLIMIT_AS, &limit);
  }
  ~MemoryLimit() { setrlimit(RLIMIT_AS, &before_); }
  MemoryLimit(const MemoryLimit&) = delete;
  MemoryLimit& operator=(const MemoryLimit&) = delete;

 private:
  rlimit before_{};
};

TEST(Evaluator, SaysThatMemoryRanOutAndGoesOn) {
  Evaluator evaluator([] {});
  evaluator.request({wordsExperiment(300)}, 0);  // starts the threads
  evaluator.finish();
  {
    const MemoryLimit limit(rlim_t{32} << 20);
    evaluator.request({wordsExperiment(4000)}, 1);  // 64 MB a matrix: never from what malloc has kept
    evaluator.finish();
  }
  ASSERT_TRUE(evaluator.error());
  EXPECT_EQ(evaluator.error()->id(), "too_large");
  ASSERT_NE(evaluator.trace(), nullptr);
  EXPECT_EQ(evaluator.trace()->queries(), 300);
  evaluator.request({wordsExperiment(4000)}, 2);  // wanted last, and not computed again until something changes
  EXPECT_TRUE(evaluator.error());
  evaluator.request({wordsExperiment(9)}, 3);
  evaluator.finish();
  EXPECT_FALSE(evaluator.error());
  EXPECT_EQ(evaluator.trace()->queries(), 9);
}

#endif

}  // namespace
