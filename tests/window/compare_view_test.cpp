#include <gtest/gtest.h>

#include "pipeline/pipeline.h"
#include "scene/number_text.h"
#include "window/offscreen_app.h"

namespace {

using lab::OffscreenApp;

/// The Compare view on a sentence, with hands.
class CompareWindow {
 public:
  explicit CompareWindow(attn::Experiment experiment = sentence(), int width = 1440, int height = 900)
      : lab({}, width, height) {
    lab.app().showExperiment(experiment, lab::Cell{0, 0});
    lab.app().showView("compare");
    lab.frames(3);
  }
  static attn::Experiment sentence() {
    attn::Experiment experiment;
    experiment.queryText = "the animal was too tired";
    return experiment;
  }
  void point(const std::string& part) {
    const lab::Rect at = lab.rect(part);
    ImGui::GetIO().MousePos = {at.centre().x, at.centre().y};
    lab.frames(2);
  }
  void click(const std::string& part, int times = 1) {
    point(part);
    for (int i = 0; i < times; ++i) {
      ImGui::GetIO().MouseDown[0] = true;
      lab.frames(1);
      ImGui::GetIO().MouseDown[0] = false;
      lab.frames(1);
    }
    lab.frames(2);
  }
  OffscreenApp lab;
};

TEST(CompareView, ShowsEveryFunctionsOwnWeights) {
  CompareWindow window;
  EXPECT_EQ(window.lab.value("compare.columns"), "6");
  attn::Experiment experiment = CompareWindow::sentence();
  experiment.score = "gaussian";
  const attn::Trace trace = attn::Pipeline().evaluate(experiment);
  EXPECT_EQ(window.lab.value("compare.cell.gaussian.3.1"),
            lab::copyText(static_cast<double>((*trace.head().weights)(3, 1))));
  EXPECT_EQ(window.lab.value("compare.entropy.gaussian"), lab::fixedText((*trace.head().measures)[0].entropy, 3));
  EXPECT_EQ(window.lab.value("compare.head.scaled_dot"), "reference");
}

TEST(CompareView, SelectsByAClickAndUsesByADoubleClick) {
  CompareWindow window;
  window.click("compare.cell.dot.2.3");
  EXPECT_EQ(window.lab.app().view().selected, (lab::Cell{2, 3}));
  EXPECT_EQ(window.lab.app().trace()->experiment.score, "scaled_dot");
  window.click("compare.cell.cosine.2.3", 2);
  EXPECT_EQ(window.lab.app().trace()->experiment.score, "cosine");
  window.lab.app().undo();
  window.lab.frames(2);
  EXPECT_EQ(window.lab.app().trace()->experiment.score, "scaled_dot");
}

TEST(CompareView, ComparesWithTheColumnWhoseTitleWasClicked) {
  CompareWindow window;
  const std::string before = window.lab.value("compare.jensen-shannon.dot");
  EXPECT_NE(before, "0.000");
  window.click("compare.head.dot");
  EXPECT_EQ(window.lab.value("compare.head.dot"), "reference");
  EXPECT_EQ(window.lab.value("compare.jensen-shannon.dot"), "0.000");
  EXPECT_EQ(window.lab.value("compare.jensen-shannon.scaled_dot"), before);  // the divergence is symmetric
}

TEST(CompareView, ShowsDifferencesFromTheReference) {
  CompareWindow window;
  const double dot = std::stod(window.lab.value("compare.cell.dot.1.1")),
               reference = std::stod(window.lab.value("compare.cell.scaled_dot.1.1"));
  window.click("compare-differences");
  EXPECT_EQ(window.lab.value("compare.cell.scaled_dot.1.1"), "0");
  // Both are floats below 1 written with 9 digits; their difference is rounded once more.
  EXPECT_NEAR(std::stod(window.lab.value("compare.cell.dot.1.1")), dot - reference, 1e-7);
}

TEST(CompareView, HasTheTemperatureInTheBarOfASmallerWindowAndItsOwnControlsInTheMenu) {
  CompareWindow window(CompareWindow::sentence(), 1280, 720);
  EXPECT_TRUE(window.lab.shows("score-tool"));
  EXPECT_FALSE(window.lab.shows("compare-differences"));
  window.click("view-menu");
  window.click("compare-differences");
  EXPECT_EQ(window.lab.value("compare.cell.scaled_dot.1.1"), "0");
}

TEST(CompareView, ListsWhatIsComparedAndComparesOtherThings) {
  CompareWindow window;
  window.click("compare-list");
  EXPECT_EQ(window.lab.value("compare.include.concat"), "off");
  window.click("compare.include.concat");
  EXPECT_EQ(window.lab.value("compare.columns"), "7");
  EXPECT_TRUE(window.lab.shows("compare.map.concat"));
  window.click("compare.include.dot");
  EXPECT_FALSE(window.lab.shows("compare.map.dot"));
  window.click("compare-by.1");  // closes the list
  window.click("compare-by.1");
  EXPECT_TRUE(window.lab.shows("compare.map.sparsemax"));
  window.click("compare-by.2");
  EXPECT_EQ(window.lab.value("compare.columns"), "5");
  EXPECT_EQ(window.lab.value("compare.head.1"), "reference");
  window.click("compare-list");
  window.click("compare.remove.0");
  EXPECT_EQ(window.lab.value("compare.columns"), "4");
}

TEST(CompareView, HasItsOwnColumnForAnError) {
  attn::Experiment experiment;
  experiment.entry = attn::Entry::Ready;
  experiment.score = "additive";
  attn::Matrix q = attn::Matrix::Constant(2, 3, 0.5F), k = attn::Matrix::Constant(4, 2, 0.25F);
  experiment.q = std::make_shared<const attn::Matrix>(q);
  experiment.k = std::make_shared<const attn::Matrix>(k);
  CompareWindow window(experiment);
  EXPECT_NE(window.lab.value("compare.error.dot").find("3"), std::string::npos)
      << window.lab.value("compare.error.dot");
  EXPECT_FALSE(window.lab.shows("compare.map.dot"));
  EXPECT_EQ(window.lab.value("compare.map.additive"), "2x4");
  EXPECT_EQ(window.lab.value("compare.entropy.dot"), "–");
}

TEST(CompareView, SaysWhyThereIsNothingToCompare) {
  attn::Experiment experiment;
  experiment.entry = attn::Entry::Weights;
  experiment.weights = std::make_shared<const attn::Matrix>(attn::Matrix::Constant(2, 2, 0.5F));
  CompareWindow window(experiment);
  EXPECT_EQ(window.lab.value("compare.empty"), "compare.empty.weights");
}

TEST(CompareView, LightsUpTheKeyUnderThePointerForEveryone) {
  CompareWindow window;
  window.point("compare.cell.general.1.4");
  EXPECT_EQ(window.lab.app().view().pointed, (lab::Pointed{1, 4}));
}

}  // namespace
