#include <gtest/gtest.h>

#include "attention/catalogue.h"
#include "io/npz.h"
#include "io/output_file.h"
#include "pipeline/projections.h"
#include "shell/actions.h"
#include "support/matrices.h"
#include "support/npy_samples.h"
#include "support/temporary_folder.h"
#include "window/offscreen_app.h"

namespace {

using attn::test::matrixOf;
using attn::test::shared;
using lab::OffscreenApp;
using lab::Shortcut;
using lab::test::TemporaryFolder;

attn::Experiment sentence(const std::string& text) {
  attn::Experiment experiment;
  experiment.queryText = text;
  return experiment;
}

std::string cell(attn::Index row, attn::Index column) {
  return "cell." + std::to_string(row) + "." + std::to_string(column);
}

/// From the middle of one cell to that of another, with a jump over what lies between.
void stroke(OffscreenApp& lab, const std::string& from, const std::string& to, bool letGo = true) {
  const lab::Point start = lab.rect(from).centre(), end = lab.rect(to).centre();
  lab.movePointer(start);
  lab.pressPointer(true);
  lab.movePointer(end);
  lab.frames(1);
  if (letGo) lab.pressPointer(false);
}

const attn::Mask& painted(OffscreenApp& lab) { return *lab.app().history().document().experiment.masks.back().custom; }

TEST(PaintingTheMask, IsLiveAndOneUndoStepAStroke) {
  OffscreenApp lab;
  lab.app().showExperiment(sentence("a b c d"), lab::Cell{0, 0});
  lab.frames(2);
  ASSERT_TRUE(lab::runAction(lab.app(), "paint-mask"));
  lab.frames(2);
  ASSERT_TRUE(lab.shows("mask-bar"));
  lab.movePointer(lab.rect(cell(1, 1)).centre());
  lab.frames(1);
  EXPECT_EQ(lab.value("mask-brush"), "forbid");
  stroke(lab, cell(0, 1), cell(0, 3), false);
  EXPECT_EQ(lab.value(cell(0, 0)), "1");
  EXPECT_FALSE(lab.app().history().canUndo());
  lab.pressPointer(false);
  EXPECT_EQ(lab.value(cell(0, 2)), "0");
  EXPECT_STREQ(lab.app().history().undoLabel(), "edit.paint-mask");
  // The first cell decides what the stroke does: this one allows.
  stroke(lab, cell(0, 2), cell(0, 2));
  EXPECT_NE(lab.value(cell(0, 2)), "0");
  EXPECT_EQ(lab.value(cell(0, 1)), "0");
  lab::runAction(lab.app(), "undo");
  lab::runAction(lab.app(), "undo");
  lab.frames(2);
  EXPECT_FALSE(lab.app().history().canUndo());
  EXPECT_NE(lab.value(cell(0, 1)), "0");
}

TEST(PaintingTheMask, StartsFromTheMaskThatIsThere) {
  OffscreenApp lab;
  attn::Experiment experiment = sentence("a b c d");
  experiment.masks = {{"causal", {}}};
  lab.app().showExperiment(experiment, lab::Cell{0, 0});
  lab::runAction(lab.app(), "paint-mask");
  lab.frames(2);
  stroke(lab, cell(0, 3), cell(0, 3));
  EXPECT_EQ(lab.value("mask"), "custom");
  ASSERT_EQ(painted(lab).rows(), 4);
  EXPECT_TRUE(painted(lab)(0, 3));
  EXPECT_FALSE(painted(lab)(0, 2));
  EXPECT_TRUE(painted(lab)(2, 1));
}

TEST(PaintingTheMask, FillsARectangleWithShift) {
  OffscreenApp lab;
  lab.app().showExperiment(sentence("a b c d"), lab::Cell{0, 0});
  lab::runAction(lab.app(), "paint-mask");
  lab.frames(2);
  ImGui::GetIO().KeyShift = true;
  ImGui::GetIO().KeysDown[340] = true;
  stroke(lab, cell(1, 1), cell(2, 3));
  ASSERT_EQ(painted(lab).rows(), 4);
  EXPECT_EQ((!painted(lab)).count(), 6);
  EXPECT_FALSE(painted(lab)(2, 1));
}

TEST(PaintingTheMask, WorksOnThreeHundredTokens) {
  OffscreenApp lab;
  std::string text;
  for (int i = 0; i < 300; ++i) text += "w" + std::to_string(i) + " ";
  lab.app().showExperiment(sentence(text), lab::Cell{0, 0});
  lab.frames(2);
  ASSERT_TRUE(lab::runAction(lab.app(), "paint-mask"));
  lab.frames(2);
  const lab::Rect map = lab.rect("heatmap");
  const float y = map.y + map.height * 150.5F / 300;
  lab.movePointer({map.x + map.width * 0.1F, y});
  lab.pressPointer(true);
  lab.movePointer({map.x + map.width * 0.9F, y});
  lab.frames(1);
  lab.pressPointer(false);
  const attn::Mask mask = painted(lab);
  ASSERT_EQ(mask.rows(), 300);
  // Four fifths of one row, without a gap; at most one more cell at each end.
  EXPECT_NEAR(static_cast<double>((!mask).count()), 241, 1);
  EXPECT_NEAR(static_cast<double>((!mask.row(150)).count()), 241, 1);
}

TEST(PaintingTheMask, IsDoneWithAKeyForTheSelectedCell) {
  OffscreenApp lab;
  lab.app().showExperiment(sentence("a b c"), lab::Cell{1, 2});
  lab.frames(2);
  lab.press(Shortcut{'M'});
  EXPECT_EQ(lab.value(cell(1, 2)), "0");
  lab.press(Shortcut{'M'});
  EXPECT_NE(lab.value(cell(1, 2)), "0");
}

TEST(PaintingTheMask, EndsWithEscape) {
  OffscreenApp lab;
  lab.app().showExperiment(sentence("a b c"), lab::Cell{1, 2});
  lab.frames(2);
  lab.press(Shortcut{'P'});
  ASSERT_TRUE(lab.shows("mask-bar"));
  lab.press(Shortcut{lab::key::escape});
  EXPECT_FALSE(lab.shows("mask-bar"));
  EXPECT_FALSE(lab.app().view().painting);
}

TEST(PaintingTheMask, InvertsAndAllowsAllCells) {
  OffscreenApp lab;
  attn::Experiment experiment = sentence("a b");
  experiment.masks = {{"causal", {}}};
  lab.app().showExperiment(experiment, lab::Cell{0, 0});
  lab.frames(2);
  lab::runAction(lab.app(), "mask-invert");
  lab.frames(2);
  EXPECT_EQ(lab.value(cell(0, 0)) + lab.value(cell(0, 1)), "01");
  lab::runAction(lab.app(), "mask-allow-all");
  lab.frames(2);
  EXPECT_TRUE(painted(lab).all());
}

TEST(PaintingTheMask, IsNotOfferedForBareWeights) {
  OffscreenApp lab;
  attn::Experiment experiment;
  experiment.entry = attn::Entry::Weights;
  experiment.weights = shared(matrixOf({{0.5, 0.5}}));
  lab.app().showExperiment(experiment, lab::Cell{0, 0});
  lab.frames(2);
  ASSERT_TRUE(lab.shows("heatmap"));
  EXPECT_FALSE(lab::runAction(lab.app(), "paint-mask"));
}

TEST(APaintedMask, KeepsWhatOverlapsWhenTheTextGrowsAndSaysSo) {
  OffscreenApp lab;
  lab.app().showExperiment(sentence("a b"), lab::Cell{0, 1});
  lab.frames(2);
  lab.press(Shortcut{'M'});
  lab.clipboard = "a b c";
  lab::runAction(lab.app(), "paste-text");
  lab.frames(2);
  EXPECT_EQ(lab.value("heatmap"), "3x3");
  EXPECT_EQ(lab.value(cell(0, 1)), "0");
  EXPECT_NE(lab.value("message.0").find("3 × 3"), std::string::npos) << lab.value("message.0");
}

// ---- files with arrays ----

class Files {
 public:
  std::string npz(const char* name, const std::vector<lab::NamedArray>& arrays) const {
    lab::OutputFile file(folder_ / name);
    lab::writeNpz(arrays, file);
    file.keep();
    return (folder_ / name).string();
  }
  std::string text(const char* name, const std::string& bytes) const { return folder_.write(name, bytes).string(); }

 private:
  TemporaryFolder folder_;
};

attn::MatrixPtr zeros(attn::Index rows, attn::Index columns) { return shared(attn::Matrix::Zero(rows, columns)); }

TEST(DroppingMatrices, AsksWhatIsWhatAndShowsIt) {
  const Files files;
  OffscreenApp lab;
  lab.app().showExperiment(sentence("a b c"), lab::Cell{0, 0});
  lab.app().drop({files.npz("qkv.npz", {{"Q", zeros(2, 4)}, {"K", zeros(5, 4)}, {"V", zeros(5, 3)}})});
  lab.frames(3);
  EXPECT_EQ(lab.value("matrices.1"), "K 5 × 4 float32");
  EXPECT_EQ(lab.value("matrices.1.role"), "K: keys");
  lab.click("matrices.show");
  EXPECT_FALSE(lab.shows("matrices"));
  EXPECT_EQ(lab.value("heatmap"), "2x5");
  EXPECT_EQ(lab.value(cell(1, 4)), "0.200000003");  // a fifth as a 32-bit float
  EXPECT_EQ(lab.value("given.V"), "5 × 3");
  lab::runAction(lab.app(), "undo");
  lab.frames(2);
  EXPECT_EQ(lab.value("heatmap"), "3x3");
}

TEST(DroppingMatrices, TakesSeveralFilesAtOnce) {
  const Files files;
  OffscreenApp lab;
  lab.app().drop({files.text("q.csv", "1,0\n"), files.text("k.tsv", "1\t0\n0\t1\n")});
  lab.frames(3);
  EXPECT_EQ(lab.value("matrices.0.role"), "Q: queries");
  EXPECT_EQ(lab.value("matrices.1.role"), "K: keys");
  lab.click("matrices.show");
  EXPECT_EQ(lab.value("heatmap"), "1x2");
}

TEST(DroppingMatrices, SaysWhatDoesNotFitBeforeItIsShown) {
  const Files files;
  OffscreenApp lab;
  lab.app().showExperiment(sentence("a b c"), lab::Cell{0, 0});
  lab.app().drop({files.npz("qk.npz", {{"Q", zeros(2, 4)}, {"K", zeros(5, 3)}})});
  lab.frames(3);
  EXPECT_NE(lab.value("matrices.verdict").find("expected 4"), std::string::npos) << lab.value("matrices.verdict");
  lab.click("matrices.show");
  EXPECT_TRUE(lab.shows("matrices"));
  lab.click("matrices.cancel");
  EXPECT_FALSE(lab.shows("matrices"));
  EXPECT_EQ(lab.value("heatmap"), "3x3");
}

TEST(DroppingMatrices, HasOneMessageForABadFile) {
  const Files files;
  OffscreenApp lab;
  lab.app().drop({files.text("broken.npz", "no zip at all")});
  lab.frames(2);
  EXPECT_NE(lab.value("message.0").find("broken.npz"), std::string::npos) << lab.value("message.0");
  EXPECT_FALSE(lab.shows("matrices"));
  EXPECT_FALSE(lab.shows("message.1"));
  lab.app().drop({files.text("picture.png", "\x89PNG\xFF")});
  lab.frames(2);
  EXPECT_NE(lab.value("message.1").find(".npz"), std::string::npos) << lab.value("message.1");
}

void pick(OffscreenApp& lab, const std::string& file) {
  lab.app().dialogs().picker.name = file;
  lab.frames(3);
  ASSERT_TRUE(lab.shows("picker"));
  lab.click("picker.go");
}

TEST(LoadingAMask, NeedsNoQuestionWhereTheFileHoldsOneArray) {
  const Files files;
  OffscreenApp lab;
  lab.app().showExperiment(sentence("a b"), lab::Cell{0, 0});
  lab.frames(2);
  lab::runAction(lab.app(), "open-mask");
  pick(lab, files.text("m.csv", "1,0\n1,1\n"));
  EXPECT_FALSE(lab.shows("matrices"));
  EXPECT_EQ(lab.value("mask"), "custom");
  EXPECT_EQ(lab.value(cell(0, 1)), "0");
  lab::runAction(lab.app(), "open-mask");
  pick(lab, files.text("other.csv", "1,0,1\n1,1,1\n"));
  EXPECT_NE(lab.value("message.1").find("2 × 3"), std::string::npos) << lab.value("message.1");
}

// ---- sheets of numbers ----

attn::Experiment general() {
  attn::Experiment experiment = sentence("a b");
  experiment.score = "general";
  return experiment;
}

TEST(AMatrixParameter, IsTypedIntoASheetAndThePictureFollows) {
  OffscreenApp lab;
  lab.app().showExperiment(general(), lab::Cell{0, 0});
  lab.frames(2);
  lab.click("sheet.W");
  const std::string weight = lab.value(cell(0, 0)), before = lab.value("sheet.W.cell.0.0");
  lab.click("sheet.W.cell.0.0");
  lab.type("-2.5");
  lab.press(Shortcut{lab::key::enter});
  EXPECT_EQ(lab.value("sheet.W.cell.0.0"), "-2.5");
  EXPECT_NE(lab.value(cell(0, 0)), weight);
  EXPECT_STREQ(lab.app().history().undoLabel(), "edit.set-matrix-parameter");
  lab::runAction(lab.app(), "undo");
  lab.frames(2);
  EXPECT_EQ(lab.value("sheet.W.cell.0.0"), before);
  EXPECT_EQ(lab.value(cell(0, 0)), weight);
}

TEST(AMatrixParameter, GoesOnWithTabAndEnter) {
  OffscreenApp lab;
  lab.app().showExperiment(general(), lab::Cell{0, 0});
  lab.frames(2);
  lab.click("sheet.W");
  lab.click("sheet.W.cell.0.0");
  lab.type("1");
  lab.press(Shortcut{lab::key::tab});
  lab.type("2");
  lab.press(Shortcut{lab::key::enter});
  lab.type("3");
  lab.press(Shortcut{lab::key::enter});
  EXPECT_EQ(lab.value("sheet.W.cell.0.0") + lab.value("sheet.W.cell.0.1") + lab.value("sheet.W.cell.1.1"), "123");
  lab.press(Shortcut{lab::key::up});
  lab.press(Shortcut{lab::key::left});
  lab.type("4");
  lab.press(Shortcut{lab::key::enter});
  EXPECT_EQ(lab.value("sheet.W.cell.1.0"), "4");
}

TEST(AMatrixParameter, KeepsItsValueWhereNoNumberWasTyped) {
  OffscreenApp lab;
  lab.app().showExperiment(general(), lab::Cell{0, 0});
  lab.frames(2);
  lab.click("sheet.W");
  const std::string before = lab.value("sheet.W.cell.0.0");
  lab.click("sheet.W.cell.0.0");
  lab.type("1-");
  lab.press(Shortcut{lab::key::enter});
  EXPECT_EQ(lab.value("sheet.W.cell.0.0"), before);
  EXPECT_NE(lab.value("sheet.W.cell.error").find("1-"), std::string::npos) << lab.value("sheet.W.cell.error");
}

TEST(AMatrixParameter, TakesABlockFromTheClipboardWhereThereIsRoom) {
  OffscreenApp lab;
  lab.app().showExperiment(general(), lab::Cell{0, 0});
  lab.frames(2);
  lab.click("sheet.W");
  lab.click("sheet.W.cell.2.2");
  lab.clipboard = "1\t2\n3\t4\n";
  lab.press(Shortcut{'V', true});
  EXPECT_EQ(lab.value("sheet.W.cell.2.2") + lab.value("sheet.W.cell.2.3") + lab.value("sheet.W.cell.3.2") +
                lab.value("sheet.W.cell.3.3"),
            "1234");
  EXPECT_EQ(lab.value("query-text"), "a b");
  lab.press(Shortcut{lab::key::right});
  lab.press(Shortcut{'V', true});
  EXPECT_NE(lab.value("sheet.W.cell.error").find("2 × 1"), std::string::npos) << lab.value("sheet.W.cell.error");
  EXPECT_EQ(lab.value("sheet.W.cell.3.3"), "4");
}

TEST(AMatrixParameter, IsFilledByTheIdentityAndBySeed) {
  OffscreenApp lab;
  lab.app().showExperiment(general(), lab::Cell{0, 0});
  lab.frames(2);
  lab.click("sheet.W");
  const std::string drawn = lab.value("sheet.W.cell.0.0");
  lab.click("sheet.W.identity");
  EXPECT_EQ(lab.value("sheet.W.cell.0.0") + lab.value("sheet.W.cell.0.1"), "10");
  lab.click("sheet.W.seed");
  EXPECT_EQ(lab.value("sheet.W.cell.0.0"), drawn);
  EXPECT_TRUE(lab.app().history().document().experiment.parameters.matrices.empty());
}

TEST(AnOptionalVector, IsAddedAndRemoved) {
  OffscreenApp lab(lab::Settings{}, 1440, 1400);
  attn::Experiment experiment = sentence("a b");
  experiment.score = "additive";
  lab.app().showExperiment(experiment, lab::Cell{0, 0});
  lab.frames(2);
  lab.click("sheet.b");
  EXPECT_EQ(lab.value("sheet.b"), "none");
  lab.click("sheet.b.zeros");
  EXPECT_EQ(lab.value("sheet.b.cell.0.3"), "0");
  lab.click("sheet.b.remove");
  EXPECT_EQ(lab.value("sheet.b"), "none");
}

TEST(EveryMatrixParameter, OfEveryRowHasASheet) {
  OffscreenApp lab(lab::Settings{}, 1440, 1400);
  for (const attn::ScoreRow& row : attn::scoreCatalogue()) {
    attn::Experiment experiment = sentence("a b c");
    experiment.score = row.name;
    lab.app().showExperiment(experiment, lab::Cell{0, 0});
    lab.frames(2);
    for (const attn::ParameterSpec& spec : row.parameters)
      EXPECT_TRUE(
          lab.shows(std::string(spec.kind == attn::ParameterKind::Number ? "parameter." : "sheet.") + spec.name))
          << row.name << " " << spec.name;
  }
}

// ---- masks' numbers ----

TEST(AMasksNumbers, EachHaveTheirOwnLimit) {
  OffscreenApp lab;
  attn::Experiment experiment = sentence("a b c");
  experiment.masks = {{"global_window", {1, 0}}};
  lab.app().showExperiment(experiment, lab::Cell{0, 0});
  lab.frames(2);
  const auto put = [&](const std::string& field, const std::string& text) {
    lab.click(field);
    lab.press(Shortcut{'A', true});
    lab.type(text);
    lab.press(Shortcut{lab::key::enter});
  };
  const auto arguments = [&] { return lab.app().history().document().experiment.masks[0].arguments; };
  put("mask.global_window.argument.0", "50");
  EXPECT_EQ(arguments(), (std::vector<attn::Index>{50, 0}));
  put("mask.global_window.argument.1", "0, 2");
  EXPECT_EQ(arguments(), (std::vector<attn::Index>{50, 0, 2}));
  put("mask.global_window.argument.1", "3");
  EXPECT_EQ(arguments(), (std::vector<attn::Index>{50, 0, 2}));
}

// ---- help ----

TEST(Help, HasFormulaAndSourceOfEveryRow) {
  OffscreenApp lab;
  lab::runAction(lab.app(), "formulas");
  lab.frames(3);
  const auto check = [&](const char* kind, const auto& rows) {
    for (const auto& row : rows) {
      const std::string name = std::string("help.") + kind + "." + row.name;
      EXPECT_EQ(lab.value(name), row.formula) << name;
      EXPECT_EQ(lab.value(name + ".source"), row.source) << name;
      EXPECT_FALSE(lab.value(name + ".source").empty()) << name;
    }
  };
  check("score", attn::scoreCatalogue());
  check("normalizer", attn::normalizerCatalogue());
  check("mask", attn::maskCatalogue());
  check("bias", attn::biasCatalogue());
  check("position", attn::positionCatalogue());
  check("heads", attn::headSchemeCatalogue());
  check("projection", attn::projectionCatalogue());
  // What its numbers may be: of a score's parameter its range, of a mask's number the least.
  EXPECT_NE(lab.value("help.score.gaussian.parameters").find("(0, ∞)"), std::string::npos);
  EXPECT_NE(lab.value("help.mask.dilated.parameters").find("Step ≥ 1"), std::string::npos);
}

}  // namespace
