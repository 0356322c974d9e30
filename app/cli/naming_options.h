#pragma once

#include "core/input_error.h"
#include "pipeline/experiment.h"

namespace lab {

/// `error` as the command line says it: where the engine and the figure name a part of the experiment ("text",
/// "sigma", "K"), it names the option that gave it ("--text", "--param sigma", "K (from --memory)").
attn::InputError withOptionNames(const attn::InputError& error, const attn::Experiment& experiment);

/// Does `act`, with the errors of input it throws said so.
template <class Act>
auto namingOptions(const attn::Experiment& experiment, Act&& act) {
  try {
    return act();
  } catch (const attn::InputError& error) {
    throw withOptionNames(error, experiment);
  }
}

}  // namespace lab
