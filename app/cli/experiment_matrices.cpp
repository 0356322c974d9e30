#include "cli/experiment_matrices.h"

#include <algorithm>

#include "attention/catalogue.h"
#include "core/input_error.h"
#include "io/matrix_file.h"

namespace lab {
namespace {

using attn::Entry;
using attn::Experiment;
using attn::InputError;
using attn::MatrixPtr;
using Labels = std::vector<std::string>;

/// Replaces `target` by the option's file, if it was given, and `labels` (null: not wanted) by the names of its rows.
bool readInto(const TypedOptions& options, const std::string& option, MatrixPtr& target, Labels* labels = nullptr) {
  const std::string* file = options.text(option);
  if (file == nullptr) return false;
  LoadedMatrix loaded = readMatrix(*file, option);
  target = std::move(loaded.values);
  if (labels != nullptr) *labels = std::move(loaded.rowLabels);
  return true;
}

void require(const MatrixPtr& matrix, const std::string& option, const TypedOptions& options,
             const std::vector<std::string>& others) {
  if (matrix) return;
  for (const std::string& other : others)
    if (options.has(other)) throw InputError("option_needs", {{"input", other}, {"other", option}});
}

void readVectors(const TypedOptions& options, Experiment& experiment) {
  const bool replaced = readInto(options, "--x", experiment.x, &experiment.queryTokens);
  require(experiment.x, "--x", options, {"--memory", "--w-q", "--w-k", "--w-v", "--w-o"});
  readInto(options, "--memory", experiment.memory, &experiment.keyTokens);
  if (replaced && !experiment.memory) experiment.keyTokens = experiment.queryTokens;
  readInto(options, "--w-q", experiment.wQ);
  readInto(options, "--w-k", experiment.wK);
  readInto(options, "--w-v", experiment.wV);
  readInto(options, "--w-o", experiment.wO);
}

void readReady(const TypedOptions& options, Experiment& experiment) {
  readInto(options, "--q", experiment.q, &experiment.queryTokens);
  readInto(options, "--k", experiment.k, &experiment.keyTokens);
  readInto(options, "--v", experiment.v);
  require(experiment.q, "--q", options, {"--k", "--v"});
  require(experiment.k, "--k", options, {"--q", "--v"});
}

/// One vector from a file: a single row or a single column.
MatrixPtr asVector(MatrixPtr matrix) {
  if (matrix->cols() != 1 || matrix->rows() == 1) return matrix;
  return std::make_shared<const attn::Matrix>(matrix->transpose());
}

bool hasParameter(const attn::ScoreRow& score, const std::string& name) {
  return std::any_of(score.parameters.begin(), score.parameters.end(),
                     [&](const attn::ParameterSpec& spec) { return name == spec.name; });
}

void readParameter(const attn::ScoreRow& score, const std::string& typed, attn::Parameters& parameters) {
  const std::size_t equals = typed.find('=');
  if (equals == std::string::npos || equals == 0)
    throw InputError("out_of_range", {{"input", "--param"}, {"got", typed}, {"expected", "NAME=NUMBER or NAME=FILE"}});
  const std::string name = typed.substr(0, equals), value = typed.substr(equals + 1);
  const attn::ParameterSpec& spec = attn::findParameter(score.name, score.parameters, name);
  const std::optional<double> number = parseNumber(value);
  if (spec.kind == attn::ParameterKind::Number) {
    if (!number)
      throw InputError("not_a_number", {{"input", "--param " + name}, {"got", value}, {"expected", "a number"}});
    if (!spec.accepts(*number))
      throw InputError("out_of_range",
                       {{"input", "--param " + name}, {"got", value}, {"expected", spec.acceptedText()}});
    parameters.numbers[name] = *number;
    return;
  }
  if (number)
    throw InputError("parameter_kind", {{"input", "--param " + name}, {"got", value}, {"expected", "a file"}});
  MatrixPtr matrix = readMatrix(value, "--param " + name).values;
  parameters.matrices[name] = spec.kind == attn::ParameterKind::Vector ? asVector(std::move(matrix)) : matrix;
}

}  // namespace

void readMatrices(const TypedOptions& options, Experiment& experiment) {
  if (experiment.entry == Entry::Vectors) readVectors(options, experiment);
  if (experiment.entry == Entry::Ready) readReady(options, experiment);
  const bool self = experiment.entry == Entry::Vectors ? !experiment.memory
                                                       : experiment.entry == Entry::Text && !experiment.crossText;
  if (const std::string* file = options.text("--query-tokens")) {
    experiment.queryTokens = readTokens(*file, "--query-tokens");
    if (self) experiment.keyTokens = experiment.queryTokens;
  }
  if (const std::string* file = options.text("--key-tokens")) experiment.keyTokens = readTokens(*file, "--key-tokens");
}

void readParameters(const TypedOptions& options, Experiment& experiment) {
  const attn::ScoreRow& score = attn::findRow(attn::scoreCatalogue(), experiment.score, "score");
  std::erase_if(experiment.parameters.numbers, [&](const auto& given) { return !hasParameter(score, given.first); });
  std::erase_if(experiment.parameters.matrices, [&](const auto& given) { return !hasParameter(score, given.first); });
  for (const std::string& typed : options.all("--param")) readParameter(score, typed, experiment.parameters);
}

}  // namespace lab
