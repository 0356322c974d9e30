#include "scene/compare_columns.h"

#include <fmt/format.h>

#include <algorithm>

#include "attention/catalogue.h"
#include "scene/number_text.h"

namespace lab {

namespace {

constexpr double kLargeMatrix = 500e3;  // cells: their difference takes a few milliseconds

/// "s(q, k) = β …" without its left side and without what follows it as a second statement.
std::string rightSide(std::string formula) {
  if (const std::size_t equals = formula.find(" = "); equals != std::string::npos) formula.erase(0, equals + 3);
  if (const std::size_t second = formula.find(", \\quad"); second != std::string::npos) formula.erase(second);
  return formula;
}

std::string joined(const std::string& a, const std::string& b) {
  return a.empty() || b.empty() ? a + b : a + " · " + b;
}

/// "β: sharpness" is written β.
std::string symbolOf(const std::string& title) {
  const std::size_t colon = std::min(title.find(':'), title.find("："));
  return title.substr(0, colon);
}

std::string scoreDetail(const attn::ScoreRow& row, const attn::Experiment& experiment, const Words& words) {
  std::string detail;
  for (const attn::ParameterSpec& spec : row.parameters) {
    if (spec.kind != attn::ParameterKind::Number) continue;
    const auto given = experiment.parameters.numbers.find(spec.name);
    const double value = given == experiment.parameters.numbers.end() ? spec.standard : given->second;
    if (value == 0 && spec.standard == 0) continue;
    detail = joined(detail, symbolOf(words.title(spec.title)) + " = " + fmt::format("{}", value));
  }
  if (attn::drawsParameters(row.parameters, experiment.parameters)) return joined(detail, words("compare.seeded"));
  const bool given = !experiment.parameters.matrices.empty();
  return given ? joined(detail, words("compare.given")) : detail;
}

void nameByScore(CompareColumn& column, const attn::Experiment& experiment, const Words& words) {
  const attn::ScoreRow& row = attn::findRow(attn::scoreCatalogue(), experiment.score, "score");
  column.title = words.title(row.title);
  column.detail = scoreDetail(row, experiment, words);
  column.formula = rightSide(row.formula);
  column.summary = words.title(row.summary);
}

void nameByNormalizer(CompareColumn& column, const attn::Experiment& experiment, const Words& words) {
  const attn::NormalizerRow& row = attn::findRow(attn::normalizerCatalogue(), experiment.normalizer, "normalizer");
  column.title = words.title(row.title);
  if (row.usesTemperature && experiment.temperature != 1)
    column.detail = "τ = " + temperatureKey(experiment.temperature);
  column.formula = rightSide(row.formula);
  column.summary = words.title(row.summary);
}

void nameByTemperature(CompareColumn& column, const attn::Experiment& experiment, const Words& words) {
  const attn::NormalizerRow& row = attn::findRow(attn::normalizerCatalogue(), experiment.normalizer, "normalizer");
  column.title = "τ = " + temperatureKey(experiment.temperature);
  column.formula = row.usesTemperature ? "s_{j} / " + temperatureKey(experiment.temperature) : "s_{j}";
  column.summary = words(row.usesTemperature ? "compare.temperature.tip" : "temperature.unused");
}

bool sameShape(const ShownMatrixPtr& a, const ShownMatrixPtr& b) {
  return a && b && a->picture.values->rows() == b->picture.values->rows() &&
         a->picture.values->cols() == b->picture.values->cols();
}

ShownMatrixPtr differencePicture(const ShownMatrixPtr& weights, const ShownMatrixPtr& reference) {
  MatrixPicture picture = weights->picture;
  picture.values = std::make_shared<const attn::Matrix>(
      attn::weightDifferences(*weights->picture.values, *reference->picture.values));
  picture.scores = nullptr;
  picture.diverging = true;
  return shownMatrix(std::move(picture));
}

}  // namespace

CompareColumn compareColumn(const CompareChoice& choice, const CompareOutcome& outcome, CompareBy by,
                            std::optional<Cell> selected, const Words& words) {
  CompareColumn column;
  column.key = choice.key;
  column.own = choice.own;
  if (by == CompareBy::Scores) nameByScore(column, choice.experiment, words);
  if (by == CompareBy::Normalizers) nameByNormalizer(column, choice.experiment, words);
  if (by == CompareBy::Temperatures) nameByTemperature(column, choice.experiment, words);
  if (outcome.error != nullptr) column.error = words.error(*outcome.error);
  if (outcome.trace == nullptr || !outcome.weights) return column;
  column.weights = outcome.weights;
  column.scores = outcome.trace->head().scores;
  const auto& measures = outcome.trace->head().measures;
  if (selected && measures && selected->row < static_cast<attn::Index>(measures->size()))
    column.row = (*measures)[static_cast<std::size_t>(selected->row)];
  return column;
}

bool CompareMemory::compare(CompareSubject& subject) {
  std::list<Difference> differences = std::exchange(differences_, {});
  std::list<Comparison> comparisons = std::exchange(comparisons_, {});
  if (subject.columns.empty()) return false;
  const ShownMatrixPtr reference = subject.columns[subject.reference].weights;
  bool mayWork = true, more = false;
  for (CompareColumn& column : subject.columns) {
    if (!sameShape(column.weights, reference)) continue;
    const attn::MatrixPtr &p = column.weights->picture.values, &r = reference->picture.values;
    if (subject.selected && column.row) {
      const attn::Index row = subject.selected->row;
      const auto known = std::find_if(comparisons.begin(), comparisons.end(), [&](const Comparison& c) {
        return c.weights == p && c.reference == r && c.row == row;
      });
      comparisons_.push_back(known != comparisons.end() ? *known
                                                        : Comparison{p, r, row, attn::compareRow(*p, *r, row)});
      column.comparison = comparisons_.back().numbers;
    }
    if (!subject.differences) continue;
    const auto known = std::find_if(differences.begin(), differences.end(),
                                    [&](const Difference& d) { return d.weights == p && d.reference == r; });
    if (known == differences.end() && !mayWork) {
      more = true;
      continue;
    }
    if (known == differences.end()) mayWork = static_cast<double>(p->size()) < kLargeMatrix;
    differences_.push_back(known != differences.end() ? *known : Difference{p, r, nullptr, 0});
    Difference& difference = differences_.back();
    if (!difference.picture) {
      difference.picture = differencePicture(column.weights, reference);
      // A range is never empty; where nothing differs there is no magnitude to show.
      const attn::Matrix& values = *difference.picture->picture.values;
      difference.largest = (values.array() == 0).all() ? 0 : difference.picture->range.high;
    }
    column.difference = difference.picture;
    column.largestDifference = difference.largest;
  }
  return more;
}

}  // namespace lab
