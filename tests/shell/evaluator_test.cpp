#include "shell/evaluator.h"

#include <gtest/gtest.h>

#include <atomic>

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

}  // namespace
