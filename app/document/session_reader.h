#pragma once

#include <string>
#include <string_view>

#include "document/document.h"

namespace lab {

/// Reads a saved document of any version up to the current one. Everything is checked that can be without computing
/// it: names, ranges, shapes of lists, that what the entry needs is there.
/// @param source the file's name in messages
/// @throws attn::InputError `json_broken`, `not_a_session`, `newer_version`, `member`, `member_missing`,
///         `member_name`, `not_finite`, `float_range`.
Document readSession(std::string_view json, const std::string& source);

}  // namespace lab
