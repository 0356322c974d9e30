#pragma once

#include <optional>
#include <string>
#include <vector>

#include "io/array_file.h"
#include "pipeline/experiment.h"

namespace lab {

// What the arrays of a file are in an experiment. A role is a name: "x", "memory", "q", "k", "v", "scores",
// "weights", "w_q", "w_k", "w_v", "w_o", "mask", "param:W"; empty: not used.

inline constexpr const char* parameterRole = "param:";  ///< and the parameter's name

/// The roles that `present` has a place for, in the order of a menu, the empty one first.
std::vector<std::string> rolesFor(const attn::Experiment& present);

/// What the arrays are by their names, types and shapes; never two entries at once, never a role twice.
/// @param preferred what the reader asked for, such as "mask"; empty: whatever the names say
std::vector<std::string> guessedRoles(const std::vector<FileArray>& arrays, const attn::Experiment& present,
                                      const std::string& preferred = {});

struct GivenArray {
  std::string role;
  LoadedMatrix array;
};

/// `present` with these in their places. Where they start the computation elsewhere (vectors, Q and K, scores,
/// weights) they take the place of the text and of other matrices, and what cannot go with them is left out:
/// positions, heads, masks that do not fit. A mask of 0 and 1.
/// @throws attn::InputError `array_twice`, `options_exclude`, `option_needs`, `out_of_range`.
attn::Experiment withArrays(const attn::Experiment& present, const std::vector<GivenArray>& given);

/// The first reason why these arrays cannot be shown in these roles, from their shapes alone.
/// @param textWidth columns of the vectors of a text; 0 where there is none
/// @throws attn::InputError as `withArrays`; `product`, `rows`, `width`, `shape`, `too_many_tokens`,
/// `too_many_numbers`.
void requireFittingRoles(const std::vector<FileArray>& arrays, const std::vector<std::string>& roles,
                         const attn::Experiment& present, attn::Index textWidth);

}  // namespace lab
