#include <cmath>

#include "attention/catalogue.h"
#include "attention/scores.h"
#include "core/checks.h"

namespace attn {
namespace {

using Numbers = std::map<std::string, double>;

double evaluateDot(const Numbers& n) { return n.at("dot"); }
double evaluateScaledDot(const Numbers& n) { return n.at("dot") / std::sqrt(n.at("d")); }
double evaluateSum(const Numbers& n) { return n.at("sum"); }
double evaluateMlp(const Numbers& n) { return n.at("sum") + n.at("b_2"); }
double evaluateKeyLinear(const Numbers& n) {
  const double sum = n.at("dot") + n.at("b");
  return n.at("tanh") != 0 ? std::tanh(sum) : sum;
}
double evaluateCosine(const Numbers& n) { return n.at("beta") * n.at("dot") / (n.at("norm_q") * n.at("norm_k")); }
double evaluateGaussian(const Numbers& n) { return -n.at("square_distance") / (2 * n.at("sigma") * n.at("sigma")); }

ParameterSpec number(const char* name, Title title, double standard, double low, double high) {
  ParameterSpec spec{name, title, ParameterKind::Number};
  spec.standard = standard;
  spec.low = low;
  spec.high = high;
  spec.logarithmic = true;
  return spec;
}

ParameterSpec positive(ParameterSpec spec) {
  spec.positive = true;
  return spec;
}

ParameterSpec matrix(const char* name, Title title, Side rows, Side columns) {
  return {name, title, ParameterKind::Matrix, rows, columns};
}

ParameterSpec vector(const char* name, Title title, Side length, bool optional) {
  ParameterSpec spec{name, title, ParameterKind::Vector, Side::One, length};
  spec.optional = optional;
  return spec;
}

ScoreRow dotRow() {
  return {"dot",
          {"dot", "点积"},
          {"Large where query and key point the same way; grows with their length and with d.",
           "查询与键方向相同时大；随向量长度和维数 d 增大。"},
          "s(q, k) = q \\cdot k",
          "@dot",
          evaluateDot,
          true,
          {},
          "Luong, Pham & Manning 2015, eq. 8 (dot)",
          dotScores,
          explainDot};
}

ScoreRow scaledDotRow() {
  return {"scaled_dot",
          {"scaled dot", "缩放点积"},
          {"The dot product divided by √d, so that its spread does not grow with d.",
           "点积除以 √d，得分的离散程度因此不随维数 d 增大。"},
          "s(q, k) = \\frac{q \\cdot k}{\\sqrt{d}}",
          "\\frac{@dot}{\\sqrt{@d}}",
          evaluateScaledDot,
          true,
          {},
          "Vaswani et al. 2017, eq. 1",
          scaledDotScores,
          explainScaledDot};
}

ScoreRow generalRow() {
  return {"general",
          {"general", "一般式（乘性）"},
          {"A matrix W decides which parts of the query are compared with which parts of the key.",
           "矩阵 W 决定查询的哪些分量与键的哪些分量相比较。"},
          "s(q, k) = q^{\\top} W k",
          "@dot",
          evaluateDot,
          false,
          {matrix("W", {"W: compares q with k", "W：比较 q 与 k"}, Side::QueryWidth, Side::KeyWidth)},
          "Luong, Pham & Manning 2015, eq. 8 (general)",
          generalScores,
          explainGeneral};
}

ScoreRow additiveRow() {
  return {"additive",
          {"additive", "加性"},
          {"A small network with one hidden layer scores query and key together.",
           "一个单隐层小网络同时读取查询和键，给出得分。"},
          "s(q, k) = v^{\\top} \\tanh(W_{q} q + W_{k} k)",
          "@sum",
          evaluateSum,
          false,
          {matrix("W_q", {"W_q: from the query", "W_q：来自查询"}, Side::HiddenWidth, Side::QueryWidth),
           matrix("W_k", {"W_k: from the key", "W_k：来自键"}, Side::HiddenWidth, Side::KeyWidth),
           vector("v", {"v: from the hidden units to the score", "v：由隐单元得出得分"}, Side::HiddenWidth, false),
           vector("b", {"b: bias of the hidden units", "b：隐单元的偏置"}, Side::HiddenWidth, true)},
          "Bahdanau, Cho & Bengio 2015, appendix A.1.2",
          additiveScores,
          explainAdditive};
}

ScoreRow concatRow() {
  return {"concat",
          {"concat", "拼接"},
          {"Query and key are joined and go through one hidden layer: the additive score with W = [W_q W_k].",
           "查询与键拼接后经过一个隐层：即 W = [W_q W_k] 时的加性得分。"},
          "s(q, k) = v^{\\top} \\tanh(W [q; k])",
          "@sum",
          evaluateSum,
          false,
          {matrix("W", {"W: from query and key", "W：来自查询和键"}, Side::HiddenWidth, Side::BothWidths),
           vector("v", {"v: from the hidden units to the score", "v：由隐单元得出得分"}, Side::HiddenWidth, false)},
          "Luong, Pham & Manning 2015, eq. 8 (concat)",
          concatScores,
          explainConcat};
}

ScoreRow mlpRow() {
  ParameterSpec offset = number("b_2", {"b₂: added to every score", "b₂：加到每个得分上"}, 0, -100, 100);
  offset.logarithmic = false;
  return {"mlp",
          {"MLP", "多层感知机"},
          {"The general scorer with one hidden layer and both biases; b₂ moves all scores and no weight.",
           "带两个偏置的一般单隐层打分网络；b₂ 平移所有得分，不改变 softmax 权重。"},
          "s(q, k) = w_{2}^{\\top} \\tanh(W_{1} [q; k] + b_{1}) + b_{2}",
          "@sum + @b_2",
          evaluateMlp,
          false,
          {matrix("W_1", {"W₁: from query and key", "W₁：来自查询和键"}, Side::HiddenWidth, Side::BothWidths),
           vector("b_1", {"b₁: bias of the hidden units", "b₁：隐单元的偏置"}, Side::HiddenWidth, true),
           vector("w_2", {"w₂: from the hidden units to the score", "w₂：由隐单元得出得分"}, Side::HiddenWidth, false),
           offset},
          "Bahdanau, Cho & Bengio 2015, section 3.1 (the alignment model as a feedforward network)",
          mlpScores,
          explainMlp};
}

ScoreRow locationRow() {
  return {
      "location",
      {"location", "位置式"},
      {"The query alone says where to look: what the keys hold is not read.", "只由查询决定看哪里：不读取键的内容。"},
      "s(q, k_{j}) = (W q)_{j}",
      "@dot",
      evaluateDot,
      false,
      {matrix("W", {"W: one row for each place", "W：每个位置一行"}, Side::KeyCapacity, Side::QueryWidth)},
      "Luong, Pham & Manning 2015, eq. 8 (location)",
      locationScores,
      explainLocation};
}

ScoreRow keyLinearRow() {
  ParameterSpec bent = number("tanh", {"tanh: 1 bends the scores", "tanh：1 表示对得分取 tanh"}, 0, 0, 1);
  bent.logarithmic = false;
  bent.whole = true;
  return {"key_linear",
          {"key linear", "键线性"},
          {"Scores come from the keys alone, one row for each row of W: the query is not read.",
           "得分只来自键，W 的每一行给出一行得分：不读取查询。"},
          "s_{r}(k) = (W k + b)_{r}",
          "@dot + @b",
          evaluateKeyLinear,
          false,
          {matrix("W", {"W: one row of scores for each row", "W：每行给出一行得分"}, Side::ScoreRows, Side::KeyWidth),
           vector("b", {"b: added to a row of scores", "b：加到一行得分上"}, Side::ScoreRows, true), bent},
          "Lin et al. 2017, eq. 6, without the hidden layer",
          keyLinearScores,
          explainKeyLinear,
          false};
}

ScoreRow cosineRow() {
  return {"cosine",
          {"cosine", "余弦相似度"},
          {"Only the angle between query and key counts; β sets how sharply.",
           "只看查询与键的夹角；β 决定区分的锐利程度。"},
          "s(q, k) = \\beta \\frac{q \\cdot k}{\\lVert q \\rVert \\, \\lVert k \\rVert}",
          "@beta \\cdot \\frac{@dot}{@norm_q \\cdot @norm_k}",
          evaluateCosine,
          true,
          {number("beta", {"β: sharpness", "β：锐利程度"}, 1, 0.01, 100)},
          "Graves, Wayne & Danihelka 2014, eq. 5 and 6",
          cosineScores,
          explainCosine};
}

ScoreRow gaussianRow() {
  return {"gaussian",
          {"Gaussian", "高斯核"},
          {"Near keys win: the score falls with the squared distance; σ sets how far is near.",
           "距离近的键得分高：得分随距离的平方下降；σ 决定多远算近。"},
          "s(q, k) = -\\frac{\\lVert q - k \\rVert^{2}}{2 \\sigma^{2}}",
          "-\\frac{@square_distance}{2 \\cdot @sigma^{2}}",
          evaluateGaussian,
          true,
          {positive(number("sigma", {"σ: width", "σ：宽度"}, 1, 0.01, 100))},
          "Nadaraya 1964; Watson 1964 (kernel regression)",
          gaussianScores,
          explainGaussian};
}

}  // namespace

const std::vector<ScoreRow>& scoreCatalogue() {
  static const std::vector<ScoreRow> rows = {dotRow(), scaledDotRow(), generalRow(), additiveRow(), concatRow(),
                                             mlpRow(), locationRow(),  cosineRow(),  gaussianRow(), keyLinearRow()};
  return rows;
}

Matrix computeScores(const ScoreRow& score, const Matrix& queries, const Matrix& keys, const Parameters& complete,
                     const WorkShare& work) {
  if (score.readsQuery) requireFinite("Q", queries);
  requireFinite("K", keys);
  if (score.sameWidth) requireSameWidth("K", keys, "Q", queries);
  Matrix scores = score.compute(queries, keys, complete, work);
  requireFinite("scores", scores);
  return scores;
}

}  // namespace attn
