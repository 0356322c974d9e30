#include "scene/arithmetic.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "attention/catalogue.h"
#include "attention/local.h"
#include "pipeline/head_stages.h"
#include "scene/derivation_text.h"
#include "scene/number_text.h"

namespace lab {
namespace {

using attn::Index;
using attn::NumberKind;
using attn::NumberPlace;
using attn::NumberSpan;
using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

constexpr int kMostDecimals = 7;
constexpr float kLeastSummand = 5e-5F;    // a weight that four decimals still show
constexpr std::size_t kMostSummands = 6;  // of a denominator; longer ones are written as their sum

/// The numbers of a span, row by row.
Numbers numbersOf(const attn::Trace& all, Index head, const NumberSpan& span) {
  Numbers out;
  for (Index r = 0; r < span.rows; ++r)
    for (Index c = 0; c < span.columns; ++c)
      out.push_back(attn::numberAt(all, head, {span.kind, span.row + r, span.column + c, span.query}));
  return out;
}

std::string power(const std::string& exponent) { return "e^{" + exponent + "}"; }
std::string fraction(const std::string& above, const std::string& below) {
  return "\\frac{" + above + "}{" + below + "}";
}

/// a₁ · b₁ + a₂ · b₂ + …
ArithmeticLine productSum(const Numbers& a, const Numbers& b, double result, int decimals) {
  assert(a.size() == b.size());
  Numbers both = a;
  both.insert(both.end(), b.begin(), b.end());
  const std::size_t count = a.size();
  const auto evaluate = [count](const Numbers& n) {
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) sum += n[i] * n[count + i];
    return sum;
  };
  const auto print = [count](const Texts& n) {
    Texts terms;
    for (std::size_t i = 0; i < count; ++i)
      terms.push_back((i == 0 ? n[i] : inParentheses(n[i])) + " \\cdot " + inParentheses(n[count + i]));
    return terms;
  };
  return equation(both, result, decimals, evaluate, print);
}

ArithmeticLine plainSum(const Numbers& summands, double result, int decimals) {
  const auto evaluate = [](const Numbers& n) {
    double sum = 0;
    for (const double value : n) sum += value;
    return sum;
  };
  const auto print = [](Texts n) {
    for (std::size_t i = 1; i < n.size(); ++i) n[i] = inParentheses(n[i]);
    return n;
  };
  return equation(summands, result, decimals, evaluate, print);
}

/// One number of a pair turned by rope.
ArithmeticLine turning(const attn::Trace& all, Index head, const NumberPlace& place, const NumberSpan& pair,
                       int decimals) {
  const Numbers plain = numbersOf(all, head, pair);
  const double width = static_cast<double>(attn::numberShape(all, head, place.kind).columns);
  const double angle =
      static_cast<double>(place.row) * std::pow(10000.0, -static_cast<double>(place.column / 2 * 2) / width);
  const bool first = place.column % 2 == 0;
  const auto evaluate = [first](const Numbers& n) {
    return first ? n[0] * std::cos(n[2]) - n[1] * std::sin(n[2]) : n[0] * std::sin(n[2]) + n[1] * std::cos(n[2]);
  };
  const auto print = [first](const Texts& n) {
    const std::string one = n[0] + (first ? " \\cdot \\cos(" : " \\cdot \\sin(") + n[2] + ")";
    const std::string two = inParentheses(n[1]) + (first ? " \\cdot \\sin(" : " \\cdot \\cos(") + n[2] + ")";
    return first ? Texts{one + " - " + two} : Texts{one, two};
  };
  return equation({plain[0], plain[1], angle}, attn::numberAt(all, head, place), decimals, evaluate, print);
}

ArithmeticLine scaledDot(const attn::Trace& all, Index head, const NumberPlace& place, int decimals) {
  const double d = static_cast<double>(all.head(head).q->cols());
  const double dot = attn::numberAt(all, head, {NumberKind::Dot, place.row, place.column});
  return equation(
      {dot, d}, attn::numberAt(all, head, place), decimals, [](const Numbers& n) { return n[0] / std::sqrt(n[1]); },
      [](const Texts& n) { return Texts{fraction(n[0], "\\sqrt{" + n[1] + "}")}; });
}

/// A score that is a sum of products of its first two parents and perhaps a number added to it.
ArithmeticLine summedScore(const attn::Trace& all, Index head, const NumberPlace& place,
                           const std::vector<NumberSpan>& parents, int decimals) {
  Numbers numbers = numbersOf(all, head, parents[0]);
  const std::size_t count = numbers.size();
  for (const double factor : numbersOf(all, head, parents[1])) numbers.push_back(factor);
  const double result = attn::numberAt(all, head, place);
  // What is added is a term of its own, which 0 is not worth.
  const double more = parents.size() > 2 ? numbersOf(all, head, parents[2]).front() : 0;
  if (more != 0) numbers.push_back(more);
  const auto evaluate = [count](const Numbers& n) {
    double sum = n.size() > 2 * count ? n.back() : 0;
    for (std::size_t i = 0; i < count; ++i) sum += n[i] * n[count + i];
    return sum;
  };
  const auto print = [count](const Texts& n) {
    Texts terms;
    for (std::size_t i = 0; i < count; ++i)
      terms.push_back((i == 0 ? n[i] : inParentheses(n[i])) + " \\cdot " + inParentheses(n[count + i]));
    if (n.size() > 2 * count) terms.push_back(inParentheses(n.back()));
    return terms;
  };
  return equation(numbers, result, decimals, evaluate, print);
}

/// The score of another function in its own numbers: its sum of products where it is nothing else.
ArithmeticLine otherScore(const attn::Trace& all, Index head, const NumberPlace& place,
                          const std::vector<NumberSpan>& parents, int decimals) {
  const attn::ScoreRow& row = attn::findRow(attn::scoreCatalogue(), all.experiment.score, "score");
  const attn::ScoreDerivation derivation = attn::explainScore(all, head, place.row, place.column);
  const std::string_view formula = row.numericFormula;
  const bool sum = formula == "@dot" || formula == "@sum" || formula == "@dot + @b" || formula == "@sum + @b_2";
  if (sum && derivation.formula.empty()) return summedScore(all, head, place, parents, decimals);
  const NumericScore numeric = numericScore(row, derivation);
  return {{numeric.tex}, numeric.result, numeric.exact};
}

/// tanh of what the query and the key bring to a hidden unit, and its bias.
ArithmeticLine hiddenUnitLine(const attn::Trace& all, Index head, const NumberPlace& place,
                              const std::vector<NumberSpan>& parents, int decimals) {
  Numbers summands;
  for (const NumberSpan& span : parents) summands.push_back(numbersOf(all, head, span).front());
  const auto evaluate = [](const Numbers& n) {
    double sum = 0;
    for (const double value : n) sum += value;
    return std::tanh(sum);
  };
  const auto print = [](const Texts& n) {
    std::string inner;
    for (const std::string& value : n) inner += inner.empty() ? value : " + " + inParentheses(value);
    return Texts{"\\tanh(" + inner + ")"};
  };
  return equation(summands, attn::numberAt(all, head, place), decimals, evaluate, print);
}

// ---- weights ----

/// What a row of weights is made of: the scores that enter the normalizer, those of visible keys first of all.
struct WeightRow {
  Numbers scores;       ///< of the visible keys, in order
  std::size_t own = 0;  ///< which of them is the weight's
  double tau = 1;
  double threshold = 0;  ///< of sparsemax and entmax
};

std::string overTau(const std::string& score, const std::string& tau) {
  return tau == "1" ? score : score + " / " + tau;
}

/// e^{s/τ} over the sum of all; a long sum as one number, less its largest exponent so that it is no huge number.
ArithmeticLine softmaxLine(const WeightRow& row, double result, int decimals) {
  const std::size_t count = row.scores.size(), own = row.own;
  const double highest = *std::max_element(row.scores.begin(), row.scores.end());
  if (count <= kMostSummands && std::abs(highest / row.tau) < 100) {
    Numbers numbers = row.scores;
    numbers.push_back(row.tau);
    const auto evaluate = [=](const Numbers& n) {
      double sum = 0;
      for (std::size_t i = 0; i < count; ++i) sum += std::exp(n[i] / n[count]);
      return std::exp(n[own] / n[count]) / sum;
    };
    const auto print = [=](const Texts& n) {
      std::string below;
      for (std::size_t i = 0; i < count; ++i) below += (i > 0 ? " + " : "") + power(overTau(n[i], n[count]));
      return Texts{fraction(power(overTau(n[own], n[count])), below)};
    };
    return equation(numbers, result, decimals, evaluate, print);
  }
  double sum = 0;
  for (const double score : row.scores) sum += std::exp((score - highest) / row.tau);
  const auto evaluate = [](const Numbers& n) { return std::exp((n[0] - n[1]) / n[3]) / n[2]; };
  const auto print = [](const Texts& n) {
    const std::string shifted = n[0] + " - " + inParentheses(n[1]);
    return Texts{fraction(power(n[3] == "1" ? shifted : "(" + shifted + ") / " + n[3]), n[2])};
  };
  return equation({row.scores[own], highest, sum, row.tau}, result, decimals, evaluate, print);
}

ArithmeticLine thresholdLine(const WeightRow& row, double result, int decimals, bool squared) {
  const auto evaluate = [squared](const Numbers& n) {
    const double above = std::max(0.0, n[0] / ((squared ? 2 : 1) * n[1]) - n[2]);
    return squared ? above * above : above;
  };
  const auto print = [squared](const Texts& n) {
    const std::string below = squared ? n[1] == "1" ? "2" : "2 \\cdot " + n[1] : n[1];
    const std::string scaled = below == "1" ? n[0] : fraction(n[0], below);
    return Texts{"\\max\\left(0, " + scaled + " - " + inParentheses(n[2]) + "\\right)" + (squared ? "^{2}" : "")};
  };
  return equation({row.scores[row.own], row.tau, row.threshold}, result, decimals, evaluate, print);
}

ArithmeticLine sigmoidLine(const WeightRow& row, double result, int decimals) {
  const auto evaluate = [](const Numbers& n) { return 1 / (1 + std::exp(-n[0] / n[1])); };
  const auto print = [](const Texts& n) {
    return Texts{fraction("1", "1 + " + power("-" + overTau(inParentheses(n[0]), n[1])))};
  };
  return equation({row.scores[row.own], row.tau}, result, decimals, evaluate, print);
}

ArithmeticLine ratioLine(const WeightRow& row, double result, int decimals) {
  double sum = 0;
  for (const double score : row.scores) sum += score;
  const std::size_t count = row.scores.size(), own = row.own;
  if (count > kMostSummands)
    return equation(
        {row.scores[own], sum}, result, decimals, [](const Numbers& n) { return n[0] / n[1]; },
        [](const Texts& n) { return Texts{fraction(n[0], n[1])}; });
  const auto evaluate = [=](const Numbers& n) {
    double all = 0;
    for (const double score : n) all += score;
    return n[own] / all;
  };
  const auto print = [=](const Texts& n) {
    std::string below;
    for (std::size_t i = 0; i < count; ++i) below += i == 0 ? n[i] : " + " + inParentheses(n[i]);
    return Texts{fraction(n[own], below)};
  };
  return equation(row.scores, result, decimals, evaluate, print);
}

/// One over how many there are: of uniform the visible keys, of hardmax those that share the maximum.
ArithmeticLine shareLine(double above, double count, double result, int decimals) {
  return equation(
      {above, count}, result, decimals, [](const Numbers& n) { return n[0] / n[1]; },
      [](const Texts& n) { return Texts{fraction(n[0], n[1])}; });
}

/// t of sparsemax and entmax as their formulas have it, from the two steps around it: above = s/scale − t.
double thresholdOf(const std::vector<attn::WeightStep>& steps, std::size_t key, std::size_t scaled) {
  return steps[scaled].values[key] - steps[scaled + 2].values[key];
}

ArithmeticLine normalizerLine(const attn::Trace& all, const WeightRow& row, double result, int decimals) {
  const std::string& name = all.experiment.normalizer;
  if (name == "softmax") return softmaxLine(row, result, decimals);
  if (name == "sparsemax") return thresholdLine(row, result, decimals, false);
  if (name == "entmax15") return thresholdLine(row, result, decimals, true);
  if (name == "sigmoid") return sigmoidLine(row, result, decimals);
  if (name == "ratio") return ratioLine(row, result, decimals);
  if (name == "uniform") return shareLine(1, static_cast<double>(row.scores.size()), result, decimals);
  assert(name == "hardmax");
  const double highest = *std::max_element(row.scores.begin(), row.scores.end());
  const auto ties = std::count(row.scores.begin(), row.scores.end(), highest);
  return shareLine(row.scores[row.own] == highest ? 1 : 0, static_cast<double>(ties), result, decimals);
}

ArithmeticLine weightLine(const attn::Trace& all, Index head, const NumberPlace& place, int decimals) {
  const attn::HeadTrace& own = all.head(head);
  const double weight = attn::numberAt(all, head, place);
  if (!own.biased || !(*own.visible)(place.row, place.column) || !std::isfinite(weight)) return {};
  WeightRow row;
  for (Index key = 0; key < all.keys(); ++key) {
    if (!(*own.visible)(place.row, key)) continue;
    if (key == place.column) row.own = row.scores.size();
    row.scores.push_back(static_cast<double>((*own.biased)(place.row, key)));
  }
  row.tau = all.experiment.temperature;
  const std::vector<attn::WeightStep> steps = attn::explainWeights(all, head, place.row);
  if (all.experiment.normalizer == "sparsemax" || all.experiment.normalizer == "entmax15")
    row.threshold = thresholdOf(steps, static_cast<std::size_t>(place.column), own.bias ? 2 : 1);
  if (!own.centres) return normalizerLine(all, row, weight, decimals);
  // Of `local_p` each weight is multiplied by how near its key is to where the query looks.
  double factor = 1;
  for (const Index reach : attn::predictiveReaches(all.experiment))
    factor *= attn::predictiveFactor((*own.centres)[static_cast<std::size_t>(place.row)], place.column, reach);
  const std::size_t before = steps.size() - 1 - attn::predictiveReaches(all.experiment).size();
  const double normalized = steps[before].values[static_cast<std::size_t>(place.column)];
  return productSum({normalized}, {factor}, weight, decimals);
}

ArithmeticLine sumOfParents(const attn::Trace& all, Index head, const NumberPlace& place,
                            const std::vector<NumberSpan>& parents, int decimals) {
  const double value = attn::numberAt(all, head, place);
  const Numbers first = numbersOf(all, head, parents[0]);
  if (parents.size() == 1) return plainSum(first, value, decimals);
  return productSum(first, numbersOf(all, head, parents[1]), value, decimals);
}

}  // namespace

std::string inParentheses(const std::string& number) {
  return number.starts_with("−") || number.starts_with("-") ? "(" + number + ")" : number;
}

std::string arithmeticTex(const ArithmeticLine& line, std::size_t shown) {
  std::string tex;
  const std::size_t count = line.terms.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (shown == 1 && i == 1) {
      tex += " \\dim{+} \\dots ";
      break;
    }
    if (shown < count && i == std::max<std::size_t>(shown, 2) - 1 && i + 1 < count) {
      tex += " \\dim{+} \\dots ";
      i = count - 1;
    }
    tex += (i > 0 ? " \\dim{+} " : "") + line.terms[i];
  }
  return tex + (line.exact ? " = " : " \\approx ") + "\\accent{" + line.result + "}";
}

ArithmeticLine equation(const std::vector<double>& numbers, double result, int decimals,
                        const std::function<double(const std::vector<double>&)>& evaluate,
                        const std::function<std::vector<std::string>(const std::vector<std::string>&)>& print) {
  const std::string wanted = fixedText(result, decimals);
  const auto rounded = [&](int places) {
    Numbers out;
    for (const double value : numbers) out.push_back(roundedTo(value, places));
    return out;
  };
  ArithmeticLine line;
  line.exact = false;
  line.result = wanted;
  int places = decimals;
  for (; places <= kMostDecimals; ++places) {
    line.exact = fixedText(evaluate(rounded(places)), decimals) == wanted;
    if (line.exact) break;
  }
  if (!line.exact) places = decimals + 1;
  Texts texts;
  for (const double value : numbers) texts.push_back(slotText(value, places));
  line.terms = print(texts);
  return line;
}

ArithmeticLine arithmeticOf(const attn::Trace& all, Index head, const NumberPlace& place, int decimals) {
  const std::vector<NumberSpan> parents = attn::numberParents(all, head, place);
  if (parents.empty() || !std::isfinite(attn::numberAt(all, head, place))) return {};
  switch (place.kind) {
    case NumberKind::Q:
    case NumberKind::K:
      if (parents[0].kind == NumberKind::PlainQ || parents[0].kind == NumberKind::PlainK)
        return turning(all, head, place, parents[0], decimals);
      return sumOfParents(all, head, place, parents, decimals);
    case NumberKind::Score:
      return parents[0].kind == NumberKind::Dot ? scaledDot(all, head, place, decimals)
                                                : otherScore(all, head, place, parents, decimals);
    case NumberKind::Hidden:
      return hiddenUnitLine(all, head, place, parents, decimals);
    case NumberKind::Weight:
      return weightLine(all, head, place, decimals);
    case NumberKind::XQuery:
    case NumberKind::XKey:
    case NumberKind::Biased: {
      Numbers both;
      for (const NumberSpan& span : parents) both.push_back(numbersOf(all, head, span).front());
      return plainSum(both, attn::numberAt(all, head, place), decimals);
    }
    default:
      return sumOfParents(all, head, place, parents, decimals);
  }
}

ArithmeticLine entropyArithmetic(const attn::Trace& all, Index head, Index query, int decimals) {
  const attn::HeadTrace& own = all.head(head);
  Numbers weights;
  for (Index key = 0; key < own.weights->cols(); ++key)
    if ((*own.weights)(query, key) > kLeastSummand) weights.push_back(static_cast<double>((*own.weights)(query, key)));
  const auto evaluate = [](const Numbers& n) {
    double sum = 0;
    // ln 0 cannot be written: more decimals are needed.
    for (const double p : n) sum -= p > 0 ? p * std::log(p) : std::numeric_limits<double>::quiet_NaN();
    return sum;
  };
  const auto print = [](const Texts& n) {
    Texts terms;
    for (const std::string& p : n)
      terms.push_back((terms.empty() ? "−" + p : "(−" + p + ")") + " \\cdot \\ln(" + p + ")");
    return terms;
  };
  return equation(weights, (*own.measures)[static_cast<std::size_t>(query)].entropy, decimals, evaluate, print);
}

ArithmeticLine effectiveKeysArithmetic(const attn::Trace& all, Index head, Index query, int decimals) {
  const attn::RowMeasures& row = (*all.head(head).measures)[static_cast<std::size_t>(query)];
  return equation(
      {row.entropy}, row.effectiveKeys, decimals, [](const Numbers& n) { return std::exp(n[0]); },
      [](const Texts& n) { return Texts{power(n[0])}; });
}

}  // namespace lab
