#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "attention/catalogue.h"
#include "pipeline/pipeline.h"
#include "scene/number_text.h"
#include "shell/actions.h"
#include "window/offscreen_app.h"

namespace {

namespace fs = std::filesystem;
using lab::OffscreenApp;

class AppTest : public ::testing::Test {
 protected:
  AppTest() {
    char pattern[] = "/tmp/attention lab 窗 XXXXXX";
    folder_ = mkdtemp(pattern);
  }
  ~AppTest() override { fs::remove_all(folder_); }
  std::string file(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
    return (folder_ / name).string();
  }
  static attn::Experiment sentence(const std::string& text) {
    attn::Experiment experiment;
    experiment.queryText = text;
    return experiment;
  }
  fs::path folder_;
};

TEST_F(AppTest, TurnsADroppedTextFileIntoTheSequence) {
  OffscreenApp lab;
  lab.app().drop({file("句子.txt", "我爱北京天安门\n")});
  lab.frames(2);
  EXPECT_EQ(lab.value("query-text"), "我爱北京天安门");
  EXPECT_EQ(lab.value("heatmap"), "4x4");
}

TEST_F(AppTest, SaysWhatIsWrongWithADroppedFileAndLosesNothing) {
  OffscreenApp lab;
  lab.app().showExperiment(sentence("a b c"), std::nullopt);
  lab.frames(2);
  lab.app().drop({file("broken.txt", "caf\xE9 au lait")});
  lab.frames(2);
  EXPECT_NE(lab.value("message.0").find("broken.txt"), std::string::npos) << lab.value("message.0");
  EXPECT_EQ(lab.value("query-text"), "a b c");
  lab.app().drop({file("empty.txt", " \n\n")});
  lab.app().drop({(folder_ / "missing.txt").string()});
  lab.frames(2);
  EXPECT_TRUE(lab.shows("message.2"));
  EXPECT_EQ(lab.value("query-text"), "a b c");
}

TEST_F(AppTest, KeepsTheDocumentWhenASessionFileIsBroken) {
  OffscreenApp lab;
  lab.app().showExperiment(sentence("a b c"), std::nullopt);
  lab.app().drop({file("cut.json", "{\"format\": \"attention-lab")});
  lab.frames(2);
  EXPECT_NE(lab.value("message.0").find("cut.json"), std::string::npos) << lab.value("message.0");
  EXPECT_EQ(lab.value("query-text"), "a b c");
}

TEST_F(AppTest, ShowsTheTokenLimitWhereThePictureWouldBe) {
  OffscreenApp lab;
  std::string text;
  for (int i = 0; i < 4097; ++i) text += "w ";
  lab.app().showExperiment(sentence(text), std::nullopt);
  lab.frames(2);
  EXPECT_NE(lab.value("view-error").find("4096"), std::string::npos) << lab.value("view-error");
  EXPECT_FALSE(lab.shows("heatmap"));
}

TEST_F(AppTest, SpeaksChineseWhereItIsAskedTo) {
  lab::Settings settings;
  settings.language = lab::Language::Chinese;
  OffscreenApp lab(settings);
  attn::Experiment experiment = sentence("a b c");
  experiment.embedding = "onehot";
  experiment.dim = 2;
  lab.app().showExperiment(experiment, std::nullopt);
  lab.frames(2);
  EXPECT_NE(lab.value("view-error").find("维"), std::string::npos) << lab.value("view-error");
}

TEST_F(AppTest, CopiesACellARowAndTheMatrixAsText) {
  OffscreenApp lab;
  attn::Experiment experiment = sentence("a b");
  experiment.normalizer = "uniform";
  lab.app().showExperiment(experiment, lab::Cell{0, 1});
  lab.frames(2);
  lab::runAction(lab.app(), "copy-cell");
  EXPECT_EQ(lab.clipboard, "0.5");
  lab::runAction(lab.app(), "copy-row");
  EXPECT_EQ(lab.clipboard, "0.5\t0.5");
  lab::runAction(lab.app(), "copy-matrix");
  EXPECT_EQ(lab.clipboard, "\ta\tb\na\t0.5\t0.5\nb\t0.5\t0.5\n");
}

TEST_F(AppTest, DoesNotWriteMillionsOfNumbersIntoTheClipboardAndSaysWhereToWriteThem) {
  OffscreenApp lab;
  std::string text;
  for (int i = 0; i < 1001; ++i) text += "a ";
  lab.app().showExperiment(sentence(text), lab::Cell{0, 1});
  lab.frames(2);
  lab.clipboard = "before";
  lab::runAction(lab.app(), "copy-matrix");
  lab.frames(2);
  EXPECT_EQ(lab.clipboard, "before");
  EXPECT_NE(lab.value("message.0").find("attention-lab compute"), std::string::npos) << lab.value("message.0");
  lab::runAction(lab.app(), "copy-row");
  EXPECT_EQ(std::count(lab.clipboard.begin(), lab.clipboard.end(), '\t'), 1000);
}

TEST_F(AppTest, PastesTextAsTheSequenceAndUndoesIt) {
  OffscreenApp lab;
  lab.app().showExperiment(sentence("a b c"), std::nullopt);
  lab.frames(2);
  lab.clipboard = "x y";
  lab::runAction(lab.app(), "paste-text");
  lab.frames(2);
  EXPECT_EQ(lab.value("heatmap"), "2x2");
  EXPECT_EQ(lab.value("menu-item.undo"), "(not on the screen)");
  lab::runAction(lab.app(), "undo");
  lab.frames(2);
  EXPECT_EQ(lab.value("heatmap"), "3x3");
  lab::runAction(lab.app(), "redo");
  lab.frames(2);
  EXPECT_EQ(lab.value("query-text"), "x y");
}

TEST_F(AppTest, ShowsEveryStageOneAfterTheOther) {
  OffscreenApp lab;
  lab.app().showExperiment(sentence("a b c"), std::nullopt);
  lab.frames(2);
  for (const char* stage : {"mask", "scores", "v", "k", "q", "query-vectors"}) {
    ASSERT_TRUE(lab::runAction(lab.app(), "previous-stage"));
    lab.frames(2);
    EXPECT_EQ(lab.value(std::string("stage.") + stage), "on") << stage;
  }
  EXPECT_EQ(lab.value("heatmap"), "3x4");
}

TEST_F(AppTest, DrawsEveryPartWithinTheWindowInEveryThemeLanguageAndSize) {
  for (const lab::Theme theme : {lab::Theme::Dark, lab::Theme::Light, lab::Theme::Projector})
    for (const lab::Language language : {lab::Language::English, lab::Language::Chinese})
      for (const auto& [width, height] : {std::pair{1440, 900}, {1280, 720}, {800, 600}}) {
        lab::Settings settings;
        settings.theme = theme;
        settings.language = language;
        OffscreenApp lab(settings, width, height);
        lab.app().showExperiment(sentence("The animal didn't cross the street"), std::nullopt);
        lab.frames(3);
        if (width >= 1280) {
          EXPECT_TRUE(lab.shows("language.0") && lab.shows("theme.2") && lab.shows("zoom.2")) << width;
        }
        for (const char* part : {"heatmap", "stage.weights", "stage.context", "fit", "menu.help"}) {
          ASSERT_TRUE(lab.shows(part)) << part << " " << width;
          const lab::Rect rect = lab.rect(part);
          EXPECT_GE(rect.x, 0) << part;
          EXPECT_GE(rect.y, 0) << part;
          EXPECT_LE(rect.right(), static_cast<float>(width) + 0.5F)
              << part << " " << lab::themeName(theme) << " " << width;
          EXPECT_LE(rect.bottom(), static_cast<float>(height) + 0.5F)
              << part << " " << lab::themeName(theme) << " " << height;
        }
      }
}

TEST_F(AppTest, ShowsEveryRowOfEveryCatalogue) {
  OffscreenApp lab;
  const auto expectPicture = [&](const attn::Experiment& experiment, const char* what) {
    lab.app().showExperiment(experiment, std::nullopt);
    lab.frames(2);
    EXPECT_TRUE(lab.shows("heatmap")) << what << ": " << lab.value("view-error");
    EXPECT_TRUE(lab.shows("inspector.head")) << what;
  };
  const attn::Experiment plain = sentence("a b c d");
  for (const attn::ScoreRow& row : attn::scoreCatalogue()) {
    attn::Experiment experiment = plain;
    experiment.score = row.name;
    expectPicture(experiment, row.name);
  }
  for (const attn::NormalizerRow& row : attn::normalizerCatalogue()) {
    attn::Experiment experiment = plain;
    experiment.normalizer = row.name;
    expectPicture(experiment, row.name);
  }
  for (const attn::PositionRow& row : attn::positionCatalogue()) {
    attn::Experiment experiment = plain;
    experiment.position = row.name;
    expectPicture(experiment, row.name);
  }
  for (const attn::BiasRow& row : attn::biasCatalogue()) {
    attn::Experiment experiment = plain;
    experiment.bias = attn::BiasSpec(row.name);
    expectPicture(experiment, row.name);
  }
  for (const attn::MaskRow& row : attn::maskCatalogue()) {
    attn::Experiment experiment = plain;
    experiment.masks = {attn::standardMask(row, 4, 4)};
    expectPicture(experiment, row.name);
  }
}

TEST_F(AppTest, LooksAtOneOfSeveralHeads) {
  OffscreenApp lab;
  attn::Experiment experiment = sentence("a b c");
  experiment.heads = 2;
  attn::Pipeline pipeline;
  const attn::Trace trace = pipeline.evaluate(experiment);
  for (attn::Index head = 0; head < 2; ++head) {
    lab.app().view().head = head;
    lab.app().showExperiment(experiment, lab::Cell{1, 2});
    lab.frames(2);
    EXPECT_EQ(lab.value("cell.1.2"), lab::copyText((*trace.head(head).weights)(1, 2))) << head;
  }
  EXPECT_NE((*trace.head(0).weights)(1, 2), (*trace.head(1).weights)(1, 2));
}

}  // namespace
