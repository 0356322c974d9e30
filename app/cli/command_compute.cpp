#include "cli/commands.h"
#include "cli/experiment_options.h"
#include "cli/naming_options.h"
#include "cli/output_option.h"
#include "cli/threads_option.h"
#include "io/files.h"
#include "io/output_file.h"
#include "io/result_file.h"
#include "pipeline/pipeline.h"

namespace lab {
namespace {

void addOptions(TypedOptions& options, CLI::App& command) {
  addExperimentOptions(options, command);
  addThreadsOption(options, command);
  addOutputOption(options, command, "Every matrix of the computation, .npz or .json");
}

int run(const TypedOptions& options, const WindowCommands&) {
  const std::filesystem::path output = outputOf(options, {".npz", ".json"});
  applyThreads(options);
  attn::Pipeline pipeline(attn::computeTokenLimit);
  const attn::Experiment experiment = experimentOf(options);
  const attn::Trace trace = namingOptions(experiment, [&] { return pipeline.evaluate(experiment); });
  OutputFile file(output);
  (lowerExtension(output) == ".npz" ? traceToNpz : traceToJson)(trace, file);
  file.keep();
  return 0;
}

}  // namespace

Command computeCommand() { return {"compute", "Write every matrix of an experiment to a file", addOptions, run}; }

}  // namespace lab
