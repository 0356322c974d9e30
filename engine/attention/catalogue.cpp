#include "attention/catalogue.h"

#include "attention/biases.h"
#include "attention/normalizers.h"
#include "attention/positions.h"

namespace attn {

const std::vector<NormalizerRow>& normalizerCatalogue() {
  static const std::vector<NormalizerRow> rows = {
      {"softmax",
       {"softmax", "softmax"},
       {"Positive weights that sum to 1; a lower temperature favours the largest score.",
        "权重为正且和为 1；温度越低，越偏向得分最大的键。"},
       "p_{j} = \\frac{\\exp(s_{j}/\\tau)}{\\sum_{i} \\exp(s_{i}/\\tau)}",
       true,
       true,
       "Bridle 1990; with a temperature: Hinton, Vinyals & Dean 2015, eq. 1",
       softmaxRows,
       explainSoftmax},
      {"sparsemax",
       {"sparsemax", "sparsemax"},
       {"The nearest point of the simplex: keys far below the best get exactly 0.",
        "单纯形上最近的点：远低于最高得分的键权重恰为 0。"},
       "p_{j} = \\max\\left(0, \\frac{s_{j}}{\\tau} - t\\right), \\quad \\sum_{i} p_{i} = 1",
       true,
       false,
       "Martins & Astudillo 2016, eq. 2 and algorithm 1",
       sparsemaxRows,
       explainSparsemax},
      {"entmax15",
       {"entmax 1.5", "entmax 1.5"},
       {"Between softmax and sparsemax: smooth, and still with exact zeros.",
        "介于 softmax 与 sparsemax 之间：平滑，且仍有恰为 0 的权重。"},
       "p_{j} = \\max\\left(0, \\frac{s_{j}}{2 \\tau} - t\\right)^{2}, \\quad \\sum_{i} p_{i} = 1",
       true,
       false,
       "Peters, Niculae & Martins 2019, algorithm 2",
       entmax15Rows,
       explainEntmax15},
      {"hardmax",
       {"hardmax", "hardmax"},
       {"All weight on the largest score, shared among exact ties: the limit of a temperature of 0.",
        "权重全部给最高得分，恰好并列时平分：也是温度趋于 0 时的极限。"},
       "p_{j} = \\frac{[s_{j} = \\max_{i} s_{i}]}{\\sum_{i} [s_{i} = \\max_{k} s_{k}]}",
       false,
       false,
       "softmax in the limit τ → 0; Xu et al. 2015, section 4.1 (hard attention)",
       hardmaxRows,
       explainHardmax},
      {"sigmoid",
       {"sigmoid", "sigmoid"},
       {"Every key decides for itself: weights lie between 0 and 1, and rows need not sum to 1.",
        "每个键各自决定：权重在 0 与 1 之间，一行之和不必为 1。"},
       "p_{j} = \\frac{1}{1 + \\exp(-s_{j}/\\tau)}",
       true,
       false,
       "Ramapuram et al. 2024, sigmoid self-attention, without its bias",
       sigmoidRows,
       explainSigmoid},
      {"ratio",
       {"ratio (no exponential)", "比值（无指数）"},
       {"Each score over their sum, as some tutorials print it: not a distribution where scores are negative.",
        "得分除以得分之和，一些教程如此书写：得分有负数时不是概率分布。"},
       "p_{j} = \\frac{s_{j}}{\\sum_{i} s_{i}}",
       false,
       false,
       "Raschka 2024, Build a Large Language Model, ch. 3 (a first attempt there)",
       ratioRows,
       explainRatio},
      {"uniform",
       {"uniform", "均匀"},
       {"The same weight for every visible key: the baseline, and the limit of an infinite temperature.",
        "每个可见的键权重相同：作为基线，也是温度趋于无穷时的极限。"},
       "p_{j} = \\frac{1}{m}",
       false,
       false,
       "softmax in the limit τ → ∞",
       uniformRows,
       explainUniform},
  };
  return rows;
}

const std::vector<HeadSchemeRow>& headSchemeCatalogue() {
  static const std::vector<HeadSchemeRow> rows = {
      {"mha",
       {"multi-head", "多头"},
       {"Every query head has keys and values of its own.", "每个查询头都有自己的键和值。"},
       "g = h",
       "Vaswani et al. 2017, section 3.2.2"},
      {"gqa",
       {"grouped-query", "分组查询"},
       {"Consecutive query heads share keys and values.", "相邻的查询头共用键和值。"},
       "1 < g < h",
       "Ainslie et al. 2023, section 2.2"},
      {"mqa",
       {"multi-query", "多查询"},
       {"All query heads share one head of keys and values.", "所有查询头共用一组键和值。"},
       "g = 1",
       "Shazeer 2019, section 3"},
  };
  return rows;
}

const std::vector<BiasRow>& biasCatalogue() {
  static const std::vector<BiasRow> rows = {
      {"none",
       {"none", "无"},
       {"Scores are normalized as they are.", "得分原样归一化。"},
       "s_{ij} \\to s_{ij}",
       "none",
       "Vaswani et al. 2017, eq. 1",
       {},
       nullptr},
      {"alibi",
       {"ALiBi", "ALiBi"},
       {"The further away a key is, the more is taken off its score; each head has its own slope.",
        "键越远，得分减得越多；每个头有自己的斜率。"},
       "s_{ij} - 2^{-8 (r + 1) / h} \\, \\lvert i + m - n - j \\rvert",
       "alibi",
       "Press, Smith & Lewis 2022, section 3",
       {},
       [](Index head, Index heads, Index queries, Index keys, const BiasSpec&, const Parameters&) {
         return alibiBias(queries, keys, alibiSlopes(heads)[static_cast<std::size_t>(head)]);
       }},
      {"relative",
       {"relative (T5)", "相对位置（T5）"},
       {"A learned number for each bucket of distances is added; far distances share buckets.",
        "按距离分桶，加上每桶一个学得的数；远距离共用一桶。"},
       "s_{ij} + b_{r, \\text{bucket}(j - i - m + n)}",
       "relative[:BUCKETS:MAXDIST[:causal]]",
       "Raffel et al. 2020, section 2.1, and its code",
       {{"relative",
         {"relative: one number a head and bucket", "relative：每头每桶一个数"},
         ParameterKind::Matrix,
         Side::Heads,
         Side::Buckets}},
       [](Index head, Index, Index queries, Index keys, const BiasSpec& bias, const Parameters& parameters) {
         return relativeBias(head, queries, keys, bias, *parameters.matrices.at("relative"));
       }},
  };
  return rows;
}

const std::vector<PositionRow>& positionCatalogue() {
  static const std::vector<PositionRow> rows = {
      {"none",
       {"none", "无"},
       {"Order plays no part: vectors enter the projections as they are.", "不考虑顺序：向量原样进入投影。"},
       "x_{i} \\to x_{i}",
       "Vaswani et al. 2017, section 3.5 (why order must be added)",
       PositionKind::None,
       nullptr},
      {"sinusoidal",
       {"sinusoidal", "正弦"},
       {"Sines and cosines of many wavelengths are added, so that vectors tell where they stand.",
        "加上多种波长的正弦与余弦，使向量带有位置信息。"},
       "x_{i, 2c} + \\sin\\left(\\frac{i}{10000^{2c/d}}\\right), \\quad "
       "x_{i, 2c+1} + \\cos\\left(\\frac{i}{10000^{2c/d}}\\right)",
       "Vaswani et al. 2017, section 3.5",
       PositionKind::Table,
       sinusoidalPositions},
      {"sinusoidal_halves",
       {"sinusoidal, in halves", "正弦（前后两半）"},
       {"The same numbers with all sines first, then all cosines, as some codes have them.",
        "数值相同，但先放全部正弦，再放全部余弦，如一些代码所写。"},
       "x_{i, c} + \\sin\\left(\\frac{i}{10000^{2c/d}}\\right), \\quad "
       "x_{i, d/2 + c} + \\cos\\left(\\frac{i}{10000^{2c/d}}\\right)",
       "Vaswani et al. 2018, Tensor2Tensor (the code of Vaswani et al. 2017, section 3.5)",
       PositionKind::Table,
       sinusoidalHalvesPositions},
      {"learned",
       {"learned", "学习得到"},
       {"A row of a table is added for each place; without a given table it is drawn from the seed.",
        "每个位置加上表中的一行；没有给定的表时按种子抽取。"},
       "x_{i} + t_{i}",
       "Gehring et al. 2017, section 3.1",
       PositionKind::Learned,
       nullptr,
       {{"position",
         {"position: one row for each place", "position：每个位置一行"},
         ParameterKind::Matrix,
         Side::TableRows,
         Side::VectorWidth}}},
      {"rope",
       {"RoPE", "旋转位置编码（RoPE）"},
       {"Pairs of numbers of Q and K are turned by an angle that grows with the place: scores then depend on "
        "distances.",
        "Q、K 中成对的数按随位置增大的角度旋转：得分于是只取决于距离。"},
       "(q_{2c}, q_{2c+1}) \\to (q_{2c} \\cos \\theta - q_{2c+1} \\sin \\theta, \\, "
       "q_{2c} \\sin \\theta + q_{2c+1} \\cos \\theta), \\quad \\theta = \\frac{i}{10000^{2c/d}}",
       "Su et al. 2021, eq. 15 and 34",
       PositionKind::Rotary,
       nullptr},
  };
  return rows;
}

}  // namespace attn
