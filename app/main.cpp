#include <clocale>
#include <cstdio>
#include <exception>

#include "cli/command_line.h"
#include "shell/screenshot.h"
#include "shell/window.h"

int main(int argc, char** argv) {
  std::setlocale(LC_ALL, "");  // file names and text are UTF-8
  try {
    lab::WindowCommands window;
    window.openWindow = [](const auto& file, bool testServer) { return lab::runWindow(file, testServer); };
    window.screenshot = [](const auto& experiment, const auto& options) {
      return lab::takeScreenshot(experiment, options);
    };
    return lab::runCommandLine(argc, argv, window);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "attention-lab: error: %s\n", error.what());
    return 1;
  }
}
