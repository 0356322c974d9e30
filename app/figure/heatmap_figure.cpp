#include "figure/heatmap_figure.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>

#include "core/input_error.h"
#include "figure/drawing_png.h"
#include "figure/head_grid.h"
#include "figure/heatmap_pixels.h"
#include "figure/pango_text.h"
#include "figure/png_file.h"
#include "figure/text_raster.h"
#include "scene/heatmap_drawing.h"
#include "scene/shared_range.h"

namespace lab {

namespace {

[[noreturn]] void outOfRange(const char* input, const std::string& got, const std::string& expected) {
  throw attn::InputError("out_of_range", {{"input", input}, {"got", got}, {"expected", expected}});
}

void requireScale(double scale) {
  if (!(scale >= figureScaleLeast && scale <= figureScaleMost))
    outOfRange("scale", fmt::format("{}", scale), fmt::format("{} … {}", figureScaleLeast, figureScaleMost));
}

void requireSize(Size size) {
  const auto fits = [](float side) { return side >= figureSideLeast && side <= figureSideMost; };
  if (!fits(size.width) || !fits(size.height))
    outOfRange("size", fmt::format("{}x{}", size.width, size.height),
               fmt::format("{} … {}", figureSideLeast, figureSideMost));
}

/// Cells so large that the map is about 560 points, at most as large as on screen.
float naturalCell(const MatrixPicture& picture, float base) {
  const auto longest = static_cast<float>(std::max(picture.values->rows(), picture.values->cols()));
  const float fitting = std::floor(560 / longest);
  return std::clamp(fitting, longest <= 1024 ? 2.0F : 1.0F, 6.5F * base);
}

HeatmapOptions layoutOptions(const std::vector<MatrixPicture>& pictures, const FigureOptions& figure) {
  HeatmapOptions options;
  options.map = figure.colourMap ? &colourMapNamed(*figure.colourMap) : &standardColourMap(pictures[0].diverging);
  options.range = sharedRange(pictures, options.map->diverging);
  return options;
}

/// Cells alone: no font is looked for. Up to 256 colours go into a palette.
std::vector<unsigned char> barePng(const MatrixPicture& picture, const HeatmapOptions& options,
                                   const FigureOptions& figure) {
  const auto rows = static_cast<double>(picture.values->rows()), columns = static_cast<double>(picture.values->cols());
  const PixelSize size = pixelSize(columns, rows, figure.scale, false);
  const auto rowSpans = evenSpans(picture.values->rows(), size.height);
  const auto columnSpans = evenSpans(picture.values->cols(), size.width);
  const CellCoder code(picture, options.range);
  const auto colours = codeColours(*options.map, paletteOf(figure.theme));

  std::array<bool, 259> used{};
  for (const CellSpan rowSpan : rowSpans)
    for (const CellSpan columnSpan : columnSpans) used[code(rowSpan, columnSpan)] = true;
  std::array<std::uint8_t, 259> place{};
  PngPicture png{size.width, size.height, {}, figure.scale, {}};
  const bool indexed = std::count(used.begin(), used.end(), true) <= 256;
  for (std::size_t c = 0; indexed && c < used.size(); ++c) {
    if (!used[c]) continue;
    place[c] = static_cast<std::uint8_t>(png.palette.size());
    png.palette.push_back(colours[c]);
  }
  png.fillRow = [&](int y, std::uint8_t* out) {
    for (const CellSpan columnSpan : columnSpans) {
      const PixelCode c = code(rowSpans[static_cast<std::size_t>(y)], columnSpan);
      if (indexed) {
        *out++ = place[c];
        continue;
      }
      *out++ = colours[c].r;
      *out++ = colours[c].g;
      *out++ = colours[c].b;
    }
  };
  return encodePng(png);
}

/// One heatmap, or one for each head, laid out.
HeadGrid layoutFigure(const std::vector<MatrixPicture>& pictures, HeatmapOptions options, const FigureOptions& figure) {
  const Words& words = Words::of(figure.language);
  const MatrixPicture& first = pictures[0];
  options.rowAxisText = words(first.rowAxis);
  options.columnAxisText = words(first.columnAxis);
  options.title = figure.title;
  const MeasureText measure = pangoMeasureText(options.metrics.base);
  if (pictures.size() > 1) {
    std::vector<std::string> titles;
    for (std::size_t r = 0; r < pictures.size(); ++r)
      titles.push_back(words("figure.head", {{"head", std::to_string(r)}}));
    return layoutHeads(pictures, options, titles, figure.size, measure);
  }
  Size size = figure.size ? *figure.size
                          : naturalHeatmapSize(first, options, measure, naturalCell(first, options.metrics.base));
  size = {std::min<float>(size.width, figureSideMost), std::min<float>(size.height, figureSideMost)};
  options.area = {0, 0, size.width, size.height};
  return {size, {layoutHeatmap(first, options, measure)}};
}

}  // namespace

void requireFigure(const FigureOptions& options) {
  requireScale(options.scale);
  if (options.size) requireSize(*options.size);
}

std::vector<unsigned char> heatmapPng(const attn::Trace& trace, const FigureOptions& figure) {
  requireFigure(figure);
  const std::vector<MatrixPicture> pictures = picturesOf(trace, figure.stage, figure.head);
  if (!pictures[0].values || pictures[0].values->size() == 0)
    throw attn::InputError("shape",
                           {{"input", matrixStageName(figure.stage)}, {"got", "0 × 0"}, {"expected", "≥ 1 × 1"}});
  const HeatmapOptions options = layoutOptions(pictures, figure);
  assert(!figure.bare || pictures.size() == 1);
  if (figure.bare) return barePng(pictures[0], options, figure);

  const HeadGrid grid = layoutFigure(pictures, options, figure);
  const Palette& palette = paletteOf(figure.theme);
  Drawing drawing;
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    const auto matrix = std::make_shared<const ShownMatrix>(ShownMatrix{pictures[i], options.range, {}});
    append(drawing, heatmapDrawing(matrix, options, grid.layouts[i], palette));
  }
  return drawingPng(drawing, grid.size, figure.scale, options.metrics.base, palette);
}

}  // namespace lab
