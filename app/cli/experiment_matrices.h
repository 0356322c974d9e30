#pragma once

#include "cli/typed_options.h"
#include "pipeline/experiment.h"

namespace lab {

/// Reads the files of an experiment whose entry is known: --x --memory --w-*, --q --k --v, and the labels, which
/// come from --query-tokens and --key-tokens, else from a first column of names in a csv.
/// @throws attn::InputError `option_needs` and those of `readMatrix`.
void readMatrices(const TypedOptions& options, attn::Experiment& experiment);

/// Reads every --param NAME=NUMBER|FILE of the experiment's score function; parameters of another one, from a
/// session, are dropped. @throws attn::InputError `unknown_parameter`, `not_a_number`, `parameter_kind`.
void readParameters(const TypedOptions& options, attn::Experiment& experiment);

}  // namespace lab
