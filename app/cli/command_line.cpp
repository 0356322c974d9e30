#include "cli/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <clocale>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <memory>
#include <new>

#include "cli/commands.h"
#include "cli/threads_option.h"
#include "core/checks.h"
#include "core/input_error.h"

namespace lab {
namespace {

using attn::InputError;

/// One subcommand while a command line is read.
struct ParsedCommand {
  Command command;
  CLI::App* app = nullptr;
  TypedOptions options;
};

/// The whole command line: subcommands and, without one, a file to open.
struct Parser {
  CLI::App app{"See, change and measure the attention mechanism.", "attention-lab"};
  std::vector<std::unique_ptr<ParsedCommand>> commands;
  TypedOptions options;  ///< of the window
  std::string file;
  bool testServer = false;
  bool version = false;
};

void build(Parser& parser) {
  CLI::App& app = parser.app;
  app.set_help_flag("-h,--help", "What the command line can do; SUBCOMMAND --help says more");
  app.add_flag("--version", parser.version, "The program's version")->disable_flag_override();
  app.add_flag("--test-server", parser.testServer)->disable_flag_override()->group("");
  app.add_option("FILE", parser.file, "Open this experiment in the window")->type_name("")->allow_extra_args(false);
  addThreadsOption(parser.options, app);
  app.require_subcommand(0, 1);
  app.allow_extras();
  for (const Command& command : {computeCommand(), exportCommand(), screenshotCommand(), listCommand()}) {
    auto parsed = std::make_unique<ParsedCommand>();
    parsed->command = command;
    parsed->app = app.add_subcommand(command.name, command.summary);
    parsed->app->set_help_flag("-h,--help", "Print this help");
    parsed->app->allow_extras();
    command.addOptions(parsed->options, *parsed->app);
    parser.commands.push_back(std::move(parsed));
  }
}

/// `--text=` as two arguments: CLI11 would take the next option for the value.
std::vector<std::string> argumentsOf(int argc, const char* const* argv) {
  std::vector<std::string> arguments;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    const bool emptyValue = argument.starts_with("--") && argument.find('=') == argument.size() - 1;
    arguments.push_back(emptyValue ? argument.substr(0, argument.size() - 1) : argument);
    if (emptyValue) arguments.emplace_back();
  }
  return arguments;
}

/// Throws for the first argument that no option or subcommand took.
void refuseExtras(const CLI::App& app) {
  const std::vector<std::string> extras = app.remaining();
  if (extras.empty()) return;
  const std::string option = extras.front().substr(0, extras.front().find('='));
  if (!option.starts_with('-') || option == "-") throw InputError("unexpected_argument", {{"got", extras.front()}});
  std::vector<std::string> valid;
  for (const CLI::Option* known : app.get_options())
    if (known->nonpositional() && !known->get_group().empty()) valid.push_back("--" + known->get_lnames().front());
  throw InputError("unknown_name",
                   {{"what", "option"}, {"got", option}, {"nearest", attn::nearestName(option, valid)}});
}

/// A bare word that is no file was probably meant as a subcommand.
void refuseMisspeltCommand(const Parser& parser) {
  const bool bareWord = parser.file.find_first_of("./") == std::string::npos;
  if (parser.file.empty() || !bareWord || std::filesystem::exists(parser.file)) return;
  std::vector<std::string> names;
  for (const auto& parsed : parser.commands) names.emplace_back(parsed->command.name);
  throw InputError(
      "unknown_name",
      {{"what", "file or subcommand"}, {"got", parser.file}, {"nearest", attn::nearestName(parser.file, names)}});
}

/// CLI11's help, with one empty line where it leaves two.
std::string helpOf(const CLI::App& app) {
  std::string help = app.help();  // of the subcommand, where one was named
  for (std::size_t at; (at = help.find("\n\n\n")) != std::string::npos;) help.erase(at, 1);
  return help.substr(0, help.find_last_not_of('\n') + 2);
}

/// CLI11's errors in the program's own words. All that is left to it is a last option without its value and a flag
/// with one.
[[noreturn]] void rethrow(const CLI::ParseError& error, const std::vector<std::string>& arguments) {
  const std::string last = arguments.empty() ? "" : arguments.back();
  if (error.get_name() == "ArgumentMismatch" && last.starts_with('-') && last.find('=') == std::string::npos)
    throw InputError("value_missing", {{"input", last}});
  for (const std::string& argument : arguments) {
    const std::string name = argument.substr(0, argument.find('='));
    if (name != argument && name.starts_with("--") && std::string_view(error.what()).starts_with(name.substr(2) + " "))
      throw InputError("unexpected_argument", {{"got", argument}});
  }
  throw InputError("wrong_use", {{"got", error.what()}});
}

int dispatch(Parser& parser, const std::vector<std::string>& arguments, const WindowCommands& window) {
  try {
    parser.app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    printOut(helpOf(parser.app));
    return 0;
  } catch (const CLI::ParseError& error) {
    rethrow(error, arguments);
  }
  parser.options.requireValues(parser.app);
  applyThreads(parser.options);  // a subcommand's own comes later
  for (const auto& parsed : parser.commands) {
    if (!parsed->app->parsed()) continue;
    parsed->options.requireValues(*parsed->app);
    refuseExtras(*parsed->app);
    refuseExtras(parser.app);
    return parsed->command.run(parsed->options, window);
  }
  refuseMisspeltCommand(parser);
  refuseExtras(parser.app);
  if (parser.version) {
    printOut(fmt::format("attention-lab {}\n", ATTENTION_LAB_VERSION));
    return 0;
  }
  const auto file = parser.file.empty() ? std::nullopt : std::optional<std::filesystem::path>(parser.file);
  return window.openWindow(file, parser.testServer);
}

int reportLine(std::string message, int exitCode) {
  for (char& letter : message)  // a file's name may hold a line break
    if (static_cast<unsigned char>(letter) < ' ' || letter == '\x7f') letter = ' ';
  const std::string line = fmt::format("attention-lab: error: {}\n", message);
  std::fwrite(line.data(), 1, line.size(), stderr);
  return exitCode;
}

}  // namespace

void printOut(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0) return;
  throw InputError("cannot_write", {{"input", "standard output"}, {"got", strerrorname_np(errno)}});
}

int runCommandLine(int argc, const char* const* argv, const WindowCommands& window) {
  std::setlocale(LC_NUMERIC, "C");  // every file and picture writes 0.5
  std::signal(SIGXFSZ, SIG_IGN);    // a file larger than the user may write is an error, not the end of the program
  try {
    Parser parser;
    build(parser);
    return dispatch(parser, argumentsOf(argc, argv), window);
  } catch (const InputError& error) {
    return reportLine(error.what(), error.kind() == attn::ErrorKind::WrongUse ? 2 : 1);
  } catch (const std::bad_alloc&) {
    return reportLine("not enough memory for an experiment of this size", 1);
  } catch (const std::filesystem::filesystem_error& error) {
    return reportLine(error.what(), 1);
  }
}

}  // namespace lab
