#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/experiment.h"

namespace lab {

/// What differs between the columns of a comparison.
enum class CompareBy { Scores, Normalizers, Temperatures };

/// What is compared, and how it is looked at.
struct CompareOptions {
  CompareBy by = CompareBy::Scores;
  std::vector<std::string> scores = {"scaled_dot", "dot", "cosine", "gaussian", "general", "additive"};
  std::vector<std::string> normalizers = {"softmax", "entmax15", "sparsemax", "hardmax"};
  std::vector<double> temperatures = {0.1, 0.5, 1, 2, 10};
  /// The key of the column that others are compared with, for each `by`; one that is not there: the experiment's own.
  std::array<std::string, 3> reference;
  bool differences = false;  ///< maps and bars show weights − reference
  float scroll = 0;          ///< points that columns are moved to the left

  std::string& referenceKey() { return reference[static_cast<std::size_t>(by)]; }
  const std::string& referenceKey() const { return reference[static_cast<std::size_t>(by)]; }
};

inline constexpr std::size_t mostComparedTemperatures = 12;

/// One column of a comparison.
struct CompareChoice {
  std::string key;  ///< the catalogue's name, or the temperature as it is written
  attn::Experiment experiment;
  bool own = false;  ///< the experiment as it is
};

/// Whether there is anything to compare: bare weights have neither scores nor a normalizer, given scores no function.
bool canCompare(attn::Entry entry, CompareBy by);

/// The experiments to compute, in the order of the options. Among temperatures the experiment's own always is.
std::vector<CompareChoice> compareChoices(const attn::Experiment& experiment, const CompareOptions& options);

/// Which of `choices` is the reference: the one that was chosen, else the experiment's own, else the first.
std::size_t referenceOf(const std::vector<CompareChoice>& choices, const CompareOptions& options);

/// 0.1, 1, 250, 1e−3 is 0.001: the shortest way to write a temperature.
std::string temperatureKey(double tau);

/// Whether two experiments are the same column: the same score function, normalizer and temperature.
bool sameChoice(const attn::Experiment& a, const attn::Experiment& b);

}  // namespace lab
