#include "panels/derivation_panel.h"

#include <algorithm>

#include "attention/catalogue.h"
#include "attention/hidden_layer.h"
#include "scene/arithmetic.h"
#include "scene/derivation_text.h"
#include "scene/number_names.h"
#include "scene/number_text.h"
#include "ui/dialog.h"
#include "ui/widgets.h"

namespace lab {
namespace {

using attn::Index;
using attn::NumberKind;
using attn::NumberPlace;
using attn::NumberSpan;

constexpr int kDecimals = 4;
constexpr Index kShown = 16;  // numbers of a span, until more are asked for

Index headOf(const attn::Trace& all, const ViewState& view) {
  return std::clamp<Index>(view.head, 0, std::max<Index>(0, static_cast<Index>(all.heads.size()) - 1));
}

Index countOf(const NumberSpan& span) { return span.rows * span.columns; }

NumberPlace placeIn(const NumberSpan& span, Index i) {
  return {span.kind, span.row + i / span.columns, span.column + i % span.columns, span.query};
}

/// Of a number that the last item shows: lit up in every view while the pointer is on it.
void pointWhereHovered(const Ui& ui, ViewState& view, const NumberPlace& place) {
  if (!ImGui::IsItemHovered() || ui.still) return;
  view.pointedByPanels = pointedAt(place);
  view.pointedByPanels.number = place;
}

/// "weights › scores › Q Kᵀ › Q": the way to the number, each part of it a way back.
void drawWay(Ui& ui, const attn::Trace& all, ViewState& view) {
  std::optional<std::size_t> back;
  const float right = ImGui::GetCursorPosX() + ImGui::GetContentRegionAvail().x;
  if (button(ui, "derive.close", "◂ " + ui.tr("derive.close"), Look::Flat, ui.tr("derive.close.tip"))) back = 0;
  for (std::size_t i = 0; i < view.opened.size(); ++i) {
    const bool last = i + 1 == view.opened.size();
    const std::string label = "› " + matrixName(*ui.words, all, view.opened[i].kind);
    ImGui::SameLine(0, ui.u(0.25F));
    if (ImGui::GetCursorPosX() + buttonWidth(ui, label) > right) ImGui::NewLine();
    const std::string name = "derive.way." + std::to_string(i);
    if (button(ui, name.c_str(), label, last ? Look::On : Look::Flat, ui.tr("derive.way.tip")) && !last) back = i + 1;
    pointWhereHovered(ui, view, view.opened[i]);
  }
  if (back) view.opened.resize(*back);
}

/// Whether a number is the sum of the products of its first two parents, and perhaps a number added to them.
bool isProductSum(const attn::Trace& all, NumberKind kind) {
  switch (kind) {
    case NumberKind::XQuery:
    case NumberKind::XKey:
    case NumberKind::Biased:
    case NumberKind::Hidden:
      return false;
    case NumberKind::Score: {
      const std::string& score = all.experiment.score;
      return score != "scaled_dot" && score != "cosine" && score != "gaussian";
    }
    default:
      return true;
  }
}

/// Whether a view points at the query or the key that a number is of.
bool isLit(const ViewState& view, const NumberPlace& place) {
  if (view.pointed.number) return view.pointed.number == place;
  const Pointed own = pointedAt(place);
  return (own.query && own.query == view.pointed.query) || (own.key && own.key == view.pointed.key);
}

/// A term of a number: the numbers that stand in one row.
struct Term {
  Index at = 0;                     ///< 0, 1, …
  std::vector<NumberPlace> places;  ///< its factors or summands
  bool product = false;             ///< their product is written behind them
};

/// One row: the numbers of a term as buttons, and their product.
void drawTerm(Ui& ui, const attn::Trace& all, Index head, const Term& term, ViewState& view,
              std::optional<NumberPlace>& clicked) {
  const float left = ImGui::GetCursorPosX(), width = ImGui::GetContentRegionAvail().x;
  const float column = (width - ui.u(4)) / 3;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const bool lit =
      std::any_of(term.places.begin(), term.places.end(), [&](const NumberPlace& place) { return isLit(view, place); });
  const Rect area{at.x, at.y, width, ImGui::GetFrameHeight()};
  if (lit) {
    compat::fill(ImGui::GetWindowDrawList(), area, ui.palette->hover);
    compat::fill(ImGui::GetWindowDrawList(), {area.x, area.y, ui.u(0.25F), area.height}, ui.palette->accent);
  }
  if (ui.probe != nullptr) ui.probe->note("derive.term." + std::to_string(term.at), area, lit ? "lit" : "");
  ImGui::SetCursorPosX(left + ui.u(0.75F));
  ImGui::AlignTextToFramePadding();
  ImGui::PushStyleColor(ImGuiCol_Text, compat::colour4(ui.palette->dim));
  ImGui::TextUnformatted(std::to_string(term.at + 1).c_str());
  ImGui::PopStyleColor();
  double product = 1;
  for (std::size_t p = 0; p < term.places.size(); ++p) {
    const NumberPlace& place = term.places[p];
    const double value = attn::numberAt(all, head, place);
    product *= value;
    ImGui::SameLine();
    ImGui::SetCursorPosX(left + ui.u(4) + column * static_cast<float>(p));
    const std::string name = "derive." + std::to_string(p) + "." + std::to_string(term.at);
    const std::string tip =
        matrixName(*ui.words, all, place.kind) + ui.tr("text.colon") + placeText(*ui.words, all, place);
    if (button(ui, name.c_str(), fixedText(value, kDecimals), Look::Plain, tip, true, column - ui.u())) clicked = place;
    pointWhereHovered(ui, view, place);
  }
  if (!term.product) return;
  ImGui::SameLine();
  const std::string text = fixedText(product, kDecimals);
  ImGui::SetCursorPosX(left + width - textSize(ui, text, TextSize::Base).width);
  ImGui::TextUnformatted(text.c_str());
}

/// The numbers it comes from, term by term: the first `most` of `count`.
struct Terms {
  std::vector<Term> shown;
  Index count = 0;
};

/// Of two factors and a number that is added the last one is a term itself.
Terms termsOf(const std::vector<NumberSpan>& parents, bool products, Index most) {
  Terms terms;
  const bool pairs = products && parents.size() >= 2 && countOf(parents[0]) == countOf(parents[1]);
  const std::size_t together = pairs ? 2 : parents.size();
  for (std::size_t p = 0; p < together; ++p) terms.count = std::max(terms.count, countOf(parents[p]));
  for (Index i = 0; i < std::min(terms.count, most); ++i) {
    Term term{i, {}, pairs};
    for (std::size_t p = 0; p < together; ++p)
      if (i < countOf(parents[p])) term.places.push_back(placeIn(parents[p], i));
    terms.shown.push_back(std::move(term));
  }
  for (std::size_t p = together; p < parents.size(); ++p, ++terms.count)
    if (terms.count < most) terms.shown.push_back({terms.count, {placeIn(parents[p], 0)}, false});
  return terms;
}

/// What the columns of terms are.
void drawCaptions(Ui& ui, const attn::Trace& all, const Term& first) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, height = ui.fonts->pixelSize(TextSize::Small);
  const float column = (width - ui.u(4)) / 3;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const auto caption = [&](float x, const std::string& text, Align align) {
    textAt(ui, list, {x, at.y}, elidedTo(ui, text, TextSize::Small, column - ui.u()), TextSize::Small, ui.palette->dim,
           align);
  };
  for (std::size_t p = 0; p < first.places.size(); ++p)
    caption(at.x + ui.u(4) + column * static_cast<float>(p) + (column - ui.u()) / 2,
            matrixName(*ui.words, all, first.places[p].kind), Align::Middle);
  if (first.product) caption(at.x + width, ui.tr("derive.product"), Align::Right);
  ImGui::Dummy({width, height});
}

/// The numbers it comes from; a click opens one of them.
void drawParents(Ui& ui, const attn::Trace& all, Index head, const std::vector<NumberSpan>& parents, bool products,
                 ViewState& view, bool& allNumbers) {
  std::string names;
  for (const NumberSpan& span : parents) names += (names.empty() ? "" : " · ") + spanText(*ui.words, all, head, span);
  space(ui.u());
  note(ui, ui.tr("derive.from", {{"names", names}}), ui.palette->dim);
  space(ui.u(0.5F));
  const Terms terms = termsOf(parents, products, allNumbers ? 256 : kShown);
  std::optional<NumberPlace> clicked;
  drawCaptions(ui, all, terms.shown.front());
  for (const Term& term : terms.shown) drawTerm(ui, all, head, term, view, clicked);
  if (terms.count > kShown) {
    const Index more = terms.count - static_cast<Index>(terms.shown.size());
    const std::string label = ui.tr(allNumbers ? "derive.fewer" : "derive.more", {{"count", std::to_string(more)}});
    if (button(ui, "derive.more", label, Look::Flat)) allNumbers = !allNumbers;
  }
  if (clicked) view.opened.push_back(*clicked);
}

/// What enters the hidden layer, in letters: the formula of the score from its tanh on.
std::string hiddenLetters(const attn::Trace& all) {
  const attn::HiddenNames& names = *attn::hiddenNames(all.experiment.score);
  std::string inner = names.joined() ? parameterTex(names.fromQuery) + " [q; k]"
                                     : parameterTex(names.fromQuery) + " q + " + parameterTex(names.fromKey) + " k";
  if (attn::hasNumbers(all, 0, NumberKind::ScoreBias)) inner += " + " + parameterTex(names.bias);
  return "h = \\tanh(" + inner + ")";
}

/// The letters of a score, a hidden unit or a weight, before its numbers.
std::string lettersOf(const attn::Trace& all, Index head, const NumberPlace& place) {
  if (place.kind == NumberKind::Score && attn::hasDerivation(all))
    return attn::findRow(attn::scoreCatalogue(), all.experiment.score, "score").formula;
  if (place.kind == NumberKind::Hidden) return hiddenLetters(all);
  if (place.kind == NumberKind::Weight && !attn::numberParents(all, head, place).empty())
    return attn::findRow(attn::normalizerCatalogue(), all.experiment.normalizer, "normalizer").formula;
  return {};
}

}  // namespace

void drawArithmetic(Ui& ui, const std::string& symbol, const ArithmeticLine& line, const char* probeName) {
  if (ui.probe != nullptr) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ui.probe->note(probeName, {at.x, at.y, ImGui::GetContentRegionAvail().x, ui.u(4)}, arithmeticTex(line));
  }
  const float room = ImGui::GetContentRegionAvail().x;
  const std::string result = std::string(line.exact ? "= " : "\\approx ") + "\\accent{" + line.result + "}";
  std::string text = symbol + " = ";
  float used = ui.images->formula(text, ui.metrics.base).size.width;
  const std::size_t shown = std::min<std::size_t>(line.terms.size(), static_cast<std::size_t>(kShown));
  for (std::size_t i = 0; i <= shown; ++i) {
    const bool last = i == shown;
    std::string part = last ? result : line.terms[i];
    if (last && shown < line.terms.size()) part = "\\dim{+} \\dots " + part;
    if (!last && i > 0) part = "\\dim{+} " + part;
    const float width = ui.images->formula(part, ui.metrics.base).size.width + ui.u(0.75F);
    if (used + width > room && i > 0) {
      formulaLine(ui, text, room);
      text.clear();
      used = 0;
      // At the start of a line a plus would stand close, as a sign does.
      if (part.starts_with("\\dim{+} ")) part.insert(std::string("\\dim{+} ").size(), "\\; ");
    }
    text += (text.empty() ? "" : " ") + part;
    used += width;
  }
  formulaLine(ui, text, room);
}

void drawDerivation(Ui& ui, const attn::Trace& all, ViewState& view, bool& allNumbers) {
  drawWay(ui, all, view);
  if (view.opened.empty()) return;
  const NumberPlace place = view.opened.back();
  const Index head = headOf(all, view);
  const double value = attn::numberAt(all, head, place);
  space(ui.u());
  if (ui.probe != nullptr) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ui.probe->note("derive.place", {at.x, at.y, ImGui::GetContentRegionAvail().x, ui.u(4)},
                   matrixName(*ui.words, all, place.kind) + "\t" + headlineText(value));
  }
  const std::string symbol = numberTex(all, head, place);
  ImGui::TextUnformatted((matrixName(*ui.words, all, place.kind) + ui.tr("text.colon") + headlineText(value)).c_str());
  note(ui, placeText(*ui.words, all, place), ui.palette->dim);
  pointWhereHovered(ui, view, place);
  space(ui.u());
  if (const std::string letters = lettersOf(all, head, place); !letters.empty())
    formulaLine(ui, letters, ImGui::GetContentRegionAvail().x);
  const ArithmeticLine line = arithmeticOf(all, head, place, kDecimals);
  const std::vector<NumberSpan> parents = attn::numberParents(all, head, place);
  if (!line.empty()) {
    drawArithmetic(ui, symbol, line, "derive.line");
  } else {
    const std::string origin = originText(*ui.words, all, head, place);
    if (ui.probe != nullptr) ui.probe->note("derive.origin", {0, 0, 1, 1}, origin);
    ImGui::PushTextWrapPos(0);
    ImGui::TextUnformatted(origin.c_str());
    ImGui::PopTextWrapPos();
  }
  if (!parents.empty()) drawParents(ui, all, head, parents, isProductSum(all, place.kind), view, allNumbers);
}

void keepOpened(const attn::Trace& all, ViewState& view) {
  const Index head = headOf(all, view);
  const auto exists = [&](const NumberPlace& place) {
    const attn::NumberShape shape = attn::numberShape(all, head, place.kind);
    return place.row < shape.rows && place.column < shape.columns && place.query < shape.queries;
  };
  Pointed& pointed = view.pointed;
  if (pointed.number && !exists(*pointed.number)) pointed.number.reset();
  if (pointed.query && *pointed.query >= all.queries()) pointed.query.reset();
  if (pointed.key && *pointed.key >= all.keys()) pointed.key.reset();
  const auto lost = std::find_if_not(view.opened.begin(), view.opened.end(), exists);
  view.opened.erase(lost, view.opened.end());
  if (view.opened.empty() || !view.selected) return;
  const Pointed first = pointedAt(view.opened.front());
  if ((first.query && *first.query != view.selected->row) || (first.key && *first.key != view.selected->column))
    view.opened.clear();
}

Pointed pointedAt(const NumberPlace& place) {
  if (isPairs(place.kind)) return {place.row, place.column};
  if (place.kind == NumberKind::Hidden) return {place.query, place.row};
  if (rowsOf(place.kind) == NumberRows::Queries) return {place.row, std::nullopt};
  if (rowsOf(place.kind) == NumberRows::Keys) return {std::nullopt, place.row};
  return {};
}

void openNumber(ViewState& view, const NumberPlace& place) { view.opened = {place}; }

std::optional<NumberPlace> numberOfStage(MatrixStage stage, Cell cell) {
  switch (stage) {
    case MatrixStage::QueryVectors:
      return NumberPlace{NumberKind::XQuery, cell.row, cell.column};
    case MatrixStage::KeyVectors:
      return NumberPlace{NumberKind::XKey, cell.row, cell.column};
    case MatrixStage::Q:
      return NumberPlace{NumberKind::Q, cell.row, cell.column};
    case MatrixStage::K:
      return NumberPlace{NumberKind::K, cell.row, cell.column};
    case MatrixStage::V:
      return NumberPlace{NumberKind::V, cell.row, cell.column};
    case MatrixStage::Context:
      return NumberPlace{NumberKind::Context, cell.row, cell.column};
    default:
      return std::nullopt;
  }
}

}  // namespace lab
