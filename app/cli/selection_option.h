#pragma once

#include <optional>

#include "cli/typed_options.h"
#include "pipeline/trace.h"
#include "scene/matrix_picture.h"

namespace lab {

/// --select Q,K of `screenshot` and `export`.
OptionRow selectionOption();

/// The query and key that --select names, counting from 0; none without it. @param trace where the cell must exist.
/// @throws attn::InputError `out_of_range`.
std::optional<Cell> selectedCell(const TypedOptions& options, const attn::Trace& trace);

}  // namespace lab
