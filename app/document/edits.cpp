#include "document/edits.h"

#include <algorithm>

#include "attention/catalogue.h"
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
  experiment.parameters.matrices.clear();
}

/// A parameter of another score function would be an error: only those that this one has stay.
void keepParametersOf(const std::string& score, attn::Parameters& parameters) {
  const attn::ScoreRow& row = attn::findRow(attn::scoreCatalogue(), score, "score");
  const auto isUnknown = [&](const auto& entry) {
    return std::none_of(row.parameters.begin(), row.parameters.end(),
                        [&](const attn::ParameterSpec& spec) { return spec.name == entry.first; });
  };
  std::erase_if(parameters.numbers, isUnknown);
  std::erase_if(parameters.matrices, isUnknown);
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
  void operator()(const SetPosition& edit) const { experiment.position = edit.name; }
  void operator()(const SetProjection& edit) const { experiment.projection = edit.name; }
  void operator()(const SetScore& edit) const {
    keepParametersOf(edit.name, experiment.parameters);
    experiment.score = edit.name;
  }
  void operator()(const SetNumberParameter& edit) const { experiment.parameters.numbers[edit.name] = edit.value; }
  void operator()(const SetHeads& edit) const {
    experiment.heads = edit.heads;
    experiment.kvHeads = edit.kvHeads;
  }
  void operator()(const SetBias& edit) const { experiment.bias = edit.bias; }
  void operator()(const SetMasks& edit) const { experiment.masks = edit.masks; }
  void operator()(const SetNormalizer& edit) const { experiment.normalizer = edit.name; }
  void operator()(const SetTemperature& edit) const { experiment.temperature = edit.tau; }
  void operator()(const MoveKey& edit) const {
    if (attn::canMoveKeys(experiment)) experiment = attn::withKeyMoved(experiment, edit.key, edit.group, edit.by);
  }
  void operator()(const ReplaceExperiment& edit) const { experiment = edit.experiment; }
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
  const char* operator()(const SetHeads&) const { return "edit.set-heads"; }
  const char* operator()(const SetBias&) const { return "edit.set-bias"; }
  const char* operator()(const SetMasks&) const { return "edit.set-masks"; }
  const char* operator()(const SetNormalizer&) const { return "edit.set-normalizer"; }
  const char* operator()(const SetTemperature&) const { return "edit.set-temperature"; }
  const char* operator()(const MoveKey&) const { return "edit.move-key"; }
  const char* operator()(const ReplaceExperiment&) const { return "edit.replace-experiment"; }
};

}  // namespace

Document applied(Document document, const Edit& edit) {
  std::visit(Apply{document.experiment}, edit);
  return document;
}

const char* editLabel(const Edit& edit) { return std::visit(Label{}, edit); }

}  // namespace lab
