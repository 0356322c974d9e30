#include "cli/output_option.h"

#include <algorithm>

#include "core/input_error.h"
#include "io/files.h"

namespace lab {

void addOutputOption(TypedOptions& options, CLI::App& command, const char* help) {
  options.add(command, "Output", {{"-o,--output", "FILE", help}});
}

std::filesystem::path outputOf(const TypedOptions& options, const std::vector<std::string>& endings) {
  std::string expected;
  for (const std::string& ending : endings) expected += (expected.empty() ? "" : " or ") + ending;
  const std::string* typed = options.text("--output");
  if (typed == nullptr)
    throw attn::InputError("argument_missing",
                           {{"input", "--output"}, {"expected", "a file that ends in " + expected}});
  const std::filesystem::path path = *typed;
  if (std::find(endings.begin(), endings.end(), lowerExtension(path)) == endings.end())
    throw attn::InputError("wrong_extension", {{"input", "--output"}, {"got", *typed}, {"expected", expected}});
  return path;
}

}  // namespace lab
