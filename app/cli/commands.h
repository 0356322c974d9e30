#pragma once

#include "cli/command_line.h"
#include "cli/typed_options.h"

namespace lab {

/// A subcommand: the options it knows, and what it does with them.
struct Command {
  const char* name;
  const char* summary;
  void (*addOptions)(TypedOptions&, CLI::App&);
  /// @return the exit code. @throws attn::InputError.
  int (*run)(const TypedOptions&, const WindowCommands&);
};

/// Prints to standard output. @throws attn::InputError `cannot_write`.
void printOut(const std::string& text);

Command computeCommand();
Command exportCommand();
Command screenshotCommand();
Command listCommand();

}  // namespace lab
