#include "cli/selection_option.h"

#include <fmt/format.h>

#include <charconv>

#include "core/input_error.h"

namespace lab {

OptionRow selectionOption() { return {"--select", "Q,K", "The selected query and key, counting from 0"}; }

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
  throw attn::InputError(
      "out_of_range",
      {{"input", "--select"},
       {"got", *typed},
       {"expected", fmt::format("QUERY,KEY from 0,0 to {},{}", trace.queries() - 1, trace.keys() - 1)}});
}

}  // namespace lab
