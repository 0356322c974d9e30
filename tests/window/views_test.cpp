// What holds for every view in the window, whatever it shows.
#include <gtest/gtest.h>

#include "scene/views.h"
#include "support/experiments.h"
#include "views/view_table.h"
#include "window/offscreen_app.h"

namespace {

using lab::OffscreenApp;

std::vector<std::pair<const char*, attn::Experiment>> experiments() {
  using namespace attn::test;
  attn::Experiment cross = textExperiment("who attends");
  cross.crossText = true;
  cross.keyText = "谁 被 注意 到 了";
  attn::Experiment heads = wordsExperiment(64);
  heads.dim = 12;
  heads.heads = 12;
  attn::Experiment masked = textExperiment("a b c d");
  masked.masks = {attn::MaskSpec{.name = "padding", .arguments = {4}}};
  attn::Experiment scores;
  scores.entry = attn::Entry::Scores;
  scores.scores = shared(seededNormal(3, 4, "scores"));
  attn::Experiment weights;
  weights.entry = attn::Entry::Weights;
  weights.weights = shared(attn::Matrix::Constant(3, 4, 0.25F));
  return {{"one token", textExperiment("one")},
          {"eleven", textExperiment("The animal didn't cross the street because it was too tired")},
          {"Chinese", textExperiment("我们喜欢注意力机制。")},
          {"cross", cross},
          {"twelve heads", heads},
          {"nothing visible", masked},
          {"300 tokens", wordsExperiment(300)},
          {"ready", readyExperiment(seededNormal(5, 3, "q"), seededNormal(4, 3, "k"))},
          {"scores", scores},
          {"weights", weights}};
}

class Views : public ::testing::TestWithParam<const char*> {};

TEST_P(Views, DrawEveryKindOfExperimentInEveryThemeAndLanguage) {
  OffscreenApp lab;
  lab.app().showView(GetParam());
  for (const auto& [name, experiment] : experiments())
    for (const lab::Theme theme : {lab::Theme::Dark, lab::Theme::Projector}) {
      SCOPED_TRACE(name);
      lab.app().setTheme(theme);
      lab.app().setLanguage(theme == lab::Theme::Dark ? lab::Language::English : lab::Language::Chinese);
      lab.app().showExperiment(experiment, std::nullopt);
      lab.frames(2);
      EXPECT_FALSE(lab.shows("view-error")) << lab.value("view-error");
      EXPECT_EQ(lab.value(std::string("tab.") + GetParam()), "on");
      for (const auto& [part, shown] : lab.app().probe().parts())
        EXPECT_EQ(shown.value.find("«"), std::string::npos) << part << ": " << shown.value;
    }
}

TEST_P(Views, KeepTheSelectionAndTheHeadOfTheOthers) {
  OffscreenApp lab;
  attn::Experiment experiment = attn::test::textExperiment("a b c d");
  experiment.heads = 2;
  lab.app().showExperiment(experiment, lab::Cell{2, 1});
  lab.app().view().head = 1;
  lab.frames(2);
  lab.app().showView(GetParam());
  lab.frames(3);
  EXPECT_EQ(lab.app().view().selected, (lab::Cell{2, 1}));
  EXPECT_EQ(lab.app().view().head, 1);
}

TEST_P(Views, StandInATabEach) {
  OffscreenApp lab;
  lab.app().showExperiment(attn::test::textExperiment("a b c"), std::nullopt);
  lab.app().showView(GetParam());
  lab.frames(2);
  EXPECT_EQ(lab.value(std::string("tab.") + GetParam()), "on");
}

TEST(ViewTable, HasARowForEachRowOfTheCatalogue) {
  ASSERT_EQ(lab::viewTable().size(), lab::viewCatalogue().size());
  for (std::size_t i = 0; i < lab::viewTable().size(); ++i)
    EXPECT_STREQ(lab::viewTable()[i].name, lab::viewCatalogue()[i].name);
}

std::vector<const char*> names() {
  std::vector<const char*> all;
  for (const lab::ViewRow& row : lab::viewCatalogue()) all.push_back(row.name);
  return all;
}

INSTANTIATE_TEST_SUITE_P(Every, Views, ::testing::ValuesIn(names()),
                         [](const auto& instance) { return std::string(instance.param); });

}  // namespace
