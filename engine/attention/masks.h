#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/types.h"

namespace attn {

/// One mask of an experiment: a catalogue name and its numbers, written `padding:3`, `block:2,3`. The numbers of a
/// list follow the others: `global_window:2:0,5` has {2, 0, 5}.
struct MaskSpec {
  std::string name;
  std::vector<Index> arguments;
  MaskPtr custom = nullptr;  ///< of `custom`: (n, m), true = may attend
  bool operator==(const MaskSpec&) const = default;
};

/// Accepted numbers of a mask.
inline constexpr Index largestMaskArgument = 1000000;

/// Reads `NAME[:ARG…]`; of `custom`, whose matrix comes from elsewhere, the name alone.
/// @throws InputError `unknown_name`, `mask_arguments`, `out_of_range`.
MaskSpec parseMask(std::string_view text);

/// The reverse of `parseMask`.
std::string maskText(const MaskSpec& mask);

struct MaskRow;

/// The mask as a menu switches it on: a padding that hides one key, one block of all, a window of 2, a custom one
/// that hides nothing.
MaskSpec standardMask(const MaskRow& row, Index queries, Index keys);

/// Key j may be attended by query i when j comes no later: i + m − n − j ≥ 0 (queries and keys are
/// aligned at their ends). With n > m the first n − m rows are empty.
Mask causalMask(Index queries, Index keys);

/// Key j may be attended when j < length, 0 ≤ length ≤ keys. @throws InputError `out_of_range`.
Mask paddingMask(Index queries, Index keys, Index length);

/// |δ| ≤ width, δ = i + m − n − j.
Mask windowMask(Index queries, Index keys, Index width);

/// |δ| ≤ width · step and step divides δ.
Mask dilatedMask(Index queries, Index keys, Index width, Index step);

/// The window, plus the global keys for all queries, plus all keys for the queries aligned with them (δ = 0).
/// Source: Beltagy, Peters & Cohan 2020. @throws InputError `out_of_range` for a key that is not there.
Mask globalWindowMask(Index queries, Index keys, Index width, std::span<const Index> globalKeys);

/// The same block of a packed sequence. @throws InputError `blocks` unless the lengths add up to n = m.
Mask blockMask(Index queries, Index keys, std::span<const Index> lengths);

/// |i − j| ≤ reach. Source: Luong, Pham & Manning 2015, local-m.
Mask localMonotonicMask(Index queries, Index keys, Index reach);

/// The given mask itself. @throws InputError `missing_input`, `shape` unless it is n × m.
Mask customMask(Index queries, Index keys, const MaskPtr& custom);

/// All masks but `local_p` combined by AND; without any, every key may be attended.
/// @throws InputError of the masks; `missing_input` and `shape` of a custom one.
Mask combineMasks(const std::vector<MaskSpec>& masks, Index queries, Index keys);

}  // namespace attn
