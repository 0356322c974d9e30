#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace lab {

/// Parses JSON. @param source its name in messages. @throws attn::InputError `json_broken` with line and byte,
/// `float_range`.
nlohmann::json parseJson(std::string_view text, const std::string& source);

}  // namespace lab
