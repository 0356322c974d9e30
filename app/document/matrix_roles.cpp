#include "document/matrix_roles.h"

#include <algorithm>
#include <string_view>

#include "attention/catalogue.h"
#include "core/checks.h"
#include "core/input_error.h"
#include "document/custom_mask.h"
#include "pipeline/experiment_parameters.h"

namespace lab {
namespace {

using attn::Entry;
using attn::Experiment;
using attn::InputError;
using attn::MatrixPtr;

/// Where each entry's matrices are kept; those without an entry go with text and vectors.
struct Place {
  const char* role;
  std::optional<Entry> entry;
  MatrixPtr Experiment::*matrix;
};

const std::vector<Place>& places() {
  static const std::vector<Place> all = {
      {"x", Entry::Vectors, &Experiment::x},
      {"memory", Entry::Vectors, &Experiment::memory},
      {"q", Entry::Ready, &Experiment::q},
      {"k", Entry::Ready, &Experiment::k},
      {"v", std::nullopt, &Experiment::v},
      {"scores", Entry::Scores, &Experiment::scores},
      {"weights", Entry::Weights, &Experiment::weights},
      {"w_q", std::nullopt, &Experiment::wQ},
      {"w_k", std::nullopt, &Experiment::wK},
      {"w_v", std::nullopt, &Experiment::wV},
      {"w_o", std::nullopt, &Experiment::wO},
  };
  return all;
}

const Place* placeOf(const std::string& role) {
  for (const Place& place : places())
    if (role == place.role) return &place;
  return nullptr;
}

/// What a role is called in messages: "W_Q" of "w_q", "W" of "param:W".
std::string nameOf(const std::string& role) {
  if (role.starts_with(parameterRole)) return role.substr(std::string_view(parameterRole).size());
  if (role.starts_with("w_")) return {'W', '_', static_cast<char>(role[2] - 'a' + 'A')};
  if (role.size() == 1) return {static_cast<char>(role[0] - 'a' + 'A')};
  return role;
}

bool isProjection(const std::string& role) { return role.starts_with("w_"); }

bool has(const std::vector<GivenArray>& given, std::string_view role) {
  return std::any_of(given.begin(), given.end(), [&](const GivenArray& each) { return each.role == role; });
}

void requireOnce(const std::vector<GivenArray>& given) {
  for (std::size_t i = 0; i < given.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (given[i].role == given[j].role) throw InputError("array_twice", {{"input", nameOf(given[i].role)}});
}

/// Where the computation starts with these arrays.
Entry entryOf(const Experiment& present, const std::vector<GivenArray>& given) {
  const GivenArray* first = nullptr;
  for (const GivenArray& each : given) {
    const Place* place = placeOf(each.role);
    if (place == nullptr || !place->entry) continue;
    if (first != nullptr && *placeOf(first->role)->entry != *place->entry)
      throw InputError("options_exclude", {{"input", nameOf(each.role)}, {"other", nameOf(first->role)}});
    first = first == nullptr ? &each : first;
  }
  return first == nullptr ? present.entry : *placeOf(first->role)->entry;
}

const char* entryRole(Entry entry) {
  switch (entry) {
    case Entry::Ready:
      return "q";
    case Entry::Scores:
      return "scores";
    case Entry::Weights:
      return "weights";
    default:
      return "x";
  }
}

void requireTogether(Entry entry, const Experiment& present, const std::vector<GivenArray>& given) {
  const bool projected = entry == Entry::Text || entry == Entry::Vectors;
  for (const GivenArray& each : given) {
    if (isProjection(each.role) && !projected)
      throw InputError("options_exclude", {{"input", nameOf(each.role)}, {"other", nameOf(entryRole(entry))}});
    if (each.role == "v" && entry == Entry::Vectors)
      throw InputError("options_exclude", {{"input", "V"}, {"other", "X"}});
    if (each.role == "v" && entry == Entry::Text) throw InputError("option_needs", {{"input", "V"}, {"other", "K"}});
    if (each.role == "mask" && entry == Entry::Weights)
      throw InputError("options_exclude", {{"input", "mask"}, {"other", "weights"}});
  }
  const auto needs = [&](const char* role, const char* other, const MatrixPtr& kept) {
    if (has(given, role) && !has(given, other) && !(present.entry == entry && kept))
      throw InputError("option_needs", {{"input", nameOf(role)}, {"other", nameOf(other)}});
  };
  needs("memory", "x", present.x);
  needs("q", "k", present.k);
  if (attn::findRow(attn::scoreCatalogue(), present.score, "score").readsQuery) needs("k", "q", present.q);
}

/// The settings of `present` for matrices of another kind.
Experiment startedFrom(const Experiment& present, Entry entry) {
  Experiment experiment = present;
  experiment.entry = entry;
  for (const Place& place : places()) experiment.*place.matrix = nullptr;
  experiment.queryText.clear();
  experiment.keyText.clear();
  experiment.crossText = false;
  experiment.projection.clear();
  experiment.parameters.matrices.clear();
  experiment.parameters.perHead.clear();
  const bool rotary =
      attn::findRow(attn::positionCatalogue(), present.position, "position").kind == attn::PositionKind::Rotary;
  if (entry != Entry::Vectors && !(entry == Entry::Ready && rotary)) experiment.position = "none";
  if (entry == Entry::Scores || entry == Entry::Weights) experiment.heads = 1, experiment.kvHeads = 0;
  if (entry == Entry::Weights) {
    experiment.masks.clear();
    experiment.bias = {};
  }
  return experiment;
}

void takeLabels(Experiment& experiment, const GivenArray& given) {
  const std::vector<std::string>&rows = given.array.rowLabels, &columns = given.array.columnLabels;
  if (given.role == "x" || given.role == "q" || given.role == "scores" || given.role == "weights")
    experiment.queryTokens = rows;
  if (given.role == "x" && !experiment.memory) experiment.keyTokens = rows;
  if (given.role == "k" || given.role == "memory") experiment.keyTokens = rows;
  if (given.role == "scores" || given.role == "weights") experiment.keyTokens = columns;
}

MatrixPtr asRow(MatrixPtr matrix) {
  if (matrix->cols() != 1 || matrix->rows() == 1) return matrix;
  return std::make_shared<const attn::Matrix>(matrix->transpose());
}

attn::MaskPtr maskOf(const attn::Matrix& values) {
  for (const float value : values.reshaped())
    if (value != 0 && value != 1)
      throw InputError("out_of_range", {{"input", "mask"}, {"got", attn::numberText(value)}, {"expected", "0, 1"}});
  return std::make_shared<const attn::Mask>(values.array() != 0);
}

void put(Experiment& experiment, const GivenArray& given) {
  if (const Place* place = placeOf(given.role)) {
    experiment.*place->matrix = given.array.values;
  } else if (given.role == "mask") {
    experiment.masks = withPainted(experiment, maskOf(*given.array.values));
  } else {
    const std::string name = nameOf(given.role);
    const auto specs = attn::parameterSpecs(experiment);
    const attn::ParameterSpec& spec = attn::findParameter(experiment.score.c_str(), specs, name);
    experiment.parameters.numbers.erase(name);
    experiment.parameters.perHead.erase(name);
    experiment.parameters.matrices[name] =
        spec.kind == attn::ParameterKind::Vector ? asRow(given.array.values) : given.array.values;
  }
}

/// Masks of numbers that mean nothing for so many queries and keys go; those of the reader's own are resized.
void fitMasks(Experiment& experiment) {
  fitCustomMasks(experiment);
  const auto shape = scoreShape(experiment);
  if (!shape) return;
  std::erase_if(experiment.masks, [&](const attn::MaskSpec& mask) {
    try {
      attn::combineMasks({mask}, shape->first, shape->second);
      return false;
    } catch (const InputError&) {
      return true;
    }
  });
}

}  // namespace

std::vector<std::string> rolesFor(const Experiment& present) {
  std::vector<std::string> roles = {""};
  for (const Place& place : places()) roles.emplace_back(place.role);
  roles.emplace_back("mask");
  for (const attn::ParameterSpec& spec : attn::parameterSpecs(present))
    if (spec.kind != attn::ParameterKind::Number) roles.push_back(std::string(parameterRole) + spec.name);
  return roles;
}

Experiment withArrays(const Experiment& present, const std::vector<GivenArray>& given) {
  requireOnce(given);
  const Entry entry = entryOf(present, given);
  requireTogether(entry, present, given);

  Experiment experiment = entry == present.entry ? present : startedFrom(present, entry);
  // A new X is no longer what the memory beside it belonged to.
  if (has(given, "x") && !has(given, "memory")) experiment.memory = nullptr;
  for (const GivenArray& each : given) {
    put(experiment, each);
    takeLabels(experiment, each);
  }
  if (!has(given, "mask")) fitMasks(experiment);
  return experiment;
}

}  // namespace lab
