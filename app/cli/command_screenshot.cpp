#include "attention/catalogue.h"
#include "cli/commands.h"
#include "cli/experiment_options.h"
#include "cli/naming_options.h"
#include "cli/output_option.h"
#include "cli/selection_option.h"
#include "cli/threads_option.h"
#include "pipeline/pipeline.h"
#include "scene/views.h"

namespace lab {
namespace {

void addOptions(TypedOptions& options, CLI::App& command) {
  addExperimentOptions(options, command);
  options.add(command, "Screenshot",
              {{"--view", "NAME", "The view that is shown, see list views (heatmap)"},
               selectionOption(),
               {"--size", "WxH", "Of the window, in points (1440x900)"},
               {"--scale", "N", "Pixels for each point (1)"},
               {"--theme", "NAME", "dark, light or projector (dark)"},
               {"--lang", "NAME", "en or zh (en)"}});
  addThreadsOption(options, command);
  addOutputOption(options, command, "The picture, .png");
}

ScreenshotOptions screenshotOf(const TypedOptions& options) {
  ScreenshotOptions screenshot;
  screenshot.output = outputOf(options, {".png"});
  if (const auto view = options.oneOf("--view", attn::rowNames(viewCatalogue()), "view")) screenshot.view = *view;
  if (const auto size = options.size("--size")) {
    if (!(size->width >= 640 && size->width <= 7680 && size->height >= 480 && size->height <= 4320))
      throw attn::InputError(
          "out_of_range",
          {{"input", "--size"}, {"got", *options.text("--size")}, {"expected", "640x480 to 7680x4320"}});
    screenshot.size = *size;
  }
  if (const auto scale = options.number("--scale", 0.5, 4)) screenshot.scale = *scale;
  if (const auto theme = options.oneOf("--theme", {"dark", "light", "projector"}, "theme"))
    screenshot.theme = themeNamed(*theme);
  if (const auto language = options.oneOf("--lang", {"en", "zh"}, "language"))
    screenshot.language = languageNamed(*language);
  return screenshot;
}

int run(const TypedOptions& options, const WindowCommands& window) {
  ScreenshotOptions screenshot = screenshotOf(options);
  applyThreads(options);
  const attn::Experiment experiment = experimentOf(options);
  // The window shows an error where the picture would be; here it must end the command before anything is written.
  attn::Pipeline pipeline(attn::windowTokenLimit);
  screenshot.select = selectedCell(options, namingOptions(experiment, [&] { return pipeline.evaluate(experiment); }));
  return window.screenshot(experiment, screenshot);
}

}  // namespace

Command screenshotCommand() {
  return {"screenshot", "Write a picture of the window, without a display", addOptions, run};
}

}  // namespace lab
