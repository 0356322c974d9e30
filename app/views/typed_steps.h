#pragma once

#include "ui/ui.h"

namespace lab {

/// How often + was typed in this frame, less the − ; 0 unless the keys belong to the view.
int typedSteps(const Ui& ui);

}  // namespace lab
