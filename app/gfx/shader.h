#pragma once

#include <string_view>

#include "gfx/gl_handle.h"

namespace lab::gfx {

/// Compiles and links two assets (`shaders/heatmap.vert`, `shaders/heatmap.frag`).
/// @throws std::runtime_error with the file and the driver's log (file, line): a bug in a shipped shader.
/// @param defines lines that follow the fragment shader's first, its version: "#define KEYS 8\n".
ProgramHandle loadProgram(std::string_view vertexAsset, std::string_view fragmentAsset, std::string_view defines = {});

}  // namespace lab::gfx
