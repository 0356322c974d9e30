#pragma once

#include <vector>

#include "figure/heatmap_figure.h"

namespace lab {

/// The whole PNG file of an experiment as `options.view` shows it; the same bytes for the same input.
/// @param trace every head. @throws attn::InputError as `heatmapPng`, and where the experiment has nothing for the
/// view.
std::vector<unsigned char> viewPng(const attn::Trace& trace, const FigureOptions& options);

}  // namespace lab
