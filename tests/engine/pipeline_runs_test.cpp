#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <map>
#include <thread>

#include "pipeline/pipeline.h"
#include "support/errors.h"
#include "support/experiments.h"

namespace attn::test {
namespace {

using Stages = std::vector<StageId>;
using enum StageId;

const Stages everyStage = {Tokens, Vectors, Projections, Scores, Bias, Mask, Weights, Context, Measures};

Experiment sentence() {
  Experiment experiment = textExperiment("the rabbit quickly hopped");
  experiment.keyText = "not read";
  return experiment;
}

// The stages that run when `edit` changes an experiment that was evaluated before.
Stages runsAfter(Experiment experiment, const std::function<void(Experiment&)>& edit) {
  Pipeline pipeline;
  pipeline.evaluate(experiment);
  std::map<StageId, int> before;
  for (const StageId stage : everyStage) before[stage] = pipeline.runs(stage);
  edit(experiment);
  pipeline.evaluate(experiment);
  Stages ran;
  for (const StageId stage : everyStage)
    if (pipeline.runs(stage) != before[stage]) ran.push_back(stage);
  return ran;
}

TEST(PipelineStages, RunOnceAndNotAgainWithoutAChange) {
  Pipeline pipeline;
  pipeline.evaluate(sentence());
  pipeline.evaluate(sentence());
  for (const StageId stage : everyStage) EXPECT_EQ(pipeline.runs(stage), 1);
}

TEST(PipelineStages, ATemperatureChangeRunsWeightsContextAndMeasuresOnly) {
  EXPECT_EQ(runsAfter(sentence(), [](Experiment& e) { e.temperature = 0.5; }), (Stages{Weights, Context, Measures}));
}

TEST(PipelineStages, ATemperatureThatIsNotReadRunsNothing) {
  Experiment experiment = sentence();
  experiment.normalizer = "uniform";
  EXPECT_EQ(runsAfter(experiment, [](Experiment& e) { e.temperature = 0.5; }), Stages{});
}

TEST(PipelineStages, AMaskChangeRunsMaskAndWhatFollows) {
  const Stages expected = {Mask, Weights, Context, Measures};
  EXPECT_EQ(runsAfter(sentence(), [](Experiment& e) { e.masks = {{"causal", {}}}; }), expected);
}

TEST(PipelineStages, ANormalizerChangeRunsWeightsAndWhatFollows) {
  EXPECT_EQ(runsAfter(sentence(), [](Experiment& e) { e.normalizer = "ratio"; }), (Stages{Weights, Context, Measures}));
}

TEST(PipelineStages, AScoreChangeRunsScoresAndWhatFollowsButNotTheMask) {
  const Stages expected = {Scores, Weights, Context, Measures};
  EXPECT_EQ(runsAfter(sentence(), [](Experiment& e) { e.score = "cosine"; }), expected);
  Experiment cosine = sentence();
  cosine.score = "cosine";
  EXPECT_EQ(runsAfter(cosine, [](Experiment& e) { e.parameters.numbers["beta"] = 4; }), expected);
}

TEST(PipelineStages, AProjectionChangeRunsProjectionsAndWhatFollows) {
  const Stages expected = {Projections, Scores, Weights, Context, Measures};
  EXPECT_EQ(runsAfter(sentence(), [](Experiment& e) { e.projection = "identity"; }), expected);
}

TEST(PipelineStages, ASeedChangeDoesNotTokenizeAgain) {
  const Stages expected = {Vectors, Projections, Scores, Weights, Context, Measures};
  EXPECT_EQ(runsAfter(sentence(), [](Experiment& e) { e.seed = 2; }), expected);
}

TEST(PipelineStages, ASeedThatNothingIsDrawnFromRunsNothing) {
  Experiment experiment = sentence();
  experiment.embedding = "onehot";
  experiment.projection = "identity";
  EXPECT_EQ(runsAfter(experiment, [](Experiment& e) { e.seed = 2; }), Stages{});
  experiment.score = "general";  // its W is drawn
  const Stages expected = {Scores, Weights, Context, Measures};
  EXPECT_EQ(runsAfter(experiment, [](Experiment& e) { e.seed = 2; }), expected);
}

TEST(PipelineStages, ATextThatIsNotReadRunsNothing) {
  EXPECT_EQ(runsAfter(sentence(), [](Experiment& e) { e.keyText = "another"; }), Stages{});
  EXPECT_EQ(runsAfter(sentence(), [](Experiment& e) { e.x = shared(Matrix::Ones(2, 2)); }), Stages{});
}

TEST(PipelineStages, ATextOfTheSameLengthDoesNotRunTheMask) {
  const Stages expected = {Tokens, Vectors, Projections, Scores, Weights, Context, Measures};
  EXPECT_EQ(runsAfter(sentence(), [](Experiment& e) { e.queryText = "the turtle slowly crawled"; }), expected);
}

TEST(PipelineStages, AnOutputMatrixRunsTheContextOnly) {
  EXPECT_EQ(runsAfter(sentence(), [](Experiment& e) { e.wO = shared(Matrix::Ones(4, 2)); }), Stages{Context});
}

TEST(PipelineStages, ABiasChangeRunsTheBiasAndTheWeights) {
  const Stages expected = {Bias, Weights, Context, Measures};
  EXPECT_EQ(runsAfter(sentence(), [](Experiment& e) { e.bias = parseBias("alibi"); }), expected);
  Experiment relative = sentence();
  relative.bias = parseBias("relative");
  EXPECT_EQ(runsAfter(relative, [](Experiment& e) { e.bias.maxDistance = 20; }), expected);
  EXPECT_EQ(runsAfter(relative, [](Experiment& e) { e.temperature = 2; }), (Stages{Weights, Context, Measures}));
}

TEST(PipelineStages, HeadsThatDoNotShareSplitTheSameProjections) {
  const Stages expected = {Scores, Weights, Context, Measures};
  EXPECT_EQ(runsAfter(sentence(), [](Experiment& e) { e.heads = 2; }), expected);
  Experiment two = sentence();
  two.heads = 2;
  const Stages shared = {Projections, Scores, Weights, Context, Measures};
  EXPECT_EQ(runsAfter(two, [](Experiment& e) { e.kvHeads = 1; }), shared);
  EXPECT_EQ(runsAfter(two, [](Experiment& e) { e.kvHeads = 2; }), Stages{});
}

TEST(PipelineStages, RopeTurnsWhatIsProjectedAndLeavesVectorsAlone) {
  const Stages expected = {Projections, Scores, Weights, Context, Measures};
  EXPECT_EQ(runsAfter(sentence(), [](Experiment& e) { e.position = "rope"; }), expected);
}

TEST(PipelineStages, AMaskThatReadsQueriesRunsAgainWithTheScores) {
  Experiment local = sentence();
  local.masks = {{"local_p", {1}}};
  const Stages scoresToo = {Scores, Mask, Weights, Context, Measures};
  EXPECT_EQ(runsAfter(local, [](Experiment& e) { e.score = "cosine"; }), scoresToo);
  const Stages maskOnly = {Mask, Weights, Context, Measures};
  EXPECT_EQ(runsAfter(local, [](Experiment& e) { e.parameters.matrices["W_p"] = shared(Matrix::Ones(4, 4)); }),
            maskOnly);
}

TEST(PipelineStages, AGivenPositionTableRunsTheVectors) {
  Experiment learned = sentence();
  learned.position = "learned";
  const Stages expected = {Vectors, Projections, Scores, Weights, Context, Measures};
  EXPECT_EQ(runsAfter(learned, [](Experiment& e) { e.parameters.matrices["position"] = shared(Matrix::Ones(4, 4)); }),
            expected);
}

TEST(PipelineStages, WorkAgainAfterAnError) {
  Pipeline pipeline;
  const Trace before = pipeline.evaluate(sentence());
  Experiment broken = sentence();
  broken.queryText = " ";
  EXPECT_EQ(errorOf([&] { pipeline.evaluate(broken); }).id, "no_token");
  broken = sentence();
  broken.score = "no such score";
  EXPECT_EQ(errorOf([&] { pipeline.evaluate(broken); }).id, "unknown_name");
  broken = sentence();
  broken.temperature = 0;
  EXPECT_EQ(errorOf([&] { pipeline.evaluate(broken); }).id, "out_of_range");
  EXPECT_EQ(*pipeline.evaluate(sentence()).head().weights, *before.head().weights);
}

TEST(PipelineStages, StopWhenTheWorkIsCancelledAndWorkAgain) {
  Pipeline pipeline;
  Work cancelled;
  cancelled.cancel();
  EXPECT_THROW(pipeline.evaluate(sentence(), Measures, &cancelled), Cancelled);
  Work wanted;
  EXPECT_NE(pipeline.evaluate(sentence(), Measures, &wanted).head().measures, nullptr);
}

// A long computation stops within a fraction of itself.
TEST(PipelineStages, StopSoonAfterTheCancellation) {
  for (const char* score : {"dot", "additive", "gaussian"}) {
    Experiment experiment = readyExperiment(seededNormal(4000, 256, "q"), seededNormal(4000, 256, "k"));
    experiment.score = score;
    Pipeline pipeline;
    Work work;
    double asked = 0;
    std::thread impatient([&] {
      while (work.fraction() < 0.21) std::this_thread::yield();  // amid the scores
      work.cancel();
      asked = work.fraction();
    });
    bool stopped = false;
    try {
      pipeline.evaluate(experiment, Measures, &work);
    } catch (const Cancelled&) {
      stopped = true;
    }
    impatient.join();
    EXPECT_TRUE(stopped) << score;
    // The blocks that were under way may still report: one a thread, of the additive kernel some 6 % of the whole each.
    EXPECT_LT(work.fraction() - asked, 0.25) << score;
  }
}

TEST(PipelineWork, ReportsAFractionThatOnlyGrows) {
  Work work;
  Pipeline pipeline;
  pipeline.evaluate(sentence(), Measures, &work);
  EXPECT_GE(work.fraction(), 0.9);
  EXPECT_LE(work.fraction(), 1.0);
}

// Looked at from beside, as the window does: every part of every stage has a share of its own.
TEST(PipelineWork, NeverRunsBackwards) {
  Experiment experiment = wordsExperiment(2500);  // many blocks a step, so that a step back can be seen
  experiment.dim = 64;
  experiment.heads = 4;
  Work work;
  std::atomic<bool> done = false;
  int backwards = 0, seen = 0;
  std::thread reader([&] {
    for (double last = 0; !done;) {
      const double now = work.fraction();
      if (now < last) ++backwards;
      if (now > last) ++seen;
      last = now;
    }
  });
  Pipeline().evaluate(experiment, Measures, &work);
  done = true;
  reader.join();
  EXPECT_GT(seen, 3);
  EXPECT_EQ(backwards, 0);
}

}  // namespace
}  // namespace attn::test
