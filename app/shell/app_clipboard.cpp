// Copying numbers and pasting text: what of the App has to do with the clipboard.
#include "scene/number_text.h"
#include "shell/app.h"
#include "text/tokenizers.h"

namespace lab {
namespace {

/// Numbers: some 10 MB of text and a quarter of a second. More belongs into a file.
constexpr attn::Index kMostCopied = 1'000'000;

}  // namespace

void App::copyCell() {
  // Vectors and contexts have no cell of the selection, only its row.
  if (view_.stage != MatrixStage::Scores && view_.stage != MatrixStage::Weights) {
    copyRow();
    return;
  }
  const ShownMatrixPtr matrix = evaluator_.shown(view_.stage);
  const Cell cell = *view_.selected;
  if (!matrix || cell.row >= matrix->picture.values->rows() || cell.column >= matrix->picture.values->cols()) return;
  host_.setClipboard(copyText((*matrix->picture.values)(cell.row, cell.column)));
  say(Message::Kind::Done, (*ui_.words)("message.copied-cell"));
}

void App::copyRow() {
  const ShownMatrixPtr matrix = evaluator_.shown(view_.stage);
  if (!matrix) return;
  const bool keys =
      view_.stage == MatrixStage::K || view_.stage == MatrixStage::V || view_.stage == MatrixStage::KeyVectors;
  const attn::Index row = keys ? view_.selected->column : view_.selected->row;
  if (row >= matrix->picture.values->rows()) return;
  std::string text;
  for (attn::Index j = 0; j < matrix->picture.values->cols(); ++j)
    text += (j > 0 ? "\t" : "") + copyText((*matrix->picture.values)(row, j));
  host_.setClipboard(text);
  say(Message::Kind::Done, (*ui_.words)("message.copied-row"));
}

void App::copyMatrix() {
  const ShownMatrixPtr matrix = evaluator_.shown(view_.stage);
  if (!matrix) return;
  const MatrixPicture& picture = matrix->picture;
  if (picture.values->size() > kMostCopied) {
    say(Message::Kind::Warning, (*ui_.words)("message.too-large-to-copy"));
    return;
  }
  std::string text;
  for (const std::string& label : picture.columnLabels) text += "\t" + label;
  text += "\n";
  for (attn::Index i = 0; i < picture.values->rows(); ++i) {
    text += picture.rowLabels[static_cast<std::size_t>(i)];
    for (attn::Index j = 0; j < picture.values->cols(); ++j) text += "\t" + copyText((*picture.values)(i, j));
    text += "\n";
  }
  host_.setClipboard(text);
  say(Message::Kind::Done, (*ui_.words)("message.copied-matrix"));
}

void App::paste() {
  const std::string text = host_.clipboard();
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
    say(Message::Kind::Warning, (*ui_.words)("message.nothing-to-paste"));
    return;
  }
  try {
    attn::toNfc(text, "clipboard");
    run(SetQueryText{text});
  } catch (const attn::InputError& error) {
    say(Message::Kind::Error, ui_.words->error(error));
  }
}

}  // namespace lab
