#pragma once

#include "cli/typed_options.h"
#include "pipeline/experiment.h"

namespace lab {

/// Adds EXPERIMENT of the command line to a subcommand.
void addExperimentOptions(TypedOptions& options, CLI::App& command);

/// What the options mean: the session they start from, overridden by what was typed, defaults filled in. Files are
/// read here. @throws attn::InputError for a wrong name, number, combination or file.
attn::Experiment experimentOf(const TypedOptions& options);

}  // namespace lab
