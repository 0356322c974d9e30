#pragma once

#include <gtest/gtest.h>

#include <string>

#include "core/input_error.h"

namespace attn::test {

/// The InputError that `act` raises; a failure and an empty one where it raises none.
struct CaughtError {
  std::string id, message;
  InputError::Arguments arguments;
  std::string argument(const std::string& name) const {
    const auto found = arguments.find(name);
    return found == arguments.end() ? "(none)" : found->second;
  }
};

template <class Act>
CaughtError errorOf(Act&& act) {
  try {
    act();
  } catch (const InputError& error) {
    return {error.id(), error.what(), error.arguments()};
  }
  ADD_FAILURE() << "no InputError was raised";
  return {};
}

}  // namespace attn::test
