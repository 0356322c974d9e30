#include "cli/commands.h"
#include "cli/experiment_options.h"
#include "cli/figure_options.h"
#include "cli/naming_options.h"
#include "cli/output_option.h"
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
  const FigureOptions figure = figureOf(options);
  attn::Pipeline pipeline(attn::computeTokenLimit);
  const attn::Experiment experiment = experimentOf(options);
  const std::vector<unsigned char> png = namingOptions(
      experiment, [&] { return heatmapPng(pipeline.evaluate(experiment, attn::StageId::Weights), figure); });
  writeFile(output, {reinterpret_cast<const char*>(png.data()), png.size()});
  return 0;
}

}  // namespace

Command exportCommand() { return {"export", "Write the heatmap of an experiment to a picture", addOptions, run}; }

}  // namespace lab
