#include "document/custom_mask.h"

#include <algorithm>
#include <cstdlib>

#include "attention/catalogue.h"
#include "core/input_error.h"
#include "text/tokenizers.h"

namespace lab {
namespace {

using attn::Entry;
using attn::Experiment;
using attn::Index;
using attn::Mask;
using attn::MaskPtr;
using attn::MaskSpec;

Index tokensOf(const Experiment& experiment, const std::string& text) {
  return static_cast<Index>(attn::tokenize(experiment.tokenizer, text, "text").size());
}

Index rowsOf(const attn::MatrixPtr& matrix) { return matrix ? matrix->rows() : 0; }

std::pair<Index, Index> sidesOf(const Experiment& experiment) {
  switch (experiment.entry) {
    case Entry::Text: {
      const Index queries = tokensOf(experiment, experiment.queryText);
      return {queries, experiment.crossText ? tokensOf(experiment, experiment.keyText) : queries};
    }
    case Entry::Vectors:
      return {rowsOf(experiment.x), experiment.memory ? rowsOf(experiment.memory) : rowsOf(experiment.x)};
    case Entry::Ready:
      return {rowsOf(experiment.q), rowsOf(experiment.k)};
    case Entry::Scores:
      if (experiment.scores) return {experiment.scores->rows(), experiment.scores->cols()};
      break;
    case Entry::Weights:
      if (experiment.weights) return {experiment.weights->rows(), experiment.weights->cols()};
      break;
  }
  return {0, 0};
}

/// Rows of scores that are no queries: those of W, as many as are drawn where it is not given.
Index ownRows(const Experiment& experiment) {
  const auto given = experiment.parameters.matrices.find("W");
  if (given == experiment.parameters.matrices.end() || !given->second) return attn::drawnScoreRows;
  return given->second->rows() / (experiment.parameters.perHead.contains("W") ? experiment.heads : 1);
}

bool isPredictive(const MaskSpec& mask) {
  return attn::findRow(attn::maskCatalogue(), mask.name, "mask").compute == nullptr;
}

}  // namespace

std::optional<std::pair<Index, Index>> scoreShape(const Experiment& experiment) {
  try {
    auto [queries, keys] = sidesOf(experiment);
    const bool given = experiment.entry == Entry::Scores || experiment.entry == Entry::Weights;
    if (!given && !attn::findRow(attn::scoreCatalogue(), experiment.score, "score").readsQuery)
      queries = ownRows(experiment);
    if (queries == 0 || keys == 0) return std::nullopt;
    return std::pair{queries, keys};
  } catch (const attn::InputError&) {
    return std::nullopt;
  }
}

Mask paintableMask(const Experiment& experiment, Index queries, Index keys) {
  try {
    return attn::combineMasks(experiment.masks, queries, keys);
  } catch (const attn::InputError&) {
    return Mask::Constant(queries, keys, true);
  }
}

std::vector<MaskSpec> withPainted(const Experiment& experiment, MaskPtr painted) {
  std::vector<MaskSpec> masks;
  std::copy_if(experiment.masks.begin(), experiment.masks.end(), std::back_inserter(masks), isPredictive);
  masks.push_back({"custom", {}, std::move(painted)});
  return masks;
}

MaskPtr resizedMask(const MaskPtr& mask, Index queries, Index keys) {
  if (mask->rows() == queries && mask->cols() == keys) return mask;
  Mask sized = Mask::Constant(queries, keys, true);
  const Index rows = std::min(queries, mask->rows()), columns = std::min(keys, mask->cols());
  sized.topLeftCorner(rows, columns) = mask->topLeftCorner(rows, columns);
  return std::make_shared<const Mask>(std::move(sized));
}

void fitCustomMasks(Experiment& experiment) {
  if (!hasCustomMask(experiment)) return;
  const auto shape = scoreShape(experiment);
  if (!shape) return;
  for (MaskSpec& mask : experiment.masks)
    if (mask.custom) mask.custom = resizedMask(mask.custom, shape->first, shape->second);
}

bool hasCustomMask(const Experiment& experiment) {
  return std::any_of(experiment.masks.begin(), experiment.masks.end(),
                     [](const MaskSpec& mask) { return mask.custom != nullptr; });
}

void paintLine(Mask& mask, MaskCell from, MaskCell to, bool visible) {
  const Index down = to.query - from.query, right = to.key - from.key;
  const Index steps = std::max(std::abs(down), std::abs(right));
  mask(from.query, from.key) = visible;
  for (Index step = 1; step <= steps; ++step) {
    // Rounded half away from zero, so that both directions paint the same cells.
    const auto along = [&](Index length) {
      return (2 * std::abs(length) * step + steps) / (2 * steps) * (length < 0 ? -1 : 1);
    };
    mask(from.query + along(down), from.key + along(right)) = visible;
  }
}

void paintRectangle(Mask& mask, MaskCell corner, MaskCell opposite, bool visible) {
  const Index top = std::min(corner.query, opposite.query), left = std::min(corner.key, opposite.key);
  mask.block(top, left, std::abs(corner.query - opposite.query) + 1, std::abs(corner.key - opposite.key) + 1)
      .setConstant(visible);
}

}  // namespace lab
