#include "cli/typed_options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>

#include "core/checks.h"
#include "core/input_error.h"

namespace lab {
namespace {

template <class Number>
std::optional<Number> parseWhole(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// The long name: "--output" of "-o,--output"; "kind", which has no dashes, as it is.
std::string longName(std::string_view names) {
  const std::size_t dashes = names.rfind("--");
  return std::string(dashes == std::string_view::npos ? names : names.substr(dashes));
}

}  // namespace

std::optional<double> parseNumber(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  return parseWhole<double>(text);
}

void TypedOptions::add(CLI::App& command, const std::string& heading, const std::vector<OptionRow>& rows) {
  for (const OptionRow& row : rows) {
    CLI::Option* option = row.value == nullptr ? command.add_flag(row.name, row.help)->disable_flag_override()
                                               : command.add_option(row.name, CLI::callback_t{}, row.help);
    if (row.value != nullptr) option->type_name(row.value);
    option->take_all()->group(heading);
    options_.emplace(longName(row.name), option);
    if (row.value != nullptr && !row.anyText) names_.push_back(option);
  }
}

void TypedOptions::requireValues(const CLI::App& command) const {
  for (const CLI::Option* option : names_)
    for (const std::string& value : option->results())
      if (value.starts_with('-') && command.get_option_no_throw(value) != nullptr)
        throw attn::InputError("value_missing", {{"input", option->get_name()}});
}

bool TypedOptions::has(std::string_view option) const {
  const auto found = options_.find(option);
  return found != options_.end() && found->second->count() > 0;
}

const std::string* TypedOptions::text(std::string_view option) const {
  return has(option) ? &options_.find(option)->second->results().back() : nullptr;
}

std::vector<std::string> TypedOptions::all(std::string_view option) const {
  return has(option) ? options_.find(option)->second->results() : std::vector<std::string>{};
}

std::optional<double> TypedOptions::number(std::string_view option, double low, double high) const {
  const std::string* typed = text(option);
  if (typed == nullptr) return std::nullopt;
  const std::string expected = fmt::format("a number from {} to {}", low, high);
  const std::optional<double> value = parseNumber(*typed);
  if (!value)
    throw attn::InputError("not_a_number", {{"input", std::string(option)}, {"got", *typed}, {"expected", expected}});
  if (!(*value >= low && *value <= high))  // NaN too
    throw attn::InputError("out_of_range", {{"input", std::string(option)}, {"got", *typed}, {"expected", expected}});
  return value;
}

std::optional<std::uint64_t> TypedOptions::whole(std::string_view option, std::uint64_t low, std::uint64_t high) const {
  const std::string* typed = text(option);
  if (typed == nullptr) return std::nullopt;
  const std::string expected = fmt::format("a whole number from {} to {}", low, high);
  const std::optional<std::uint64_t> value = parseWhole<std::uint64_t>(*typed);
  const bool isNumber = parseNumber(*typed).has_value();
  if (!value && !isNumber)
    throw attn::InputError("not_a_number", {{"input", std::string(option)}, {"got", *typed}, {"expected", expected}});
  if (!value || *value < low || *value > high)  // −1 and 1.5 are numbers, but not in the range
    throw attn::InputError("out_of_range", {{"input", std::string(option)}, {"got", *typed}, {"expected", expected}});
  return value;
}

std::optional<Size> TypedOptions::size(std::string_view option) const {
  const std::string* typed = text(option);
  if (typed == nullptr) return std::nullopt;
  const std::size_t cross = typed->find('x');
  if (cross != std::string::npos) {
    const std::optional<double> width = parseNumber(std::string_view(*typed).substr(0, cross));
    const std::optional<double> height = parseNumber(std::string_view(*typed).substr(cross + 1));
    if (width && height) return Size{static_cast<float>(*width), static_cast<float>(*height)};
  }
  throw attn::InputError(
      "out_of_range", {{"input", std::string(option)}, {"got", *typed}, {"expected", "WIDTHxHEIGHT, such as 800x600"}});
}

std::optional<std::string> TypedOptions::oneOf(std::string_view option, const std::vector<std::string>& names,
                                               const char* what) const {
  const std::string* typed = text(option);
  if (typed == nullptr) return std::nullopt;
  if (std::find(names.begin(), names.end(), *typed) == names.end())
    throw attn::InputError("option_name", {{"input", option.starts_with('-') ? std::string(option) : what},
                                           {"what", option.starts_with('-') ? what : "name"},
                                           {"got", *typed},
                                           {"nearest", attn::nearestName(*typed, names)}});
  return *typed;
}

}  // namespace lab
