#pragma once

#include <filesystem>

#include "cli/typed_options.h"

namespace lab {

/// Adds -o, --output FILE; `help` says what kinds of file there are.
void addOutputOption(TypedOptions& options, CLI::App& command, const char* help);

/// The file to write. @param endings such as ".png", in small letters; the file's may be in capitals.
/// @throws attn::InputError `argument_missing`, `wrong_extension`.
std::filesystem::path outputOf(const TypedOptions& options, const std::vector<std::string>& endings);

}  // namespace lab
