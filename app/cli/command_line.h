#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "i18n/i18n.h"
#include "pipeline/experiment.h"
#include "scene/matrix_picture.h"
#include "scene/palette.h"

namespace lab {

/// What `screenshot` shows besides the experiment; every value is within its range.
struct ScreenshotOptions {
  std::string view = "heatmap";
  std::optional<Cell> select;  ///< query and key, counting from 0; they exist
  Size size{1440, 900};        ///< points, 640 × 480 … 7680 × 4320
  double scale = 1;            ///< 0.5 … 4; pixels = points × scale
  Theme theme = Theme::Dark;
  Language language = Language::English;
  std::filesystem::path output;  ///< ends in .png
};

/// What the command line needs a window or OpenGL for; main gives them. Each returns the exit code and may throw
/// attn::InputError.
struct WindowCommands {
  /// @param testServer the end-to-end tests' own hidden switch, --test-server.
  std::function<int(std::optional<std::filesystem::path> file, bool testServer)> openWindow;
  std::function<int(const attn::Experiment&, const ScreenshotOptions&)> screenshot;
};

/// Runs one command line, with numbers written with a point whatever the reader's locale says. An error is one line on
/// standard error, `attention-lab: error: …`, and nothing is written.
/// @return the exit code: 0; 1 bad data, output, display; 2 wrong use.
int runCommandLine(int argc, const char* const* argv, const WindowCommands& window);

}  // namespace lab
