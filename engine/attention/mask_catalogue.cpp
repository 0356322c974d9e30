#include "attention/catalogue.h"

namespace attn {
namespace {

const MaskArgument windowWidth{"W", {"Each side", "每侧键数"}, 0};

MaskRow causalRow() {
  return {"causal",
          {"causal", "因果"},
          {"No query sees a later key.", "查询看不到后面的键。"},
          "i + m - n - j \\ge 0",
          {},
          "Vaswani et al. 2017, section 3.2.3",
          [](Index queries, Index keys, const MaskSpec&) { return causalMask(queries, keys); }};
}

MaskRow windowRow() {
  return {
      "window",
      {"window", "窗口"},
      {"Only keys at most W places away.", "只看距离不超过 W 的键。"},
      "\\lvert i + m - n - j \\rvert \\le W",
      {windowWidth},
      "Beltagy, Peters & Cohan 2020, section 3.1 (sliding window)",
      [](Index queries, Index keys, const MaskSpec& mask) { return windowMask(queries, keys, mask.arguments.at(0)); }};
}

MaskRow dilatedRow() {
  return {"dilated",
          {"dilated window", "空洞窗口"},
          {"A window of W keys to each side with steps of S: as cheap, and S times as wide.",
           "每侧 W 个键、步长为 S 的窗口：开销相同，范围是 S 倍。"},
          "\\lvert \\delta \\rvert \\le W S, \\quad \\delta = i + m - n - j \\in S \\cdot \\text{integers}",
          {windowWidth, {"S", {"Step", "步长"}, 1}},
          "Beltagy, Peters & Cohan 2020, section 3.1 (dilated sliding window)",
          [](Index queries, Index keys, const MaskSpec& mask) {
            return dilatedMask(queries, keys, mask.arguments.at(0), mask.arguments.at(1));
          }};
}

MaskRow globalWindowRow() {
  return {
      "global_window",
      {"window with global tokens", "带全局词元的窗口"},
      {"A window, and some tokens that see all and are seen by all.", "窗口，外加若干看得到一切、也被一切看到的词元。"},
      "\\lvert \\delta \\rvert \\le W \\text{ or } j \\in G \\text{ or } i + m - n \\in G",
      {windowWidth, {"I,J,…", {"Global keys", "全局键"}, 0, MaskLimit::LastKey, true}},
      "Beltagy, Peters & Cohan 2020, section 3.1 (global attention)",
      [](Index queries, Index keys, const MaskSpec& mask) {
        return globalWindowMask(queries, keys, mask.arguments.at(0), std::span(mask.arguments).subspan(1));
      }};
}

MaskRow blockRow() {
  return {"block",
          {"blocks", "分块"},
          {"Several texts packed into one sequence: each sees itself only.", "多段文本拼成一个序列：每段只看自己。"},
          "\\text{block}(i) = \\text{block}(j)",
          {{"L1,L2,…", {"Block lengths", "各段长度"}, 1, MaskLimit::SumIsKeys, true}},
          "Krell et al. 2021 (packing without cross-contamination)",
          [](Index queries, Index keys, const MaskSpec& mask) { return blockMask(queries, keys, mask.arguments); }};
}

MaskRow paddingRow() {
  return {
      "padding",
      {"padding", "填充"},
      {"Only the first L keys are real; the rest fill up a batch.", "只有前 L 个键有效；其余用于补齐批次。"},
      "j < L",
      {{"L", {"Keys kept", "保留键数"}, 0, MaskLimit::Keys}},
      "Vaswani et al. 2017 (batches of sentences of unequal length)",
      [](Index queries, Index keys, const MaskSpec& mask) { return paddingMask(queries, keys, mask.arguments.at(0)); }};
}

MaskRow localMonotonicRow() {
  return {
      "local_m",
      {"local, monotonic", "局部（单调）"},
      {"Output and input run side by side: query i looks around key i.", "输出与输入同步推进：查询 i 只看键 i 附近。"},
      "\\lvert i - j \\rvert \\le D",
      {{"D", {"Each side", "每侧键数"}, 0}},
      "Luong, Pham & Manning 2015, section 3.2 (local-m)",
      [](Index queries, Index keys, const MaskSpec& mask) {
        return localMonotonicMask(queries, keys, mask.arguments.at(0));
      }};
}

MaskRow localPredictiveRow() {
  return {
      "local_p",
      {"local, predictive", "局部（预测）"},
      {"Each query predicts where to look; a Gaussian around it multiplies the weights, which then sum to less than 1.",
       "每个查询预测看哪里；权重再乘以该处的高斯函数，因此一行之和小于 1。"},
      "\\lvert j - p_{i} \\rvert \\le D, \\quad p_{i} = \\frac{m}{1 + \\exp(-v_{p}^{\\top} \\tanh(W_{p} q_{i}))}",
      {{"D", {"Each side", "每侧键数"}, 1}},
      "Luong, Pham & Manning 2015, eq. 9 and 10 (local-p)",
      nullptr,
      {{"W_p",
        {"W_p: hidden layer of the predicted place", "W_p：预测位置的隐层"},
        ParameterKind::Matrix,
        Side::HiddenWidth,
        Side::QueryWidth},
       {"v_p",
        {"v_p: from the hidden units to the place", "v_p：由隐单元得出位置"},
        ParameterKind::Vector,
        Side::One,
        Side::HiddenWidth}}};
}

MaskRow customRow() {
  return {"custom",
          {"custom", "自定义"},
          {"A mask of your own, painted or from a file: not 0 means may attend.",
           "自己的掩码，手绘或来自文件：非 0 表示可以看到。"},
          "M_{ij} \\ne 0",
          {},
          "the reader's own; Vaswani et al. 2017, section 3.2.3 (masking in general)",
          [](Index queries, Index keys, const MaskSpec& mask) { return customMask(queries, keys, mask.custom); },
          {},
          true};
}

}  // namespace

Index MaskArgument::high(Index keys) const {
  switch (limit) {
    case MaskLimit::Keys:
    case MaskLimit::SumIsKeys:
      return keys;
    case MaskLimit::LastKey:
      return keys - 1;
    case MaskLimit::Any:
      break;
  }
  return largestMaskArgument;
}

const std::vector<MaskRow>& maskCatalogue() {
  static const std::vector<MaskRow> rows = {causalRow(),         windowRow(),          dilatedRow(),
                                            globalWindowRow(),   blockRow(),           paddingRow(),
                                            localMonotonicRow(), localPredictiveRow(), customRow()};
  return rows;
}

}  // namespace attn
