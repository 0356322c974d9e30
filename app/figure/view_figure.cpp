#include "figure/view_figure.h"

#include "figure/drawing_png.h"
#include "figure/text_raster.h"
#include "scene/text_width.h"
#include "scene/views.h"

namespace lab {

namespace {

constexpr float titleUnits = 4;

/// The title stands above the view, which moves down by its line.
void addTitle(ViewFigure& figure, const SceneStyle& style, const std::string& title) {
  if (title.empty()) return;
  moveBy(figure.drawing, {0, style.u(titleUnits)});
  figure.size.height += style.u(titleUnits);
  figure.drawing.push_back(TextShape{.text = elidedTo(style.measure, title, TextSize::Large, figure.size.width),
                                     .at = {figure.size.width / 2, style.u(titleUnits / 2)},
                                     .size = TextSize::Large,
                                     .anchor = Anchor::Middle,
                                     .ink = style.palette->text});
}

}  // namespace

std::vector<unsigned char> viewPng(const attn::Trace& trace, const FigureOptions& options) {
  const ViewRow& view = viewNamed(options.view);
  if (view.figure == nullptr) return heatmapPng(trace, options);
  requireFigure(options);
  SceneStyle style;
  style.palette = &paletteOf(options.theme);
  style.words = &Words::of(options.language);
  style.measure = pangoMeasureText(style.metrics.base);
  style.measureRun = pangoMeasureRun();
  style.colourMap = options.colourMap.value_or("viridis");
  ViewSubject subject{trace, options.head.head, options.selected};
  if (!subject.selected) subject.selected = heaviestCell(trace);
  std::optional<Size> size = options.size;
  if (size && !options.title.empty()) size->height -= style.u(titleUnits);
  ViewFigure figure = view.figure(subject, style, size);
  addTitle(figure, style, options.title);
  return drawingPng(figure.drawing, figure.size, options.scale, style.metrics.base, *style.palette);
}

}  // namespace lab
