#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scene/geometry.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace lab {

/// One option of the command line.
struct OptionRow {
  const char* name;   ///< "--temperature", or "-o,--output"
  const char* value;  ///< what stands for its value in the help: "T"; null for a flag
  std::string help;
  bool anyText = false;  ///< its value may be the name of an option: --text --bare
};

/// The options of one subcommand as they were typed. Of an option given twice the last one wins, unless `all` is asked.
/// Values are read here and not by CLI11, which splits "[a, b]" into two and takes "{}" for nothing.
class TypedOptions {
 public:
  /// Adds options under a heading of the help. `command` must outlive this.
  void add(CLI::App& command, const std::string& heading, const std::vector<OptionRow>& rows);

  /// Throws `value_missing` for an option that took the name of another one for its value.
  void requireValues(const CLI::App& command) const;

  bool has(std::string_view option) const;
  /// The last value, or null where the option was not given.
  const std::string* text(std::string_view option) const;
  /// Every value, in the order they were typed.
  std::vector<std::string> all(std::string_view option) const;

  /// A finite number in low … high. @throws attn::InputError `not_a_number`, `out_of_range`.
  std::optional<double> number(std::string_view option, double low, double high) const;
  /// A whole number in low … high. @throws attn::InputError `not_a_number`, `out_of_range`.
  std::optional<std::uint64_t> whole(std::string_view option, std::uint64_t low, std::uint64_t high) const;
  /// "1440x900". @throws attn::InputError `out_of_range`.
  std::optional<Size> size(std::string_view option) const;
  /// One of `names`. @throws attn::InputError `option_name` naming the nearest; `what` is the kind of name.
  std::optional<std::string> oneOf(std::string_view option, const std::vector<std::string>& names,
                                   const char* what) const;

 private:
  std::map<std::string, CLI::Option*, std::less<>> options_;
  std::vector<const CLI::Option*> names_;  ///< those whose value is no option's name
};

/// The whole of `text` as a decimal number, whatever the locale.
std::optional<double> parseNumber(std::string_view text);

}  // namespace lab
