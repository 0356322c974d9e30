#include <algorithm>
#include <array>
#include <stdexcept>

#include "scene/formula_tree.h"
#include "scene/text_width.h"

namespace lab {

namespace {

using Kind = FormulaAtom::Kind;
using Ink = FormulaLayout::Ink;

struct Symbol {
  std::string_view name;
  const char* text;
  AtomClass atomClass = AtomClass::Ordinary;
};

constexpr Symbol symbols[] = {
    {"alpha", "α"},
    {"beta", "β"},
    {"gamma", "γ"},
    {"delta", "δ"},
    {"epsilon", "ε"},
    {"varepsilon", "ε"},
    {"zeta", "ζ"},
    {"eta", "η"},
    {"theta", "θ"},
    {"iota", "ι"},
    {"kappa", "κ"},
    {"lambda", "λ"},
    {"mu", "μ"},
    {"nu", "ν"},
    {"xi", "ξ"},
    {"omicron", "ο"},
    {"pi", "π"},
    {"rho", "ρ"},
    {"sigma", "σ"},
    {"tau", "τ"},
    {"upsilon", "υ"},
    {"phi", "φ"},
    {"varphi", "φ"},
    {"chi", "χ"},
    {"psi", "ψ"},
    {"omega", "ω"},
    {"Gamma", "Γ"},
    {"Delta", "Δ"},
    {"Theta", "Θ"},
    {"Lambda", "Λ"},
    {"Xi", "Ξ"},
    {"Pi", "Π"},
    {"Sigma", "Σ"},
    {"Upsilon", "Υ"},
    {"Phi", "Φ"},
    {"Psi", "Ψ"},
    {"Omega", "Ω"},
    {"infty", "∞"},
    {"partial", "∂"},
    {"nabla", "∇"},
    {"top", "⊤"},
    {"ell", "ℓ"},
    {"prime", "′"},
    {"lvert", "|", AtomClass::Open},
    {"rvert", "|", AtomClass::Close},
    {"lVert", "‖", AtomClass::Open},
    {"rVert", "‖", AtomClass::Close},
    {"cdot", "·", AtomClass::Binary},
    {"times", "×", AtomClass::Binary},
    {"div", "÷", AtomClass::Binary},
    {"pm", "±", AtomClass::Binary},
    {"odot", "⊙", AtomClass::Binary},
    {"oplus", "⊕", AtomClass::Binary},
    {"le", "≤", AtomClass::Relation},
    {"ge", "≥", AtomClass::Relation},
    {"ne", "≠", AtomClass::Relation},
    {"in", "∈", AtomClass::Relation},
    {"approx", "≈", AtomClass::Relation},
    {"propto", "∝", AtomClass::Relation},
    {"to", "→", AtomClass::Relation},
    {"mid", "|", AtomClass::Relation},
    {"dots", "…", AtomClass::Inner},
    {"cdots", "⋯", AtomClass::Inner},
    {"sum", "∑", AtomClass::Operator},
    {"prod", "∏", AtomClass::Operator},
    {"exp", "exp", AtomClass::Operator},
    {"tanh", "tanh", AtomClass::Operator},
    {"ln", "ln", AtomClass::Operator},
    {"log", "log", AtomClass::Operator},
    {"max", "max", AtomClass::Operator},
    {"min", "min", AtomClass::Operator},
    {"cos", "cos", AtomClass::Operator},
    {"sin", "sin", AtomClass::Operator},
    {"softmax", "softmax", AtomClass::Operator},
    {"sigmoid", "sigmoid", AtomClass::Operator},
    {"{", "{", AtomClass::Open},
    {"}", "}", AtomClass::Close},
};

/// Characters that stand for themselves but are not ordinary.
constexpr Symbol characters[] = {
    {"-", "−", AtomClass::Binary},      {"−", "−", AtomClass::Binary},      {"+", "+", AtomClass::Binary},
    {"*", "∗", AtomClass::Binary},      {"·", "·", AtomClass::Binary},      {"×", "×", AtomClass::Binary},
    {"÷", "÷", AtomClass::Binary},      {"±", "±", AtomClass::Binary},      {"⊙", "⊙", AtomClass::Binary},
    {"=", "=", AtomClass::Relation},    {"<", "<", AtomClass::Relation},    {">", ">", AtomClass::Relation},
    {"≤", "≤", AtomClass::Relation},    {"≥", "≥", AtomClass::Relation},    {"≈", "≈", AtomClass::Relation},
    {"≠", "≠", AtomClass::Relation},    {"∈", "∈", AtomClass::Relation},    {"→", "→", AtomClass::Relation},
    {":", ":", AtomClass::Relation},    {"(", "(", AtomClass::Open},        {"[", "[", AtomClass::Open},
    {")", ")", AtomClass::Close},       {"]", "]", AtomClass::Close},       {"!", "!", AtomClass::Close},
    {",", ",", AtomClass::Punctuation}, {";", ";", AtomClass::Punctuation}, {"∑", "∑", AtomClass::Operator},
    {"Σ", "Σ", AtomClass::Operator},    {"'", "′", AtomClass::Ordinary},
};

struct SpaceCommand {
  std::string_view name;
  float em;
};
constexpr SpaceCommand spaceCommands[] = {{",", 0.167F}, {";", 0.278F}, {" ", 0.333F}, {"quad", 1}, {"qquad", 2}};

constexpr int deepest = 32;

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

class Parser {
 public:
  explicit Parser(std::string_view tex) : tex_(tex) {}

  FormulaList whole() {
    FormulaList list = listUntil("");
    if (at_ < tex_.size()) fail("a } without its {", at_);
    return list;
  }

 private:
  [[noreturn]] void fail(const std::string& what, std::size_t where) const {
    throw std::invalid_argument("formula: " + what + " at " + std::to_string(where) + " in " + std::string(tex_));
  }

  bool starts(std::string_view with) const { return tex_.substr(at_).starts_with(with); }
  void skipSpaces() {
    while (at_ < tex_.size() && tex_[at_] == ' ') ++at_;
  }

  /// Atoms up to a `}`, `\right` or the end, which stay to be read.
  FormulaList listUntil(std::string_view end) {
    if (++depth_ > deepest) fail("nested too deeply", at_);
    FormulaList list;
    const std::size_t start = at_;
    for (skipSpaces(); at_ < tex_.size() && tex_[at_] != '}' && !startsCommand("right"); skipSpaces()) {
      if (tex_[at_] == '_' || tex_[at_] == '^')
        addScript(list);
      else
        list.push_back(atom());
    }
    if (!end.empty() && !starts(end)) fail("expected " + std::string(end) + " for the group", start);
    --depth_;
    return list;
  }

  bool startsCommand(std::string_view name) const {
    if (at_ >= tex_.size() || tex_[at_] != '\\' || !tex_.substr(at_ + 1).starts_with(name)) return false;
    const std::size_t after = at_ + 1 + name.size();
    return after >= tex_.size() || !isLetter(tex_[after]);
  }

  FormulaList braced() {
    skipSpaces();
    if (!starts("{")) fail("expected {", at_);
    ++at_;
    FormulaList list = listUntil("}");
    ++at_;
    return list;
  }

  void addScript(FormulaList& list) {
    const std::size_t where = at_;
    const bool below = tex_[at_++] == '_';
    if (list.empty() || list.back().kind == Kind::Space) list.emplace_back();  // of nothing, as in {}^2
    skipSpaces();
    FormulaList script;
    if (starts("{"))
      script = braced();
    else if (at_ < tex_.size() && tex_[at_] != '}' && tex_[at_] != '^' && tex_[at_] != '_')
      script.push_back(single());
    else
      fail("a script is missing", where);
    FormulaList& slot = below ? list.back().below : list.back().above;
    if (!slot.empty()) fail("a second script", where);
    slot = std::move(script);
  }

  /// One character or command, for scripts without braces.
  FormulaAtom single() { return isDigit(tex_[at_]) ? textAtom(std::string(1, tex_[at_++])) : atom(); }

  FormulaAtom atom() {
    if (tex_[at_] == '\\') return command();
    if (tex_[at_] == '{') return group(Ink::Text, false, false);
    if (isDigit(tex_[at_])) return number();
    const std::vector<LabelCharacter> next = labelCharacters(tex_.substr(at_, 16));
    const std::string character(next.front().bytes);
    at_ += character.size();
    for (const Symbol& symbol : characters)
      if (symbol.name == character) return textAtom(symbol.text, symbol.atomClass);
    return textAtom(character);
  }

  FormulaAtom textAtom(std::string text, AtomClass atomClass = AtomClass::Ordinary) const {
    FormulaAtom out;
    out.text = std::move(text);
    out.atomClass = atomClass;
    out.ink = ink_;
    out.italic = italic_;
    return out;
  }

  /// Digits with a point, and an exponent as numbers are written here: 1.2e−5.
  FormulaAtom number() {
    const std::size_t start = at_;
    while (at_ < tex_.size() && (isDigit(tex_[at_]) || (tex_[at_] == '.' && nextIsDigit(at_ + 1)))) ++at_;
    if (starts("e")) {
      std::size_t digits = at_ + 1;
      for (const std::string_view sign : {"−", "-", "+"})
        if (tex_.substr(digits).starts_with(sign)) {
          digits += sign.size();
          break;
        }
      if (nextIsDigit(digits)) {
        for (at_ = digits; nextIsDigit(at_);) ++at_;
      }
    }
    return textAtom(std::string(tex_.substr(start, at_ - start)));
  }

  bool nextIsDigit(std::size_t at) const { return at < tex_.size() && isDigit(tex_[at]); }

  FormulaAtom group(Ink ink, bool italic, bool changes) {
    const Ink outerInk = ink_;
    const bool outerItalic = italic_;
    if (changes) {
      ink_ = ink;
      italic_ = italic;
    }
    FormulaAtom out;
    out.kind = Kind::Group;
    out.first = braced();
    // A single atom keeps its class, so that \accent{=} is spaced as = is.
    if (out.first.size() == 1) out.atomClass = out.first.front().atomClass;
    ink_ = outerInk;
    italic_ = outerItalic;
    return out;
  }

  std::string commandName() {
    ++at_;
    const std::size_t start = at_;
    while (at_ < tex_.size() && isLetter(tex_[at_])) ++at_;
    if (at_ == start && at_ < tex_.size()) ++at_;
    return std::string(tex_.substr(start, at_ - start));
  }

  FormulaAtom command() {
    const std::size_t where = at_;
    const std::string name = commandName();
    if (name == "frac") return fraction();
    if (name == "sqrt") return root();
    if (name == "left") return fenced(where);
    if (name == "text") return plainText();
    if (name == "accent") return group(Ink::Accent, italic_, true);
    if (name == "dim") return group(Ink::Dim, italic_, true);
    if (name == "mathit") return group(ink_, true, true);
    for (const SpaceCommand& command : spaceCommands) {
      if (command.name != name) continue;
      FormulaAtom out;
      out.kind = Kind::Space;
      out.space = command.em;
      return out;
    }
    for (const Symbol& symbol : symbols)
      if (symbol.name == name) return textAtom(symbol.text, symbol.atomClass);
    fail("unknown command \\" + name, where);
  }

  FormulaAtom fraction() {
    FormulaAtom out = textAtom("", AtomClass::Inner);
    out.kind = Kind::Fraction;
    out.first = braced();
    out.second = braced();
    return out;
  }

  FormulaAtom root() {
    FormulaAtom out = textAtom("");
    out.kind = Kind::Root;
    out.first = braced();
    return out;
  }

  FormulaAtom plainText() {
    skipSpaces();
    if (!starts("{")) fail("expected {", at_);
    const std::size_t start = ++at_;
    for (int open = 1; open > 0; ++at_) {
      if (at_ >= tex_.size()) fail("expected } for the text", start);
      open += tex_[at_] == '{' ? 1 : tex_[at_] == '}' ? -1 : 0;
    }
    return textAtom(std::string(tex_.substr(start, at_ - 1 - start)));
  }

  char delimiter() {
    skipSpaces();
    const std::size_t where = at_;
    if (at_ < tex_.size() && std::string_view("()[]|.").find(tex_[at_]) != std::string_view::npos) return tex_[at_++];
    for (const std::string_view bar : {"lvert", "rvert"})
      if (startsCommand(bar)) {
        at_ += bar.size() + 1;
        return '|';
      }
    fail("expected a delimiter", where);
  }

  FormulaAtom fenced(std::size_t where) {
    FormulaAtom out = textAtom("", AtomClass::Inner);
    out.kind = Kind::Fenced;
    out.text += delimiter();
    out.first = listUntil("");
    if (!startsCommand("right")) fail("\\left without \\right", where);
    at_ += std::string_view("\\right").size();
    out.text += delimiter();
    return out;
  }

  std::string_view tex_;
  std::size_t at_ = 0;
  int depth_ = 0;
  Ink ink_ = Ink::Text;
  bool italic_ = false;
};

}  // namespace

FormulaList parseFormula(std::string_view tex) { return Parser(tex).whole(); }

std::string fillFormula(std::string_view tex, const std::vector<std::pair<std::string, std::string>>& values) {
  std::string out;
  for (std::size_t at = 0; at < tex.size();) {
    // The longest name that stands here, so that @norm_q is not @norm with a subscript.
    const std::pair<std::string, std::string>* best = nullptr;
    for (const auto& value : values) {
      const bool stands = tex[at] == '@' && tex.substr(at + 1).starts_with(value.first);
      if (stands && (!best || value.first.size() > best->first.size())) best = &value;
    }
    if (best) {
      out += best->second;
      at += 1 + best->first.size();
    } else {
      out += tex[at++];
    }
  }
  return out;
}

}  // namespace lab
