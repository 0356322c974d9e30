#pragma once

#include "cli/typed_options.h"
#include "scene/head_choice.h"

namespace lab {

/// --head H|mean|max|all; whether the experiment has that head is known once it is computed.
/// @throws attn::InputError `out_of_range` for anything else.
HeadChoice headOf(const TypedOptions& options);

}  // namespace lab
