#pragma once

#include "cli/command_line.h"

namespace lab {

/// A picture of the real interface, drawn off screen: no display, no pointer, the same bytes each time.
/// @return the exit code. @throws attn::InputError.
int takeScreenshot(const attn::Experiment& experiment, const ScreenshotOptions& options);

}  // namespace lab
