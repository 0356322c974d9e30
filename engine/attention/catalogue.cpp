#include "attention/catalogue.h"

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

const std::vector<MaskRow>& maskCatalogue() {
  static const std::vector<MaskRow> rows = {
      {"causal",
       {"causal", "因果"},
       {"No query sees a later key.", "查询看不到后面的键。"},
       "i + m - n - j \\ge 0",
       {},
       "Vaswani et al. 2017, section 3.2.3",
       [](Index queries, Index keys, const std::vector<Index>&) { return causalMask(queries, keys); }},
      {"padding",
       {"padding", "填充"},
       {"Only the first L keys are real; the rest fill up a batch.", "只有前 L 个键有效；其余用于补齐批次。"},
       "j < L",
       {"L"},
       "Vaswani et al. 2017 (batches of sentences of unequal length)",
       [](Index queries, Index keys, const std::vector<Index>& arguments) {
         return paddingMask(queries, keys, arguments.at(0));
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
       nullptr},
      {"sinusoidal",
       {"sinusoidal", "正弦"},
       {"Sines and cosines of many wavelengths are added, so that vectors tell where they stand.",
        "加上多种波长的正弦与余弦，使向量带有位置信息。"},
       "x_{i, 2c} + \\sin\\left(\\frac{i}{10000^{2c/d}}\\right), \\quad "
       "x_{i, 2c+1} + \\cos\\left(\\frac{i}{10000^{2c/d}}\\right)",
       "Vaswani et al. 2017, section 3.5",
       sinusoidalPositions},
  };
  return rows;
}

}  // namespace attn
