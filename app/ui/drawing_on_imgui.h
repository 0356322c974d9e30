#pragma once

#include "scene/drawing.h"
#include "scene/scene_style.h"
#include "ui/ui.h"

struct ImDrawList;

namespace lab {

/// Draws a picture into the window, from its first shape to its last; points are pixels of the window.
void drawOnImGui(const Ui& ui, ImDrawList* list, const Drawing& drawing);

/// What scenes are laid out with on the screen. `ui` must outlive it.
SceneStyle sceneStyle(const Ui& ui);

}  // namespace lab
