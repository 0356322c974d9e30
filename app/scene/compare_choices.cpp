#include "scene/compare_choices.h"

#include <fmt/format.h>

#include <algorithm>

#include "attention/catalogue.h"
#include "pipeline/experiment_parameters.h"

namespace lab {

namespace {

/// Parameters belong to a score function: those of another one would be refused.
attn::Experiment withScore(attn::Experiment experiment, const std::string& score) {
  if (experiment.score == score) return experiment;
  experiment.score = score;
  experiment.parameters = attn::parametersNamed(attn::parameterSpecs(experiment), experiment.parameters);
  return experiment;
}

std::vector<double> comparedTemperatures(double own, std::vector<double> temperatures) {
  if (std::find(temperatures.begin(), temperatures.end(), own) == temperatures.end()) temperatures.push_back(own);
  std::sort(temperatures.begin(), temperatures.end());
  return temperatures;
}

}  // namespace

std::string temperatureKey(double tau) { return fmt::format("{}", tau); }

bool sameChoice(const attn::Experiment& a, const attn::Experiment& b) {
  return a.score == b.score && a.normalizer == b.normalizer && a.temperature == b.temperature;
}

bool canCompare(attn::Entry entry, CompareBy by) {
  if (entry == attn::Entry::Weights) return false;
  return entry != attn::Entry::Scores || by != CompareBy::Scores;
}

std::vector<CompareChoice> compareChoices(const attn::Experiment& experiment, const CompareOptions& options) {
  std::vector<CompareChoice> choices;
  if (!canCompare(experiment.entry, options.by)) return choices;
  const auto add = [&](std::string key, attn::Experiment variant) {
    const bool own = sameChoice(variant, experiment);
    choices.push_back({std::move(key), std::move(variant), own});
  };
  switch (options.by) {
    case CompareBy::Scores:
      for (const std::string& name : options.scores) add(name, withScore(experiment, name));
      break;
    case CompareBy::Normalizers:
      for (const std::string& name : options.normalizers) {
        attn::Experiment variant = experiment;
        variant.normalizer = name;
        add(name, std::move(variant));
      }
      break;
    case CompareBy::Temperatures:
      for (const double tau : comparedTemperatures(experiment.temperature, options.temperatures)) {
        attn::Experiment variant = experiment;
        variant.temperature = tau;
        add(temperatureKey(tau), std::move(variant));
      }
      break;
  }
  return choices;
}

std::size_t referenceOf(const std::vector<CompareChoice>& choices, const CompareOptions& options) {
  const auto place = [&](auto&& wanted) {
    return static_cast<std::size_t>(std::find_if(choices.begin(), choices.end(), wanted) - choices.begin());
  };
  const std::size_t chosen = place([&](const CompareChoice& c) { return c.key == options.referenceKey(); });
  if (chosen < choices.size()) return chosen;
  const std::size_t own = place([](const CompareChoice& c) { return c.own; });
  return own < choices.size() ? own : 0;
}

}  // namespace lab
