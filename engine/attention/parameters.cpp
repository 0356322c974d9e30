#include "attention/parameters.h"

#include <cmath>
#include <optional>
#include <string>

#include "attention/catalogue.h"
#include "core/checks.h"
#include "core/random.h"

namespace attn {
namespace {

bool isChoice(const ParameterSpec& spec) { return spec.whole && spec.high - spec.low == 1; }

const Matrix* givenMatrix(const Parameters& given, const char* name) {
  const auto found = given.matrices.find(name);
  return found == given.matrices.end() ? nullptr : found->second.get();
}

// The sides of one head's parameters, the free ones as the given parameters say.
class Sides {
 public:
  Sides(const std::vector<ParameterSpec>& specs, const Parameters& given, const ParameterSizes& sizes)
      : specs_(specs), given_(given), sizes_(sizes) {}

  Index of(Side side) const {
    switch (side) {
      case Side::QueryWidth:
        return sizes_.queryWidth;
      case Side::KeyWidth:
        return sizes_.keyWidth;
      case Side::BothWidths:
        return sizes_.queryWidth + sizes_.keyWidth;
      case Side::HiddenWidth:
        return givenSide(side).value_or(sizes_.keyWidth);
      case Side::KeyCapacity:
        return std::max(givenSide(side).value_or(sizes_.keys), sizes_.keys);
      case Side::ScoreRows:
        return givenSide(side).value_or(drawnScoreRows);
      case Side::Heads:
        return sizes_.heads;
      case Side::One:
      case Side::Buckets:
      case Side::TableRows:
      case Side::VectorWidth:
        break;  // of parameters that are completed elsewhere
    }
    return 1;
  }

  // Blocks of rows that a given parameter has: one a head where it has a leading axis.
  Index blocks(const ParameterSpec& spec) const {
    const Matrix* matrix = givenMatrix(given_, spec.name);
    if (matrix == nullptr) return 1;
    const bool rowsAreHeads = spec.kind == ParameterKind::Vector && sizes_.heads > 1 && matrix->rows() == sizes_.heads;
    return rowsAreHeads || given_.perHead.contains(spec.name) ? sizes_.heads : 1;
  }

 private:
  std::optional<Index> givenSide(Side side) const {
    for (const ParameterSpec& spec : specs_) {
      const Matrix* matrix = givenMatrix(given_, spec.name);
      if (matrix == nullptr || spec.kind == ParameterKind::Number) continue;
      if (spec.rows == side) return matrix->rows() / blocks(spec);
      if (spec.columns == side) return matrix->cols();
    }
    return std::nullopt;
  }

  const std::vector<ParameterSpec>& specs_;
  const Parameters& given_;
  const ParameterSizes& sizes_;
};

void requireNumber(const ParameterSpec& spec, double value) {
  if (!spec.accepts(value))
    throw InputError("out_of_range",
                     {{"input", spec.name}, {"got", numberText(value)}, {"expected", spec.acceptedText()}});
}

double numberOf(const ParameterSpec& spec, const Parameters& given) {
  const auto found = given.numbers.find(spec.name);
  const double value = found == given.numbers.end() ? spec.standard : found->second;
  requireNumber(spec, value);
  return value;
}

// A number for each head, as one column.
MatrixPtr numbersByHead(const ParameterSpec& spec, const Matrix& given, Index heads) {
  if (heads == 1 || given.size() != heads || (given.rows() != 1 && given.cols() != 1))
    throw InputError("parameter_kind",
                     {{"input", spec.name}, {"got", shapeText(given)}, {"expected", spec.acceptedText()}});
  for (const float value : given.reshaped()) requireNumber(spec, static_cast<double>(value));
  Matrix column(heads, 1);
  for (Index head = 0; head < heads; ++head) column(head, 0) = given.rows() == 1 ? given(0, head) : given(head, 0);
  return std::make_shared<const Matrix>(std::move(column));
}

void requireParameterShape(const ParameterSpec& spec, const Matrix& matrix, Index blocks, Index rows, Index columns) {
  if (matrix.rows() == blocks * rows && matrix.cols() == columns) return;
  const std::string leading = blocks > 1 ? std::to_string(blocks) + " × " : "";
  const bool vector = spec.kind == ParameterKind::Vector && blocks > 1;
  const bool even = blocks > 1 && !vector && matrix.rows() % blocks == 0;
  throw InputError("shape",
                   {{"input", spec.name},
                    {"got", even ? leading + shapeText(matrix.rows() / blocks, matrix.cols()) : shapeText(matrix)},
                    {"expected", vector ? leading + std::to_string(columns) : leading + shapeText(rows, columns)}});
}

// Null for an optional one that was not given.
MatrixPtr matrixOf(const char* owner, const ParameterSpec& spec, const Parameters& given, const Sides& sides,
                   std::uint64_t seed, const WorkShare& work) {
  const Index rows = sides.of(spec.rows), columns = sides.of(spec.columns);
  if (const auto number = given.numbers.find(spec.name); number != given.numbers.end())
    throw InputError(
        "parameter_kind",
        {{"input", spec.name}, {"got", numberText(number->second)}, {"expected", shapeText(rows, columns)}});
  if (const Matrix* matrix = givenMatrix(given, spec.name)) {
    requireNotEmpty(spec.name, *matrix);
    requireParameterShape(spec, *matrix, sides.blocks(spec), rows, columns);
    requireFinite(spec.name, *matrix);
    return given.matrices.at(spec.name);
  }
  if (spec.optional) return nullptr;
  const std::string purpose = std::string(owner) + "." + spec.name;
  return std::make_shared<Matrix>(normalMatrix(seed, purpose, rows, columns, 1.0 / static_cast<double>(columns), work));
}

}  // namespace

bool ParameterSpec::accepts(double value) const {
  if (isChoice(*this)) return value == low || value == high;
  return std::isfinite(value) && (!positive || value > 0);
}

std::string ParameterSpec::acceptedText() const {
  if (isChoice(*this)) return numberText(low) + ", " + numberText(high);
  return positive ? "(0, ∞)" : "(−∞, ∞)";
}

const ParameterSpec& findParameter(const char* owner, const std::vector<ParameterSpec>& specs,
                                   const std::string& name) {
  std::string names;
  for (const ParameterSpec& spec : specs) {
    if (spec.name == name) return spec;
    names.append(names.empty() ? "" : ", ").append(spec.name);
  }
  if (names.empty()) throw InputError("no_parameters", {{"score", owner}, {"got", name}});
  throw InputError(
      "unknown_parameter",
      {{"score", owner}, {"got", name}, {"nearest", nearestName(name, rowNames(specs))}, {"expected", names}});
}

void requireKnownParameters(const char* score, const std::vector<ParameterSpec>& specs, const Parameters& given) {
  for (const auto& [name, value] : given.numbers) findParameter(score, specs, name);
  for (const auto& [name, value] : given.matrices) findParameter(score, specs, name);
}

Parameters completeParameters(const char* owner, const std::vector<ParameterSpec>& specs, const Parameters& given,
                              const ParameterSizes& sizes, std::uint64_t seed, const WorkShare& work) {
  const Sides sides(specs, given, sizes);
  Parameters complete;
  for (const ParameterSpec& spec : specs) {
    if (spec.kind != ParameterKind::Number) {
      const WorkShare part = work.part(&spec - specs.data(), static_cast<Index>(specs.size()));
      if (const MatrixPtr matrix = matrixOf(owner, spec, given, sides, seed, part)) {
        complete.matrices[spec.name] = matrix;
        if (sides.blocks(spec) > 1) complete.perHead.insert(spec.name);
      }
    } else if (const Matrix* byHead = givenMatrix(given, spec.name)) {
      complete.matrices[spec.name] = numbersByHead(spec, *byHead, sizes.heads);
      complete.perHead.insert(spec.name);
    } else {
      complete.numbers[spec.name] = numberOf(spec, given);
    }
  }
  return complete;
}

Parameters completeParameters(const ScoreRow& score, const Parameters& given, const ParameterSizes& sizes,
                              std::uint64_t seed, const WorkShare& work) {
  requireKnownParameters(score.name, score.parameters, given);
  return completeParameters(score.name, score.parameters, given, sizes, seed, work);
}

Parameters parametersOfHead(const std::vector<ParameterSpec>& specs, const Parameters& complete, Index head,
                            Index heads) {
  Parameters own;
  for (const ParameterSpec& spec : specs) {
    if (const auto number = complete.numbers.find(spec.name); number != complete.numbers.end())
      own.numbers[spec.name] = number->second;
    const auto found = complete.matrices.find(spec.name);
    if (found == complete.matrices.end()) continue;
    const Matrix& all = *found->second;
    if (!complete.perHead.contains(spec.name))
      own.matrices[spec.name] = found->second;
    else if (spec.kind == ParameterKind::Number)
      own.numbers[spec.name] = static_cast<double>(all(head, 0));
    else
      own.matrices[spec.name] =
          std::make_shared<const Matrix>(all.middleRows(head * (all.rows() / heads), all.rows() / heads));
  }
  return own;
}

bool drawsParameters(const std::vector<ParameterSpec>& specs, const Parameters& given) {
  for (const ParameterSpec& spec : specs)
    if (spec.kind != ParameterKind::Number && !spec.optional && givenMatrix(given, spec.name) == nullptr) return true;
  return false;
}

}  // namespace attn
