#pragma once

#include <optional>
#include <string>
#include <vector>

#include "i18n/i18n.h"
#include "pipeline/trace.h"
#include "scene/head_choice.h"
#include "scene/matrix_picture.h"
#include "scene/palette.h"

namespace lab {

/// Points of a side, and pixels for each point, of a figure.
inline constexpr double figureSideLeast = 64, figureSideMost = 16384, figureScaleLeast = 0.1, figureScaleMost = 16;

/// FIGURE of the command line, with its defaults.
struct FigureOptions {
  std::string view = "heatmap";              ///< a row of viewCatalogue()
  std::optional<Cell> selected;              ///< query and key; what most views but the heatmap are about
  MatrixStage stage = MatrixStage::Weights;  ///< scores or weights
  std::optional<std::string> colourMap;      ///< none: viridis, or diverging for signed values
  Theme theme = Theme::Light;                ///< light or dark
  std::string title;
  std::optional<Size> size;  ///< points; none: what the matrix needs
  double scale = 1;          ///< pixels = points × scale
  Language language = Language::English;
  bool bare = false;  ///< the cells alone, one pixel a cell times scale; not of all heads
  HeadChoice head;    ///< all: a small map for each on one scale of colours
};

/// @throws attn::InputError `out_of_range` for a size or scale out of range.
void requireFigure(const FigureOptions& options);

/// The whole PNG file of a heatmap; the same bytes for the same input. @throws attn::InputError for a size or scale
/// out of range (`out_of_range`; at most 32767 pixels a side and 2^28 in all), a head that is not there, an unknown
/// colour map (`unknown_name`) and for text that no installed font can write (`no_font`; a bare figure needs no font).
std::vector<unsigned char> heatmapPng(const attn::Trace& trace, const FigureOptions& options);

}  // namespace lab
