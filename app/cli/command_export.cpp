#include "cli/commands.h"
#include "cli/experiment_options.h"
#include "cli/figure_options.h"
#include "cli/naming_options.h"
#include "cli/output_option.h"
#include "cli/selection_option.h"
#include "figure/view_figure.h"
#include "io/files.h"
#include "pipeline/pipeline.h"

namespace lab {
namespace {

void addOptions(TypedOptions& options, CLI::App& command) {
  addExperimentOptions(options, command);
  addFigureOptions(options, command);
  addOutputOption(options, command, "The figure, .png");
}

int run(const TypedOptions& options, const WindowCommands&) {
  const std::filesystem::path output = outputOf(options, {".png"});
  FigureOptions figure = figureOf(options);
  attn::Pipeline pipeline(attn::computeTokenLimit);
  const attn::Experiment experiment = experimentOf(options);
  // A heatmap needs nothing after the weights; the other views show more.
  const attn::StageId last = figure.view == "heatmap" ? attn::StageId::Weights : attn::StageId::Measures;
  const std::vector<unsigned char> png = namingOptions(experiment, [&] {
    const attn::Trace trace = pipeline.evaluate(experiment, last);
    figure.selected = selectedCell(options, trace);
    return viewPng(trace, figure);
  });
  writeFile(output, {reinterpret_cast<const char*>(png.data()), png.size()});
  return 0;
}

}  // namespace

Command exportCommand() { return {"export", "Write a view of an experiment to a picture", addOptions, run}; }

}  // namespace lab
