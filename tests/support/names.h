#pragma once

#include <gtest/gtest.h>

#include <string>

namespace attn::test {

/// The name of a catalogue row as a test's name, which has no underscores.
inline std::string testName(const testing::TestParamInfo<std::string>& parameter) {
  std::string name = parameter.param;
  std::erase(name, '_');
  return name;
}

}  // namespace attn::test
