#pragma once

#include "cli/typed_options.h"
#include "figure/heatmap_figure.h"

namespace lab {

/// Adds FIGURE of the command line to a subcommand.
void addFigureOptions(TypedOptions& options, CLI::App& command);

/// @throws attn::InputError for a wrong name, size or scale.
FigureOptions figureOf(const TypedOptions& options);

}  // namespace lab
