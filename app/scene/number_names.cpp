#include "scene/number_names.h"

#include <algorithm>

#include "attention/catalogue.h"
#include "attention/hidden_layer.h"
#include "pipeline/painted_rows.h"
#include "pipeline/projections.h"
#include "scene/heatmap_layout.h"
#include "scene/number_text.h"

namespace lab {
namespace {

using enum attn::NumberKind;

struct Name {
  attn::NumberKind kind;
  const char* symbol;  ///< of one number, as TeX
  const char* matrix;  ///< in a sentence; null: the words of `key`
  const char* key;
};

constexpr Name kNames[] = {
    {EmbeddedQuery, "e", nullptr, "number.embedding"},
    {EmbeddedKey, "e", nullptr, "number.embedding"},
    {Position, "t", nullptr, "number.position"},
    {XQuery, "x", "X", nullptr},
    {XKey, "x", "X", nullptr},
    {WQ, "W_{Q}", "W_Q", nullptr},
    {WK, "W_{K}", "W_K", nullptr},
    {WV, "W_{V}", "W_V", nullptr},
    {PlainQ, "q", "X W_Q", nullptr},
    {PlainK, "k", "X W_K", nullptr},
    {Q, "q", "Q", nullptr},
    {K, "k", "K", nullptr},
    {V, "v", "V", nullptr},
    {Hidden, "h", nullptr, "number.hidden"},
    {Dot, "q \\cdot k", "Q Kᵀ", nullptr},
    {Score, "s", nullptr, "number.scores"},
    {Bias, "b", nullptr, "number.bias"},
    {Biased, "s", nullptr, "number.biased"},
    {Masked, "s", nullptr, "number.masked"},
    {Weight, "p", nullptr, "number.weights"},
    {Context, "c", nullptr, "number.context"},
    {Joined, "c", nullptr, "number.joined"},
    {WO, "W_{O}", "W_O", nullptr},
    {Output, "o", nullptr, "number.output"},
};

const Name& nameOf(attn::NumberKind kind) {
  for (const Name& name : kNames)
    if (name.kind == kind) return name;
  return kNames[0];
}

bool isParameter(attn::NumberKind kind) { return kind >= ScoreW && kind <= ScoreNumber; }

/// A parameter in a sentence: "W_q", "β".
std::string parameterText(std::string_view name) {
  return name == "beta" ? "β" : name == "sigma" ? "σ" : std::string(name);
}

const attn::ScoreRow& scoreOf(const attn::Trace& all) {
  return attn::findRow(attn::scoreCatalogue(), all.experiment.score, "score");
}

std::string counted(attn::Index place) { return std::to_string(place + 1); }

using Tokens = std::shared_ptr<const std::vector<std::string>>;

/// Null where a token has no text of its own.
const std::string* textOf(const Tokens& tokens, attn::Index at) {
  const auto place = static_cast<std::size_t>(at);
  return tokens && place < tokens->size() ? &(*tokens)[place] : nullptr;
}

std::string tokenOf(const Tokens& tokens, attn::Index at) {
  const std::string* text = textOf(tokens, at);
  return text != nullptr ? visibleText(*text) : counted(at);
}

/// The token, with its place where its text occurs more than once.
std::string labelWithPlace(const Tokens& tokens, attn::Index at) {
  const std::string* text = textOf(tokens, at);
  const std::string name = elided(tokenOf(tokens, at), 16);
  return text != nullptr && std::count(tokens->begin(), tokens->end(), *text) > 1 ? name + " (" + counted(at) + ")"
                                                                                  : name;
}
std::string queryName(const attn::Trace& all, attn::Index at) { return labelWithPlace(all.rowTokens, at); }
std::string keyName(const attn::Trace& all, attn::Index at) { return labelWithPlace(all.keyTokens, at); }

bool isDrawn(const attn::Trace& all, attn::NumberKind kind) {
  const attn::Experiment& e = all.experiment;
  if (kind == WO) return !e.wO;
  return !(kind == WQ ? e.wQ : kind == WK ? e.wK : e.wV);
}

std::string embeddingOrigin(const Words& words, const attn::Experiment& e) {
  if (e.entry != attn::Entry::Text) return words("origin.given");
  return words("origin.embedding." + e.embedding, {{"seed", std::to_string(e.seed)}});
}

}  // namespace

std::string queryToken(const attn::Trace& all, attn::Index at) { return tokenOf(all.rowTokens, at); }

std::string parameterTex(std::string_view name) {
  if (name == "beta" || name == "sigma") return "\\" + std::string(name);
  const std::size_t mark = name.find('_');
  if (mark == std::string_view::npos) return std::string(name);
  return std::string(name.substr(0, mark)) + "_{" + std::string(name.substr(mark + 1)) + "}";
}

NumberRows rowsOf(attn::NumberKind kind) {
  switch (kind) {
    case EmbeddedKey:
    case XKey:
    case PlainK:
    case K:
    case V:
    case MappedKey:
    case HiddenKey:
    case Hidden:
      return NumberRows::Keys;
    case ScoreW:
    case ScoreWQ:
    case ScoreWK:
    case ScoreBias:
    case ScoreV:
    case ScoreNumber:
    case Position:
    case WQ:
    case WK:
    case WV:
    case WO:
      return NumberRows::Other;
    default:
      return NumberRows::Queries;
  }
}

bool isPairs(attn::NumberKind kind) { return kind >= Dot && kind <= Weight; }

namespace {

/// What the query or the key adds to a unit of the hidden layer: "W_{q} q", "W [q; 0]". @param index of the vector
std::string hiddenPart(const attn::Trace& all, attn::NumberKind kind, const std::string& index, bool tex) {
  const bool query = kind == HiddenQuery;
  const attn::HiddenNames& names = *attn::hiddenNames(all.experiment.score);
  const std::string name = query ? names.fromQuery : names.fromKey;
  const std::string weights = tex ? parameterTex(name) : parameterText(name);
  const std::string vector = (query ? "q" : "k") + index;
  if (!names.joined()) return weights + " " + vector;
  return weights + (query ? " [" + vector + "; 0]" : " [0; " + vector + "]");
}

/// Of a kind of the score's own: parameters, W k and the hidden layer.
std::string scoreNumberTex(const attn::Trace& all, const attn::NumberPlace& place) {
  const std::string row = counted(place.row), column = counted(place.column);
  if (place.kind == Hidden) return "h_{" + counted(place.query) + "," + row + "," + column + "}";
  if (place.kind == MappedKey) return "(W k_{" + row + "})_{" + column + "}";
  if (!isParameter(place.kind)) return "(" + hiddenPart(all, place.kind, "_{" + row + "}", true) + ")_{" + column + "}";
  const std::string name = parameterTex(attn::scoreParameter(all, place.kind));
  if (place.kind == ScoreNumber) return name;
  const bool vector = place.kind == ScoreBias || place.kind == ScoreV;
  const std::string indices = "_{" + (vector ? column : row + "," + column) + "}";
  return (name.ends_with("}") ? "(" + name + ")" : name) + indices;
}

}  // namespace

std::string numberTex(const attn::Trace& all, attn::Index head, const attn::NumberPlace& place) {
  if (place.kind >= ScoreW && place.kind <= Hidden) return scoreNumberTex(all, place);
  const std::string indices = "_{" + counted(place.row) + "," + counted(place.column) + "}";
  if (place.kind == Dot) return "q_{" + counted(place.row) + "} \\cdot k_{" + counted(place.column) + "}";
  std::string symbol = nameOf(place.kind).symbol;
  // A matrix's own index stands beside its number's: "W_{Q, 2,1}" would be read as three numbers.
  if (symbol.ends_with("}")) return "(" + symbol + ")" + indices;
  const bool turned = (place.kind == Q && attn::hasNumbers(all, head, PlainQ)) ||
                      (place.kind == K && attn::hasNumbers(all, head, PlainK));
  return symbol + (turned ? "'" : "") + indices;
}

std::string matrixName(const Words& words, const attn::Trace& all, attn::NumberKind kind, bool transposed) {
  std::string text;
  if (isParameter(kind)) {
    text = parameterText(attn::scoreParameter(all, kind));
  } else if (kind == MappedKey) {
    text = "W k";
  } else if (kind == HiddenQuery || kind == HiddenKey) {
    text = hiddenPart(all, kind, "", false);
  } else {
    const Name& name = nameOf(kind);
    text = name.matrix != nullptr ? name.matrix : words(name.key);
  }
  return transposed ? text + "ᵀ" : text;
}

namespace {

/// Of a kind of the score's own.
std::string scorePlaceText(const Words& words, const attn::Trace& all, const attn::NumberPlace& place) {
  const std::string column = counted(place.column);
  const bool hidden = attn::hiddenNames(all.experiment.score) != nullptr;
  switch (place.kind) {
    case ScoreNumber: {
      const auto& specs = scoreOf(all).parameters;
      const attn::ParameterSpec& spec =
          attn::findParameter(all.experiment.score.c_str(), specs, attn::scoreParameter(all, ScoreNumber));
      return std::string(words.title(spec.title));
    }
    case ScoreBias:
    case ScoreV:
      return words(hidden ? "number.unit" : "number.entry", {{"at", column}});
    case HiddenQuery:
      return words("number.unit-of-query", {{"query", queryName(all, place.row)}, {"unit", column}});
    case HiddenKey:
      return words("number.unit-of-key", {{"key", keyName(all, place.row)}, {"unit", column}});
    case Hidden:
      return words("number.unit-of-pair",
                   {{"query", queryName(all, place.query)}, {"key", keyName(all, place.row)}, {"unit", column}});
    default:
      return words("number.at", {{"row", counted(place.row)}, {"column", column}});
  }
}

}  // namespace

std::string placeText(const Words& words, const attn::Trace& all, const attn::NumberPlace& place) {
  if (isPairs(place.kind))
    return words("number.pair", {{"query", queryName(all, place.row)}, {"key", keyName(all, place.column)}});
  if (place.kind >= ScoreW && place.kind <= Hidden && place.kind != MappedKey) return scorePlaceText(words, all, place);
  const std::string column = counted(place.column);
  switch (rowsOf(place.kind)) {
    case NumberRows::Queries:
      return words("number.of-query", {{"query", queryName(all, place.row)}, {"dimension", column}});
    case NumberRows::Keys:
      return words("number.of-key", {{"key", keyName(all, place.row)}, {"dimension", column}});
    case NumberRows::Other:
      break;
  }
  return words("number.at", {{"row", counted(place.row)}, {"column", column}});
}

std::string spanText(const Words& words, const attn::Trace& all, attn::Index head, const attn::NumberSpan& span,
                     bool transposed) {
  const attn::NumberShape shape = attn::numberShape(all, head, span.kind);
  const std::string name = matrixName(words, all, span.kind, transposed);
  // A vector or a number of the score's own is its name.
  if (isParameter(span.kind) && span.rows == shape.rows && span.columns == shape.columns && shape.rows == 1)
    return name;
  // Of the joined matrix of a hidden layer a row has a part for the query and one for the key.
  const bool partOfRow = span.kind == ScoreW && span.columns > 1;
  const bool wholeRow = span.rows == 1 && (span.columns == shape.columns || partOfRow) && shape.columns > 1;
  const bool wholeColumn = span.columns == 1 && span.rows == shape.rows && shape.rows > 1;
  if (wholeRow)
    return words(transposed ? "number.column-of" : "number.row-of", {{"at", counted(span.row)}, {"matrix", name}});
  if (wholeColumn)
    return words(transposed ? "number.row-of" : "number.column-of", {{"at", counted(span.column)}, {"matrix", name}});
  return words("number.cell-of", {{"row", counted(span.row)}, {"column", counted(span.column)}, {"matrix", name}});
}

std::optional<attn::NumberPlace> placeInDerivation(const attn::Trace& all, const attn::DerivationRow& row,
                                                   attn::ScorePlace pair, attn::Index at) {
  const std::string& label = row.label;
  if (label == "q") return attn::NumberPlace{Q, pair.query, at};
  if (label == "k") return attn::NumberPlace{K, pair.key, at};
  if (label == "W k") return attn::NumberPlace{MappedKey, pair.key, at};
  if (label == "W_j") return attn::NumberPlace{ScoreW, pair.key, at};
  if (label == "W_r") return attn::NumberPlace{ScoreW, pair.query, at};
  if (label == "tanh(…)") return attn::NumberPlace{Hidden, pair.key, at, pair.query};
  for (const attn::NumberKind kind : {ScoreBias, ScoreV})
    if (const char* name = attn::scoreParameter(all, kind); name != nullptr && label == name)
      return attn::NumberPlace{kind, 0, at};
  if (attn::hiddenNames(all.experiment.score) == nullptr) return std::nullopt;
  if (label == hiddenPart(all, HiddenQuery, "", false)) return attn::NumberPlace{HiddenQuery, pair.query, at};
  if (label == hiddenPart(all, HiddenKey, "", false)) return attn::NumberPlace{HiddenKey, pair.key, at};
  return std::nullopt;
}

std::string originText(const Words& words, const attn::Trace& all, attn::Index head, const attn::NumberPlace& place) {
  const attn::Experiment& e = all.experiment;
  switch (place.kind) {
    case EmbeddedQuery:
    case EmbeddedKey:
    case XQuery:
    case XKey:
      return embeddingOrigin(words, e);
    case Position:
      if (e.position != "learned") return words("origin.sines");
      return words(e.parameters.matrices.contains("position") ? "origin.given" : "origin.drawn",
                   {{"seed", std::to_string(e.seed)}});
    case WQ:
    case WK:
    case WV:
    case WO:
      return words(isDrawn(all, place.kind) ? "origin.drawn" : "origin.given", {{"seed", std::to_string(e.seed)}});
    case ScoreW:
    case ScoreWQ:
    case ScoreWK:
    case ScoreBias:
    case ScoreV: {
      const bool given = e.parameters.matrices.contains(attn::scoreParameter(all, place.kind));
      return words(given ? "origin.given" : "origin.drawn", {{"seed", std::to_string(e.seed)}});
    }
    case ScoreNumber:
      return words("origin.setting");
    case Bias:
      return words("origin.bias." + e.bias.name);
    case Masked:
    case Weight: {
      const attn::MaskPtr& visible = all.head(head).visible;
      if (visible && !(*visible)(place.row, place.column)) return words("origin.masked");
      if (place.kind == Weight && attn::isPainted(all, head, place.row))
        return words("origin.painted",
                     {{"computed", headlineText((*all.head(head).computed)(place.row, place.column))}});
      return words(place.kind == Weight && e.entry != attn::Entry::Weights ? "origin.undefined" : "origin.given");
    }
    case Joined:
      return words("origin.other-head");
    default:
      return words("origin.given");
  }
}

}  // namespace lab
