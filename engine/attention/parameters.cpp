#include "attention/parameters.h"

#include <optional>
#include <string>

#include "attention/catalogue.h"
#include "core/checks.h"
#include "core/random.h"

namespace attn {
namespace {

const Matrix* givenMatrix(const Parameters& given, const char* name) {
  const auto found = given.matrices.find(name);
  return found == given.matrices.end() ? nullptr : found->second.get();
}

struct Sides {
  Index queryWidth, keyWidth, hiddenWidth;

  Index of(Side side) const {
    switch (side) {
      case Side::QueryWidth:
        return queryWidth;
      case Side::KeyWidth:
        return keyWidth;
      case Side::HiddenWidth:
        return hiddenWidth;
      case Side::One:
        break;
    }
    return 1;
  }
};

// d_a as the first given parameter says that has such a side; d_k if none does.
Index hiddenWidth(const ScoreRow& score, const Parameters& given, Index keyWidth) {
  for (const ParameterSpec& spec : score.parameters) {
    const Matrix* matrix = givenMatrix(given, spec.name);
    if (matrix == nullptr) continue;
    if (spec.rows == Side::HiddenWidth) return matrix->rows();
    if (spec.columns == Side::HiddenWidth) return matrix->cols();
  }
  return keyWidth;
}

double numberOf(const ParameterSpec& spec, const Parameters& given) {
  if (const Matrix* matrix = givenMatrix(given, spec.name))
    throw InputError("parameter_kind",
                     {{"input", spec.name}, {"got", shapeText(*matrix)}, {"expected", spec.acceptedText()}});
  const auto found = given.numbers.find(spec.name);
  const double value = found == given.numbers.end() ? spec.standard : found->second;
  if (!spec.accepts(value))
    throw InputError("out_of_range",
                     {{"input", spec.name}, {"got", numberText(value)}, {"expected", spec.acceptedText()}});
  return value;
}

// Null for an optional one that was not given.
MatrixPtr matrixOf(const ScoreRow& score, const ParameterSpec& spec, const Parameters& given, const Sides& sides,
                   std::uint64_t seed, const WorkShare& work) {
  const Index rows = sides.of(spec.rows), columns = sides.of(spec.columns);
  if (const auto number = given.numbers.find(spec.name); number != given.numbers.end())
    throw InputError(
        "parameter_kind",
        {{"input", spec.name}, {"got", numberText(number->second)}, {"expected", shapeText(rows, columns)}});
  if (const Matrix* matrix = givenMatrix(given, spec.name)) {
    requireNotEmpty(spec.name, *matrix);
    requireShape(spec.name, *matrix, rows, columns);
    requireFinite(spec.name, *matrix);
    return given.matrices.at(spec.name);
  }
  if (spec.optional) return nullptr;
  const std::string purpose = std::string(score.name) + "." + spec.name;
  return std::make_shared<Matrix>(normalMatrix(seed, purpose, rows, columns, 1.0 / static_cast<double>(columns), work));
}

}  // namespace

const ParameterSpec& findParameter(const ScoreRow& score, const std::string& name) {
  std::string names;
  for (const ParameterSpec& spec : score.parameters) {
    if (spec.name == name) return spec;
    names.append(names.empty() ? "" : ", ").append(spec.name);
  }
  if (names.empty()) throw InputError("no_parameters", {{"score", score.name}, {"got", name}});
  throw InputError("unknown_parameter", {{"score", score.name},
                                         {"got", name},
                                         {"nearest", nearestName(name, rowNames(score.parameters))},
                                         {"expected", names}});
}

Parameters completeParameters(const ScoreRow& score, const Parameters& given, Index queryWidth, Index keyWidth,
                              std::uint64_t seed, const WorkShare& work) {
  for (const auto& [name, value] : given.numbers) findParameter(score, name);
  for (const auto& [name, value] : given.matrices) findParameter(score, name);
  const Sides sides{queryWidth, keyWidth, hiddenWidth(score, given, keyWidth)};
  Parameters complete;
  for (const ParameterSpec& spec : score.parameters) {
    if (spec.kind == ParameterKind::Number)
      complete.numbers[spec.name] = numberOf(spec, given);
    else if (const MatrixPtr matrix = matrixOf(score, spec, given, sides, seed, work))
      complete.matrices[spec.name] = matrix;
  }
  return complete;
}

bool drawsParameters(const ScoreRow& score, const Parameters& given) {
  for (const ParameterSpec& spec : score.parameters)
    if (spec.kind != ParameterKind::Number && !spec.optional && givenMatrix(given, spec.name) == nullptr) return true;
  return false;
}

}  // namespace attn
