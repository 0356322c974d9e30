#pragma once

#include <string>
#include <utility>
#include <vector>

#include "pipeline/trace.h"
#include "scene/label_text.h"
#include "scene/matrix_picture.h"
#include "ui/ui.h"

namespace lab {

/// Names and their values.
using TooltipRows = std::vector<std::pair<std::string, std::string>>;

/// Names at the left, dim; values right-aligned in a column.
void drawTooltipRows(Ui& ui, const TooltipRows& rows);

/// A dim name and its value after it.
void drawTooltipLine(const Ui& ui, const std::string& name, const std::string& value);

/// What is known of a query and a key: weight, score, rank in the row, or that the pair is masked.
TooltipRows pairRows(const Ui& ui, const attn::HeadTrace& head, Cell cell);

}  // namespace lab
