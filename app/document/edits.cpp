#include "document/edits.h"

#include <algorithm>

#include "attention/catalogue.h"
#include "document/custom_mask.h"
#include "document/painted_weights.h"
#include "pipeline/experiment_parameters.h"
#include "pipeline/ready_experiment.h"

namespace lab {
namespace {

using attn::Entry;
using attn::Experiment;

/// Names that were given for other tokens fit these no more.
void dropLabels(Experiment& experiment) {
  experiment.queryTokens.clear();
  experiment.keyTokens.clear();
}

/// Text takes the place of matrices: they go, with what fitted them alone.
void startFromText(Experiment& experiment) {
  dropLabels(experiment);
  if (experiment.entry == Entry::Text) return;
  experiment.entry = Entry::Text;
  experiment.x = experiment.memory = nullptr;
  experiment.wQ = experiment.wK = experiment.wV = experiment.wO = nullptr;
  experiment.q = experiment.k = experiment.v = nullptr;
  experiment.projection = Experiment{}.projection;
  experiment.scores = experiment.weights = nullptr;
  experiment.painted.clear();
  experiment.parameters.matrices.clear();
  experiment.parameters.perHead.clear();
}

/// A parameter that nothing reads would be an error, and a matrix of the same name has another shape in another score
/// function: numbers stay where they are still read, matrices where they are not the score's.
void setScore(Experiment& experiment, const std::string& name) {
  const attn::ScoreRow& before = attn::findRow(attn::scoreCatalogue(), experiment.score, "score");
  attn::findRow(attn::scoreCatalogue(), name, "score");
  if (name == experiment.score) return;
  experiment.score = name;
  attn::Parameters& parameters = experiment.parameters;
  for (const attn::ParameterSpec& spec : before.parameters) {
    parameters.matrices.erase(spec.name);
    parameters.perHead.erase(spec.name);
  }
  const std::vector<attn::ParameterSpec> specs = attn::parameterSpecs(experiment);
  std::erase_if(parameters.numbers, [&](const auto& entry) {
    return std::none_of(specs.begin(), specs.end(),
                        [&](const attn::ParameterSpec& spec) { return spec.name == entry.first; });
  });
}

void setMatrixParameter(attn::Parameters& parameters, const SetMatrixParameter& edit) {
  parameters.numbers.erase(edit.name);
  parameters.perHead.erase(edit.name);
  if (edit.values)
    parameters.matrices[edit.name] = edit.values;
  else
    parameters.matrices.erase(edit.name);
  if (edit.values && edit.perHead) parameters.perHead.insert(edit.name);
}

/// Those of masks, bias or position that are there no more.
void dropUnreadParameters(Experiment& experiment) {
  experiment.parameters = attn::parametersNamed(attn::parameterSpecs(experiment), experiment.parameters);
}

/// Whether the number of queries or keys may be another one afterwards.
bool changesTokens(const Edit& edit) {
  return std::holds_alternative<SetQueryText>(edit) || std::holds_alternative<SetKeyText>(edit) ||
         std::holds_alternative<SetCrossText>(edit) || std::holds_alternative<SetTokenizer>(edit) ||
         std::holds_alternative<SetScore>(edit) || std::holds_alternative<SetMatrixParameter>(edit);
}

struct Apply {
  Experiment& experiment;

  void operator()(const SetQueryText& edit) const {
    startFromText(experiment);
    experiment.queryText = edit.text;
  }
  void operator()(const SetKeyText& edit) const {
    startFromText(experiment);
    experiment.keyText = edit.text;
  }
  void operator()(const SetCrossText& edit) const {
    startFromText(experiment);
    experiment.crossText = edit.cross;
    // A second sentence to start from: the computation goes on, and the reader changes it.
    if (edit.cross && experiment.keyText.empty()) experiment.keyText = experiment.queryText;
  }
  void operator()(const SetTokenizer& edit) const {
    if (experiment.entry == Entry::Text) dropLabels(experiment);
    experiment.tokenizer = edit.name;
  }
  void operator()(const SetEmbedding& edit) const { experiment.embedding = edit.name; }
  void operator()(const SetDimension& edit) const { experiment.dim = edit.dim; }
  void operator()(const SetSeed& edit) const { experiment.seed = edit.seed; }
  void operator()(const SetPosition& edit) const {
    experiment.position = edit.name;
    dropUnreadParameters(experiment);
  }
  void operator()(const SetProjection& edit) const { experiment.projection = edit.name; }
  void operator()(const SetScore& edit) const { setScore(experiment, edit.name); }
  void operator()(const SetNumberParameter& edit) const {
    // One number for all heads takes the place of one for each.
    experiment.parameters.matrices.erase(edit.name);
    experiment.parameters.perHead.erase(edit.name);
    experiment.parameters.numbers[edit.name] = edit.value;
  }
  void operator()(const SetMatrixParameter& edit) const { setMatrixParameter(experiment.parameters, edit); }
  void operator()(const SetHeads& edit) const {
    experiment.heads = edit.heads;
    experiment.kvHeads = edit.kvHeads;
  }
  void operator()(const SetBias& edit) const {
    experiment.bias = edit.bias;
    dropUnreadParameters(experiment);
  }
  void operator()(const SetMasks& edit) const {
    experiment.masks = edit.masks;
    dropUnreadParameters(experiment);
  }
  void operator()(const PaintMask& edit) const { experiment.masks = edit.masks; }
  void operator()(const PaintWeights& edit) const { experiment.painted = edit.rows; }
  void operator()(const ResetWeights& edit) const { experiment.painted = edit.rows; }
  void operator()(const SetNormalizer& edit) const { experiment.normalizer = edit.name; }
  void operator()(const SetTemperature& edit) const { experiment.temperature = edit.tau; }
  void operator()(const MoveKey& edit) const {
    if (!attn::canMoveKeys(experiment)) return;
    const attn::MatrixPtr& keys = experiment.entry == attn::Entry::Ready ? experiment.k
                                  : experiment.memory                    ? experiment.memory
                                                                         : experiment.x;
    // Of vectors that have other shapes by now it says nothing.
    const bool there = edit.key >= 0 && edit.key < keys->rows() && edit.group >= 0 &&
                       (edit.group + 1) * edit.by.size() <= keys->cols();
    if (there) experiment = attn::withKeyMoved(experiment, edit.key, edit.group, edit.by);
  }
  void operator()(const ReplaceExperiment& edit) const { experiment = edit.experiment; }
  void operator()(const OpenMatrices& edit) const { experiment = edit.experiment; }
};

struct Label {
  const char* operator()(const SetQueryText&) const { return "edit.set-query-text"; }
  const char* operator()(const SetKeyText&) const { return "edit.set-key-text"; }
  const char* operator()(const SetCrossText&) const { return "edit.set-cross-text"; }
  const char* operator()(const SetTokenizer&) const { return "edit.set-tokenizer"; }
  const char* operator()(const SetEmbedding&) const { return "edit.set-embedding"; }
  const char* operator()(const SetDimension&) const { return "edit.set-dimension"; }
  const char* operator()(const SetSeed&) const { return "edit.set-seed"; }
  const char* operator()(const SetPosition&) const { return "edit.set-position"; }
  const char* operator()(const SetProjection&) const { return "edit.set-projection"; }
  const char* operator()(const SetScore&) const { return "edit.set-score"; }
  const char* operator()(const SetNumberParameter&) const { return "edit.set-number-parameter"; }
  const char* operator()(const SetMatrixParameter&) const { return "edit.set-matrix-parameter"; }
  const char* operator()(const SetHeads&) const { return "edit.set-heads"; }
  const char* operator()(const SetBias&) const { return "edit.set-bias"; }
  const char* operator()(const SetMasks&) const { return "edit.set-masks"; }
  const char* operator()(const PaintMask&) const { return "edit.paint-mask"; }
  const char* operator()(const PaintWeights&) const { return "edit.paint-weights"; }
  const char* operator()(const ResetWeights&) const { return "edit.reset-weights"; }
  const char* operator()(const SetNormalizer&) const { return "edit.set-normalizer"; }
  const char* operator()(const SetTemperature&) const { return "edit.set-temperature"; }
  const char* operator()(const MoveKey&) const { return "edit.move-key"; }
  const char* operator()(const ReplaceExperiment&) const { return "edit.replace-experiment"; }
  const char* operator()(const OpenMatrices&) const { return "edit.open-matrices"; }
};

}  // namespace

Document applied(Document document, const Edit& edit) {
  std::visit(Apply{document.experiment}, edit);
  if (changesTokens(edit)) fitCustomMasks(document.experiment);
  if (changesTokens(edit) || std::holds_alternative<SetHeads>(edit)) fitPaintedRows(document.experiment);
  return document;
}

const char* editLabel(const Edit& edit) { return std::visit(Label{}, edit); }

}  // namespace lab
