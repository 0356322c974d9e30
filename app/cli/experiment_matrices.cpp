#include "cli/experiment_matrices.h"

#include <algorithm>

#include "attention/catalogue.h"
#include "core/checks.h"
#include "core/input_error.h"
#include "io/matrix_file.h"
#include "pipeline/experiment_parameters.h"

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
  if (attn::findRow(attn::scoreCatalogue(), experiment.score, "score").readsQuery)
    require(experiment.q, "--q", options, {"--k", "--v"});
  require(experiment.k, "--k", options, {"--q", "--v"});
}

void readTable(const TypedOptions& options, const std::string& option, MatrixPtr& table, Experiment& experiment) {
  if (const std::string* file = options.text(option)) {
    LoadedMatrix loaded = readMatrix(*file, option);
    table = std::move(loaded.values);
    experiment.queryTokens = std::move(loaded.rowLabels);
    experiment.keyTokens = std::move(loaded.columnLabels);
  }
  readInto(options, "--v", experiment.v);
}

constexpr std::string_view customPrefix = "custom:";

void readCustomMasks(const TypedOptions& options, Experiment& experiment) {
  const std::vector<std::string> typed = options.all("--mask");
  for (std::size_t i = 0; i < typed.size(); ++i) {
    if (!isCustomMask(typed[i])) continue;
    const MatrixPtr values = readMatrix(typed[i].substr(customPrefix.size()), "--mask custom").values;
    experiment.masks[i].custom = std::make_shared<const attn::Mask>(values->array() != 0);
  }
}

/// One vector from a file: a single row or a single column.
MatrixPtr asVector(MatrixPtr matrix) {
  if (matrix->cols() != 1 || matrix->rows() == 1) return matrix;
  return std::make_shared<const attn::Matrix>(matrix->transpose());
}

bool hasParameter(const std::vector<attn::ParameterSpec>& specs, const std::string& name) {
  return std::any_of(specs.begin(), specs.end(), [&](const attn::ParameterSpec& spec) { return name == spec.name; });
}

/// Whether every head may have its own: tables of positions and of the relative bias are whole as they are.
bool mayBePerHead(const attn::ParameterSpec& spec) {
  return spec.kind == attn::ParameterKind::Matrix && spec.rows != attn::Side::Heads &&
         spec.rows != attn::Side::TableRows;
}

/// @param typed the number as the reader wrote it
void setNumber(const attn::ParameterSpec& spec, double value, const std::string& typed, attn::Parameters& parameters) {
  const std::string name = spec.name;
  if (!spec.accepts(value))
    throw InputError("out_of_range", {{"input", "--param " + name}, {"got", typed}, {"expected", spec.acceptedText()}});
  parameters.matrices.erase(name);
  parameters.numbers[name] = value;
}

/// A matrix, or an array (h, rows, columns) with one for each head.
void readParameterFile(const attn::ParameterSpec& spec, const std::string& file, attn::Index heads,
                       attn::Parameters& parameters) {
  const std::string name = spec.name, option = "--param " + name;
  LoadedMatrix loaded = mayBePerHead(spec) ? readMatrixStack(file, option) : readMatrix(file, option);
  if (loaded.blocks != 0 && loaded.blocks != heads) {
    const std::string one = attn::shapeText(loaded.values->rows() / loaded.blocks, loaded.values->cols());
    throw InputError("shape", {{"input", option + " " + file},
                               {"got", std::to_string(loaded.blocks) + " × " + one},
                               {"expected", std::to_string(heads) + " × " + one}});
  }
  if (spec.kind == attn::ParameterKind::Number && loaded.values->size() == 1) {
    const float number = (*loaded.values)(0, 0);
    return setNumber(spec, static_cast<double>(number), attn::numberText(number), parameters);
  }
  const bool oneAHead = loaded.values->size() == heads && (loaded.values->rows() == 1 || loaded.values->cols() == 1);
  if (spec.kind == attn::ParameterKind::Number && !oneAHead)
    throw InputError("shape", {{"input", option + " " + file},
                               {"got", attn::shapeText(*loaded.values)},
                               {"expected", attn::shapeText(1, heads)}});
  parameters.numbers.erase(name);
  parameters.perHead.erase(name);
  if (loaded.blocks > 1) parameters.perHead.insert(name);
  const bool column = spec.kind == attn::ParameterKind::Vector;
  parameters.matrices[name] = column ? asVector(std::move(loaded.values)) : std::move(loaded.values);
}

void readParameter(const std::string& score, const std::vector<attn::ParameterSpec>& specs, const std::string& typed,
                   attn::Index heads, attn::Parameters& parameters) {
  const std::size_t equals = typed.find('=');
  if (equals == std::string::npos || equals == 0)
    throw InputError("out_of_range", {{"input", "--param"}, {"got", typed}, {"expected", "NAME=NUMBER or NAME=FILE"}});
  const std::string name = typed.substr(0, equals), value = typed.substr(equals + 1);
  const attn::ParameterSpec& spec = attn::findParameter(score.c_str(), specs, name);
  const std::optional<double> number = parseNumber(value);
  if (spec.kind == attn::ParameterKind::Number && !(!number && namesMatrixFile(value))) {
    if (!number)
      throw InputError(
          "not_a_number",
          {{"input", "--param " + name}, {"got", value}, {"expected", "a number, or a file with one for each head"}});
    return setNumber(spec, *number, value, parameters);
  }
  if (number)
    throw InputError("parameter_kind", {{"input", "--param " + name}, {"got", value}, {"expected", "a file"}});
  readParameterFile(spec, value, heads, parameters);
}

}  // namespace

bool isCustomMask(std::string_view typed) { return typed.substr(0, customPrefix.size()) == customPrefix; }

void readMatrices(const TypedOptions& options, Experiment& experiment) {
  if (experiment.entry == Entry::Vectors) readVectors(options, experiment);
  if (experiment.entry == Entry::Ready) readReady(options, experiment);
  if (experiment.entry == Entry::Scores) readTable(options, "--scores", experiment.scores, experiment);
  if (experiment.entry == Entry::Weights) readTable(options, "--weights", experiment.weights, experiment);
  readCustomMasks(options, experiment);
  const bool self = experiment.entry == Entry::Vectors ? !experiment.memory
                                                       : experiment.entry == Entry::Text && !experiment.crossText;
  if (const std::string* file = options.text("--query-tokens")) {
    experiment.queryTokens = readTokens(*file, "--query-tokens");
    if (self) experiment.keyTokens = experiment.queryTokens;
  }
  if (const std::string* file = options.text("--key-tokens")) experiment.keyTokens = readTokens(*file, "--key-tokens");
}

void readParameters(const TypedOptions& options, Experiment& experiment) {
  const std::vector<attn::ParameterSpec> specs = attn::parameterSpecs(experiment);
  attn::Parameters& given = experiment.parameters;
  std::erase_if(given.numbers, [&](const auto& each) { return !hasParameter(specs, each.first); });
  std::erase_if(given.matrices, [&](const auto& each) { return !hasParameter(specs, each.first); });
  for (const std::string& typed : options.all("--param"))
    readParameter(experiment.score, specs, typed, experiment.heads, given);
  std::erase_if(given.perHead, [&](const std::string& name) { return !given.matrices.contains(name); });
}

}  // namespace lab
