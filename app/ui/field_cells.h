#pragma once

#include "scene/drawing.h"
#include "ui/ui.h"

struct ImDrawList;

namespace lab {

/// Puts a plane of queries into the draw list, to be drawn by shader.
void drawField(const Ui& ui, ImDrawList* list, const FieldShape& field);

/// Frees what the last frame's planes needed. Before a new frame is drawn.
void releaseFields();

}  // namespace lab
