#include "pipeline/projections.h"

#include "attention/catalogue_find.h"
#include "core/products.h"
#include "core/random.h"

namespace attn {
namespace {

// One of Q, K, V: its input and what is known of its matrix.
struct Side {
  const char* name;     // "Q", in messages
  const char* purpose;  // "W_Q", of the draw
  const char* option;   // "w-q", in messages
  const char* xName;
  const MatrixPtr& x;
  const MatrixPtr& given;
  HeadCounts heads;  // of this side: how many there are to how many it has
};

// As wide as high, or the share of it that fewer heads need.
Index drawnWidth(const Side& side) {
  const Index width = side.x->cols();
  if (side.heads.query == side.heads.keyValue) return width;
  if (width % side.heads.query != 0)
    throw InputError(
        "heads_divide",
        {{"input", side.xName}, {"got", std::to_string(width)}, {"expected", std::to_string(side.heads.query)}});
  return width / side.heads.query * side.heads.keyValue;
}

struct Projection {
  MatrixPtr matrix, out;  // no matrix: the identity
};

Projection project(const Side& side, bool draw, std::uint64_t seed, const WorkShare& work) {
  MatrixPtr matrix = side.given;
  if (matrix) {
    requireGiven(side.option, matrix);
    requireProduct(side.xName, *side.x, side.option, *matrix);
  } else if (draw) {
    const Index width = side.x->cols();
    matrix = std::make_shared<Matrix>(
        normalMatrix(seed, side.purpose, width, drawnWidth(side), 1.0 / static_cast<double>(width), work.part(0, 2)));
  } else {
    return {nullptr, side.x};
  }
  auto out = std::make_shared<Matrix>(product(*side.x, *matrix, work.part(1, 2)));
  requireFinite(side.name, *out);
  return {matrix, out};
}

bool isRandom(const Experiment& experiment) {
  return findRow(projectionCatalogue(), projectionName(experiment), "projection").name == std::string_view("random");
}

}  // namespace

const std::vector<ProjectionRow>& projectionCatalogue() {
  static const std::vector<ProjectionRow> rows = {
      {"random",
       {"random", "随机"},
       {"Q, K and V are the vectors times matrices drawn from the seed.", "Q、K、V 由向量乘以按种子抽取的矩阵得到。"},
       "Q = X W_{Q}, \\quad K = X W_{K}, \\quad V = X W_{V}",
       "Vaswani et al. 2017, section 3.2.2; entries of variance 1 / rows"},
      {"identity",
       {"identity", "恒等"},
       {"Q, K and V are the vectors themselves.", "Q、K、V 就是向量本身。"},
       "Q = K = V = X",
       "Raschka 2024, Build a Large Language Model, ch. 3 (attention without weights)"},
  };
  return rows;
}

void requireGiven(const char* name, const MatrixPtr& matrix) {
  if (!matrix) throw InputError("missing_input", {{"input", name}});
  requireNotEmpty(name, *matrix);
  requireFinite(name, *matrix);
}

bool isProjected(Entry entry) { return entry == Entry::Text || entry == Entry::Vectors; }

bool drawsOutputProjection(const Experiment& experiment) {
  return isProjected(experiment.entry) && experiment.heads > 1 && !experiment.wO && isRandom(experiment);
}

std::string projectionName(const Experiment& experiment) {
  if (!isProjected(experiment.entry)) return "none";
  if (!experiment.projection.empty()) return experiment.projection;
  return experiment.entry == Entry::Text ? "random" : "identity";
}

bool drawsProjections(const Experiment& experiment) {
  const bool allGiven = experiment.wQ && experiment.wK && experiment.wV;
  return isProjected(experiment.entry) && !allGiven && isRandom(experiment);
}

Projected projectVectors(const Experiment& experiment, const MatrixPtr& xQuery, const MatrixPtr& xKey,
                         const WorkShare& work) {
  const bool draw = drawsProjections(experiment);
  const HeadCounts heads = headCounts(experiment);
  const char* xName = "x";
  const char* memoryName = xKey == xQuery ? "x" : "memory";
  const Projection q =
      project({"Q", "W_Q", "w-q", xName, xQuery, experiment.wQ, {}}, draw, experiment.seed, work.part(0, 3));
  const Projection k =
      project({"K", "W_K", "w-k", memoryName, xKey, experiment.wK, heads}, draw, experiment.seed, work.part(1, 3));
  const Projection v =
      project({"V", "W_V", "w-v", memoryName, xKey, experiment.wV, heads}, draw, experiment.seed, work.part(2, 3));
  return {q.out, k.out, v.out, q.matrix, k.matrix, v.matrix, q.out, k.out};
}

Projected readyProjections(const Experiment& experiment) {
  Projected ready;
  ready.v = experiment.v;
  if (ready.v) requireGiven("v", ready.v);
  if (experiment.entry == Entry::Ready) {
    if (experiment.q) requireGiven("q", experiment.q);
    requireGiven("k", experiment.k);
    if (ready.v) requireSameRows("v", *ready.v, "k", *experiment.k);
    ready.q = ready.plainQ = experiment.q;
    ready.k = ready.plainK = experiment.k;
    return ready;
  }
  const bool scores = experiment.entry == Entry::Scores;
  const char* name = scores ? "scores" : "weights";
  const MatrixPtr& given = scores ? experiment.scores : experiment.weights;
  requireGiven(name, given);
  if (ready.v) requireProduct(name, *given, "v", *ready.v);
  return ready;
}

}  // namespace attn
