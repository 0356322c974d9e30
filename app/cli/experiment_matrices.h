#pragma once

#include <string_view>

#include "cli/typed_options.h"
#include "pipeline/experiment.h"

namespace lab {

/// Reads the files of an experiment whose entry is known: --x --memory --w-*, --q --k --v, --scores, --weights, the
/// file of
/// --mask custom:FILE, and the labels, which
/// come from --query-tokens and --key-tokens, else from a first column of names in a csv.
/// @throws attn::InputError `option_needs` and those of `readMatrix`.
void readMatrices(const TypedOptions& options, attn::Experiment& experiment);

/// Whether a mask is typed as `custom:FILE`.
bool isCustomMask(std::string_view typed);

/// Reads every --param NAME=NUMBER|FILE of the experiment's score, masks, bias and position; parameters of others,
/// from a session, are dropped. @throws attn::InputError `unknown_parameter`, `not_a_number`, `parameter_kind`.
void readParameters(const TypedOptions& options, attn::Experiment& experiment);

}  // namespace lab
