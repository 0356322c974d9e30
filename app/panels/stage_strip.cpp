#include "panels/stage_strip.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "ui/heatmap_cells.h"
#include "ui/widgets.h"

namespace lab {
namespace {

struct Item {
  std::string id, name, detail;
  std::optional<MatrixStage> stage;  ///< none: the tokens
  ShownMatrixPtr matrix;
  bool on = false, changed = false;
};

/// "stage.key-vectors": as tests and translations call a stage.
std::string keyOf(MatrixStage stage) {
  std::string key = std::string("stage.") + matrixStageName(stage);
  std::replace(key.begin(), key.end(), '_', '-');
  return key;
}

std::string nameOf(const Ui& ui, const attn::Trace& trace, MatrixStage stage) {
  if (stage == MatrixStage::QueryVectors) return ui.tr(trace.selfAttention ? "stage.vectors" : "stage.query-vectors");
  return ui.tr(keyOf(stage));
}

std::string detailOf(const Ui& ui, const attn::Trace& trace, MatrixStage stage, const ShownMatrixPtr& matrix) {
  if (stage == MatrixStage::Mask && trace.experiment.masks.empty()) return ui.tr("mask.none");
  return fmt::format("{} × {}", matrix->picture.values->rows(), matrix->picture.values->cols());
}

std::vector<Item> itemsOf(const Ui& ui, const StageStrip& strip) {
  std::vector<Item> items;
  const attn::Trace& trace = strip.trace;
  if (trace.experiment.entry == attn::Entry::Text && trace.queryTokens) {
    std::string counts = std::to_string(trace.queryTokens->size());
    if (!trace.selfAttention) counts += " · " + std::to_string(trace.keyTokens->size());
    items.push_back({"stage.tokens", ui.tr("stage.tokens"), counts, std::nullopt, nullptr, false, false});
  }
  for (const MatrixStage stage : allMatrixStages()) {
    if (stage == MatrixStage::KeyVectors && trace.selfAttention) continue;
    const ShownMatrixPtr matrix = strip.matrix(stage);
    if (!matrix) continue;
    items.push_back({keyOf(stage), nameOf(ui, trace, stage), detailOf(ui, trace, stage, matrix), stage, matrix,
                     stage == strip.shown, strip.changed.contains(stage)});
  }
  return items;
}

/// A thumbnail `height` high, or narrower where a matrix is wide.
void drawThumbnail(Ui& ui, ImDrawList* list, const Item& item, const attn::Trace& trace, Point middleTop,
                   float height) {
  if (!item.stage) {
    const auto n = std::min<std::size_t>(trace.queryTokens->size(), 11);
    const float pitch = std::min(std::floor(height / static_cast<float>(n)), ui.u(1.125F));
    for (std::size_t i = 0; i < n; ++i) {
      const float length =
          ui.u(1.5F) + ui.u(0.375F) * static_cast<float>(std::min<std::size_t>((*trace.queryTokens)[i].size(), 9)) / 2;
      compat::fill(list,
                   {middleTop.x - ui.u(1.5F),
                    middleTop.y + (height - pitch * static_cast<float>(n)) / 2 + pitch * static_cast<float>(i), length,
                    std::max(1.0F, pitch - 1)},
                   ui.palette->off);
    }
    return;
  }
  const MatrixPicture& picture = item.matrix->picture;
  const auto rows = static_cast<float>(picture.values->rows()), columns = static_cast<float>(picture.values->cols());
  float cell = std::min({ui.u(1.125F), height / rows, ui.u(8) / columns});
  if (cell >= 1) cell = std::floor(cell);
  // Of thousands of tokens a few numbers each would be a hair line.
  const float least = ui.u(1);
  const float across = std::max(cell, least / columns), down = std::max(cell, least / rows);
  const Rect area{std::round(middleTop.x - across * columns / 2), std::round(middleTop.y + (height - down * rows) / 2),
                  std::ceil(across * columns), std::ceil(down * rows)};
  if (item.stage == MatrixStage::Mask && trace.experiment.masks.empty()) {
    compat::fill(list, area, ui.palette->off);
    return;
  }
  gfx::HeatmapDraw draw;
  draw.clip = area;
  draw.origin = {area.x, area.y};
  draw.cell = across;
  draw.height = down;
  draw.range = item.matrix->range;
  draw.map = &mapOf(picture, "viridis");
  drawCells(ui, list, item.matrix, draw);
}

void drawItem(Ui& ui, ImDrawList* list, const Item& item, const StageStrip& strip, Rect rect) {
  const Palette& p = *ui.palette;
  const float rounding = ImGui::GetStyle().FrameRounding;
  if (item.on || ImGui::IsItemHovered()) compat::fill(list, rect, item.on ? p.soft : p.hover, rounding);
  if (item.on) compat::outline(list, rect, p.accent, rounding, ui.metrics.line);
  if (ImGui::IsItemFocused() && compat::keyboardFocusVisible())
    compat::outline(list, rect, p.accent, rounding, 2 * ui.metrics.line);
  const bool computing = item.on && strip.computing.has_value();
  const std::string detail =
      computing ? ui.tr("stage.computing", {{"percent", std::to_string(static_cast<int>(*strip.computing * 100))}})
                : item.detail;
  const float dot = item.changed ? textSize(ui, " •", TextSize::Small).width : 0;
  const std::string shownName = elidedTo(ui, item.name, TextSize::Small, rect.width - dot - 2);
  const Size name = textSize(ui, shownName, TextSize::Small);
  const float line = ui.fonts->pixelSize(TextSize::Small);
  float y = rect.centre().y - line / 2;
  if (!strip.flat) {
    const float thumb = ui.u(4.125F);
    drawThumbnail(ui, list, item, strip.trace, {rect.centre().x, rect.y + ui.u(0.5F)}, thumb);
    y = rect.y + ui.u(0.5F) + thumb + ui.u(0.375F);
    textAt(ui, list, {rect.centre().x, y + line + ui.u(0.125F)}, detail, TextSize::Small, p.dim, Align::Middle);
  }
  const float left = rect.centre().x - (name.width + dot) / 2;
  textAt(ui, list, {left, y}, shownName, TextSize::Small, computing ? p.off : p.text);
  if (item.changed) textAt(ui, list, {left + name.width, y}, " •", TextSize::Small, p.accent);
}

}  // namespace

std::optional<StripResult> drawStageStrip(Ui& ui, const StageStrip& strip) {
  std::optional<StripResult> clicked;
  const std::vector<Item> items = itemsOf(ui, strip);
  if (items.empty()) return clicked;
  const ImVec2 at = ImGui::GetCursorScreenPos(), size = ImGui::GetContentRegionAvail();
  ImDrawList* list = ImGui::GetWindowDrawList();
  std::vector<float> widths;
  float total = 0;
  for (const Item& item : items) {
    const float text = std::max(textSize(ui, item.name + (item.changed ? " •" : ""), TextSize::Small).width,
                                strip.flat ? 0 : textSize(ui, item.detail, TextSize::Small).width);
    widths.push_back(std::max(text + ui.u(1.5F), ui.u(strip.flat ? 3.5F : 5)));
    total += widths.back();
  }
  const float margin = total + ui.u(4) > size.x ? ui.u(0.5F) : ui.u(items.size() > 9 ? 1 : 2);
  // Where even that is too wide, all give up the same part of their padding.
  const float excess = std::max(0.0F, total + 2 * margin - size.x) / static_cast<float>(items.size());
  for (float& width : widths) width -= excess;
  total -= excess * static_cast<float>(items.size());
  const float gap =
      items.size() > 1 ? std::max(0.0F, (size.x - 2 * margin - total) / static_cast<float>(items.size() - 1)) : 0;
  float x = at.x + margin;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Item& item = items[i];
    const Rect rect{std::round(x), at.y + ui.u(0.375F), widths[i], size.y - ui.u(0.75F)};
    ImGui::SetCursorScreenPos({rect.x, rect.y});
    if (ImGui::InvisibleButton(item.id.c_str(), {rect.width, rect.height}))
      clicked = item.stage ? StripResult{StripClick::Stage, *item.stage} : StripResult{StripClick::Tokens, {}};
    drawItem(ui, list, item, strip, rect);
    if (ui.probe != nullptr) ui.probe->note(item.id, rect, item.on ? "on" : item.changed ? "changed" : "off");
    std::string tip = ui.tr(item.stage ? "stage.tip" : "stage.tokens.tip", {{"name", item.name}});
    if (item.changed) tip += "\n• " + ui.tr("stage.changed");
    tooltip(ui, tip);
    if (i + 1 < items.size() && gap > ui.u(1.25F)) {
      const float y = strip.flat ? rect.centre().y : rect.y + ui.u(0.5F) + ui.u(2);
      list->AddLine({rect.right() + ui.u(0.5F), y}, {rect.right() + gap - ui.u(0.5F), y},
                    compat::colour(ui.palette->edge), ui.metrics.line);
    }
    x += widths[i] + gap;
  }
  return clicked;
}

}  // namespace lab
