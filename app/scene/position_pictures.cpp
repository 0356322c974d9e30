#include <algorithm>

#include "attention/catalogue.h"
#include "attention/positions.h"
#include "pipeline/experiment_parameters.h"
#include "scene/position_scene.h"

namespace lab {

namespace {

constexpr attn::Index kStandardWidth = 16;  // where there are no vectors to add to
constexpr attn::Index kLeastReach = 5, kLeastBuckets = 20, kMostReach = 256;

attn::MatrixPtr share(attn::Matrix values) { return std::make_shared<const attn::Matrix>(std::move(values)); }

std::vector<std::string> numbered(attn::Index count, attn::Index first) {
  std::vector<std::string> names;
  for (attn::Index i = 0; i < count; ++i) names.push_back(std::to_string(first + i));
  return names;
}

attn::Index tokensOf(const attn::Trace& trace) { return std::max(trace.queries(), trace.keys()); }

/// Some powers of two, so that the table does not change with every step of the shift.
attn::Index shownPositions(attn::Index wanted) {
  for (const attn::Index count : {16, 32, 64, 128})
    if (wanted <= count) return count;
  return 256;
}

attn::Index widthOf(const PositionSource& source) {
  const attn::Trace& trace = source.unshifted != nullptr ? *source.unshifted : source.trace;
  if (kindOf(source.scheme) == SchemeKind::Added && trace.xKey) return trace.xKey->cols();
  const attn::MatrixPtr& keys = trace.head().k;
  return keys ? keys->cols() : kStandardWidth;
}

attn::MatrixPtr parameterOf(const PositionSource& source, const char* name) {
  if (source.unshifted == nullptr) return nullptr;
  const auto found = source.unshifted->parameters.matrices.find(name);
  return found == source.unshifted->parameters.matrices.end() ? nullptr : found->second;
}

/// Scores with their bias.
attn::MatrixPtr scoresOf(const attn::Trace* trace) { return trace == nullptr ? nullptr : trace->head().biased; }

ShownMatrixPtr shownScores(const attn::Trace& trace) {
  MatrixPicture picture = pictureOf(trace, MatrixStage::Scores);
  picture.values = trace.head().biased;
  // Two small maps side by side: names are in tooltips.
  picture.rowLabels.assign(picture.rowLabels.size(), "");
  picture.columnLabels.assign(picture.columnLabels.size(), "");
  return shownMatrix(std::move(picture));
}

}  // namespace

std::vector<PositionScheme> positionSchemes() {
  std::vector<PositionScheme> all;
  for (const attn::PositionRow& row : attn::positionCatalogue())
    if (row.kind != attn::PositionKind::None) all.push_back({row.name, row.title, row.summary, false});
  for (const attn::BiasRow& row : attn::biasCatalogue())
    if (row.compute != nullptr) all.push_back({row.name, row.title, row.summary, true});
  return all;
}

std::string ownScheme(const attn::Experiment& experiment) {
  if (experiment.position != "none") return experiment.position;
  return experiment.bias.name == "none" ? std::string() : experiment.bias.name;
}

std::string shownScheme(const attn::Experiment& experiment, const PositionOptions& options) {
  return options.scheme.empty() ? ownScheme(experiment) : options.scheme;
}

SchemeKind kindOf(const std::string& scheme) {
  for (const attn::PositionRow& row : attn::positionCatalogue())
    if (row.name == scheme) return row.kind == attn::PositionKind::Rotary ? SchemeKind::Turned : SchemeKind::Added;
  return SchemeKind::Biased;
}

attn::Experiment withScheme(attn::Experiment experiment, const std::string& scheme, attn::Index shift) {
  const bool bias = kindOf(scheme) == SchemeKind::Biased;
  experiment.position = bias ? "none" : scheme;
  if (!bias)
    experiment.bias = attn::BiasSpec();
  else if (experiment.bias.name != scheme)
    experiment.bias = attn::BiasSpec(scheme);
  experiment.firstPosition = shift;
  experiment.painted.clear();
  experiment.parameters = attn::parametersNamed(attn::parameterSpecs(experiment), experiment.parameters);
  return experiment;
}

void PositionMemory::makeTable(const PositionSource& source) {
  pictures_.table = pictures_.products = nullptr;
  pictures_.byDistance = {};
  pictures_.curves.resize(0, 0);
  const bool turned = kindOf(source.scheme) == SchemeKind::Turned;
  const attn::PositionRow& row = attn::findRow(attn::positionCatalogue(), source.scheme, "position");
  attn::MatrixPtr table = given_;
  if (row.table != nullptr) table = share(row.table(count_, width_));
  // Turned vectors of equal pairs meet like the sines and cosines of their angles.
  if (turned) table = share(attn::sinusoidalPositions(count_, width_));
  if (!table) return;
  pictures_.count = table->rows();
  const auto shownOf = [&](attn::MatrixPtr values, const char* rows, std::vector<std::string> names) {
    MatrixPicture picture;
    picture.stage = MatrixStage::QueryVectors;
    picture.rowLabels = std::move(names);
    picture.columnLabels = numbered(values->cols(), 0);
    picture.rowAxis = rows;
    picture.columnAxis = "position.axis";
    picture.diverging = true;  // a table and its products may be negative, if not at these positions
    picture.values = std::move(values);
    return shownMatrix(std::move(picture));
  };
  const attn::MatrixPtr products = share(attn::positionProducts(*table));
  pictures_.products = shownOf(products, "position.axis", numbered(table->rows(), 0));
  pictures_.byDistance = attn::productsByDistance(*products);
  ValueRange range{static_cast<double>(products->minCoeff()), static_cast<double>(products->maxCoeff())};
  if (widen_) {
    range.low = std::min(range.low, pictures_.productRange.low);
    range.high = std::max(range.high, pictures_.productRange.high);
  }
  pictures_.productRange = range;
  if (turned) return;
  pictures_.table = shownOf(share(table->transpose()), "axis.dimension", numbered(table->cols(), 1));
}

void PositionMemory::makeBias(const PositionSource& source) {
  pictures_.table = pictures_.products = nullptr;
  pictures_.byDistance = {};
  pictures_.curves.resize(0, 0);
  if (source.unshifted == nullptr || !given_) return;
  const attn::Trace& trace = *source.unshifted;
  // As far as two tokens are apart; buckets grow with the distance, which a few more places show.
  const attn::Index least = source.scheme == "relative" ? kLeastBuckets : kLeastReach;
  pictures_.reach = std::clamp(tokensOf(trace) - 1, least, kMostReach);
  pictures_.curves =
      attn::biasByDistance(trace.experiment.bias, trace.headCounts.query, pictures_.reach, trace.parameters);
  if (given_->size() > mostScoresDrawn) return;
  MatrixPicture picture = pictureOf(trace, MatrixStage::Scores);
  picture.values = given_;
  picture.visible = nullptr;
  pictures_.products = shownMatrix(std::move(picture));
}

void PositionMemory::makeScores(const PositionSource& source) {
  pictures_.unshifted = pictures_.shifted = nullptr;
  pictures_.difference.reset();
  if (!before_) return;
  const bool few = before_->size() <= mostScoresDrawn;
  if (few) pictures_.unshifted = shownScores(*source.unshifted);
  if (!after_ || after_->rows() != before_->rows() || after_->cols() != before_->cols()) return;
  if (few) pictures_.shifted = shownScores(*source.shifted);
  pictures_.difference = attn::largestDifference(*before_, *after_);
}

const PositionPictures& PositionMemory::of(const PositionSource& source) {
  const attn::Index width = widthOf(source);
  const bool bias = kindOf(source.scheme) == SchemeKind::Biased;
  const attn::Index tokens = tokensOf(source.trace);
  const attn::Index count = shownPositions(std::min<attn::Index>(256, tokens + source.shift));
  const attn::MatrixPtr given =
      bias ? (source.unshifted != nullptr ? source.unshifted->head().bias : nullptr) : parameterOf(source, "position");
  const attn::MatrixPtr relative = bias ? parameterOf(source, "relative") : nullptr;
  if (scheme_ != source.scheme || width_ != width || count_ != count || given_ != given || relative_ != relative ||
      head_ != source.head || tokens_ != tokens) {
    widen_ = scheme_ == source.scheme && width_ == width && given_ == given && tokens_ == tokens &&
             pictures_.products != nullptr;
    scheme_ = source.scheme;
    width_ = pictures_.width = width;
    count_ = pictures_.count = count;
    head_ = source.head;
    tokens_ = tokens;
    given_ = given;
    relative_ = relative;
    bias ? makeBias(source) : makeTable(source);
  }
  const attn::MatrixPtr before = scoresOf(source.unshifted), after = scoresOf(source.shifted);
  if (before_ != before || after_ != after || (before && !pictures_.unshifted && before->size() <= mostScoresDrawn)) {
    before_ = before;
    after_ = after;
    makeScores(source);
  }
  return pictures_;
}

}  // namespace lab
