#include "io/json_text.h"

#include <algorithm>

#include "core/input_error.h"

namespace lab {

using attn::InputError;
using nlohmann::json;

json parseJson(std::string_view text, const std::string& source) {
  try {
    return json::parse(text);
  } catch (const json::parse_error& error) {
    const std::size_t byte = std::min(error.byte, text.size());
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(byte), '\n');
    throw InputError("json_broken",
                     {{"input", source}, {"line", std::to_string(line)}, {"place", std::to_string(error.byte)}});
  } catch (const json::out_of_range&) {
    // The one thing the parser finds well formed and cannot hold: a number beyond a double.
    throw InputError("float_range", {{"input", source}, {"got", "±∞"}});
  }
}

}  // namespace lab
