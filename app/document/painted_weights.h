#pragma once

#include <vector>

#include "pipeline/experiment.h"

namespace lab {

/// The painted rows with `row` among them, in the place of an earlier one of its head and query; ordered by those.
std::vector<attn::PaintedRow> withPaintedRow(const std::vector<attn::PaintedRow>& rows, attn::PaintedRow row);

/// The painted rows without that of a head and query.
std::vector<attn::PaintedRow> withoutPaintedRow(const std::vector<attn::PaintedRow>& rows, attn::Index head,
                                                attn::Index query);

/// Drops painted rows of heads, queries or keys that are there no more: weights belong to keys, so a row stays while
/// there are as many of them, also when a word is another one. Nothing happens while their number is not known.
void fitPaintedRows(attn::Experiment& experiment);

}  // namespace lab
