#pragma once

#include <string>
#include <utility>
#include <vector>

#include "pipeline/trace.h"
#include "scene/matrix_picture.h"
#include "ui/ui.h"

namespace lab {

/// Names and their values.
using TooltipRows = std::vector<std::pair<std::string, std::string>>;

/// Names at the left, dim; values right-aligned in a column.
void drawTooltipRows(Ui& ui, const TooltipRows& rows);

/// The token, with its place where the same token occurs more than once.
std::string labelWithIndex(const std::vector<std::string>& labels, attn::Index i);

/// What is known of a query and a key: weight, score, rank in the row, or that the pair is masked.
TooltipRows pairRows(const Ui& ui, const attn::HeadTrace& head, Cell cell);

}  // namespace lab
