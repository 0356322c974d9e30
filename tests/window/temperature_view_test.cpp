#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "scene/number_text.h"
#include "support/experiments.h"
#include "window/offscreen_app.h"

namespace {

using lab::OffscreenApp;

/// The Temperature view on a sentence, with hands.
class TemperatureWindow {
 public:
  TemperatureWindow() : lab({}, 1280, 720) {
    attn::Experiment experiment;
    experiment.queryText = "the animal was too tired";
    lab.app().showExperiment(experiment, lab::Cell{1, 0});
    lab.app().showView("temperature");
    lab.frames(2);
  }
  void move(lab::Point to) {
    ImGui::GetIO().MousePos = {to.x, to.y};
    lab.frames(1);
  }
  void hold(bool down) {
    ImGui::GetIO().MouseDown[0] = down;
    lab.frames(1);
  }
  void click(lab::Point at) {
    move(at);
    hold(true);
    hold(false);
    lab.frames(1);
  }
  void key(ImGuiKey which) {
    bool& down = ImGui::GetIO().KeysDown[ImGui::GetKeyIndex(which)];
    down = true;
    lab.frames(1);
    down = false;
    lab.frames(1);
  }
  double tau() { return lab.app().trace()->experiment.temperature; }
  OffscreenApp lab;
};

TEST(TemperatureView, DragsTheTemperatureAsOneStep) {
  TemperatureWindow window;
  EXPECT_EQ(window.lab.value("temperature.marker"), "1");
  const lab::Rect plot = window.lab.rect("temperature.plot");
  const float y = window.lab.rect("temperature.marker").centre().y;
  window.move(window.lab.rect("temperature.marker").centre());
  window.hold(true);
  window.move({plot.x + plot.width * 0.4F, y});
  window.move({plot.x + plot.width * 0.25F, y});
  window.lab.frames(1);
  EXPECT_NEAR(window.tau(), 0.1, 0.002);  // a point of the axis is about 1 %
  EXPECT_FALSE(window.lab.app().history().canUndo());
  window.hold(false);
  window.lab.frames(2);
  EXPECT_NEAR(window.tau(), 0.1, 0.002);
  EXPECT_TRUE(window.lab.app().history().canUndo());
  window.lab.app().undo();
  window.lab.frames(1);
  EXPECT_EQ(window.tau(), 1.0);
  EXPECT_FALSE(window.lab.app().history().canUndo());
}

TEST(TemperatureView, ShowsTheWeightsOfTheTrace) {
  TemperatureWindow window;
  const attn::Matrix& weights = *window.lab.app().trace()->head().weights;
  for (attn::Index key = 0; key < 5; ++key) {
    const double weight = static_cast<double>(weights(1, key));
    EXPECT_EQ(window.lab.value("temperature.key." + std::to_string(key)), lab::copyText(weight));
    EXPECT_EQ(window.lab.value("temperature.row." + std::to_string(key)), lab::fixedText(weight, 3));
  }
}

TEST(TemperatureView, SelectsAKeyByItsRow) {
  TemperatureWindow window;
  window.click(window.lab.rect("temperature.row.3").centre());
  EXPECT_EQ(window.lab.app().view().selected, (lab::Cell{1, 3}));
  EXPECT_EQ(window.tau(), 1.0);
  EXPECT_EQ(window.lab.app().view().pointed.key, 3);
}

TEST(TemperatureView, LaysOtherNormalizersOver) {
  TemperatureWindow window;
  EXPECT_EQ(window.lab.value("temperature.plot"), "1");
  EXPECT_EQ(window.lab.value("temperature.overlay.softmax"), "on");
  window.click(window.lab.rect("temperature.overlay.sparsemax").centre());
  EXPECT_EQ(window.lab.value("temperature.overlay.sparsemax"), "on");
  EXPECT_EQ(window.lab.value("temperature.plot"), "2");
}

TEST(TemperatureView, HasItsNormalizersInAMenuWhereTheBarIsNarrow) {
  lab::OffscreenApp narrow({}, 800, 600);
  narrow.app().showExperiment(attn::test::textExperiment("the animal was too tired"), lab::Cell{1, 0});
  for (const char* view : {"temperature", "space"})
    for (const bool panel : {false, true}) {
      narrow.app().showView(view);
      if (panel) narrow.app().toggleExperiment();
      narrow.frames(3);
      SCOPED_TRACE(std::string(view) + (panel ? " beside the panel" : ""));
      ASSERT_TRUE(narrow.shows("view-menu"));
      EXPECT_FALSE(narrow.shows("temperature.overlay.sparsemax"));
      if (!panel) {
        EXPECT_TRUE(narrow.shows("score-tool"));
        EXPECT_TRUE(narrow.shows("temperature-tool-slider"));
      }
      narrow.click("view-menu");
      narrow.frames(2);
      EXPECT_TRUE(narrow.shows(view == std::string("space") ? "space.editable" : "temperature.overlay.sparsemax"));
      narrow.click("view-menu");
      narrow.frames(2);
    }
}

TEST(TemperatureView, PlaysASweepAndEndsWhereItBegan) {
  TemperatureWindow window;
  window.click(window.lab.rect("temperature.play").centre());
  window.lab.frames(20);
  const double playing = window.tau();
  EXPECT_GT(playing, 1.2);
  window.key(ImGuiKey_Escape);
  window.lab.frames(1);
  EXPECT_EQ(window.tau(), 1.0);
  EXPECT_FALSE(window.lab.app().history().canUndo());
  window.key(ImGuiKey_Space);
  window.lab.frames(20);
  window.key(ImGuiKey_Space);
  const double stopped = window.tau();
  EXPECT_GT(stopped, 1.2);
  window.lab.frames(3);
  EXPECT_EQ(window.tau(), stopped);
  EXPECT_TRUE(window.lab.app().history().canUndo());
}

TEST(TemperatureView, EndsItsSweepWhenAnotherViewIsShown) {
  TemperatureWindow window;
  window.click(window.lab.rect("temperature.play").centre());
  window.lab.frames(20);
  ASSERT_GT(window.tau(), 1.2);
  window.lab.app().showView("heatmap");
  window.lab.frames(2);
  EXPECT_EQ(window.tau(), 1.0);
  EXPECT_FALSE(window.lab.app().canUndo());
  // A temperature that is chosen meanwhile is not taken back when the view is shown again, however late.
  attn::Experiment chosen = window.lab.app().history().document().experiment;
  chosen.temperature = 3;
  window.lab.app().showExperiment(chosen, lab::Cell{1, 0});
  window.lab.app().showView("temperature");
  window.lab.frames(90);
  EXPECT_EQ(window.tau(), 3.0);
  EXPECT_FALSE(window.lab.app().canUndo());
}

TEST(TemperatureView, EndsItsSweepWithEveryEditUndoRedoNewAndSave) {
  using lab::App;
  const std::function<void(App&)> ends[] = {[](App& app) { app.undo(); }, [](App& app) { app.redo(); },
                                            [](App& app) { app.save(true); },
                                            [](App& app) { app.setPainting(true), app.allowAllCells(); }};
  for (const auto& end : ends) {
    TemperatureWindow window;
    window.click(window.lab.rect("temperature.play").centre());
    window.lab.frames(20);
    ASSERT_GT(window.tau(), 1.2);
    end(window.lab.app());
    window.lab.frames(3);
    EXPECT_EQ(window.tau(), 1.0);
    EXPECT_EQ(window.lab.app().history().document().experiment.temperature, 1.0);
    EXPECT_FALSE(window.lab.app().view().temperature.play);
  }
  TemperatureWindow window;
  window.click(window.lab.rect("temperature.play").centre());
  window.lab.frames(20);
  window.lab.app().newDocument();
  window.lab.frames(3);
  EXPECT_TRUE(window.lab.app().empty());
  EXPECT_FALSE(window.lab.app().canUndo());
}

TEST(TemperatureView, DropsASweepWhoseFramesDidNotCome) {
  TemperatureWindow window;
  window.click(window.lab.rect("temperature.play").centre());
  window.lab.frames(20);
  window.lab.app().view().temperature.play->frame -= 2;  // seconds
  window.lab.frames(3);
  EXPECT_EQ(window.tau(), 1.0);
  EXPECT_FALSE(window.lab.app().canUndo());
}

TEST(TemperatureView, DoesNotMoveWhatTheNormalizerDoesNotRead) {
  TemperatureWindow window;
  attn::Experiment experiment = window.lab.app().trace()->experiment;
  experiment.normalizer = "hardmax";
  window.lab.app().showExperiment(experiment, lab::Cell{1, 0});
  window.lab.frames(2);
  const lab::Rect plot = window.lab.rect("temperature.plot");
  window.click({plot.x + plot.width * 0.3F, plot.centre().y});
  EXPECT_EQ(window.tau(), 1.0);
}

}  // namespace
