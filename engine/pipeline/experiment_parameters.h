#pragma once

#include <vector>

#include "attention/parameters.h"
#include "pipeline/experiment.h"

namespace attn {

/// All parameters that the experiment's score, masks, bias and position read: what `--param` may name.
/// @throws InputError `unknown_name` of any of them.
std::vector<ParameterSpec> parameterSpecs(const Experiment& experiment);

/// Those of `given` that `specs` name.
Parameters parametersNamed(const std::vector<ParameterSpec>& specs, const Parameters& given);

/// The table of the relative bias (h, BUCKETS): given or drawn (purpose `relative`, variance 1).
/// @throws InputError `parameter_kind`, `shape`, `not_finite`.
MatrixPtr relativeTable(const Parameters& given, Index heads, const BiasSpec& bias, std::uint64_t seed);

/// The table of learned positions, a row for each place, `width` columns: given or drawn.
/// @throws InputError `parameter_kind`, `shape` where a given one has other columns or too few rows, `not_finite`.
MatrixPtr positionTable(const Parameters& given, Index places, Index width, std::uint64_t seed);

}  // namespace attn
