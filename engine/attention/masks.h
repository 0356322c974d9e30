#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/types.h"

namespace attn {

/// One mask of an experiment: a catalogue name and its numbers, written `padding:3`.
struct MaskSpec {
  std::string name;
  std::vector<Index> arguments;
  bool operator==(const MaskSpec&) const = default;
};

/// Reads `NAME[:ARG…]`. @throws InputError `unknown_name`, `mask_arguments`.
MaskSpec parseMask(std::string_view text);

/// The reverse of `parseMask`.
std::string maskText(const MaskSpec& mask);

/// Key j may be attended by query i when j comes no later: i + m − n − j ≥ 0 (queries and keys are
/// aligned at their ends). With n > m the first n − m rows are empty.
Mask causalMask(Index queries, Index keys);

/// Key j may be attended when j < length, 0 ≤ length ≤ keys. @throws InputError `out_of_range`.
Mask paddingMask(Index queries, Index keys, Index length);

/// All masks combined by AND; without any, every key may be attended.
Mask combineMasks(const std::vector<MaskSpec>& masks, Index queries, Index keys);

}  // namespace attn
