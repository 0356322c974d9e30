#pragma once

#include "pipeline/experiment.h"

namespace lab {

/// Everything that is saved, as one plain value. Copies are cheap: matrices are shared.
struct Document {
  attn::Experiment experiment;
  bool operator==(const Document&) const = default;
};

}  // namespace lab
