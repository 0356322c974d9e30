#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "pipeline/experiment.h"

namespace lab {

// Masks of the reader's own: painted on the map or read from a file.

/// (queries, keys) of scores and weights, without computing them. None where the text or the entry gives none.
std::optional<std::pair<attn::Index, attn::Index>> scoreShape(const attn::Experiment& experiment);

/// All masks as one that can be painted on (queries, keys); one that does not fit leaves all cells open.
/// `local_p`, whose window is where each query says, is not part of it.
attn::Mask paintableMask(const attn::Experiment& experiment, attn::Index queries, attn::Index keys);

/// The masks of `experiment` with `painted` in the place of all but `local_p`.
std::vector<attn::MaskSpec> withPainted(const attn::Experiment& experiment, attn::MaskPtr painted);

/// A mask for another number of tokens: what overlaps stays, what is new may be attended to.
attn::MaskPtr resizedMask(const attn::MaskPtr& mask, attn::Index queries, attn::Index keys);

/// Resizes every mask of the reader's own that does not fit the experiment's scores.
void fitCustomMasks(attn::Experiment& experiment);

/// Whether some mask is the reader's own.
bool hasCustomMask(const attn::Experiment& experiment);

struct MaskCell {
  attn::Index query = 0, key = 0;
  bool operator==(const MaskCell&) const = default;
};

/// Sets the cells of the line from `from` to `to`, both within the mask, so that a fast stroke has no gaps.
void paintLine(attn::Mask& mask, MaskCell from, MaskCell to, bool visible);

/// Sets the cells of the rectangle with these two corners.
void paintRectangle(attn::Mask& mask, MaskCell corner, MaskCell opposite, bool visible);

}  // namespace lab
