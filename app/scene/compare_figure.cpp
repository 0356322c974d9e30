#include "scene/compare_figure.h"

#include <algorithm>

#include "pipeline/pipeline.h"
#include "scene/compare_scene.h"

namespace lab {

namespace {

CompareColumn computedColumn(const CompareChoice& choice, CompareBy by, const ViewSubject& subject,
                             const Words& words) {
  attn::Pipeline pipeline(attn::computeTokenLimit);
  try {
    const attn::Trace trace = attn::oneHead(pipeline.evaluate(choice.experiment), subject.head);
    return compareColumn(choice, {&trace, shownMatrix(pictureOf(trace, MatrixStage::Weights)), nullptr}, by,
                         subject.selected, words);
  } catch (const attn::InputError& error) {
    return compareColumn(choice, {nullptr, nullptr, &error}, by, subject.selected, words);
  }
}

/// Room for maps of some 13 points a cell, and for everything around them.
Size naturalSize(const ViewSubject& subject, const SceneStyle& style, std::size_t columns) {
  const auto tokens = static_cast<float>(std::max(subject.trace.queries(), subject.trace.keys()));
  const float map = std::clamp(tokens * style.u(1.625F), style.u(18), style.u(48));
  return {style.u(32) + static_cast<float>(columns) * (map + style.u(1.5F)), style.u(67) + map};
}

}  // namespace

ViewFigure compareFigure(const ViewSubject& subject, const SceneStyle& style, std::optional<Size> size) {
  const attn::Experiment& experiment = subject.trace.experiment;
  CompareOptions options;
  if (!canCompare(experiment.entry, options.by)) options.by = CompareBy::Normalizers;
  const std::vector<CompareChoice> choices = compareChoices(experiment, options);
  if (choices.empty()) throw attn::InputError("missing_input", {{"input", "scores"}});
  CompareSubject compared;
  compared.by = options.by;
  compared.selected = subject.selected;
  compared.reference = referenceOf(choices, options);
  for (const CompareChoice& choice : choices)
    compared.columns.push_back(computedColumn(choice, options.by, subject, *style.words));
  CompareMemory memory;
  memory.compare(compared);
  ViewFigure figure;
  figure.size = size.value_or(naturalSize(subject, style, choices.size()));
  const CompareLayout layout = layoutCompare(compared, options, style, {0, 0, figure.size.width, figure.size.height});
  figure.drawing = compareDrawing(layout, compared, style, {});
  return figure;
}

}  // namespace lab
