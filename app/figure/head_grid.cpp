#include "figure/head_grid.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "scene/text_width.h"

namespace lab {
namespace {

/// Cells so large that a map is about as wide as a column of text, at most as large as on screen.
float panelCell(const MatrixPicture& picture, std::size_t panels, float base) {
  const auto longest = static_cast<float>(std::max(picture.values->rows(), picture.values->cols()));
  const float room = std::max(240.0F, 960.0F / std::sqrt(static_cast<float>(panels)));
  return std::clamp(std::floor(room / longest), 1.0F, 4 * base);
}

/// Moves the bar of a layout that was made for it alone to the right of another map.
void takeBar(const HeatmapLayout& from, HeatmapLayout& to) {
  const float dx = std::round(to.clip.right() - from.clip.right()),
              dy = std::round(to.clip.centre().y - from.clip.centre().y);
  to.bar = {from.bar.x + dx, from.bar.y + dy, from.bar.width, from.bar.height};
  to.barTicks = from.barTicks;
  to.barTickY = from.barTickY;
  for (SceneText& tick : to.barTicks) tick.at = {tick.at.x + dx, tick.at.y + dy};
  for (float& y : to.barTickY) y += dy;
}

/// Where the panels stand: all of one size, and room for a title above and the bar at the right.
struct Frame {
  int columns = 1, rows = 1;
  Size panel;
  float title = 0, bar = 0;  ///< height, width

  Size whole() const {
    return {static_cast<float>(columns) * panel.width + bar, static_cast<float>(rows) * panel.height + title};
  }
  Rect area(std::size_t i) const {
    const auto place = static_cast<int>(i);
    return {static_cast<float>(place % columns) * panel.width,
            title + static_cast<float>(place / columns) * panel.height, panel.width, panel.height};
  }
};

}  // namespace

int gridColumns(int panels, Size panel) {
  constexpr float wanted = 4.0F / 3, emptyPlace = 0.6F;  // a place left empty is as bad as a whole 1.8 times too wide
  int best = 1;
  float least = std::numeric_limits<float>::infinity();
  for (int columns = 1; columns <= panels; ++columns) {
    const int rows = (panels + columns - 1) / columns;
    const float shape = static_cast<float>(columns) * panel.width / (static_cast<float>(rows) * panel.height);
    const float badness = std::abs(std::log(shape / wanted)) + emptyPlace * static_cast<float>(rows * columns - panels);
    if (badness < least) best = columns;
    least = std::min(least, badness);
  }
  return best;
}

HeadGrid layoutHeads(const std::vector<MatrixPicture>& pictures, const HeatmapOptions& options,
                     const std::vector<std::string>& titles, std::optional<Size> size, const MeasureText& measure) {
  const MatrixPicture& first = pictures[0];
  const float unit = options.metrics.unit(), large = options.metrics.fontSize(TextSize::Large);
  HeatmapOptions one = options;
  one.title = titles.back();
  one.showBar = false;
  HeatmapOptions withBar = one;
  withBar.showBar = true;

  const float cell = panelCell(first, pictures.size(), options.metrics.base);
  Frame frame;
  frame.panel = naturalHeatmapSize(first, one, measure, cell);
  frame.columns = gridColumns(static_cast<int>(pictures.size()), frame.panel);
  frame.rows = (static_cast<int>(pictures.size()) + frame.columns - 1) / frame.columns;
  frame.title = options.title.empty() ? 0 : 2.5F * unit + large;
  const Size barred = naturalHeatmapSize(first, withBar, measure, cell);
  frame.bar = barred.width - frame.panel.width;
  if (size)
    frame.panel = {std::floor((size->width - frame.bar) / static_cast<float>(frame.columns)),
                   std::floor((size->height - frame.title) / static_cast<float>(frame.rows))};

  HeadGrid grid{size ? *size : frame.whole(), {}};
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    one.area = frame.area(i);
    one.title = titles[i];
    grid.layouts.push_back(layoutHeatmap(pictures[i], one, measure));
  }
  const auto corner = static_cast<std::size_t>(frame.columns - 1);
  withBar.area = frame.area(corner);
  withBar.area.width += frame.bar;
  takeBar(layoutHeatmap(first, withBar, measure), grid.layouts[corner]);
  if (frame.title > 0) {
    SceneText title;
    title.text = elidedTo(measure, options.title, TextSize::Large, grid.size.width - 4 * unit);
    title.size = TextSize::Large;
    title.at = {grid.size.width / 2, 2 * unit + large / 2};
    grid.layouts[0].labels.push_back(std::move(title));
  }
  return grid;
}

}  // namespace lab
