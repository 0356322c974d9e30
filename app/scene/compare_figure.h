#pragma once

#include "scene/views.h"

namespace lab {

/// The standard score functions on the subject's input; of given scores the normalizers.
/// @throws attn::InputError `missing_input` for bare weights, which nothing was made from.
ViewFigure compareFigure(const ViewSubject& subject, const SceneStyle& style, std::optional<Size> size);

}  // namespace lab
