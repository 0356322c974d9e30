#pragma once

#include "cli/typed_options.h"

namespace lab {

/// Adds --threads N. More threads change how long a computation takes, never its numbers.
void addThreadsOption(TypedOptions& options, CLI::App& command);

/// From here on that many threads compute; as many as the machine has where the option was not given.
/// @throws attn::InputError `not_a_number`, `out_of_range`.
void applyThreads(const TypedOptions& options);

}  // namespace lab
