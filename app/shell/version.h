#pragma once

namespace lab {

/// From the project's version in CMakeLists.txt.
inline constexpr const char* kVersion = ATTENTION_VERSION;

}  // namespace lab
