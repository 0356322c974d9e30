#pragma once

#include <cstdint>
#include <string>

#include "document/document.h"

namespace lab {

inline constexpr const char* sessionFormat = "attention-lab session";
inline constexpr std::uint64_t sessionVersion = 1;

/// The text of a saved document, in the current version.
std::string sessionJson(const Document& document);

}  // namespace lab
