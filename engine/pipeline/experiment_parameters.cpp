#include "pipeline/experiment_parameters.h"

#include "attention/catalogue.h"
#include "attention/positions.h"
#include "core/checks.h"
#include "core/random.h"

namespace attn {
namespace {

void append(std::vector<ParameterSpec>& all, const std::vector<ParameterSpec>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

void requireMatrix(const Parameters& given, const char* name, const std::string& expected) {
  if (const auto number = given.numbers.find(name); number != given.numbers.end())
    throw InputError("parameter_kind", {{"input", name}, {"got", numberText(number->second)}, {"expected", expected}});
}

MatrixPtr matrixNamed(const Parameters& given, const char* name) {
  const auto found = given.matrices.find(name);
  return found == given.matrices.end() ? nullptr : found->second;
}

}  // namespace

std::vector<ParameterSpec> parameterSpecs(const Experiment& experiment) {
  std::vector<ParameterSpec> specs = findRow(scoreCatalogue(), experiment.score, "score").parameters;
  bool predictive = false;
  for (const MaskSpec& mask : experiment.masks) {
    const MaskRow& row = findRow(maskCatalogue(), mask.name, "mask");
    if (row.parameters.empty() || predictive) continue;
    append(specs, row.parameters);
    predictive = true;
  }
  append(specs, findRow(biasCatalogue(), experiment.bias.name, "bias").parameters);
  append(specs, findRow(positionCatalogue(), experiment.position, "position").parameters);
  return specs;
}

Parameters parametersNamed(const std::vector<ParameterSpec>& specs, const Parameters& given) {
  Parameters own;
  for (const ParameterSpec& spec : specs) {
    if (const auto number = given.numbers.find(spec.name); number != given.numbers.end()) own.numbers.insert(*number);
    if (const auto matrix = given.matrices.find(spec.name); matrix != given.matrices.end())
      own.matrices.insert(*matrix);
    if (given.perHead.contains(spec.name)) own.perHead.insert(spec.name);
  }
  return own;
}

MatrixPtr relativeTable(const Parameters& given, Index heads, const BiasSpec& bias, std::uint64_t seed) {
  requireMatrix(given, "relative", shapeText(heads, bias.buckets));
  if (const MatrixPtr table = matrixNamed(given, "relative")) {
    requireShape("relative", *table, heads, bias.buckets);
    requireFinite("relative", *table);
    return table;
  }
  return std::make_shared<const Matrix>(normalMatrix(seed, "relative", heads, bias.buckets, 1.0));
}

MatrixPtr positionTable(const Parameters& given, Index places, Index width, std::uint64_t seed) {
  const std::string expected = "≥ " + shapeText(places, width);
  requireMatrix(given, "position", expected);
  if (const MatrixPtr table = matrixNamed(given, "position")) {
    if (table->rows() < places || table->cols() != width)
      throw InputError("shape", {{"input", "position"}, {"got", shapeText(*table)}, {"expected", expected}});
    requireFinite("position", *table);
    return table;
  }
  return std::make_shared<const Matrix>(drawnPositions(places, width, seed));
}

}  // namespace attn
