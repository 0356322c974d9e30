#include "scene/heatmap_room.h"

#include <algorithm>
#include <cmath>

#include "attention/mask_rows.h"
#include "scene/text_width.h"

namespace lab {

namespace {

constexpr int longestLabel = 12;          // characters; a Chinese one counts 2
constexpr std::size_t measuredAll = 256;  // above, only the labels with the most characters are measured
constexpr float diagonal = 0.70710678F;

float widestLabel(const std::vector<std::string>& labels, const MeasureText& measure) {
  float widest = 0;
  if (labels.size() <= measuredAll) {
    for (const std::string& label : labels) widest = std::max(widest, measure(labelText(label), TextSize::Base).width);
    return widest;
  }
  // Thousands of labels: bytes rank them well enough, and an eighth more covers wide letters in shorter ones.
  std::size_t most = 0;
  for (const std::string& label : labels) most = std::max(most, label.size());
  int measured = 0;
  for (const std::string& label : labels) {
    if (label.size() + 2 < most || measured == 32) continue;
    widest = std::max(widest, measure(labelText(label), TextSize::Base).width);
    ++measured;
  }
  return widest * 1.125F;
}

std::vector<attn::Index> emptyRowsOf(const MatrixPicture& picture) {
  std::vector<attn::Index> rows;
  if (!picture.queryRows || !picture.visible) return rows;
  for (attn::Index row = 0; row < picture.visible->rows(); ++row)
    if (attn::isEmptyRow(*picture.visible, row)) rows.push_back(row);
  return rows;
}

/// Labels of fine cells are small, unless zooming in may make the cells large.
float smallLabels(const HeatmapRoom& room, LabelTurn turn) {
  return turn == LabelTurn::Upright && !room.options.interactive ? 0.875F : 1.0F;
}

}  // namespace

std::string elided(const std::string& text, int characters) {
  if (static_cast<int>(text.size()) <= characters) return text;  // no character has fewer bytes than columns
  const std::vector<LabelCharacter> all = labelCharacters(text);
  int columns = 0;
  for (const LabelCharacter& character : all) columns += character.columns;
  if (columns <= characters) return text;
  const int room = std::max(characters - 1, 0), headRoom = (room + 1) / 2;
  std::string head, tail;
  int used = 0;
  for (const LabelCharacter& character : all) {
    if (used + character.columns > headRoom) break;
    head += character.bytes;
    used += character.columns;
  }
  for (auto character = all.rbegin(); character != all.rend(); ++character) {
    if (used + character->columns > room) break;
    tail.insert(0, character->bytes);
    used += character->columns;
  }
  return head + "…" + tail;
}

std::string labelText(const std::string& token) { return elided(token, longestLabel); }

HeatmapRoom::HeatmapRoom(const MatrixPicture& shown, const HeatmapOptions& asked, const MeasureText& measureText)
    : picture(shown),
      options(asked),
      measure(measureText),
      ticks(roundTicks(asked.range)),
      emptyRows(emptyRowsOf(shown)) {
  decor.bar = options.showBar;
  rowLabelWidth = widestLabel(picture.rowLabels, measure);
  columnLabelWidth = widestLabel(picture.columnLabels, measure);
  for (const double tick : ticks.values)
    tickWidth = std::max(tickWidth, measure(tickText(ticks, tick), TextSize::Small).width);
  if (!emptyRows.empty()) rowLabelWidth += measure("! ", TextSize::Base).width;
  if (options.markPainted && !picture.paintedRows.empty()) rowLabelWidth += measure("✎ ", TextSize::Base).width;
}

float HeatmapRoom::columnLabelReach(LabelTurn turn) const {
  const float line = height(TextSize::Base);
  const float flat = columnLabelGap(LabelTurn::Flat) + line;
  // The far upper corner of the letters; their middle is lifted above the baseline's start.
  const float slanted = columnLabelGap(LabelTurn::Slanted) + diagonal * (columnLabelWidth + 0.65F * line);
  const float upright = columnLabelGap(LabelTurn::Upright) + columnLabelWidth * smallLabels(*this, turn);
  if (turn == LabelTurn::Flat) return flat;
  if (!options.interactive) return turn == LabelTurn::Slanted ? slanted : upright;
  // Zooming in makes cells larger, so that labels turn back: room for that as well.
  return turn == LabelTurn::Slanted ? std::max(slanted, flat) : std::max({upright, slanted, flat});
}

float HeatmapRoom::rowLabelReach(LabelTurn turn) const {
  return rowLabelGap() + rowLabelWidth * smallLabels(*this, turn);
}

float HeatmapRoom::left(LabelTurn turn) const {
  float room = 0;
  if (decor.labels) room += rowLabelReach(turn);
  if (decor.names) room += 1.5F * unit() + height(TextSize::Small);
  return room;
}

float HeatmapRoom::right(float overflow) const {
  const float bar = decor.bar ? 3 * unit() + 0.75F * base() + unit() + tickWidth : 0;
  return std::max(bar, decor.labels ? overflow : 0);
}

float HeatmapRoom::top(LabelTurn turn) const {
  float room = decor.bar ? bottom() : 0;
  if (decor.labels) room = columnLabelReach(turn);
  if (decor.names) room += unit() + height(TextSize::Small);
  if (decor.title && !options.title.empty()) room += 1.5F * unit() + height(TextSize::Large);
  return room;
}

float HeatmapRoom::slantOverflow(float cell) const {
  const auto& labels = picture.columnLabels;
  const float line = height(TextSize::Base);
  float overflow = 0;
  for (std::size_t back = 0; back < std::min<std::size_t>(labels.size(), 16); ++back) {
    const float width = measure(labelText(labels[labels.size() - 1 - back]), TextSize::Base).width;
    const float toEdge = (static_cast<float>(back) + 0.5F) * cell;
    overflow = std::max(overflow, diagonal * (width + line / 2) - toEdge);
  }
  return overflow;
}

LabelTurn HeatmapRoom::turnFor(float cell) const {
  if (columnLabelWidth <= cell - unit()) return LabelTurn::Flat;
  return cell >= finePitch() ? LabelTurn::Slanted : LabelTurn::Upright;
}

}  // namespace lab
