#include "scene/temperature_table.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "scene/category_colours.h"
#include "scene/number_text.h"
#include "scene/text_width.h"

namespace lab {
namespace {

constexpr float kPitch = 2.75F, kNameLeft = 2.5F, kColumnGap = 1.75F, kLeastName = 8;  // in units

class TablePainter {
 public:
  TablePainter(Drawing& drawing, const TemperatureTable& table, const TemperatureRow& row, const SceneStyle& style)
      : drawing_(drawing), table_(table), row_(row), style_(style), p_(*style.palette) {
    setColumns();
  }

  void draw(const TemperatureHover& hover, const TableSums& sums) {
    const Rect& at = table_.area;
    const float y = middle(0);
    text(style_.tr("temperature.key"), {at.x + u(0.5F), y}, p_.dim);
    for (std::size_t i = 0; i < 3; ++i)
      if (columns_[i] > 0) text(heading(i), {columns_[i], y}, p_.dim, Anchor::Right);
    for (std::size_t place = 0; place < table_.rows; ++place) keyRow(place, hover);
    std::size_t line = table_.rows + 1;
    if (table_.more > 0)
      text(style_.tr("temperature.more-keys", {{"count", countText(table_.more)}}), {at.x + u(0.5F), middle(line++)},
           p_.dim);
    drawing_.emplace_back(
        BoxShape{.rect = {at.x, at.y + static_cast<float>(line) * table_.rowHeight, at.width, style_.metrics.line},
                 .fill = p_.edge});
    for (const auto& [name, value] : sums) {
      text(name, {at.x + u(0.5F), middle(line)}, p_.text);
      const float room = at.width - u(2.5F) - style_.width(name, TextSize::Small);
      text(elidedTo(style_.measure, value, TextSize::Small, room), {at.right() - u(0.5F), middle(line++)}, p_.text,
           Anchor::Right);
    }
  }

 private:
  float u(float units) const { return style_.u(units); }
  float middle(std::size_t line) const { return table_.area.y + (static_cast<float>(line) + 0.5F) * table_.rowHeight; }
  void text(std::string what, Point at, Rgba ink, Anchor anchor = Anchor::Left) {
    drawing_.emplace_back(TextShape{std::move(what), at, TextSize::Small, anchor, 0, ink});
  }

  std::string heading(std::size_t column) const {
    if (column == 1) return "÷ τ";
    return style_.tr(column == 2 ? "tip.weight" : row_.biased ? "tip.score-bias" : "tip.score");
  }
  std::string number(std::size_t place, std::size_t column) const {
    const TemperatureRow::Key& key = row_.keys[place];
    if (column == 1 && !row_.usesTemperature()) return "–";
    if (column == 2) return fixedText(key.weight, tableDecimals(row_.measures.maximum));
    return fixedText(column == 0 ? key.score : key.scaled, 3);
  }

  /// The right ends of score, ÷ τ and weight; 0: left out.
  void setColumns() {
    float right = table_.area.right() - u(0.5F);
    const float least = table_.area.x + u(kNameLeft + kLeastName);
    // The score is left out first: from the right end each column takes what it needs.
    for (std::size_t i = 3; i-- > 0;) {
      float width = style_.width(heading(i), TextSize::Small);
      for (std::size_t place = 0; place < table_.rows; ++place)
        width = std::max(width, style_.width(number(place, i), TextSize::Small));
      width = std::max(width, table_.area.width * 0.16F) + u(kColumnGap);
      if (i < 2 && right - width < least) break;
      columns_[i] = right;
      right -= width;
    }
    names_ = right - u(0.5F);
  }

  void keyRow(std::size_t place, const TemperatureHover& hover) {
    const attn::Index key = row_.keys[place].key;
    const Rect line = table_.rowRect(place);
    const float y = line.centre().y, x = table_.area.x;
    const bool selected = row_.selectedKey == key;
    if (selected || hover.key == key)
      drawing_.emplace_back(BoxShape{.rect = line, .fill = selected ? p_.soft : p_.hover});
    drawing_.emplace_back(DiscShape{.centre = {x + u(1.25F), y}, .radius = u(0.6F), .fill = categoryColour(p_, key)});
    const float room = std::max(u(3), names_ - x - u(kNameLeft));
    text(elidedTo(style_.measure, row_.name(key), TextSize::Small, room), {x + u(kNameLeft), y},
         selected ? p_.accent : p_.text);
    for (std::size_t i = 0; i < 3; ++i)
      if (columns_[i] > 0) text(number(place, i), {columns_[i], y}, p_.text, Anchor::Right);
  }

  Drawing& drawing_;
  const TemperatureTable& table_;
  const TemperatureRow& row_;
  const SceneStyle& style_;
  const Palette& p_;
  std::array<float, 3> columns_{};
  float names_ = 0;  ///< where names end
};

}  // namespace

Rect TemperatureTable::rowRect(std::size_t row) const {
  return {area.x, area.y + static_cast<float>(row + 1) * rowHeight, area.width, rowHeight};
}

std::optional<std::size_t> TemperatureTable::rowAt(Point pointer) const {
  if (!area.contains(pointer)) return std::nullopt;
  const float line = std::floor((pointer.y - area.y) / rowHeight) - 1;
  if (line < 0 || line >= static_cast<float>(rows)) return std::nullopt;
  return static_cast<std::size_t>(line);
}

float tableHeight(const TemperatureRow& row, const SceneStyle& style, std::size_t rows, std::size_t sums) {
  return style.u(kPitch) * static_cast<float>(1 + rows + (rows < row.keys.size() ? 1 : 0) + sums);
}

TemperatureTable layoutTemperatureTable(const TemperatureRow& row, const SceneStyle& style, Rect area, std::size_t sums,
                                        std::size_t most) {
  TemperatureTable out;
  out.rowHeight = style.u(kPitch);
  out.rows = std::min(row.keys.size(), most);
  while (out.rows > 1 && tableHeight(row, style, out.rows, sums) > area.height) --out.rows;
  out.more = row.keys.size() - out.rows;
  out.area = {area.x, area.y, area.width, tableHeight(row, style, out.rows, sums)};
  return out;
}

void drawTemperatureTable(Drawing& drawing, const TemperatureTable& table, const TemperatureRow& row,
                          const SceneStyle& style, const TemperatureHover& hover, const TableSums& sums) {
  if (!table.empty()) TablePainter(drawing, table, row, style).draw(hover, sums);
}

}  // namespace lab
