#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>
#include <string_view>

#include "attention/catalogue.h"
#include "document/custom_mask.h"
#include "document/matrix_roles.h"
#include "pipeline/experiment_parameters.h"

namespace lab {
namespace {

using attn::Experiment;

/// "wq" of "layers.0/W_q".
std::string plainName(std::string_view name) {
  const std::size_t part = name.find_last_of("./");
  if (part != std::string_view::npos) name.remove_prefix(part + 1);
  std::string plain;
  for (const char c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) != 0)
      plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return plain;
}

/// The role that a name means wherever it stands; empty: none.
std::string roleNamed(const std::string& plain) {
  static const std::pair<const char*, std::set<std::string>> names[] = {
      {"x", {"x", "xquery", "input", "inputs", "embedding", "embeddings", "vectors"}},
      {"memory", {"memory", "xkey", "encoderoutputs"}},
      {"q", {"q", "query", "queries"}},
      {"k", {"k", "key", "keys"}},
      {"v", {"v", "value", "values"}},
      {"scores", {"s", "score", "scores", "logits", "energies"}},
      {"weights", {"weight", "weights", "attn", "attention", "attentions", "attentionweights", "probs"}},
      {"w_q", {"wq", "wquery", "qproj"}},
      {"w_k", {"wk", "wkey", "kproj"}},
      {"w_v", {"wv", "wvalue", "vproj"}},
      {"w_o", {"wo", "wout", "oproj"}},
      {"mask", {"mask", "attnmask", "attentionmask", "custom"}},
  };
  for (const auto& [role, known] : names)
    if (known.contains(plain)) return role;
  return {};
}

/// A parameter with this name that is not what the name means elsewhere: W_q is a projection where vectors are
/// projected, and a parameter beside ready Q and K.
std::string parameterNamed(const std::string& plain, const Experiment& present) {
  for (const attn::ParameterSpec& spec : attn::parameterSpecs(present))
    if (spec.kind != attn::ParameterKind::Number && plainName(spec.name) == plain)
      return std::string(parameterRole) + spec.name;
  return {};
}

/// Rows that add up to 1 are weights.
bool looksLikeWeights(const FileArray& array) {
  if (!array.text) return false;
  const attn::Matrix& values = *array.text->values;
  // Four printed decimals a number: a row of them is off by at most half a unit each.
  const float slack = 1e-4F * static_cast<float>(values.cols());
  return values.cols() > 1 && (values.array() >= 0).all() && ((values.rowwise().sum().array() - 1).abs() < slack).all();
}

std::string roleByShape(const FileArray& array, const Experiment& present) {
  const auto shape = scoreShape(present);
  const bool fits = shape && array.rows() == shape->first && array.columns() == shape->second;
  if (array.dtype == "bool") return fits ? "mask" : "";
  if (looksLikeWeights(array)) return "weights";
  return array.text && !array.text->columnLabels.empty() && !array.text->rowLabels.empty() ? "scores" : "x";
}

/// Which roles an entry reads.
const std::vector<std::set<std::string>>& entries() {
  static const std::vector<std::set<std::string>> all = {
      {"q", "k", "v"}, {"x", "memory", "w_q", "w_k", "w_v", "w_o"}, {"scores", "v"}, {"weights", "v"}};
  return all;
}

/// Leaves out what belongs to another entry than the first that is there, and what stands twice.
void keepOneEntry(std::vector<std::string>& roles) {
  const auto present = [&](const char* role) { return std::find(roles.begin(), roles.end(), role) != roles.end(); };
  const std::set<std::string>* kept = nullptr;
  const auto& all = entries();
  if (present("q") && present("k"))
    kept = &all[0];
  else if (present("x"))
    kept = &all[1];
  else if (present("scores"))
    kept = &all[2];
  else if (present("weights"))
    kept = &all[3];
  std::set<std::string> seen;
  for (std::string& role : roles) {
    const bool anywhere = role == "mask" || role.starts_with(parameterRole);
    if (kept != nullptr && !anywhere && !kept->contains(role)) role.clear();
    if (!role.empty() && !seen.insert(role).second) role.clear();
  }
}

std::vector<std::string> preferring(const std::vector<FileArray>& arrays, const Experiment& present,
                                    const std::string& preferred) {
  std::vector<std::string> roles(arrays.size());
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    if (arrays[i].problem) continue;
    const std::string plain = plainName(arrays[i].name);
    const bool named = roleNamed(plain) == preferred || parameterNamed(plain, present) == preferred;
    if (!best || named) best = i;
    if (named) break;
  }
  if (best) roles[*best] = preferred;
  return roles;
}

}  // namespace

std::vector<std::string> guessedRoles(const std::vector<FileArray>& arrays, const Experiment& present,
                                      const std::string& preferred) {
  if (!preferred.empty()) return preferring(arrays, present, preferred);
  std::vector<std::string> roles;
  bool ready = present.entry == attn::Entry::Ready;
  for (const FileArray& array : arrays) ready = ready || roleNamed(plainName(array.name)) == "q";
  for (const FileArray& array : arrays) {
    if (array.problem) {
      roles.emplace_back();
      continue;
    }
    const std::string plain = plainName(array.name), parameter = parameterNamed(plain, present);
    std::string role = roleNamed(plain);
    if (!parameter.empty() && (role.empty() || (ready && role.starts_with("w_")))) role = parameter;
    if (role.empty() && arrays.size() == 1) role = roleByShape(array, present);
    roles.push_back(role);
  }
  keepOneEntry(roles);
  return roles;
}

}  // namespace lab
