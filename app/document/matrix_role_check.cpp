#include <algorithm>

#include "attention/catalogue.h"
#include "core/checks.h"
#include "core/input_error.h"
#include "document/custom_mask.h"
#include "document/matrix_roles.h"
#include "pipeline/experiment_parameters.h"
#include "pipeline/projections.h"

namespace lab {
namespace {

using attn::Entry;
using attn::Experiment;
using attn::Index;
using attn::InputError;
using attn::Matrix;

void requireFewTokens(const char* name, Index count) {
  if (count > attn::windowTokenLimit)
    throw InputError(
        "too_many_tokens",
        {{"input", name}, {"got", std::to_string(count)}, {"expected", std::to_string(attn::windowTokenLimit)}});
}

/// Refuses by its shape what no experiment of the window has room for, before memory is taken for it.
void requireRoom(const FileArray& array, const std::string& role) {
  constexpr Index mostNumbers = 16 * attn::windowTokenLimit * attn::windowTokenLimit;  // 1 GiB of them
  const bool pairs = role == "scores" || role == "weights" || role == "mask";
  const bool vectors = role == "x" || role == "memory" || role == "q" || role == "k" || role == "v";
  if (pairs || vectors) requireFewTokens(array.name.c_str(), array.rows());
  if (pairs) requireFewTokens(array.name.c_str(), array.columns());
  if (array.columns() > mostNumbers / array.rows())
    throw InputError("too_many_numbers", {{"input", array.name},
                                          {"got", attn::shapeText(array.rows(), array.columns())},
                                          {"expected", std::to_string(mostNumbers)}});
}

/// A matrix of which only the shape counts. Its numbers are zeros where something looks at them.
LoadedMatrix placeholder(const FileArray& array, const std::string& role) {
  if (role == "mask" || role.starts_with(parameterRole))
    return {std::make_shared<const Matrix>(Matrix::Zero(array.rows(), array.columns())), {}, {}};
  return {std::make_shared<const Matrix>(array.rows(), array.columns()), {}, {}};
}

Index ofOneHead(const char* name, Index width, Index heads) {
  if (width % heads != 0)
    throw InputError("heads_divide",
                     {{"input", name}, {"got", std::to_string(width)}, {"expected", std::to_string(heads)}});
  return width / heads;
}

/// Q's and K's columns, all heads.
struct Widths {
  Index query = 0, key = 0;
};

Widths projectedWidths(const Experiment& e, Index textWidth) {
  const bool text = e.entry == Entry::Text;
  const Matrix words(1, std::max<Index>(1, textWidth));
  const Matrix& x = text ? words : *e.x;
  const Matrix& memory = text || !e.memory ? x : *e.memory;
  const char* memoryName = e.memory && !text ? "memory" : "X";
  const attn::HeadCounts heads = attn::headCounts(e);
  if (e.wQ) attn::requireProduct("X", x, "W_Q", *e.wQ);
  if (e.wK) attn::requireProduct(memoryName, memory, "W_K", *e.wK);
  if (e.wV) attn::requireProduct(memoryName, memory, "W_V", *e.wV);
  // Drawn ones are as wide as high, and less where heads share keys; identity copies.
  const bool shares = heads.query != heads.keyValue && attn::projectionName(e) == "random";
  const Index drawn = shares ? memory.cols() / heads.query * heads.keyValue : memory.cols();
  const Index values = e.wV ? e.wV->cols() : drawn;
  if (e.wO) {
    const Matrix context(1, ofOneHead("V", values, heads.keyValue) * heads.query);
    attn::requireProduct("context", context, "W_O", *e.wO);
  }
  return {e.wQ ? e.wQ->cols() : x.cols(), e.wK ? e.wK->cols() : drawn};
}

Widths readyWidths(const Experiment& e) {
  if (e.v) {
    attn::requireSameRows("V", *e.v, "K", *e.k);
    ofOneHead("V", e.v->cols(), attn::headCounts(e).keyValue);
  }
  return {e.q ? e.q->cols() : e.k->cols(), e.k->cols()};
}

void requireComparable(const Experiment& e, const Widths& all, Index keys) {
  const attn::HeadCounts heads = attn::headCounts(e);
  const attn::ScoreRow& row = attn::findRow(attn::scoreCatalogue(), e.score, "score");
  const Widths one{ofOneHead("Q", all.query, heads.query), ofOneHead("K", all.key, heads.keyValue)};
  if (row.sameWidth && one.query != one.key)
    throw InputError("width", {{"input", "K"},
                               {"got", std::to_string(all.key)},
                               {"expected", std::to_string(one.query * heads.keyValue)},
                               {"other", "Q"}});
  const attn::Parameters own = attn::parametersNamed(row.parameters, e.parameters);
  attn::completeParameters(row, own, {one.query, one.key, keys, heads.query}, e.seed);
}

void requireMasksFit(const Experiment& e, Index queries, Index keys) {
  for (const attn::MaskSpec& mask : e.masks)
    if (mask.custom && (mask.custom->rows() != queries || mask.custom->cols() != keys))
      throw InputError("shape", {{"input", "mask"},
                                 {"got", attn::shapeText(mask.custom->rows(), mask.custom->cols())},
                                 {"expected", attn::shapeText(queries, keys)}});
}

std::size_t firstUsed(const std::vector<std::string>& roles) {
  return static_cast<std::size_t>(
      std::find_if(roles.begin(), roles.end(), [](const std::string& role) { return !role.empty(); }) - roles.begin());
}

}  // namespace

void requireFittingRoles(const std::vector<FileArray>& arrays, const std::vector<std::string>& roles,
                         const Experiment& present, Index textWidth) {
  std::vector<GivenArray> given;
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    if (roles[i].empty()) continue;
    if (arrays[i].problem) throw *arrays[i].problem;
    requireRoom(arrays[i], roles[i]);
    given.push_back({roles[i], placeholder(arrays[i], roles[i])});
  }
  const Experiment e = withArrays(present, given);
  if (!given.empty() && e.entry == Entry::Text && e.queryText.empty())
    throw InputError("option_needs", {{"input", arrays[firstUsed(roles)].name}, {"other", "X"}});
  const auto shape = scoreShape(e);
  if (!shape) return;  // a text without tokens: the picture says so
  const auto [queries, keys] = *shape;
  requireFewTokens("queries", queries);
  requireFewTokens("keys", keys);
  requireMasksFit(e, queries, keys);
  if (e.entry == Entry::Scores || e.entry == Entry::Weights) {
    const bool scores = e.entry == Entry::Scores;
    if (e.v) attn::requireProduct(scores ? "scores" : "weights", scores ? *e.scores : *e.weights, "V", *e.v);
    return;
  }
  requireComparable(e, e.entry == Entry::Ready ? readyWidths(e) : projectedWidths(e, textWidth), keys);
}

}  // namespace lab
