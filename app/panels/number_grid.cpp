#include "panels/number_grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/input_error.h"
#include "io/csv.h"
#include "scene/number_text.h"
#include "ui/widgets.h"

namespace lab {
namespace {

using attn::Index;
using attn::Matrix;

constexpr Index kRowsSeen = 8;

struct Geometry {
  Rect view;             // what is seen of the sheet, headings included
  float heading, names;  // height of the headings, width of the row numbers
  float cell, row;       // width of a column, height of a row
  float left, top;       // where cell (0, 0) would stand, scrolled

  Rect rectOf(Index r, Index c) const {
    return {left + static_cast<float>(c) * cell, top + static_cast<float>(r) * row, cell, row};
  }
};

/// What the widest number takes. Of many numbers the largest stands for all, so that a frame costs little.
float cellWidth(const Ui& ui, const Matrix& values) {
  constexpr Index kFew = 256;
  const auto widthOf = [&](double value) { return textSize(ui, fixedText(value, 2), TextSize::Small).width; };
  float widest = widthOf(0);
  if (values.size() <= kFew)
    for (const float value : values.reshaped()) widest = std::max(widest, widthOf(static_cast<double>(value)));
  else
    widest = std::max(widest, widthOf(-static_cast<double>(values.cwiseAbs().maxCoeff())));
  return std::round(widest + ui.u());
}

/// Brings the chosen cell into what is seen.
void scrollTo(const Geometry& g, const NumberGridState& state) {
  const Rect cell = g.rectOf(state.row, state.column);
  const float left = g.view.x + g.names, top = g.view.y + g.heading;
  if (cell.x < left) ImGui::SetScrollX(ImGui::GetScrollX() - (left - cell.x));
  if (cell.right() > g.view.right()) ImGui::SetScrollX(ImGui::GetScrollX() + cell.right() - g.view.right());
  if (cell.y < top) ImGui::SetScrollY(ImGui::GetScrollY() - (top - cell.y));
  if (cell.bottom() > g.view.bottom()) ImGui::SetScrollY(ImGui::GetScrollY() + cell.bottom() - g.view.bottom());
}

void move(NumberGridState& state, const Matrix& values, Index rows, Index columns) {
  state.row = std::clamp<Index>(state.row + rows, 0, values.rows() - 1);
  state.column = std::clamp<Index>(state.column + columns, 0, values.cols() - 1);
}

/// Tab goes on to the next row at the end of one.
void moveByTab(NumberGridState& state, const Matrix& values, int cells) {
  const Index at = std::clamp<Index>(state.row * values.cols() + state.column + cells, 0, values.size() - 1);
  state.row = at / values.cols();
  state.column = at % values.cols();
}

bool pressed(ImGuiKey key, bool repeat = true) { return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key), repeat); }

void startEditing(NumberGridState& state, std::string text, bool selectAll) {
  state.editing = true;
  state.started = false;
  ++state.edits;
  state.selectAll = selectAll;
  state.text = std::move(text);
  state.error.clear();
}

std::string editable(float value) { return fmt::format("{}", value); }

/// Takes the typed characters that can stand in a number.
std::string typedNumber() {
  std::string typed;
  ImVector<ImWchar>& queue = ImGui::GetIO().InputQueueCharacters;
  for (const ImWchar c : queue)
    if ((c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E')
      typed += static_cast<char>(c);
  queue.resize(0);
  return typed;
}

std::shared_ptr<Matrix> copied(const Matrix& values) { return std::make_shared<Matrix>(values); }

std::optional<attn::MatrixPtr> withCell(const Matrix& values, const NumberGridState& state, float number) {
  if (values(state.row, state.column) == number) return std::nullopt;
  auto changed = copied(values);
  (*changed)(state.row, state.column) = number;
  return changed;
}

std::optional<attn::MatrixPtr> pasted(Ui& ui, const Matrix& values, NumberGridState& state) {
  const std::string text = ui.clipboard ? ui.clipboard() : std::string();
  try {
    const Matrix block = clipboardNumbers(text);
    const Index rows = values.rows() - state.row, columns = values.cols() - state.column;
    if (block.rows() > rows || block.cols() > columns) {
      state.error = ui.tr("grid.paste.room", {{"rows", std::to_string(block.rows())},
                                              {"columns", std::to_string(block.cols())},
                                              {"free_rows", std::to_string(rows)},
                                              {"free_columns", std::to_string(columns)}});
      return std::nullopt;
    }
    auto changed = copied(values);
    changed->block(state.row, state.column, block.rows(), block.cols()) = block;
    return changed;
  } catch (const attn::InputError& error) {
    state.error = ui.words->error(error);
    return std::nullopt;
  }
}

std::string linesOf(const Matrix& values) {
  std::string text;
  for (Index r = 0; r < values.rows(); ++r)
    for (Index c = 0; c < values.cols(); ++c)
      text += copyText(values(r, c)) + (c + 1 < values.cols() ? "\t" : r + 1 < values.rows() ? "\n" : "");
  return text;
}

std::optional<attn::MatrixPtr> answer(Ui& ui, const Matrix& values, NumberGridState& state) {
  using Ask = NumberGridState::Ask;
  const Ask ask = std::exchange(state.ask, Ask::Nothing);
  if (ask == Ask::Paste) return pasted(ui, values, state);
  if (ask == Ask::Nothing || !ui.setClipboard) return std::nullopt;
  ui.setClipboard(ask == Ask::CopyCell  ? copyText(values(state.row, state.column))
                  : ask == Ask::CopyRow ? linesOf(values.row(state.row))
                                        : linesOf(values));
  return std::nullopt;
}

/// The keys of a sheet in which no cell is edited.
std::optional<attn::MatrixPtr> readKeys(const Matrix& values, NumberGridState& state) {
  const NumberGridState before = state;
  if (state.tab != 0) {
    moveByTab(state, values, state.tab);
  } else if (!state.tabHeld) {
    if (pressed(ImGuiKey_UpArrow)) move(state, values, -1, 0);
    if (pressed(ImGuiKey_DownArrow)) move(state, values, 1, 0);
    if (pressed(ImGuiKey_LeftArrow)) move(state, values, 0, -1);
    if (pressed(ImGuiKey_RightArrow)) move(state, values, 0, 1);
  }
  if (pressed(ImGuiKey_Home)) state.column = 0;
  if (pressed(ImGuiKey_End)) state.column = values.cols() - 1;
  if (state.row != before.row || state.column != before.column) state.error.clear();
  if (ImGui::GetIO().KeyCtrl || ImGui::GetIO().KeyAlt) return std::nullopt;
  if (pressed(ImGuiKey_Delete) || pressed(ImGuiKey_Backspace)) return withCell(values, state, 0);
  if (const std::string typed = typedNumber(); !typed.empty())
    startEditing(state, typed, false);
  else if (pressed(ImGuiKey_Enter, false) || pressed(ImGuiKey_Space, false))
    startEditing(state, editable(values(state.row, state.column)), true);
  else if (pressed(ImGuiKey_Escape, false))
    compat::focusWindow("###experiment");  // where the grid stands
  return std::nullopt;
}

int caretAtEnd(ImGuiInputTextCallbackData* data) {
  NumberGridState& state = *static_cast<NumberGridState*>(data->UserData);
  if (state.started) return 0;
  state.started = true;
  if (state.selectAll) {
    data->SelectAll();
    return 0;
  }
  data->CursorPos = data->BufTextLen;
  data->ClearSelection();
  return 0;
}

/// The field over the edited cell. @param fresh the editing began in this frame
/// @return the matrix with what was typed.
std::optional<attn::MatrixPtr> editCell(Ui& ui, const Geometry& g, const Matrix& values, NumberGridState& state,
                                        bool fresh) {
  const Rect cell = g.rectOf(state.row, state.column);
  const FontScope small(ui, TextSize::Small);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding,
                      {ui.u(0.25F), (cell.height - ui.fonts->pixelSize(TextSize::Small)) / 2});
  ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, 0);
  ImGui::SetCursorScreenPos({cell.x, cell.y});
  ImGui::SetNextItemWidth(cell.width);
  // The field gets the keyboard a frame later: what is typed until then is not lost.
  ImGui::PushID(state.edits);
  const bool waiting = !state.started;
  if (waiting) {
    state.text += typedNumber();
    ImGui::SetKeyboardFocusHere();
  }
  bool entered =
      ImGui::InputText("###cell", &state.text,
                       ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_CallbackAlways, caretAtEnd, &state);
  ImGui::PopID();
  ImGui::PopStyleVar(2);
  probe(ui, "grid.field", state.text);
  // Until the window knows of the field, Enter arrives as what presses a button; no number has a space in it.
  if (!fresh) entered = entered || pressed(ImGuiKey_Enter, false) || pressed(ImGuiKey_Space, false);
  const bool byArrow = state.tab == 0 && !state.tabHeld && state.started &&
                       (pressed(ImGuiKey_UpArrow, false) || pressed(ImGuiKey_DownArrow, false));
  const bool left = state.started && ImGui::IsItemDeactivated();
  if (!entered && !left && state.tab == 0 && !byArrow) return std::nullopt;
  state.editing = false;
  state.takeKeyboard = entered || byArrow || state.tab != 0 || pressed(ImGuiKey_Escape, false);
  if (pressed(ImGuiKey_Escape, false)) return std::nullopt;
  const std::optional<float> number = cellNumber(state.text);
  if (!number) {
    state.error = ui.tr("grid.error", {{"got", state.text}, {"value", editable(values(state.row, state.column))}});
    return std::nullopt;
  }
  const auto changed = withCell(values, state, *number);
  if (state.tab != 0)
    moveByTab(state, values, state.tab);
  else if (entered || pressed(ImGuiKey_DownArrow, false))
    move(state, values, 1, 0);
  else if (byArrow)
    move(state, values, -1, 0);
  return changed;
}

void drawSheet(Ui& ui, const char* name, const Geometry& g, const Matrix& values, const NumberGridState& state) {
  const Palette& p = *ui.palette;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const auto seen = [](float from, float step, Index count) {
    return std::clamp<Index>(static_cast<Index>(std::floor(from / step)), 0, count);
  };
  const Index firstRow = seen(g.view.y + g.heading - g.top, g.row, values.rows());
  const Index endRow = std::min(values.rows(), seen(g.view.bottom() - g.top, g.row, values.rows()) + 1);
  const Index firstColumn = seen(g.view.x + g.names - g.left, g.cell, values.cols());
  const Index endColumn = std::min(values.cols(), seen(g.view.right() - g.left, g.cell, values.cols()) + 1);
  const float cellsLeft = g.view.x + g.names, cellsTop = g.view.y + g.heading;
  list->PushClipRect({cellsLeft, cellsTop}, {g.view.right(), g.view.bottom()}, true);
  for (Index r = firstRow; r < endRow; ++r)
    for (Index c = firstColumn; c < endColumn; ++c) {
      const Rect cell = g.rectOf(r, c);
      const bool chosen = r == state.row && c == state.column;
      compat::fill(list, cell.inset(ui.metrics.line / 2), chosen ? p.soft : p.well);
      textMiddle(ui, list, {cell.right() - ui.u(0.5F), cell.centre().y}, fixedText(values(r, c), 2), TextSize::Small,
                 p.text, Align::Right);
      if (ui.probe != nullptr && ui.probe->enabled())
        ui.probe->note(std::string(name) + "." + std::to_string(r) + "." + std::to_string(c), cell,
                       editable(values(r, c)));
    }
  const Rect chosen = g.rectOf(state.row, state.column);
  compat::outline(list, chosen.inset(ui.metrics.line), state.hasKeyboard || state.editing ? p.accent : p.edge, 0,
                  (state.hasKeyboard || state.editing ? 2 : 1) * ui.metrics.line);
  list->PopClipRect();
  list->PushClipRect({g.view.x, g.view.y}, {g.view.right(), g.view.bottom()}, true);
  for (Index c = firstColumn; c < endColumn; ++c)
    if (const Rect cell = g.rectOf(0, c); cell.x >= cellsLeft - 1)
      textMiddle(ui, list, {cell.right() - ui.u(0.5F), g.view.y + g.heading / 2}, std::to_string(c + 1),
                 TextSize::Small, c == state.column ? p.text : p.dim, Align::Right);
  for (Index r = firstRow; r < endRow; ++r)
    if (const Rect cell = g.rectOf(r, 0); cell.y >= cellsTop - 1)
      textMiddle(ui, list, {cellsLeft - ui.u(0.75F), cell.centre().y}, std::to_string(r + 1), TextSize::Small,
                 r == state.row ? p.text : p.dim, Align::Right);
  list->PopClipRect();
}

void readPointer(const Geometry& g, const Matrix& values, NumberGridState& state) {
  if (!ImGui::IsWindowHovered() || !ImGui::IsMouseClicked(0)) return;
  const Point at = compat::point(ImGui::GetIO().MousePos);
  const auto row = static_cast<Index>(std::floor((at.y - g.top) / g.row));
  const auto column = static_cast<Index>(std::floor((at.x - g.left) / g.cell));
  const bool inSheet = at.x >= g.view.x + g.names && at.y >= g.view.y + g.heading && row < values.rows() &&
                       column < values.cols() && at.x < g.view.right() && at.y < g.view.bottom();
  if (!inSheet || state.editing) return;
  state.row = row;
  state.column = column;
  state.error.clear();
  if (ImGui::IsMouseDoubleClicked(0)) startEditing(state, editable(values(row, column)), true);
}

Geometry geometryOf(const Ui& ui, const Matrix& values, Rect view) {
  Geometry g;
  g.view = view;
  g.heading = ui.u(2.5F);
  g.names = std::round(textSize(ui, std::to_string(values.rows()), TextSize::Small).width + ui.u(1.25F));
  const float least = cellWidth(ui, values);
  const float even = std::floor((view.width - g.names) / static_cast<float>(values.cols()));
  g.cell = std::min(std::max(least, even), std::max(least, ui.u(8)));
  g.row = std::round(ui.u(2.75F));
  return g;
}

}  // namespace

std::optional<float> cellNumber(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  std::string plain(text);
  if (constexpr std::string_view minus = "−"; text.starts_with(minus))
    plain = "-" + std::string(text.substr(minus.size()));
  if (plain.starts_with('+')) plain.erase(0, 1);
  double value = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  const bool whole = error == std::errc() && end == plain.data() + plain.size() && !plain.empty();
  if (!whole || !std::isfinite(value) || !std::isfinite(static_cast<float>(value))) return std::nullopt;
  return static_cast<float>(value);
}

Matrix clipboardNumbers(std::string_view text) {
  std::string plain(text);
  while (!plain.empty() && (plain.back() == '\n' || plain.back() == '\r')) plain.pop_back();
  const bool tabs = plain.find('\t') != std::string::npos, commas = plain.find(',') != std::string::npos;
  if (tabs || commas) return *parseCsv(plain, tabs ? '\t' : ',', "clipboard").values;
  std::string columns;
  for (const char c : plain) {
    if (c != ' ')
      columns += c;
    else if (!columns.empty() && columns.back() != '\t' && columns.back() != '\n')
      columns += '\t';
  }
  return *parseCsv(columns, '\t', "clipboard").values;
}

std::optional<attn::MatrixPtr> drawNumberGrid(Ui& ui, const char* name, const Matrix& values, NumberGridState& state) {
  state.row = std::clamp<Index>(state.row, 0, values.rows() - 1);
  state.column = std::clamp<Index>(state.column, 0, values.cols() - 1);
  const float width = ImGui::GetContentRegionAvail().x;
  Geometry g = geometryOf(ui, values, {0, 0, width, 0});
  const bool wide = g.names + g.cell * static_cast<float>(values.cols()) > width + 1;
  const float bar = wide ? ImGui::GetStyle().ScrollbarSize : 0;
  const float height = g.heading + g.row * static_cast<float>(std::min(values.rows(), kRowsSeen)) + bar;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  if (state.takeKeyboard) ImGui::SetNextWindowFocus();
  ImGui::BeginChild(name, {width, height}, false, ImGuiWindowFlags_HorizontalScrollbar | ImGuiWindowFlags_NoNavInputs);
  ImGui::PopStyleVar();
  state.takeKeyboard = false;
  const ImVec2 at = ImGui::GetWindowPos(), start = ImGui::GetCursorScreenPos();
  g.view = {at.x, at.y, width - (values.rows() > kRowsSeen ? ImGui::GetStyle().ScrollbarSize : 0), height - bar};
  g.left = start.x + g.names;
  g.top = start.y + g.heading;
  ImGui::Dummy(
      {g.names + g.cell * static_cast<float>(values.cols()), g.heading + g.row * static_cast<float>(values.rows())});

  const NumberGridState before = state;
  std::optional<attn::MatrixPtr> changed;
  readPointer(g, values, state);
  const bool focused = ImGui::IsWindowFocused(ImGuiFocusedFlags_ChildWindows);
  if (state.tabHeld && !ImGui::IsKeyDown(ImGui::GetKeyIndex(ImGuiKey_DownArrow)) &&
      !ImGui::IsKeyDown(ImGui::GetKeyIndex(ImGuiKey_UpArrow)) && state.tab == 0)
    state.tabHeld = false;
  if (focused && !state.editing) changed = readKeys(values, state);
  drawSheet(ui, name, g, values, state);
  if (state.editing) {
    if (auto typed = editCell(ui, g, values, state, !before.editing)) changed = std::move(typed);
  } else if (auto done = answer(ui, values, state)) {
    changed = std::move(done);
  }
  if (state.row != before.row || state.column != before.column) scrollTo(g, state);
  state.hasKeyboard = focused || state.takeKeyboard || state.editing;
  state.tab = 0;
  ImGui::EndChild();
  if (!state.error.empty()) fieldMessage(ui, "✗", state.error, ui.palette->bad);
  if (ui.probe != nullptr) ui.probe->note(std::string(name) + ".error", {at.x, at.y, width, 1}, state.error);
  return changed;
}

}  // namespace lab
