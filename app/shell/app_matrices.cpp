// Masks of the reader's own and matrices from files: what of the App has to do with numbers that are given by hand.
#include "core/checks.h"
#include "document/custom_mask.h"
#include "document/matrix_roles.h"
#include "shell/actions.h"
#include "shell/app.h"
#include "views/heatmap_view.h"

namespace lab {

// ---- masks ----

bool App::canMask() const { return hasPicture() && history_.document().experiment.entry != attn::Entry::Weights; }

void App::setPainting(bool on) {
  view_.painting = on;
  brush_.stroke.reset();
  if (!on) return;
  showView("heatmap");
  // The weights follow the brush; other stages have no cells of query and key.
  if (!canPaintOn(view_.stage)) view_.stage = MatrixStage::Weights;
}

bool App::paintsMask() const {
  return view_.painting && view_.view == "heatmap" && canPaintOn(view_.stage) && canMask();
}

void App::paint(const attn::Mask& mask) {
  run(PaintMask{withPainted(history_.document().experiment, std::make_shared<const attn::Mask>(mask))});
}

void App::toggleMaskedCell() {
  if (draft_) run(*draft_);
  const attn::Trace& trace = *evaluator_.trace();
  attn::Mask mask = paintableMask(history_.document().experiment, trace.queries(), trace.keys());
  const Cell cell = *view_.selected;
  if (cell.row >= mask.rows() || cell.column >= mask.cols()) return;
  mask(cell.row, cell.column) = !mask(cell.row, cell.column);
  if (!canPaintOn(view_.stage)) view_.stage = MatrixStage::Weights;
  paint(mask);
}

void App::allowAllCells() {
  if (draft_) run(*draft_);
  const attn::Trace& trace = *evaluator_.trace();
  paint(attn::Mask::Constant(trace.queries(), trace.keys(), true));
}

void App::invertMask() {
  if (draft_) run(*draft_);
  const attn::Trace& trace = *evaluator_.trace();
  paint(!paintableMask(history_.document().experiment, trace.queries(), trace.keys()));
}

// ---- sheets of numbers ----

bool App::takeGridKey(const Shortcut& shortcut) {
  NumberGridState* grid = dialogIsOpen() ? nullptr : experimentState_.focusedGrid();
  if (grid == nullptr) return false;
  if (shortcut.key == key::tab && !shortcut.ctrl && !shortcut.alt) {
    grid->tab += shortcut.shift ? -1 : 1;
    grid->tabHeld = true;
    return true;
  }
  if (grid->editing) return false;
  using Ask = NumberGridState::Ask;
  if (shortcut == Shortcut{'V', true}) grid->ask = Ask::Paste;
  if (shortcut == Shortcut{'C', true}) grid->ask = Ask::CopyCell;
  if (shortcut == Shortcut{'C', true, true}) grid->ask = Ask::CopyRow;
  if (shortcut == Shortcut{'C', true, false, true}) grid->ask = Ask::CopyAll;
  return grid->ask != Ask::Nothing;
}

// ---- files with arrays ----

attn::Index App::textWidth() const {
  const attn::Trace* trace = evaluator_.trace();
  const bool text = history_.document().experiment.entry == attn::Entry::Text;
  return text && trace != nullptr && trace->xQuery ? trace->xQuery->cols() : 0;
}

void App::askForMatrices(const std::string& role) {
  openFilePicker(dialogs_.picker, FilePicker::Purpose::Open,
                 Words::of(settings_.language)(role.empty() ? "picker.heading.matrix" : "picker.heading.load"),
                 matrixExtensions(), settings_.folder, "");
  picked_ = [this, role](const std::filesystem::path& file) { openMatrices({file}, role); };
}

void App::openMatrices(const std::vector<std::filesystem::path>& files, const std::string& role) {
  if (draft_) run(*draft_);
  const attn::Experiment& present = history_.document().experiment;
  try {
    std::vector<FileArray> arrays;
    for (const std::filesystem::path& file : files)
      for (FileArray& array : describeArrays(file)) arrays.push_back(std::move(array));
    for (const FileArray& array : arrays) fonts_.want(array.name + array.file);
    const std::string name = files.size() == 1 ? files.front().filename().string() : std::to_string(files.size());
    rememberFile(settings_, files.front());
    // What was asked for, and nothing else is there: no question is left.
    if (!role.empty() && arrays.size() == 1 && !arrays.front().problem) {
      requireFittingRoles(arrays, {role}, present, textWidth());
      takeMatrices(loadedExperiment(arrays, {role}, present), name, false);
      return;
    }
    if (arrays.size() == 1 && arrays.front().problem) throw *arrays.front().problem;
    const std::string& heading = Words::of(settings_.language)("matrices.files");
    openMatrixDialog(dialogs_.matrices, files.size() == 1 ? name : attn::fillSlots(heading, {{"count", name}}),
                     std::move(arrays), present, role);
  } catch (const attn::InputError& error) {
    say(Message::Kind::Error, Words::of(settings_.language).error(error));
  }
}

void App::takeMatrices(const attn::Experiment& experiment, const std::string& file, bool startAnew) {
  run(OpenMatrices{experiment});
  experimentState_.forgetDrafts();
  if (startAnew) {
    view_.stage = MatrixStage::Weights;
    view_.camera = {};
    view_.selected.reset();
  }
  say(Message::Kind::Done, Words::of(settings_.language)("message.opened", {{"file", file}}));
}

void App::drawMatrices() {
  const attn::Experiment& present = history_.document().experiment;
  const std::string file = dialogs_.matrices.file;
  const auto chosen = drawMatrixDialog(ui_, dialogs_.matrices, present, textWidth());
  if (chosen) takeMatrices(*chosen, file, chosen->entry != present.entry);
}

}  // namespace lab
