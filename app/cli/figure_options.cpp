#include "cli/figure_options.h"

#include "attention/catalogue.h"
#include "cli/head_option.h"
#include "cli/selection_option.h"
#include "core/input_error.h"
#include "scene/views.h"
#include "text/tokenizers.h"

namespace lab {

void addFigureOptions(TypedOptions& options, CLI::App& command) {
  options.add(command, "Figure",
              {{"--view", "NAME", "How it is drawn, see list views (heatmap)"},
               selectionOption(),
               {"--stage", "NAME", "scores or weights (weights)"},
               {"--head", "H", "The number of a head from 0, mean, max or all (0)"},
               {"--colour-map", "NAME", "Colours of the cells (viridis; diverging for scores)"},
               {"--theme", "NAME", "light or dark (light)"},
               {"--title", "TEXT", "Written above the figure"},
               {"--size", "WxH", "In points (what the matrix needs)"},
               {"--scale", "N", "Pixels for each point (1)"},
               {"--lang", "NAME", "en or zh (en)"},
               {"--bare", nullptr, "The cells alone, one pixel a cell times the scale"}});
}

FigureOptions figureOf(const TypedOptions& options) {
  FigureOptions figure;
  if (const auto view = options.oneOf("--view", attn::rowNames(viewCatalogue()), "view")) figure.view = *view;
  if (const auto stage = options.oneOf("--stage", {"scores", "weights"}, "stage"))
    figure.stage = *matrixStageNamed(*stage);
  figure.head = headOf(options);
  if (const auto map = options.oneOf("--colour-map", attn::rowNames(colourMapCatalogue()), "colour map"))
    figure.colourMap = *map;
  if (const auto theme = options.oneOf("--theme", {"light", "dark"}, "theme")) figure.theme = themeNamed(*theme);
  if (const std::string* title = options.text("--title")) {
    if (const std::size_t bad = attn::firstInvalidUtf8(*title); bad != std::string::npos)
      throw attn::InputError("invalid_utf8", {{"input", "--title"}, {"place", std::to_string(bad)}});
    figure.title = *title;
  }
  figure.size = options.size("--size");
  if (const auto scale = options.number("--scale", figureScaleLeast, figureScaleMost)) figure.scale = *scale;
  if (const auto language = options.oneOf("--lang", {"en", "zh"}, "language"))
    figure.language = languageNamed(*language);
  figure.bare = options.has("--bare");
  for (const char* only : {"--stage", "--bare"})
    if (figure.view != "heatmap" && options.has(only))
      throw attn::InputError("options_exclude", {{"input", only}, {"other", "--view " + figure.view}});
  for (const char* drawn : {"--size", "--title"})
    if (figure.bare && options.has(drawn))
      throw attn::InputError("options_exclude", {{"input", drawn}, {"other", "--bare"}});
  return figure;
}

}  // namespace lab
