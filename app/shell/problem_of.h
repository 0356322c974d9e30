#pragma once

#include <exception>
#include <new>
#include <optional>

#include "core/input_error.h"

namespace lab {

/// Does `act` and returns why it could not be done, to be shown: its InputError, `too_large` where memory ran out,
/// `failed` with what any other exception says. `attn::Cancelled` is no problem and goes through.
template <class Act>
std::optional<attn::InputError> problemOf(Act&& act) {
  try {
    act();
  } catch (const attn::InputError& error) {
    return error;
  } catch (const std::bad_alloc&) {
    return attn::InputError("too_large", {});
  } catch (const std::exception& error) {
    return attn::InputError("failed", {{"got", error.what()}});
  }
  return std::nullopt;
}

}  // namespace lab
