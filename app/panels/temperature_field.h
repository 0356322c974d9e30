#pragma once

#include <optional>

#include "panels/edit_request.h"
#include "ui/widgets.h"

namespace lab {

/// Number and slider: logarithmic from 0.01 to 100; any τ from 1e-3 to 1e6 can be typed.
std::optional<EditRequest> drawTemperatureField(Ui& ui, const attn::Experiment& experiment, FieldDraft& draft);

/// "τ", a slider and a number on one line of `width`.
std::optional<EditRequest> drawCompactTemperature(Ui& ui, const attn::Experiment& experiment, FieldDraft& draft,
                                                  float width);

/// 0.50, 1.00, 0.015, 250: as many decimals as the value needs, at least two below 100.
std::string temperatureText(double tau);

}  // namespace lab
