#include <fmt/format.h>

#include <charconv>

#include "attention/catalogue.h"
#include "cli/commands.h"
#include "cli/experiment_options.h"
#include "cli/naming_options.h"
#include "cli/output_option.h"
#include "cli/threads_option.h"
#include "cli/views.h"
#include "pipeline/pipeline.h"

namespace lab {
namespace {

void addOptions(TypedOptions& options, CLI::App& command) {
  addExperimentOptions(options, command);
  options.add(command, "Screenshot",
              {{"--view", "NAME", "The view that is shown (heatmap)"},
               {"--select", "Q,K", "The selected query and key, counting from 0"},
               {"--size", "WxH", "Of the window, in points (1440x900)"},
               {"--scale", "N", "Pixels for each point (1)"},
               {"--theme", "NAME", "dark, light or projector (dark)"},
               {"--lang", "NAME", "en or zh (en)"}});
  addThreadsOption(options, command);
  addOutputOption(options, command, "The picture, .png");
}

[[noreturn]] void throwOutOfRange(const char* option, const std::string& got, const std::string& expected) {
  throw attn::InputError("out_of_range", {{"input", option}, {"got", got}, {"expected", expected}});
}

/// "2,0". @param trace where the cell must exist.
std::optional<Cell> selectedCell(const TypedOptions& options, const attn::Trace& trace) {
  const std::string* typed = options.text("--select");
  if (typed == nullptr) return std::nullopt;
  Cell cell{-1, -1};
  const char* const end = typed->data() + typed->size();
  const auto query = std::from_chars(typed->data(), end, cell.row);
  if (query.ec == std::errc{} && query.ptr != end && *query.ptr == ',') {
    const auto key = std::from_chars(query.ptr + 1, end, cell.column);
    if (key.ec == std::errc{} && key.ptr == end && cell.row >= 0 && cell.row < trace.queries() && cell.column >= 0 &&
        cell.column < trace.keys())
      return cell;
  }
  throwOutOfRange("--select", *typed,
                  fmt::format("QUERY,KEY from 0,0 to {},{}", trace.queries() - 1, trace.keys() - 1));
}

ScreenshotOptions screenshotOf(const TypedOptions& options) {
  ScreenshotOptions screenshot;
  screenshot.output = outputOf(options, {".png"});
  if (const auto view = options.oneOf("--view", attn::rowNames(viewCatalogue()), "view")) screenshot.view = *view;
  if (const auto size = options.size("--size")) {
    if (!(size->width >= 640 && size->width <= 7680 && size->height >= 480 && size->height <= 4320))
      throwOutOfRange("--size", *options.text("--size"), "640x480 to 7680x4320");
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
