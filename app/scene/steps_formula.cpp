#include "scene/steps_formula.h"

#include <algorithm>

#include "attention/catalogue.h"
#include "scene/derivation_text.h"
#include "scene/number_names.h"
#include "scene/number_text.h"

namespace lab {
namespace {

using attn::Index;
using attn::NumberKind;
using enum attn::NumberKind;

constexpr Index kMostNumbers = 6, kFirstNumbers = 4;  // of a row
constexpr int kDecimals = 2;

class Writer {
 public:
  Writer(const StepsPlan& plan, const std::set<NumberKind>& lit, const Words& words)
      : plan_(plan), e_(plan.all.experiment), lit_(lit), words_(words) {}

  bool has(NumberKind kind) const { return attn::hasNumbers(plan_.all, plan_.head, kind); }
  std::string symbol(NumberKind kind, const std::string& tex) const {
    return lit_.contains(kind) ? "\\accent{" + tex + "}" : tex;
  }
  static std::string upright(const std::string& text) { return "\\text{" + text + "}"; }

  bool isBare() const { return e_.entry == attn::Entry::Weights; }
  bool isTempered() const { return !isBare() && e_.temperature != 1 && normalizer().usesTemperature; }
  std::string tau() const { return slotText(e_.temperature, 2); }
  const attn::NormalizerRow& normalizer() const {
    return attn::findRow(attn::normalizerCatalogue(), e_.normalizer, "normalizer");
  }

  /// What is normalized, in letters.
  std::string scores() const {
    std::string tex;
    if (has(Dot) || (e_.score == "dot" && has(K)))
      tex = symbol(has(Dot) ? Dot : Score, symbol(Q, "Q") + " \\, " + symbol(K, "K^{\\top}"));
    else if (has(K))
      tex = symbol(Score, "s(" + (has(Q) ? symbol(Q, "Q") + ", " : std::string()) + symbol(K, "K") + ")");
    else
      tex = symbol(Score, "S");
    // With nothing to add τ joins the root.
    const bool joined = isTempered() && !has(Biased);
    if (has(Dot)) tex = "\\frac{" + tex + "}{" + (joined ? "\\tau " : "") + symbol(Score, "\\sqrt{d}") + "}";
    if (!has(Dot) && joined) tex = "\\frac{" + tex + "}{\\tau}";
    if (has(Biased)) tex += " + " + symbol(Biased, symbol(Bias, upright(words_("steps.bias"))));
    if (isTempered() && !joined) tex = "\\frac{1}{\\tau} \\left(" + tex + "\\right)";
    if (has(Masked)) tex += " + " + symbol(Masked, upright(words_("steps.mask")));
    return tex;
  }

  /// "softmax( … )", or P where weights are given.
  std::string weights(const std::string& inside) const {
    if (isBare()) return symbol(Weight, "P");
    return symbol(Weight, upright(words_.title(normalizer().title))) + " \\left(" + inside + "\\right)";
  }

  std::string numbers(NumberKind kind, Index row) const {
    const Index count = attn::numberShape(plan_.all, plan_.head, kind).columns;
    const Index shown = count > kMostNumbers ? kFirstNumbers : count;
    std::string tex = "[";
    for (Index i = 0; i < shown; ++i)
      tex += (i > 0 ? ", \\, " : "") + cellText(attn::numberAt(plan_.all, plan_.head, {kind, row, i}), kDecimals);
    if (shown < count) tex += ", \\, \\dots";
    return symbol(kind, tex + "]");
  }

  std::string maskNumbers(Index row) const {
    const Index count = plan_.all.keys(), shown = count > kMostNumbers ? kFirstNumbers : count;
    std::string tex = "[";
    for (Index i = 0; i < shown; ++i)
      tex += (i > 0 ? ", \\, " : "") + std::string((*plan_.all.head(plan_.head).visible)(row, i) ? "0" : "−\\infty");
    if (shown < count) tex += ", \\, \\dots";
    return symbol(Masked, tex + "]");
  }

  const StepsPlan& plan_;
  const attn::Experiment& e_;
  const std::set<NumberKind>& lit_;
  const Words& words_;
};

}  // namespace

std::string stepsFormula(const StepsPlan& plan, const std::set<NumberKind>& lit, const Words& words) {
  const Writer write(plan, lit, words);
  const bool hasContext = write.has(Context);
  std::string tex = hasContext ? write.symbol(Context, Writer::upright("Attention") + "(Q, K, V)") : "P";
  if (hasContext && !write.has(K)) tex = write.symbol(Context, Writer::upright(words("steps.context")));
  if (!write.has(Context) && write.isBare()) return write.weights({});
  tex += " = " + write.weights(write.scores());
  if (hasContext) tex += " " + write.symbol(V, "V");
  if (write.has(Output))
    tex += ", \\quad " + write.symbol(Output, Writer::upright(words("steps.output"))) + " = " +
           write.symbol(write.has(Joined) ? Joined : Context,
                        Writer::upright(words(write.has(Joined) ? "steps.joined" : "steps.context"))) +
           " \\, " + write.symbol(WO, "W_{O}");
  return tex;
}

std::string stepsNumericFormula(const StepsPlan& plan, Index query, const std::set<NumberKind>& lit,
                                const Words& words) {
  const Writer write(plan, lit, words);
  std::string tex;
  if (!write.isBare()) {
    std::string inside = write.numbers(write.has(Dot) ? Dot : Score, query);
    const bool joined = write.isTempered() && !write.has(Biased);
    const std::string tau = write.tau();
    if (write.has(Dot))
      inside = "\\frac{" + inside + "}{" + (joined ? tau + " \\cdot " : "") +
               write.symbol(Score, "\\sqrt{" + std::to_string(plan.all.head(plan.head).q->cols()) + "}") + "}";
    if (!write.has(Dot) && joined) inside = "\\frac{" + inside + "}{" + tau + "}";
    if (write.has(Biased)) inside += " + " + write.numbers(Bias, query);
    if (write.isTempered() && !joined) inside = "\\frac{1}{" + tau + "} \\left(" + inside + "\\right)";
    if (write.has(Masked)) inside += " + " + write.maskNumbers(query);
    tex = write.weights(inside);
    if (write.has(Context)) tex += " " + write.symbol(V, "V");
    tex += " = ";
  }
  tex += write.numbers(Weight, query);
  if (!write.has(Context)) return tex;
  return tex + " \\, " + write.symbol(V, "V") + " = " + write.numbers(Context, query);
}

std::vector<StepsSymbol> stepsSymbols(const StepsPlan& plan, const FormulaLayout& layout, Point at,
                                      const Words& words) {
  const Writer write(plan, {}, words);
  std::vector<StepsSymbol> symbols;
  const std::pair<std::string, NumberKind> known[] = {{"Q", Q},
                                                      {"K", K},
                                                      {"V", V},
                                                      {"S", Score},
                                                      {"s", Score},
                                                      {"P", Weight},
                                                      {"d", Score},
                                                      {words("steps.mask"), Masked},
                                                      {words("steps.bias"), Bias},
                                                      {std::string(words.title(write.normalizer().title)), Weight},
                                                      {"Attention", Context},
                                                      {words("steps.context"), Context},
                                                      {words("steps.joined"), Joined},
                                                      {words("steps.output"), Output},
                                                      {"W", WO}};
  for (const FormulaLayout::Run& run : layout.runs)
    for (const auto& [text, kind] : known) {
      if (run.text != text || !attn::hasNumbers(plan.all, plan.head, kind)) continue;
      // As wide as its letters, roughly, and as high as the line.
      const float width = run.fontSize * 0.55F * static_cast<float>(std::max<std::size_t>(1, run.text.size()));
      const float x = at.x + run.origin.x, y = at.y - layout.baseline + run.origin.y - run.fontSize * 0.8F;
      symbols.push_back({{x, y, width, run.fontSize}, kind});
      break;
    }
  return symbols;
}

}  // namespace lab
