#include "cli/commands.h"
#include "cli/experiment_options.h"
#include "cli/figure_options.h"
#include "cli/naming_options.h"
#include "cli/output_option.h"
#include "cli/selection_option.h"
#include "cli/threads_option.h"
#include "core/input_error.h"
#include "figure/view_figure.h"
#include "io/files.h"
#include "io/output_file.h"
#include "io/stage_file.h"
#include "pipeline/pipeline.h"

namespace lab {
namespace {

using attn::InputError;

void addOptions(TypedOptions& options, CLI::App& command) {
  addExperimentOptions(options, command);
  addFigureOptions(options, command);
  addThreadsOption(options, command);
  addOutputOption(options, command, "The figure, .png, or its numbers, .csv, .npy, .npz or .json");
}

/// Files of numbers have no colours, and a matrix of rows and columns holds one head.
void requireOptionsOf(const std::string& extension, const TypedOptions& options, const FigureOptions& figure,
                      attn::Index heads) {
  const bool all = figure.head.kind == HeadChoice::Kind::All && heads > 1;
  if (all && figure.bare) throw InputError("options_exclude", {{"input", "--head all"}, {"other", "--bare"}});
  if (all && extension == ".csv")
    throw InputError("out_of_range", {{"input", "--head"},
                                      {"got", "all"},
                                      {"expected", "one head, mean or max for .csv; .npy, .npz and .json hold all"}});
  if (extension == ".png") return;
  for (const char* drawn :
       {"--view", "--select", "--colour-map", "--theme", "--title", "--size", "--scale", "--lang", "--bare"})
    if (options.has(drawn))
      throw InputError("options_exclude", {{"input", drawn}, {"other", "a " + extension + " file"}});
}

StageNumbers numbersOf(const attn::Trace& trace, const FigureOptions& figure) {
  StageNumbers numbers{matrixStageName(figure.stage), headText(figure.head), {}};
  for (const MatrixPicture& picture : picturesOf(trace, figure.stage, figure.head))
    numbers.blocks.push_back(picture.values);
  return numbers;
}

void writeNumbers(const attn::Trace& trace, const FigureOptions& figure, const std::filesystem::path& output) {
  const StageNumbers numbers = numbersOf(trace, figure);
  const std::string extension = lowerExtension(output);
  OutputFile file(output);
  if (extension == ".csv") stageToCsv(trace, numbers, file);
  if (extension == ".npy") stageToNpy(numbers, file);
  if (extension == ".npz") stageToNpz(numbers, file);
  if (extension == ".json") stageToJson(trace, numbers, file);
  file.keep();
}

int run(const TypedOptions& options, const WindowCommands&) {
  const std::filesystem::path output = outputOf(options, {".png", ".csv", ".npy", ".npz", ".json"});
  applyThreads(options);
  FigureOptions figure = figureOf(options);
  attn::Pipeline pipeline(attn::computeTokenLimit);
  const attn::Experiment experiment = experimentOf(options);
  const std::string extension = lowerExtension(output);
  requireOptionsOf(extension, options, figure, experiment.heads);
  if (experiment.entry == attn::Entry::Weights && figure.stage == MatrixStage::Scores)
    throw InputError("options_exclude", {{"input", "--stage scores"}, {"other", "--weights"}});
  // A heatmap needs nothing after the weights; the other views show more.
  const attn::StageId last = figure.view == "heatmap" ? attn::StageId::Weights : attn::StageId::Measures;
  namingOptions(experiment, [&] {
    const attn::Trace trace = pipeline.evaluate(experiment, last);
    requireHead(trace, figure.head);
    figure.selected = selectedCell(options, trace);
    if (extension != ".png") return writeNumbers(trace, figure, output);
    const std::vector<unsigned char> png = viewPng(trace, figure);
    writeFile(output, {reinterpret_cast<const char*>(png.data()), png.size()});
  });
  return 0;
}

}  // namespace

Command exportCommand() {
  return {"export", "Write a view of an experiment to a picture, or its numbers to a file", addOptions, run};
}

}  // namespace lab
