#include "cli/naming_options.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "attention/catalogue.h"
#include "pipeline/experiment_parameters.h"

namespace lab {
namespace {

using attn::Entry;
using attn::Experiment;

constexpr std::array<std::string_view, 25> optionNames = {
    "head",     "scores", "weights",     "heads",        "kv-heads",   "mask", "bias", "text", "query-text",
    "key-text", "x",      "memory",      "w-q",          "w-k",        "w-v",  "w-o",  "q",    "k",
    "v",        "dim",    "temperature", "query-tokens", "key-tokens", "size", "scale"};

std::string originOfQ(const Experiment& experiment) {
  if (experiment.entry == Entry::Ready) return "--q";
  if (experiment.entry == Entry::Vectors) return "Q (from --x)";
  return experiment.crossText ? "Q (from --query-text)" : "Q (from --text)";
}

std::string originOfK(const Experiment& experiment) {
  if (experiment.entry == Entry::Ready) return "--k";
  if (experiment.entry == Entry::Vectors) return experiment.memory ? "K (from --memory)" : "K (from --x)";
  return experiment.crossText ? "K (from --key-text)" : "K (from --text)";
}

/// What the rows of V, which a context is a mean of, were computed from.
std::string originOfContext(const Experiment& experiment) {
  if (experiment.entry == Entry::Vectors) return experiment.memory ? "context (from --memory)" : "context (from --x)";
  if (experiment.entry != Entry::Text) return "context (from --v)";
  return experiment.crossText ? "context (from --key-text)" : "context (from --text)";
}

/// `v` is a parameter of `additive` and the name of the ready values: only these have rows that must agree.
bool isParameter(const std::string& name, const std::string& errorId, const Experiment& experiment) {
  if (errorId == "rows") return false;
  const std::vector<attn::ParameterSpec> specs = attn::parameterSpecs(experiment);
  return std::any_of(specs.begin(), specs.end(), [&](const attn::ParameterSpec& spec) { return name == spec.name; });
}

std::string optionOf(const std::string& name, const std::string& errorId, const Experiment& experiment) {
  if (isParameter(name, errorId, experiment)) return "--param " + name;
  if (std::find(optionNames.begin(), optionNames.end(), name) != optionNames.end()) return "--" + name;
  if (name == "Q") return originOfQ(experiment);
  if (name == "K") return originOfK(experiment);
  if (name == "context") return originOfContext(experiment);
  if (name == "output") return experiment.wO ? "output (from --w-o)" : "output (from a drawn W_O)";
  if (name == "scores + bias") return experiment.entry == Entry::Scores ? "--scores + --bias" : "scores + --bias";
  for (const attn::MaskRow& row : attn::maskCatalogue())
    if (name == row.name) return "--mask " + name;
  if (name == "mask custom") return "--mask custom";
  if (name == "BUCKETS" || name == "MAXDIST") return "--bias relative " + name;
  if (name == "size × scale") return "--size × --scale";
  return name;
}

}  // namespace

attn::InputError withOptionNames(const attn::InputError& error, const Experiment& experiment) {
  attn::InputError::Arguments arguments = error.arguments();
  for (const char* slot : {"input", "other", "left"})
    if (const auto found = arguments.find(slot); found != arguments.end())
      found->second = optionOf(found->second, error.id(), experiment);
  if (error.id() == "mask_arguments" || error.id() == "bias_arguments") {
    arguments["input"] = error.id() == "mask_arguments" ? "--mask" : "--bias";
    return {"out_of_range", arguments};
  }
  if (error.id() == "unknown_name") {
    arguments["input"] = "--" + arguments["what"];
    return {"option_name", arguments};
  }
  if (error.id() == "heads_share")
    return {"out_of_range",
            {{"input", "--kv-heads"},
             {"got", arguments["got"]},
             {"expected", "a divisor of the " + arguments["expected"] + " heads"}}};
  if (error.id() == "position_ready")
    return {"out_of_range",
            {{"input", "--position"}, {"got", arguments["got"]}, {"expected", "none or rope with ready Q and K"}}};
  if (error.id() == "unknown_parameter")
    return {"option_name",
            {{"input", "--param"},
             {"what", "parameter of " + arguments["score"]},
             {"got", arguments["got"]},
             {"nearest", arguments["nearest"]}}};
  if (error.id() == "no_parameters")
    return {"options_exclude", {{"input", "--param " + arguments["got"]}, {"other", "--score " + arguments["score"]}}};
  return {error.id(), arguments};
}

}  // namespace lab
